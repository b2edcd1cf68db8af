"""From counts to numbers for two annotators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from annotator.review import measures
from annotator.review.boundaries import distances, middle, spread
from annotator.review.chance import Floats, Ints, cohen_kappa, ratio
from annotator.review.counting import Counting, PairCounts
from annotator.review.lengths import Lengths
from annotator.review.numbers import Drawn, Number, Resamples, Sums, drawn, plainly, undefined
from annotator.review.score import Score
from annotator.review.unitizing import ku_alpha

Numbers = dict[str, Number]
"""Numbers by the names of their measures."""


def named(numbers: Iterable[Number]) -> Numbers:
    """Numbers by the names of their measures."""
    return {one.measure.name: one for one in numbers}


@dataclass(frozen=True, slots=True)
class PairMeasured:
    """What there is to say of two annotators; `drawn` are those numbers of which means over pairs are made."""

    documents: Ints
    exact: Score
    overlap: Score
    numbers: Mapping[str, Number]
    labels: Mapping[str, Mapping[str, Number]]
    boundaries: Mapping[int, int]
    drawn: Mapping[str, Drawn]


class Pairing:
    """Measures pairs of annotators, by their numbers."""

    def __init__(self, counting: Counting, lengths: Lengths, resamples: Resamples) -> None:
        self._counting = counting
        self._lengths = lengths
        self._resamples = resamples
        self._nothing: PairMeasured | None = None

    def measured(self, a: int, b: int) -> PairMeasured:
        """Two annotators, over the documents that both have finished. All pairs without any are alike."""
        if self._counting.shared(a, b).any():
            return self._measured(a, b)
        if self._nothing is None:
            self._nothing = self._measured(a, b)
        return self._nothing

    def _measured(self, a: int, b: int) -> PairMeasured:
        counts = self._counting.pair(a, b)
        where, moved = distances(*self._counting.moved(a, b))
        kept = np.isin(where, counts.documents)
        where, moved = where[kept], moved[kept]
        shared, by_class = self._shared(a, b, counts.documents)
        sums = self._sums((a, b), counts, np.stack([where, moved]), shared)
        drawn_ = {one.number.measure.name: one for one in [*_spans(sums), *_characters(sums)]}
        units = [self._lengths.units_1995((a, b), at, counts.documents) for at in range(counts.mine.shape[1])]
        equal = int(sums["same"].total)
        return PairMeasured(
            documents=counts.documents,
            exact=_score(sums, "same", "same"),
            overlap=_score(sums, "touching", "touched"),
            numbers=named([one.number for one in drawn_.values()])
            | named([_median(moved, equal), self._lengths.alpha_1995(units)]),
            labels={
                label: named([*_label(at, counts, sums, by_class.sum(0)), self._lengths.alpha_1995([units[at]])])
                for at, label in enumerate(self._counting.coding.labels)
            },
            boundaries=spread(moved, equal),
            drawn=drawn_,
        )

    def _shared(self, a: int, b: int, documents: Ints) -> tuple[Floats, Floats]:
        (here, here_by_class), (there, there_by_class) = (
            self._lengths.shared_squares(*who) for who in ((a, b), (b, a))
        )
        return (here + there)[documents], (here_by_class + there_by_class)[documents]

    def _sums(self, who: tuple[int, int], counts: PairCounts, moved: Ints, shared: Floats) -> dict[str, Sums]:
        """The sums of all that numbers are made of; `moved` [2, M] are the documents and distances of moved spans."""
        documents, size = counts.documents, len(self._counting.coding.documents)
        same = counts.same.sum(1)
        return self._resamples.sums(
            documents,
            table=counts.tables,
            squares=(self._lengths.squares(who[0]) + self._lengths.squares(who[1]))[documents],
            shared=shared,
            same=same,
            mine=counts.mine.sum(1),
            theirs=counts.theirs.sum(1),
            touched=counts.touched.sum(1),
            touching=counts.touching.sum(1),
            places=counts.places,
            agreeing=counts.agreeing,
            distance=np.bincount(moved[0], moved[1].astype(np.float64), size)[documents].astype(np.float64),
            matches=np.bincount(moved[0], minlength=size)[documents] + same,
        )


def _spans(sums: dict[str, Sums]) -> list[Drawn]:
    same, mine, theirs, touched, touching, places, agreeing, distance, matches = (
        sums[name]
        for name in (
            "same", "mine", "theirs", "touched", "touching", "places", "agreeing", "distance", "matches"
        )
    )  # fmt: skip
    spans = mine.total + theirs.total
    return [
        drawn(measures.EXACT, spans, measures.f1, same, mine, theirs),
        drawn(measures.OVERLAP, spans, measures.overlap_f1, touched, mine, touching, theirs),
        drawn(measures.LABEL, places.total, ratio, agreeing, places),
        drawn(measures.BOUNDARY, matches.total, ratio, distance, matches),
    ]


def _characters(sums: dict[str, Sums]) -> list[Drawn]:
    table, squares, shared = sums["table"], sums["squares"], sums["shared"]
    every, marked = table.total.sum(), table.total[1:, 1:].sum()
    return [
        drawn(measures.KAPPA, every, cohen_kappa, table),
        drawn(measures.KAPPA_MARKED, marked, measures.kappa_marked, table),
        drawn(measures.ALPHA, every, measures.alpha_of_two, table),
        drawn(measures.ALPHA_MARKED, marked, measures.alpha_marked, table),
        drawn(measures.U_ALPHA, every, measures.u_alpha_of_two, table, squares),
        drawn(measures.U_ALPHA_BINARY, every, measures.u_alpha_binary_of_two, table, squares),
        drawn(measures.CU_ALPHA, marked, measures.cu_alpha_of_two, table, shared),
    ]


def _label(at: int, counts: PairCounts, sums: dict[str, Sums], of_class: Floats) -> list[Number]:
    """One label, without intervals: a pair has many labels."""
    same, mine, theirs = (one[:, at].sum() for one in (counts.same, counts.mine, counts.theirs))
    table = measures.both_ways(sums["table"].total)
    value = ku_alpha(table, sums["shared"].total, of_class[at + 1], at + 1)
    return [
        plainly(measures.EXACT, mine + theirs, measures.f1(same, mine, theirs)),
        plainly(measures.KU_ALPHA, table[at + 1, 1:].sum(), value),
    ]


def _median(moved: Ints, equal: int) -> Number:
    value = middle(moved, equal)
    if value is None:
        return undefined(measures.BOUNDARY_MEDIAN, 0)
    return Number(measures.BOUNDARY_MEDIAN, value, len(moved) + equal)


def _score(sums: dict[str, Sums], right: str, found: str) -> Score:
    return Score(*(int(sums[name].total) for name in ("mine", "theirs", right, found)))
