"""What a corpus has taught, kept in step with it: terms counted in the store, as the memory that suggesting asks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from annotator.corpus.finished import Finished
from annotator.corpus.shifting import Contexts, More, Shifts, Touch, as_one, is_mixed, passed_more, touches
from annotator.model import DONE, RowChange, Span
from annotator.store import Reading, Store
from annotator.suggest import Evidence, Key, Known, Memory, Packed, Texts
from annotator.text import fold

EVERYWHERE = Span(0, 2**62)
_FEW = 2_000
"""Terms up to which they are looked at one by one."""
_FINISHED = 300
"""How many of the latest finished documents are looked at for what was passed over."""


@dataclass(frozen=True)
class Learnt:
    """What a corpus has taught up to a step (0: nothing yet): plain values, which a process hands to another."""

    memory: Packed | None = None
    written: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    finished: Mapping[str, Finished] = field(default_factory=dict)
    step: int = 0


def recall(path: Path) -> Learnt:
    """Counts all that a corpus has taught, from its file. Raises AnnotatorError when that cannot be read."""
    with closing(Store(path, read_only=True)) as store, store.one_moment():
        learning = Learning(store.read)
        return learning.learnt(store.last_step())


class Learning:
    """Made from all annotations and decisions once; a step adds to the terms that it touched, or takes from them.

    Given what was learnt, it goes on from there, and where a document comes or goes it is `stale`: to be made anew.
    """

    def __init__(self, read: Reading, learnt: Learnt | None = None) -> None:
        self._read = read
        # folded text → the other ways it is written; tuples, for in them Python looks for no cycles
        self._written: dict[str, tuple[str, ...]] = {}
        self._finished: dict[str, Finished] = {}
        self._goes_on = learnt is not None
        self._waits = learnt is not None and not learnt.step
        self.stale = False
        if learnt is None:
            self.memory = self._anew()
            return
        self._written.update(learnt.written)
        self._finished.update(learnt.finished)
        self.memory = Memory.of(learnt.memory) if learnt.memory else Memory()

    def learnt(self, step: int) -> Learnt:
        """All this as plain values; `step` is the number of the last step that is in it."""
        return Learnt(self.memory.packed(), dict(self._written), self._finished, step)

    def _anew(self) -> Memory:
        """Everything counted again."""
        self._finished = {one: self._finish(one) for one in self._read.finished_documents(_FINISHED)}
        return Memory(self._known(None))

    def _finish(self, document: str, was: Finished | None = None) -> Finished:
        spans = tuple(self._read.spans(document))
        return Finished(was.folded if was else fold(self._read.text_of(document)), spans)

    def take(self, changes: Iterable[RowChange]) -> None:
        """Brings in what steps have changed, the last of which made the corpus what it is.

        As long as nothing was learnt yet, that is left for later.
        """
        if self._waits:
            return
        said = as_one(changes)
        if any(change.table == "documents" for change in said):  # with one all that was said in it comes or goes
            self._count_all_again()
            return
        touched = touches(said)
        before = {document: self._finished.get(document) for document in touched}
        passed_over = {key for document, touch in touched.items() for key in self._look_again(document, touch)}
        shifts = Shifts(self._read, said, self._key)
        shifts.again |= {self._key(row["text"], row["label"]) for table, row in _rows(said) if table == "terms"}
        keys = shifts.by_term.keys() | shifts.again | passed_over
        if len(keys) > _FEW and not self._goes_on:
            self.memory = self._anew()
        elif keys:
            shifted = {key: self._shifted(key, shifts, before) for key in keys}
            again = {key for key, known in shifted.items() if known is None}
            counted = self._known(again) if again else ()
            self.memory = self.memory.updated([*counted, *filter(None, shifted.values())])

    def _count_all_again(self) -> None:
        self.stale = self._goes_on
        if not self._goes_on:
            self.memory = self._anew()

    def _shifted(self, key: Key, shifts: Shifts, before: Mapping[str, Finished | None]) -> Known | None:
        """What is known of a term with what changes have added; None for one that has to be counted again.

        `before` are the finished documents that they touched, as they were.
        """
        known, more = self.memory.known(*key), shifts.by_term.get(key, More())
        domain = None if known is None or key in shifts.again else self._domain(known, more)
        if known is None or domain is None:
            return None
        evidence, taught = more.evidence(known), known.taught + more.taught
        contexts: Contexts = {}
        if is_mixed(evidence):
            was_mixed = is_mixed(known.evidence)
            contexts = more.contexts(known, self._read.text_of) if was_mixed else self._contexts(key)
        passed = 0
        if taught and not known.state:
            more_passed = passed_more(key[0], before, self._finished)
            passed = known.passed + more_passed if known.taught else self._passed(key[0])
        return replace(known, domain=domain, evidence=evidence, taught=taught, passed=passed, contexts=contexts)

    def _domain(self, known: Known, more: More) -> str | None:
        """A term's domain after changes, the last by the alphabet that an annotation says.

        None where it is to be looked up: the last that said so may be gone, or a person has said something.
        """
        latest = max(more.domains, default="")
        if known.state:
            return known.domain if latest in ("", known.domain) else None
        if latest < known.domain in more.domains_gone:
            ways = self._ways(known.text)
            return known.domain if self._read.has_domain(ways, known.label, known.domain) else None
        return max(latest, known.domain)

    def _look_again(self, document: str, touch: Touch) -> Iterator[Key]:
        """Whether a document is finished now, and what is annotated in it; the terms that stand where it changed."""
        was = self._finished.pop(document, None)
        now = was.after(touch.gone, touch.come) if was and not touch.status else None
        if now is None and DONE in self._read.progress(document).values():
            now = self._finish(document, was)
        if now is not None:
            self._finished[document] = now
        if was is now is None:
            return
        folded = (now or was).folded  # type: ignore[union-attr]  # one of the two is there
        everywhere = touch.status or was is None or now is None
        for start, end in self._places(folded, [EVERYWHERE] if everywhere else [*touch.gone, *touch.come]):
            text = folded[start:end]
            yield from ((text, label) for label in self.memory.labels(text))

    def _places(self, folded: str, spans: Sequence[Span]) -> set[tuple[int, int]]:
        """Where known terms overlap one of the spans."""
        reach = self.memory.longest
        found = set()
        for span in set(spans):
            first = max(0, span.start - reach)
            for start, end in self.memory.places(folded[first : span.end + reach]):
                if span.overlaps(Span(first + start, first + end)):
                    found.add((first + start, first + end))
        return found

    def _known(self, keys: set[Key] | None) -> Iterator[Known]:
        """What is known of these terms, or of all that anything is known of."""
        texts = None if keys is None else sorted({way for text, _ in keys for way in self._ways(text)})
        accepted, taught, rejected = Counter[Key](), Counter[Key](), Counter[Key]()
        domains: dict[Key, str] = {}
        for text, label, domain, count, by_people in self._read.accepted_terms(texts):
            accepted[self._key(text, label)] += count
            taught[fold(text), label] += by_people
            domains[fold(text), label] = max(str(domain), domains.get((fold(text), label), ""))
        for text, label, count in self._read.rejected_terms(texts):
            rejected[self._key(text, label)] += count
        of_these = None if keys is None else sorted({text for text, _ in keys})
        said = {(text, label): (domain, state) for text, label, domain, state in self._read.said_terms(of_these)}
        wanted = accepted.keys() | rejected.keys() | said.keys() if keys is None else keys
        passes = self._all_passed(key[0] for key in wanted if taught[key]) if keys is None else None
        for key in wanted:
            domain, state = said.get(key, ("", ""))
            evidence = Evidence(accepted[key], rejected[key])
            passed = 0
            if taught[key] and not state:
                passed = self._passed(key[0]) if passes is None else passes[key[0]]
            contexts = self._contexts(key) if is_mixed(evidence) else {}
            yield Known(*key, domain or domains.get(key, ""), state, evidence, taught[key], passed, contexts)

    def _key(self, text: str, label: str) -> Key:
        folded = fold(text)
        if text != folded and text not in (ways := self._written.get(folded, ())):
            self._written[folded] = (*ways, text)
        return folded, label

    def _ways(self, folded: str) -> list[str]:
        """How a folded text is written."""
        return sorted({folded, *self._written.get(folded, ())})

    def _passed(self, text: str) -> int:
        return sum(one.passed(text) for one in self._finished.values())

    def _all_passed(self, folded: Iterable[str]) -> Counter[str]:
        texts = Texts(set(folded))
        return Counter(text for one in self._finished.values() for text in one.all_passed(texts))

    def _contexts(self, key: Key) -> dict[tuple[str, str], Evidence]:
        """The evidence by what stands around, of a term on which people have decided both ways."""
        sums: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        for way in self._ways(key[0]):
            for before, after, stood in self._read.surroundings(way, key[1]):
                sums[fold(before), fold(after)][0 if stood else 1] += 1
        return {place: Evidence(*counts) for place, counts in sums.items()}


def _rows(changes: Iterable[RowChange]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each row as it was and as it is, with its table's name."""
    return ((change.table, row) for change in changes for row in (change.before, change.after) if row)
