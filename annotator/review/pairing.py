"""From counts to numbers for two annotators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.review import measures
from annotator.review.boundaries import distances, middle, spread
from annotator.review.chance import Floats, Ints, cohen_kappa, ratio
from annotator.review.counting import Counting, PairCounts
from annotator.review.lengths import Lengths
from annotator.review.numbers import Drawn, Number, Resamples, Sums, drawn, plainly
from annotator.review.score import Score
from annotator.review.unitizing import ku_alpha

Numbers = dict[str, Number]
"""Numbers by the names of their measures."""


def named(numbers: Iterable[Number]) -> Numbers:
    """Numbers by the names of their measures."""
    return {one.measure.name: one for one in numbers}


@dataclass(frozen=True, slots=True)
class Shares:
    """A pair's part in the numbers of all, by all documents [D] and by labels [L]."""

    pooled: Floats
    """[D, 5]: places that both have and how many agree there, places of one alone; matches and their distance"""
    kappa: Floats
    """[D]: NaN where it is not defined"""
    matches: Floats
    """[L]; `distance` that of all of them together, `unmatched` the spans that have no match"""
    distance: Floats
    unmatched: Floats
    kappas: Floats
    """[L]: each label against all else, as `alphas`; NaN where it is not defined"""
    alphas: Floats


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
    shares: Shares


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
        moved = distances(*self._counting.moved(a, b))
        moved = moved[:, np.isin(moved[0], counts.documents)]
        shared, by_class = self._shared(a, b, counts.documents)
        shares = self._shares(counts, moved)
        sums = self._sums((a, b), counts, shares, shared)
        drawn_ = {one.number.measure.name: one for one in [*_spans(sums, shares), *_characters(sums)]}
        apart = spread(moved[2], int(sums["same"].total))
        units = [self._lengths.units_1995((a, b), at, counts.documents) for at in range(counts.mine.shape[1])]
        return PairMeasured(
            documents=counts.documents,
            exact=_score(sums, "same", "same"),
            overlap=_score(sums, "touching", "touched"),
            numbers=named([one.number for one in drawn_.values()])
            | named([median_of(apart, shares.unmatched.sum()), self._lengths.alpha_1995(units)]),
            labels={
                label: named(
                    [*_label(at, counts, sums, by_class.sum(0), shares), self._lengths.alpha_1995([units[at]])]
                )
                for at, label in enumerate(self._counting.coding.labels)
            },
            boundaries=apart,
            drawn=drawn_,
            shares=shares,
        )

    def _shared(self, a: int, b: int, documents: Ints) -> tuple[Floats, Floats]:
        (here, here_by_class), (there, there_by_class) = (
            self._lengths.shared_squares(*who) for who in ((a, b), (b, a))
        )
        return (here + there)[documents], (here_by_class + there_by_class)[documents]

    def _shares(self, counts: PairCounts, moved: Ints) -> Shares:
        """`moved` [3, M] are the documents, labels and distances of spans that belong together and differ."""
        size, labels = len(self._counting.coding.documents), counts.mine.shape[1]
        far = moved[2].astype(np.float64)
        pooled = np.zeros((size, 5))
        pooled[counts.documents, :3] = np.stack([counts.places, counts.agreeing, counts.alone], axis=1)
        pooled[counts.documents, 3] = counts.same.sum(1)
        pooled[:, 3] += np.bincount(moved[0], minlength=size)
        pooled[:, 4] = np.bincount(moved[0], far, size)
        kappa = np.full(size, np.nan)
        kappa[counts.documents] = cohen_kappa(counts.tables)
        matches = counts.same.sum(0) + np.bincount(moved[1], minlength=labels)
        tables = measures.one_against_all(counts.tables.sum(0), self._counting.coding.holds)
        return Shares(
            pooled,
            kappa,
            matches,
            np.bincount(moved[1], far, labels).astype(np.float64),
            counts.mine.sum(0) + counts.theirs.sum(0) - 2 * matches,
            cohen_kappa(tables),
            measures.alpha_of_two(tables),
        )

    def _sums(self, who: tuple[int, int], counts: PairCounts, shares: Shares, shared: Floats) -> dict[str, Sums]:
        """The sums of all that numbers are made of."""
        documents = counts.documents
        return self._resamples.sums(
            documents,
            table=counts.tables,
            squares=(self._lengths.squares(who[0]) + self._lengths.squares(who[1]))[documents],
            shared=shared,
            same=counts.same.sum(1),
            mine=counts.mine.sum(1),
            theirs=counts.theirs.sum(1),
            touched=counts.touched.sum(1),
            touching=counts.touching.sum(1),
            places=counts.places,
            agreeing=counts.agreeing,
            matches=shares.pooled[documents, 3],
            distance=shares.pooled[documents, 4],
        )


def _spans(sums: dict[str, Sums], shares: Shares) -> list[Drawn]:
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
        drawn(measures.LABEL, places.total, ratio, agreeing, places).without(shares.pooled[:, 2].sum()),
        drawn(measures.BOUNDARY, matches.total, ratio, distance, matches).without(shares.unmatched.sum()),
    ]


def _characters(sums: dict[str, Sums]) -> list[Drawn]:
    table, squares, shared = sums["table"], sums["squares"], sums["shared"]
    every, marked = table.total.sum(), table.total[1:, 1:].sum()
    return [
        drawn(measures.KAPPA, every, cohen_kappa, table),
        drawn(measures.KAPPA_MARKED, marked, measures.kappa_marked, table).without(every - marked),
        drawn(measures.ALPHA, every, measures.alpha_of_two, table),
        drawn(measures.ALPHA_MARKED, marked, measures.alpha_marked, table).without(every - marked),
        drawn(measures.U_ALPHA, every, measures.u_alpha_of_two, table, squares),
        drawn(measures.U_ALPHA_BINARY, every, measures.u_alpha_binary_of_two, table, squares),
        drawn(measures.CU_ALPHA, marked, measures.cu_alpha_of_two, table, shared).without(every - marked),
    ]


def _label(at: int, counts: PairCounts, sums: dict[str, Sums], of_class: Floats, shares: Shares) -> list[Number]:
    """One label, without intervals: a pair has many labels."""
    same, mine, theirs, touched, touching = (
        one[:, at].sum() for one in (counts.same, counts.mine, counts.theirs, counts.touched, counts.touching)
    )
    table = sums["table"].total
    both = measures.both_ways(table)
    value = ku_alpha(both, sums["shared"].total, of_class[at + 1], at + 1)
    return [
        plainly(measures.EXACT, mine + theirs, measures.f1(same, mine, theirs)),
        plainly(measures.OVERLAP, mine + theirs, measures.overlap_f1(touched, mine, touching, theirs)),
        boundary_of(shares.distance[at], shares.matches[at], shares.unmatched[at]),
        plainly(measures.KAPPA, table.sum(), shares.kappas[at]),
        plainly(measures.ALPHA, table.sum(), shares.alphas[at]),
        plainly(measures.KU_ALPHA, both[at + 1, 1:].sum(), value).without(both[at + 1, 0]),
    ]


def boundary_of(distance: Any, matches: Any, unmatched: Any) -> Number:
    """The mean distance of spans that belong together, without an interval."""
    return plainly(measures.BOUNDARY, matches, ratio(distance, matches)).without(unmatched)


def median_of(apart: Mapping[int, int], unmatched: Any) -> Number:
    """The median of how many spans that belong together are so many characters apart."""
    value = middle(apart)
    found = plainly(measures.BOUNDARY_MEDIAN, sum(apart.values()), np.nan if value is None else value)
    return found.without(unmatched)


def _score(sums: dict[str, Sums], right: str, found: str) -> Score:
    return Score(*(int(sums[name].total) for name in ("mine", "theirs", right, found)))
