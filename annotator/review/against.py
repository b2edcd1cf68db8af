"""Annotators held against the adjudicated layer: how much of it each has, and what each confuses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.i18n import Words
from annotator.model import Annotation
from annotator.review import measures
from annotator.review.aligning import Item, align
from annotator.review.chance import ratio
from annotator.review.numbers import Number, Resamples, number
from annotator.review.pairing import named
from annotator.review.score import Labelled, Scores, score
from annotator.review.versions import Reviewed

NOTHING = ""
"""In a confusion: no span stands there."""


@dataclass(frozen=True, slots=True)
class Against:
    """One annotator beside the adjudicated layer, over the documents that the annotator has finished.

    `confusion` counts spans by (solved as, annotated as), labels or NOTHING: what was missed is (label, NOTHING), what
    is too many (NOTHING, label).
    """

    annotator: str
    documents: int
    left_out: int
    """adjudicated documents that the annotator has not finished"""
    scores: Scores
    """the adjudicated spans are the gold"""
    numbers: Mapping[str, Number]
    confusion: Mapping[tuple[str, str], int]

    def plain(self, words: Words | None = None) -> dict[str, Any]:
        """`{"annotator", "documents", "left_out", "exact": {"all": …, label: …}, "overlap": {…}, "confusion": […],
        "numbers": {…}}`; confusions as `{"solved", "annotated", "count"}`, most frequent first, null for nothing."""
        words = words or Words("en")
        most_first = sorted(self.confusion.items(), key=lambda one: (-one[1], one[0]))
        return {
            "annotator": self.annotator,
            "documents": self.documents,
            "left_out": self.left_out,
            **self.scores.to_plain(),
            "confusion": [
                {"solved": solved or None, "annotated": annotated or None, "count": count}
                for (solved, annotated), count in most_first
            ],
            "numbers": {name: one.plain(words) for name, one in self.numbers.items()},
        }


def against(
    reviewed: Sequence[Reviewed],
    adjudicated: Mapping[str, Collection[Annotation]],
    annotators: Collection[str] = (),
    *,
    labels: Sequence[str] = (),
    resamples: int = 1000,
) -> list[Against]:
    """Each annotator (all who have finished anything, where none are named) beside the adjudicated annotations.

    `adjudicated` is document → its adjudicated annotations, none where a document was settled as empty; documents
    that are not in it are left out. `labels` come first in the scores.
    """
    chosen = sorted(set(annotators) or {who for one in reviewed for who in one.done})
    solved = [one for one in reviewed if one.document in adjudicated]
    return [_against(who, solved, adjudicated, labels, resamples) for who in chosen]


def _against(
    who: str,
    solved: Sequence[Reviewed],
    adjudicated: Mapping[str, Collection[Annotation]],
    labels: Sequence[str],
    resamples: int,
) -> Against:
    done = [one for one in solved if who in one.done]
    gold = {one.document: _labelled(adjudicated[one.document]) for one in done}
    theirs = {one.document: _labelled(one.annotations.get(who, ())) for one in done}
    confusion: Counter[tuple[str, str]] = Counter()
    for document, spans in gold.items():
        confusion.update(_confused(spans, theirs[document]))
    return Against(
        who,
        len(done),
        len(solved) - len(done),
        score(gold, theirs, labels=labels),
        _numbers(gold, theirs, resamples),
        dict(confusion),
    )


def _labelled(annotations: Collection[Annotation]) -> list[Labelled]:
    return sorted({(one.span, one.label) for one in annotations})


def _numbers(
    gold: Mapping[str, list[Labelled]], theirs: Mapping[str, list[Labelled]], resamples: int
) -> dict[str, Number]:
    table = [(len({*spans} & {*theirs[name]}), len(spans), len(theirs[name])) for name, spans in gold.items()]
    same, solved, annotated = np.array(table, np.float64).reshape(-1, 3).T
    sums = Resamples(len(table), resamples).sums(None, same=same, solved=solved, annotated=annotated)
    both = sums["solved"].total + sums["annotated"].total
    return named(
        [
            number(measures.PRECISION, sums["annotated"].total, ratio, sums["same"], sums["annotated"]),
            number(measures.RECALL, sums["solved"].total, ratio, sums["same"], sums["solved"]),
            number(measures.EXACT, both, measures.f1, sums["same"], sums["solved"], sums["annotated"]),
        ]
    )


def _confused(gold: Sequence[Labelled], theirs: Sequence[Labelled]) -> Counter[tuple[str, str]]:
    """Spans that stand for each other as `align` pairs them, by their labels; the rest stands for nothing."""
    here, there = {_item(one) for one in gold}, {_item(one) for one in theirs}
    found = Counter((one[2], one[2]) for one in here & there)
    pairs = align(here, there).pairs
    found.update((one[2], other[2]) for one, other in pairs)
    found.update((one[2], NOTHING) for one in here - there - {one for one, _other in pairs})
    found.update((NOTHING, other[2]) for other in there - here - {other for _one, other in pairs})
    return found


def _item(one: Labelled) -> Item:
    span, label = one
    return span.start, span.end, label, ()
