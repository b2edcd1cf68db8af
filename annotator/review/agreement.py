"""How far annotators agree: one call, all numbers, each with what it counts and what was left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from annotator.errors import AnnotatorError
from annotator.i18n import Words
from annotator.review.clusters import check_annotators
from annotator.review.coding import code, labels_of, overlapping
from annotator.review.gamma import not_worked_out
from annotator.review.measuring import Measuring
from annotator.review.numbers import Number
from annotator.review.pairing import PairMeasured
from annotator.review.score import Score
from annotator.review.versions import Reviewed

Numbers = Mapping[str, Number]
"""Numbers by the names of their measures."""
NAMED = 3
"""how many titles a note names"""


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader of the numbers must know: a sentence's key and the words for its braces."""

    key: str
    words: tuple[tuple[str, object], ...] = ()

    def say(self, words: Words) -> str:
        """The sentence in the reader's language."""
        return words(self.key, **dict(self.words))


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two annotators, over the documents that both have finished; `left_out` are those that one of them has read and
    not both have finished."""

    a: str
    b: str
    documents: int
    left_out: int
    exact: Score
    """a's spans as gold, b's as suggested"""
    overlap: Score
    numbers: Numbers
    labels: Mapping[str, Numbers]
    boundaries: Mapping[int, int]
    """how many spans that both have, exactly or overlapping, are 0, 1, 2 … characters apart"""

    def plain(self, words: Words) -> dict[str, Any]:
        """`{"a", "b", "documents", "left_out", "exact": {"f1", …}, "overlap": {…}, …}`: each measure by its name, and
        what it counts under "numbers"."""
        return {
            "a": self.a,
            "b": self.b,
            "documents": self.documents,
            "left_out": self.left_out,
            **_values(self.numbers),
            "exact": _scored(self.exact, self.numbers["exact"]),
            "overlap": _scored(self.overlap, self.numbers["overlap"]),
            "boundaries": {str(distance): count for distance, count in self.boundaries.items()},
            "labels": {label: _told(numbers, words) for label, numbers in self.labels.items()},
            "numbers": _details(self.numbers, words),
        }


@dataclass(frozen=True, slots=True)
class Agreement:
    """All numbers: by pair, by label, by document, and over all."""

    annotators: tuple[str, ...]
    documents: int
    """how many two annotators or more have finished"""
    left_out: int
    """how many somebody has read and fewer than two have finished"""
    pairs: tuple[PairAgreement, ...]
    overall: Numbers
    labels: Mapping[str, Numbers]
    reports: Mapping[str, Numbers]
    """by the document's id"""
    notes: tuple[Note, ...]

    def plain(self, words: Words | None = None, titles: Mapping[str, str] | None = None) -> dict[str, Any]:
        """`{"annotators", "documents", "left_out", "pairs": […], "overall": {…}, "labels": {…}, "reports": […],
        "notes"}`.

        A report is `{"document", "id", "exact", …}`, by its title of `titles`; two may have the same one. A measure
        that is not defined is null, and "numbers" beside it says why, in the reader's language (or English).
        """
        words = words or Words("en")
        return {
            "annotators": list(self.annotators),
            "documents": self.documents,
            "left_out": self.left_out,
            "pairs": [pair.plain(words) for pair in self.pairs],
            "overall": _told(self.overall, words),
            "labels": {label: _told(numbers, words) for label, numbers in self.labels.items()},
            "reports": [
                {"document": (titles or {}).get(document, document), "id": document, **_values(numbers)}
                for document, numbers in self.reports.items()
            ],
            "notes": [note.say(words) for note in self.notes],
        }


def _values(numbers: Numbers) -> dict[str, float | None]:
    return {name: number.value for name, number in numbers.items()}


def _scored(score: Score, f1: Number) -> dict[str, float | None]:
    """The score's counts and measures; its F1 is null where neither has a span."""
    return {**score.to_plain(), "f1": f1.value}


def _details(numbers: Numbers, words: Words) -> dict[str, Any]:
    return {name: number.plain(words) for name, number in numbers.items()}


def _told(numbers: Numbers, words: Words) -> dict[str, Any]:
    return {**_values(numbers), "numbers": _details(numbers, words)}


def agreement(
    reviewed: Sequence[Reviewed],
    annotators: Collection[str] = (),
    labels: Collection[str] = (),
    *,
    scheme: Sequence[str] = (),
    gamma: Number | None = None,
    resamples: int = 1000,
    seed: int = 2026,
) -> Agreement:
    """Measures how far the annotators (all who have read anything, where none are named) agree.

    Only finished documents count: in an unfinished one, nothing does not mean "nothing here". `labels` are the only
    ones that count; all, where none are named. `scheme` are the labels that the corpus knows, in its order. Intervals
    come from so many resamples of the documents; the same seed gives the same ones. `gamma` is worked out apart
    (`gamma.py`), and stands among the numbers over all.

    Raises AnnotatorError when only one annotator is chosen, one has read nothing, no two have read the same document,
    or a label is named that neither the scheme nor anybody has.
    """
    check_annotators(reviewed, annotators)
    chosen = sorted(set(annotators) or {who for one in reviewed for who in one.annotators})
    in_use = labels_of(reviewed, scheme, chosen)
    for label in labels:
        if label not in in_use:
            raise AnnotatorError("review.no-such-label", label=label, labels=", ".join(in_use) or "—")
    counting = [label for label in in_use if not labels or label in labels]
    measuring = Measuring(code(reviewed, chosen, counting), resamples, seed)
    read = [set(chosen).intersection(one.annotators) for one in reviewed]
    pairs = [(a, b, measuring.pair(a, b)) for a, b in combinations(range(len(chosen)), 2)]
    measured = [pair for _a, _b, pair in pairs]
    return Agreement(
        annotators=tuple(chosen),
        documents=len(measuring.coding.documents),
        left_out=sum(bool(some) for some in read) - len(measuring.coding.documents),
        pairs=tuple(_pair(chosen[a], chosen[b], pair, read) for a, b, pair in pairs),
        overall=measuring.overall(measured) | {"gamma": gamma or not_worked_out()},
        labels=measuring.by_label(measured),
        reports=measuring.by_report(measured),
        notes=(*_notes(in_use, scheme, counting, measuring), *_namesakes(reviewed, chosen)),
    )


def _pair(a: str, b: str, pair: PairMeasured, read: Sequence[Collection[str]]) -> PairAgreement:
    documents = len(pair.documents)
    left_out = sum(a in some or b in some for some in read) - documents
    return PairAgreement(
        a, b, documents, left_out, pair.exact, pair.overlap, pair.numbers, pair.labels, pair.boundaries
    )


def _notes(
    in_use: Mapping[str, int], scheme: Sequence[str], counting: Sequence[str], measuring: Measuring
) -> list[Note]:
    notes = [
        Note("review.note-unknown-label", (("label", label), ("count", count)))
        for label, count in in_use.items()
        if scheme and label not in scheme and label in counting
    ]
    if together := overlapping(measuring.coding):
        notes.append(Note("review.note-overlapping", (("count", together),)))
    return notes


def _namesakes(reviewed: Sequence[Reviewed], chosen: Sequence[str]) -> list[Note]:
    """Titles that stand for several texts, of which nobody has read two: people may think that they read the same."""
    readers: defaultdict[str, list[set[str]]] = defaultdict(list)
    for one in reviewed:
        if one.title and (some := set(chosen).intersection(one.annotators)):
            readers[one.title].append(some)
    several = [
        title for title, sets in readers.items() if len(sets) > 1 and sum(map(len, sets)) == len(set().union(*sets))
    ]
    if not several:
        return []
    titles = ", ".join(several[:NAMED]) + (" …" if len(several) > NAMED else "")
    return [Note("review.note-namesakes", (("count", len(several)), ("titles", titles)))]
