"""The lengths of units and gaps by document, as the unitizing alphas need them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from annotator.review.chance import Floats, Ints
from annotator.review.coding import Coding
from annotator.review.measures import ALPHA_1995
from annotator.review.numbers import Number, plainly
from annotator.review.unitizing import Units, disagreement_1995, units


class Lengths:
    """Lengths over a coding; by document and annotator, by their numbers."""

    def __init__(self, coding: Coding) -> None:
        self._coding = coding
        self._edges = np.concatenate([[0], np.cumsum(coding.lengths)]).astype(np.int64)
        self.texts: Ints = np.diff(self._edges[[*coding.starts, len(coding.lengths)]])
        """[D]: characters in each document"""
        self.offsets: Ints = self._edges[coding.starts]
        """[D]: where each document begins"""
        self._squares: dict[int, Floats] = {}
        self._continua: dict[tuple[int, int, bytes], Units] = {}

    def squares(self, who: int) -> Floats:
        """[D]: squared lengths of an annotator's units and plain lengths of the gaps between them."""
        if who not in self._squares:
            self._squares[who] = self._squared(who)
        return self._squares[who]

    def _squared(self, who: int) -> Floats:
        pieces = self._coding.pieces[who]
        sizes = (pieces.end - pieces.start).astype(np.float64)
        done = np.where(self._coding.done[:, who], self.texts, 0)
        return self._sum(pieces.document, sizes**2 - sizes) + done

    def shared_squares(self, who: int, other: int) -> tuple[Floats, Floats]:
        """[D] and [D, K]: squared lengths that an annotator's units share with the other's, in all and by class."""
        pieces = self._coding.pieces[who]
        shared = self._shared(who, other) ** 2
        classes = len(self._coding.holds)
        by_class = self._sum(pieces.document * classes + pieces.label, shared, classes).reshape(-1, classes)
        return by_class.sum(1), by_class

    def _shared(self, who: int, other: int) -> Floats:
        covered = np.where(self._coding.codes[:, other] > 0, self._coding.lengths, 0.0)
        before = np.concatenate([[0.0], np.cumsum(covered)])
        first, behind = self._coding.runs[who]
        shared: Floats = before[behind] - before[first]
        return shared

    def _sum(self, bins: Ints, weights: Floats, width: int = 1) -> Floats:
        sums: Floats = np.bincount(bins, weights, len(self.texts) * width).astype(np.float64)
        return sums

    def continuum(self, who: int, label: int, documents: Ints) -> Units:
        """An annotator's units of one label in some documents, laid end to end."""
        key = who, label, documents.tobytes()
        if key not in self._continua:
            self._continua[key] = self._continuum(who, label, documents)
        return self._continua[key]

    def _continuum(self, who: int, label: int, documents: Ints) -> Units:
        rows = self._coding.rows
        low, high = np.searchsorted(rows.who, [who, who + 1])
        place = np.full(len(self.texts), -1, np.int64)
        borders = np.concatenate([[0], np.cumsum(self.texts[documents])])
        place[documents] = borders[:-1]
        at = low + np.flatnonzero((rows.label[low:high] == label) & (place[rows.document[low:high]] >= 0))
        moved = place[rows.document[at]] - self.offsets[rows.document[at]]
        return units(rows.start[at] + moved, rows.end[at] + moved, borders)

    def units_1995(self, who: Sequence[int], label: int, documents: Ints) -> tuple[float, float, int]:
        """Observed and expected disagreement of one label in some documents by the form of 1995, and how many units."""
        length = int(self.texts[documents].sum())
        if not length:
            return 0.0, 0.0, 0
        layers = [self.continuum(at, label, documents) for at in who]
        return *disagreement_1995(layers, length), sum(len(one.start) for one in layers)

    @staticmethod
    def alpha_1995(labels: Sequence[tuple[float, float, int]]) -> Number:
        """Alpha over labels as `units_1995` gives them: their disagreements are added up."""
        observed, expected, spans = (sum(one[at] for one in labels) for at in range(3))
        return plainly(ALPHA_1995, spans, 1 - observed / expected if expected > 0 else float("nan"))
