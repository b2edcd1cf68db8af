"""What a corpus has taught, kept in step with it: terms counted in the store, as the memory that suggesting asks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from annotator.model import ACCEPT, DONE, RowChange, Span
from annotator.store import Reading, Store
from annotator.suggest import Evidence, Key, Known, Memory, Texts, around
from annotator.text import fold, overlapping

_TABLES = {"annotations", "decisions", "terms"}
_COUNTED = {"annotations", "decisions"}
_SHIPPED = {"lexicon", "quantities"}
EVERYWHERE = Span(0, 2**62)
_FEW = 2_000
"""Terms up to which they are counted one by one, and places of a term up to which what stands around is looked at."""
_SOME = 100
"""Places of a term from which a step's are added to those known, and not all counted again."""
_FINISHED = 300
"""How many of the latest finished documents are looked at for what was passed over."""


@dataclass(frozen=True)
class Finished:
    """A document that somebody has gone through to the end: its folded text, and the spans annotated in it."""

    folded: str
    spans: tuple[Span, ...]

    @cached_property
    def is_annotated(self) -> Callable[[Span], bool]:
        return overlapping(self.spans)

    def passed(self, text: str) -> int:
        """In how many places a folded text stands where nothing is annotated."""
        count, at = 0, self.folded.find(text)
        while at >= 0:
            count += not self.is_annotated(Span(at, at + len(text)))
            at = self.folded.find(text, at + len(text))
        return count

    def all_passed(self, texts: Texts) -> Iterator[str]:
        """The same of many texts in one pass: each text as often as `passed` counts it."""
        ends: dict[str, int] = {}
        for start, end in texts.find(self.folded):
            text = self.folded[start:end]
            if start >= ends.get(text, 0):
                ends[text] = end
                if not self.is_annotated(Span(start, end)):
                    yield text

    def __reduce__(self) -> tuple[type[Finished], tuple[str, tuple[Span, ...]]]:
        return Finished, (self.folded, self.spans)


@dataclass(frozen=True)
class Learnt:
    """What a corpus has taught up to a step (0: nothing yet): plain values, which a process hands to another."""

    known: tuple[Known, ...] = ()
    written: Mapping[str, frozenset[str]] = field(default_factory=dict)
    finished: Mapping[str, Finished] = field(default_factory=dict)
    step: int = 0


def recall(path: Path) -> Learnt:
    """Counts all that a corpus has taught, from its file. Raises AnnotatorError when that cannot be read."""
    with closing(Store(path, read_only=True)) as store, store.one_moment():
        learning = Learning(store.read)
        return learning.learnt(store.last_step())


class Learning:
    """Made from all annotations and decisions once; after a step only the terms that it touched are counted again.

    Given what was learnt, it goes on from there, and where a document comes or goes it is `stale`: to be made anew.
    """

    def __init__(self, read: Reading, learnt: Learnt | None = None) -> None:
        self._read = read
        self._written: defaultdict[str, set[str]] = defaultdict(set)  # folded text → the ways it is written
        self._finished: dict[str, Finished] = {}
        self._goes_on = learnt is not None
        self._waits = learnt is not None and not learnt.step
        self.stale = False
        if learnt is None:
            self.memory = self._anew()
            return
        self._written.update((folded, set(ways)) for folded, ways in learnt.written.items())
        self._finished.update(learnt.finished)
        self.memory = Memory(learnt.known)

    def learnt(self, step: int) -> Learnt:
        """All this as plain values; `step` is the number of the last step that is in it."""
        written = {folded: frozenset(ways) for folded, ways in self._written.items()}
        return Learnt(tuple(self.memory.all()), written, self._finished, step)

    def _anew(self) -> Memory:
        """Everything counted again."""
        self._finished = {one: self._finish(one) for one in self._read.finished_documents(_FINISHED)}
        return Memory(self._known(None))

    def _finish(self, document: str) -> Finished:
        spans = tuple(annotation.span for annotation in self._read.annotations(document))
        return Finished(fold(self._read.text_of(document)), spans)

    def take(self, changes: Iterable[RowChange]) -> None:
        """Counts again what a step has changed; as long as nothing was learnt yet, that is left for later."""
        if self._waits:
            return
        said = list(changes)
        if any(change.table == "documents" for change in said):  # with one all that was said in it comes or goes
            self._count_all_again()
            return
        texts = {(row["text"], row["label"]) for table, row in _rows(said) if table in _TABLES}
        keys = {self._key(*one) for one in texts}
        touched: defaultdict[str, list[Span]] = defaultdict(list)
        for table, row in _rows(said):
            if table == "annotations":
                touched[row["document"]].append(Span(row["start"], row["end"]))
            elif table == "progress":
                touched[row["document"]].append(EVERYWHERE)
        before = {document: self._finished.get(document) for document in touched}
        for document, spans in touched.items():
            keys |= self._look_again(document, spans)
        if len(keys) > _FEW and not self._goes_on:
            self.memory = self._anew()
        elif keys:
            again = {self._key(row["text"], row["label"]) for table, row in _rows(said) if _is_news(table, row)}
            often = {key: known for key in keys - again if (known := self._often(key))}
            shifted = self._shifted(often, said, before)
            self.memory = self.memory.updated([*self._known(keys - often.keys()), *shifted])

    def _count_all_again(self) -> None:
        self.stale = self._goes_on
        if not self._goes_on:
            self.memory = self._anew()

    def _often(self, key: Key) -> Known | None:
        """What is known of a term, where that is so much that counting it again would take long."""
        known = self.memory.known(*key)
        if known is None or not known.taught:
            return None
        enough = _FEW if known.evidence.rejected else _SOME  # where both stand, what stands around is looked at too
        return known if known.evidence.accepted + known.evidence.rejected > enough else None

    def _shifted(
        self, often: Mapping[Key, Known], changes: Iterable[RowChange], before: Mapping[str, Finished | None]
    ) -> Iterator[Known]:
        """These terms with what a step has added and taken away; `before` are the finished ones it touched."""
        more = {key: Counter[str]() for key in often}
        for change in changes:
            for sign, row in ((-1, change.before), (1, change.after)):
                if row and change.table in _COUNTED and (key := self._key(row["text"], row["label"])) in often:
                    more[key].update(dict.fromkeys(_counted(change.table, row), sign))
        for key, known in often.items():
            by = more[key]
            evidence = Evidence(known.evidence.accepted + by["accepted"], known.evidence.rejected + by["rejected"])
            passed = known.passed
            for document, was in before.items() if not known.state else ():
                now = self._finished.get(document)
                passed += (now.passed(key[0]) if now else 0) - (was.passed(key[0]) if was else 0)
            yield replace(known, evidence=evidence, taught=known.taught + by["taught"], passed=passed)

    def _look_again(self, document: str, spans: Sequence[Span]) -> set[Key]:
        """Whether a document is finished now, and what is annotated in it; the terms that stand where it changed."""
        was = self._finished.pop(document, None)
        if DONE in self._read.progress(document).values():
            self._finished[document] = self._finish(document)
        now = self._finished.get(document)
        if was is now is None:
            return set()
        folded = (now or was).folded  # type: ignore[union-attr]  # one of the two is there
        changed = overlapping(sorted(spans)) if was and now else EVERYWHERE.overlaps
        texts = {folded[start:end] for start, end in self.memory.places(folded) if changed(Span(start, end))}
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
        wanted = accepted.keys() | rejected.keys() | said.keys() if keys is None else keys
        passes = self._all_passed(key[0] for key in wanted if taught[key]) if keys is None else None
        for key in wanted:
            domain, state = said.get(key, ("", ""))
            evidence = Evidence(accepted[key], rejected[key])
            passed = 0
            if taught[key] and not state:
                passed = self._passed(key[0]) if passes is None else passes[key[0]]
            contexts = self._contexts(key, evidence)
            yield Known(*key, domain or domains.get(key, ""), state, evidence, taught[key], passed, contexts)

    def _key(self, text: str, label: str) -> Key:
        folded = fold(text)
        self._written[folded].add(text)
        return folded, label

    def _passed(self, text: str) -> int:
        return sum(one.passed(text) for one in self._finished.values())

    def _all_passed(self, folded: Iterable[str]) -> Counter[str]:
        texts = Texts(set(folded))
        return Counter(text for one in self._finished.values() for text in one.all_passed(texts))

    def _contexts(self, key: Key, evidence: Evidence) -> dict[tuple[str, str], Evidence]:
        """The evidence by what stands around, of a term on which people have decided both ways."""
        if not (evidence.accepted and evidence.rejected) or evidence.accepted + evidence.rejected > _FEW:
            return {}
        sums: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        for way in self._written[key[0]]:
            for document, start, end, stood in self._read.places_of(way, key[1]):
                sums[around(self._read.text_of(document), Span(start, end))][0 if stood else 1] += 1
        return {place: Evidence(*counts) for place, counts in sums.items()}


def _counted(table: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    """As what a row counts; whether somebody taught it is asked of its source alone."""
    if table == "annotations":
        return ("accepted",) if row["source"] in _SHIPPED else ("accepted", "taught")
    return () if row["kind"] == ACCEPT else ("rejected",)


def _rows(changes: Iterable[RowChange]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each row as it was and as it is, with its table's name."""
    return ((change.table, row) for change in changes for row in (change.before, change.after) if row)


def _is_news(table: str, row: Mapping[str, Any]) -> bool:
    """Whether a row says of a term what calls for counting it again: a person's word, a first refusal."""
    return table == "terms" or (table == "decisions" and row["kind"] != ACCEPT)
