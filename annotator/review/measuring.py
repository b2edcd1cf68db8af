"""From counts to numbers for all annotators together: overall, by label, by document."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from annotator.review import measures
from annotator.review.chance import MISSING, Counted, counted, fleiss_kappa, krippendorff_alpha, ratio
from annotator.review.coding import Coding
from annotator.review.counting import Counting
from annotator.review.lengths import Lengths
from annotator.review.numbers import Measure, Number, Resamples, Sums, mean_of, number, plainly, undefined
from annotator.review.pairing import Numbers, Pairing, PairMeasured, named
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
        squares = np.zeros(len(self.coding.documents))
        for at in range(len(self.coding.annotators)):
            squares += self._lengths.squares(at)
        sums = self._resamples.sums(
            None,
            same=same[:, 0],
            spans=same[:, 1],
            touched=touched[:, 0],
            table=self._all.coincidences,
            squares=squares,
        )
        spans, characters = sums["spans"].total, self._all.units.sum()
        return named(
            [
                number(measures.EXACT, spans, ratio, sums["same"], sums["spans"]),
                number(measures.OVERLAP, spans, ratio, sums["touched"], sums["spans"]),
                mean_of(measures.EXACT_MEAN, [pair.drawn["exact"] for pair in pairs]),
                mean_of(measures.KAPPA_MEAN, [pair.drawn["kappa_char"] for pair in pairs]),
                number(measures.U_ALPHA, characters, u_alpha, sums["table"], sums["squares"]),
                number(measures.U_ALPHA_BINARY, characters, u_alpha_binary, sums["table"], sums["squares"]),
                *self._by_chance(self._all, measures.FLEISS, measures.ALPHA),
                *self._by_chance(self._marked, measures.FLEISS_MARKED, measures.ALPHA_MARKED),
                self._everybodys_units(),
            ]
        )

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
        return [
            number(fleiss, units, fleiss_kappa, *(sums[name] for name in ("agreeing", "units", "shares", "valued"))),
            number(alpha, units, krippendorff_alpha, sums["table"]),
        ]

    def _everybodys_units(self) -> Number:
        """The form of 1995 needs one continuum that all annotators have read."""
        documents = np.flatnonzero(self.coding.done.all(1))
        if not len(documents):
            return undefined(measures.ALPHA_1995, 0, "review.undefined-not-all")
        who = range(len(self.coding.annotators))
        labels = range(len(self.coding.labels))
        return self._lengths.alpha_1995([self._lengths.units_1995(who, at, documents) for at in labels])

    @cached_property
    def _all(self) -> Counted:
        return counted(self.coding.codes, self.coding.lengths, self.coding.starts, len(self.coding.holds))

    @cached_property
    def _marked(self) -> Counted:
        codes = np.where(self.coding.codes > 0, self.coding.codes, MISSING)
        return counted(codes, self.coding.lengths, self.coding.starts, len(self.coding.holds))

    def by_label(self) -> dict[str, Numbers]:
        """Each label against all else."""
        same, touched = self._counting.pooled_same, self._counting.pooled_touched
        holds = self.coding.holds.astype(np.float64).T
        is_it = np.stack([1 - holds, holds], axis=1)
        tables = is_it @ self._all.coincidences[:, None] @ is_it.transpose(0, 2, 1)
        sums = self._resamples.sums(None, same=same, touched=touched, tables=tables)
        return {
            label: named(
                [
                    number(measures.EXACT, spans, ratio, _column(sums["same"], 0, at), _column(sums["same"], 1, at)),
                    number(
                        measures.OVERLAP, spans, ratio, _column(sums["touched"], 0, at), _column(sums["same"], 1, at)
                    ),
                    number(measures.ALPHA, self._all.units.sum(), krippendorff_alpha, _column(sums["tables"], at)),
                ]
            )
            for at, (label, spans) in enumerate(zip(self.coding.labels, sums["same"].total[1], strict=False))
        }

    def by_report(self) -> dict[str, Numbers]:
        """Each document by itself, without intervals."""
        same, touched = self._counting.pooled_same.sum(2), self._counting.pooled_touched.sum(2)
        columns = (
            (measures.EXACT, same[:, 1], ratio(same[:, 0], same[:, 1])),
            (measures.OVERLAP, touched[:, 1], ratio(touched[:, 0], touched[:, 1])),
            (measures.ALPHA, self._all.units, krippendorff_alpha(self._all.coincidences)),
        )
        return {
            document: named(plainly(measure, n[at], values[at]) for measure, n, values in columns)
            for at, document in enumerate(self.coding.documents)
        }


def _column(sums: Sums, *at: int) -> Sums:
    """One of many sums that stand together."""
    draws = sums.draws
    for index in at:
        draws = None if draws is None else draws[:, index]
    return Sums(sums.total[at], draws)
