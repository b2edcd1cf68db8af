"""From counts to numbers for all annotators together: overall, by label, by document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from annotator.review import measures
from annotator.review.chance import MISSING, Counted, Floats, counted, fleiss_kappa, krippendorff_alpha, ratio
from annotator.review.coding import Bools, Coding
from annotator.review.counting import Counting
from annotator.review.lengths import Lengths
from annotator.review.numbers import (
    Measure,
    Number,
    Resamples,
    Sums,
    mean_of,
    number,
    plain_mean,
    plainly,
    undefined,
)
from annotator.review.pairing import Numbers, Pairing, PairMeasured, boundary_of, median_of, named
from annotator.review.unitizing import u_alpha, u_alpha_binary


class Measuring:
    """Numbers over one coding."""

    def __init__(self, coding: Coding, resamples: int, seed: int) -> None:
        self.coding = coding
        self._counting = Counting(coding)
        self._lengths = Lengths(coding)
        self._resamples = Resamples(len(coding.documents), resamples, seed)
        self._pairing = Pairing(self._counting, self._lengths, self._resamples)

    def pair(self, a: int, b: int) -> PairMeasured:
        """Two annotators, by their numbers."""
        return self._pairing.measured(a, b)

    def overall(self, pairs: Sequence[PairMeasured]) -> Numbers:
        """All annotators together; means are over the pairs."""
        same, touched = self._counting.pooled_same.sum(2), self._counting.pooled_touched.sum(2)
        sums = self._resamples.sums(
            None,
            same=same[:, 0],
            spans=same[:, 1],
            touched=touched[:, 0],
            table=self._all.coincidences,
            squares=self._squares,
            pooled=self._pooled(pairs),
        )
        spans, characters = sums["spans"].total, self._all.units.sum()
        pooled = [_column(sums["pooled"], at) for at in range(5)]
        unmatched = sum(pair.shares.unmatched.sum() for pair in pairs)
        return named(
            [
                number(measures.EXACT, spans, ratio, sums["same"], sums["spans"]),
                number(measures.OVERLAP, spans, ratio, sums["touched"], sums["spans"]),
                mean_of(measures.EXACT_MEAN, [pair.drawn["exact"] for pair in pairs]),
                number(measures.LABEL, pooled[0].total, ratio, pooled[1], pooled[0]).without(pooled[2].total),
                number(measures.BOUNDARY, pooled[3].total, ratio, pooled[4], pooled[3]).without(unmatched),
                median_of(sum((Counter(pair.boundaries) for pair in pairs), Counter()), unmatched),
                mean_of(measures.KAPPA_MEAN, [pair.drawn["kappa_char"] for pair in pairs]),
                *self._by_chance(self._all, measures.FLEISS, measures.ALPHA),
                *self._by_chance(self._marked, measures.FLEISS_MARKED, measures.ALPHA_MARKED),
                number(measures.U_ALPHA, characters, u_alpha, sums["table"], sums["squares"]),
                number(measures.U_ALPHA_BINARY, characters, u_alpha_binary, sums["table"], sums["squares"]),
                self._everybodys_units(),
            ]
        )

    @cached_property
    def _squares(self) -> Floats:
        squares = np.zeros(len(self.coding.documents))
        for at in range(len(self.coding.annotators)):
            squares += self._lengths.squares(at)
        return squares

    def _pooled(self, pairs: Sequence[PairMeasured]) -> Floats:
        """[D, 5]: `Shares.pooled` of all pairs together."""
        pooled = np.zeros((len(self.coding.documents), 5))
        for pair in pairs:
            pooled += pair.shares.pooled
        return pooled

    def _by_chance(self, counts: Counted, fleiss: Measure, alpha: Measure) -> list[Number]:
        sums = self._resamples.sums(
            None,
            agreeing=counts.agreeing,
            units=counts.units,
            shares=counts.shares,
            valued=counts.valued,
            table=counts.coincidences,
        )
        units = sums["units"].total
        rest = self._all.units.sum() - units
        table = [sums[name] for name in ("agreeing", "units", "shares", "valued")]
        return [
            number(fleiss, units, fleiss_kappa, *table).without(rest),
            number(alpha, units, krippendorff_alpha, sums["table"]).without(rest),
        ]

    def _everybodys_units(self, label: int | None = None) -> Number:
        """The form of 1995 needs one continuum that all annotators have read."""
        rows = self.coding.rows
        by_all = self._by_all
        mine = rows.document if label is None else rows.document[rows.label == label]
        rest = len(mine) - np.count_nonzero(by_all[mine])
        if not np.any(by_all):
            return undefined(measures.ALPHA_1995, 0, "review.undefined-not-all").without(rest)
        units = self._units_of_all if label is None else self._units_of_all[label : label + 1]
        return self._lengths.alpha_1995(units).without(rest)

    @cached_property
    def _by_all(self) -> Bools:
        """[D]: whether all annotators have finished a document."""
        return np.asarray(self.coding.done.all(axis=1))

    @cached_property
    def _units_of_all(self) -> list[tuple[float, float, int]]:
        documents, who = np.flatnonzero(self._by_all), range(len(self.coding.annotators))
        return [self._lengths.units_1995(who, at, documents) for at in range(len(self.coding.labels))]

    @cached_property
    def _all(self) -> Counted:
        return counted(self.coding.codes, self.coding.lengths, self.coding.starts, len(self.coding.holds))

    @cached_property
    def _marked(self) -> Counted:
        codes = np.where(self.coding.codes > 0, self.coding.codes, MISSING)
        return counted(codes, self.coding.lengths, self.coding.starts, len(self.coding.holds))

    def by_label(self, pairs: Sequence[PairMeasured]) -> dict[str, Numbers]:
        """Each label against all else."""
        same, touched = self._counting.pooled_same, self._counting.pooled_touched
        tables = measures.one_against_all(self._all.coincidences, self.coding.holds)
        sums = self._resamples.sums(None, same=same, touched=touched, tables=tables)
        return {label: named(self._label(at, sums, pairs)) for at, label in enumerate(self.coding.labels)}

    def _label(self, at: int, sums: dict[str, Sums], pairs: Sequence[PairMeasured]) -> list[Number]:
        same, spans, touched = (
            _column(sums["same"], 0, at), _column(sums["same"], 1, at), _column(sums["touched"], 0, at)
        )  # fmt: skip
        distance, matches, unmatched = (
            sum((getattr(pair.shares, name)[at] for pair in pairs), np.float64())
            for name in ("distance", "matches", "unmatched")
        )
        return [
            number(measures.EXACT, spans.total, ratio, same, spans),
            number(measures.OVERLAP, spans.total, ratio, touched, spans),
            boundary_of(distance, matches, unmatched),
            plain_mean(measures.KAPPA_MEAN, np.array([pair.shares.kappas[at] for pair in pairs])),
            number(measures.ALPHA, self._all.units.sum(), krippendorff_alpha, _column(sums["tables"], at)),
            self._everybodys_units(at),
        ]

    def by_report(self, pairs: Sequence[PairMeasured]) -> dict[str, Numbers]:
        """Each document by itself, without intervals."""
        same, touched = self._counting.pooled_same.sum(2), self._counting.pooled_touched.sum(2)
        places, agreeing, alone, matches, distance = self._pooled(pairs).T
        every, marked = self._all, self._marked
        kappas = np.stack([pair.shares.kappa for pair in pairs], axis=1)
        pairs_of = (~np.isnan(kappas)).sum(1)
        rest = every.units - marked.units
        columns = (
            (measures.EXACT, same[:, 1], ratio(same[:, 0], same[:, 1]), None),
            (measures.OVERLAP, touched[:, 1], ratio(touched[:, 0], touched[:, 1]), None),
            (measures.LABEL, places, ratio(agreeing, places), alone),
            (measures.BOUNDARY, matches, ratio(distance, matches), same[:, 1] - 2 * matches),
            (measures.KAPPA_MEAN, pairs_of, ratio(np.nansum(kappas, 1), pairs_of), None),
            (measures.FLEISS, every.units, _fleiss(every), None),
            (measures.ALPHA, every.units, krippendorff_alpha(every.coincidences), None),
            (measures.ALPHA_MARKED, marked.units, krippendorff_alpha(marked.coincidences), rest),
            (measures.U_ALPHA, every.units, u_alpha(every.coincidences, self._squares), None),
        )
        return {
            document: named(
                plainly(measure, n[at], values[at]).without(0 if left is None else left[at])
                for measure, n, values, left in columns
            )
            for at, document in enumerate(self.coding.documents)
        }


def _fleiss(counts: Counted) -> Floats:
    return fleiss_kappa(counts.agreeing, counts.units, counts.shares, counts.valued)


def _column(sums: Sums, *at: int) -> Sums:
    """One of many sums that stand together."""
    draws = sums.draws
    for index in at:
        draws = None if draws is None else draws[:, index]
    return Sums(sums.total[at], draws)
