"""What a corpus has taught, kept in step with it: terms counted in the store, as the memory that suggesting asks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from annotator.model import RowChange, Span
from annotator.store import Reading
from annotator.suggest import Evidence, Key, Known, Memory, around
from annotator.text import fold

_TABLES = {"annotations", "decisions", "terms"}
_FEW = 2_000
"""Terms up to which they are counted one by one, and places of a term up to which what stands around is looked at."""


class Learning:
    """Made from all annotations and decisions once; after a step only the terms that it touched are counted again."""

    def __init__(self, read: Reading) -> None:
        self._read = read
        self._written: defaultdict[str, set[str]] = defaultdict(set)  # folded text → the ways it is written
        self.memory = Memory(self._known(None))

    def take(self, changes: Iterable[RowChange]) -> None:
        """Counts again what a step has changed."""
        keys: set[Key] = set()
        for change in changes:
            if change.table == "documents":  # with a document all that was said in it comes or goes
                self.memory = Memory(self._known(None))
                return
            for row in (change.before, change.after):
                if row and change.table in _TABLES:
                    keys.add((fold(row["text"]), row["label"]))
                    self._written[fold(row["text"])].add(row["text"])
        if len(keys) > _FEW:
            self.memory = Memory(self._known(None))
        elif keys:
            self.memory = self.memory.updated(self._known(keys))

    def _known(self, keys: set[Key] | None) -> Iterator[Known]:
        """What is known of these terms, or of all that anything is known of."""
        texts = None if keys is None else sorted({way for text, _ in keys for way in self._written[text]})
        accepted, rejected = Counter[Key](), Counter[Key]()
        domains: dict[Key, str] = {}
        for text, label, domain, count in self._read.accepted_terms(texts):
            accepted[self._key(text, label)] += count
            domains[fold(text), label] = domain
        for text, label, count in self._read.rejected_terms(texts):
            rejected[self._key(text, label)] += count
        said = {(text, label): (domain, state) for text, label, domain, state in self._read.said_terms()}
        for key in accepted.keys() | rejected.keys() | said.keys() if keys is None else keys:
            domain, state = said.get(key, ("", ""))
            evidence = Evidence(accepted[key], rejected[key])
            yield Known(*key, domain or domains.get(key, ""), state, evidence, self._contexts(key, evidence))

    def _key(self, text: str, label: str) -> Key:
        folded = fold(text)
        self._written[folded].add(text)
        return folded, label

    def _contexts(self, key: Key, evidence: Evidence) -> dict[tuple[str, str], Evidence]:
        """The evidence by what stands around, of a term on which people have decided both ways."""
        if not (evidence.accepted and evidence.rejected) or evidence.accepted + evidence.rejected > _FEW:
            return {}
        sums: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        for way in self._written[key[0]]:
            for document, start, end, stood in self._read.places_of(way, key[1]):
                sums[around(self._read.text_of(document), Span(start, end))][0 if stood else 1] += 1
        return {place: Evidence(*counts) for place, counts in sums.items()}
