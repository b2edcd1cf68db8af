"""What a corpus has taught, kept in step with it: terms counted in the store, as the memory that suggesting asks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from annotator.model import DONE, RowChange, Span
from annotator.store import Reading
from annotator.suggest import Evidence, Key, Known, Memory, around
from annotator.text import fold, overlapping

_TABLES = {"annotations", "decisions", "terms"}
_FEW = 2_000
"""Terms up to which they are counted one by one, and places of a term up to which what stands around is looked at."""
_FINISHED = 300
"""How many of the latest finished documents are looked at for what was passed over."""


@dataclass(frozen=True)
class Finished:
    """A document that somebody has gone through to the end: its folded text, and what is annotated in it."""

    folded: str
    is_annotated: Callable[[Span], bool]

    def passed(self, text: str) -> int:
        """In how many places a folded text stands where nothing is annotated."""
        places = (Span(*match.span()) for match in re.finditer(re.escape(text), self.folded))
        return sum(not self.is_annotated(place) for place in places)


class Learning:
    """Made from all annotations and decisions once; after a step only the terms that it touched are counted again."""

    def __init__(self, read: Reading) -> None:
        self._read = read
        self._written: defaultdict[str, set[str]] = defaultdict(set)  # folded text → the ways it is written
        self._finished: dict[str, Finished] = {}
        self.memory = self._anew()

    def _anew(self) -> Memory:
        """Everything counted again."""
        self._finished = {one: self._finish(one) for one in self._read.finished_documents(_FINISHED)}
        return Memory(self._known(None))

    def _finish(self, document: str) -> Finished:
        spans = [annotation.span for annotation in self._read.annotations(document)]
        return Finished(fold(self._read.text_of(document)), overlapping(spans))

    def take(self, changes: Iterable[RowChange]) -> None:
        """Counts again what a step has changed."""
        keys: set[Key] = set()
        documents: set[str] = set()
        for change in changes:
            if change.table == "documents":  # with a document all that was said in it comes or goes
                self.memory = self._anew()
                return
            for row in filter(None, (change.before, change.after)):
                if change.table in _TABLES:
                    keys.add(self._key(row["text"], row["label"]))
                if change.table in ("annotations", "progress"):
                    documents.add(row["document"])
        for document in documents:
            keys |= self._look_again(document)
        if len(keys) > _FEW:
            self.memory = self._anew()
        elif keys:
            self.memory = self.memory.updated(self._known(keys))

    def _look_again(self, document: str) -> set[Key]:
        """Whether a document is finished now, and what is annotated in it; the terms for which that matters."""
        was = self._finished.pop(document, None)
        if DONE in self._read.progress(document).values():
            self._finished[document] = self._finish(document)
        now = self._finished.get(document)
        if was is now is None:
            return set()
        folded = (now or was).folded  # type: ignore[union-attr]  # one of the two is there
        texts = {folded[start:end] for start, end in self.memory.places(folded)}
        return {(text, label) for text in texts for label in self.memory.labels(text)}

    def _known(self, keys: set[Key] | None) -> Iterator[Known]:
        """What is known of these terms, or of all that anything is known of."""
        texts = None if keys is None else sorted({way for text, _ in keys for way in self._written[text]})
        accepted, taught, rejected = Counter[Key](), Counter[Key](), Counter[Key]()
        domains: dict[Key, str] = {}
        for text, label, domain, count, by_people in self._read.accepted_terms(texts):
            accepted[self._key(text, label)] += count
            taught[fold(text), label] += by_people
            domains[fold(text), label] = domain
        for text, label, count in self._read.rejected_terms(texts):
            rejected[self._key(text, label)] += count
        said = {(text, label): (domain, state) for text, label, domain, state in self._read.said_terms()}
        for key in accepted.keys() | rejected.keys() | said.keys() if keys is None else keys:
            domain, state = said.get(key, ("", ""))
            evidence = Evidence(accepted[key], rejected[key])
            passed = self._passed(key[0]) if taught[key] and not state else 0
            contexts = self._contexts(key, evidence)
            yield Known(*key, domain or domains.get(key, ""), state, evidence, taught[key], passed, contexts)

    def _key(self, text: str, label: str) -> Key:
        folded = fold(text)
        self._written[folded].add(text)
        return folded, label

    def _passed(self, text: str) -> int:
        return sum(one.passed(text) for one in self._finished.values())

    def _contexts(self, key: Key, evidence: Evidence) -> dict[tuple[str, str], Evidence]:
        """The evidence by what stands around, of a term on which people have decided both ways."""
        if not (evidence.accepted and evidence.rejected) or evidence.accepted + evidence.rejected > _FEW:
            return {}
        sums: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        for way in self._written[key[0]]:
            for document, start, end, stood in self._read.places_of(way, key[1]):
                sums[around(self._read.text_of(document), Span(start, end))][0 if stood else 1] += 1
        return {place: Evidence(*counts) for place, counts in sums.items()}
