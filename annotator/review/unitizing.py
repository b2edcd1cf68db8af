"""Krippendorff's alpha for unitizing: agreement on where units are, and as what.

Two families that are often confused. The form of 1995 squares the distances of edges, label by label; the family of
2016 counts characters, and expects by chance what units of these lengths would give. Neither is the alpha of single
characters: there a unit of ten characters counts as ten independent judgements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.review.chance import Floats, Ints, ratio
from annotator.review.coding import distinct

# ---- 1995


@dataclass(frozen=True, slots=True)
class Units:
    """One annotator's units of one label on a continuum: disjoint, in order, half-open; and the gaps between them."""

    start: Ints
    end: Ints
    gaps: Ints
    """lengths"""


def units(start: Ints, end: Ints, edges: Sequence[int] | Ints) -> Units:
    """Units from spans; those that overlap or touch inside one another are joined, and no gap goes over an edge.

    `edges` are the borders of the continuum: its beginning, its end, and where one document ends and another begins.
    """
    order = np.lexsort((end, start))
    start, end = np.asarray(start, np.int64)[order], np.asarray(end, np.int64)[order]
    if len(start):
        reach = np.maximum.accumulate(end)
        first = np.concatenate([[True], start[1:] >= reach[:-1]])
        start, end = start[first], np.maximum.reduceat(end, np.flatnonzero(first))
    borders = distinct(np.concatenate([np.asarray(edges, np.int64), start, end]))
    inside = np.searchsorted(start, borders[:-1], side="right") - 1
    covered = (inside >= 0) & (end[np.maximum(inside, 0)] > borders[:-1]) if len(start) else np.zeros(len(inside), bool)
    return Units(start, end, np.diff(borders)[~covered])


def disagreement_1995(annotators: Sequence[Units], length: int) -> tuple[float, float]:
    """Observed and expected disagreement of one label on a continuum of `length`; alpha is 1 - observed / expected.

    K. Krippendorff, On the reliability of unitizing contiguous data, Sociological Methodology 25 (1995), 47-76; as in
    Content Analysis, 2nd edition (2004), 11.6. Two units that overlap differ by the squared distances of their starts
    and ends; a unit in a gap by its length squared.
    """
    m = len(annotators)
    apart = sum(_apart(one, other) for one in annotators for other in annotators if one is not other)
    observed = apart / (m * (m - 1) * length**2)
    each = np.bincount(np.concatenate([one.end - one.start for one in annotators])).astype(np.float64)
    sizes = np.flatnonzero(each).astype(np.float64)
    each, number = each[each > 0], each.sum()
    gaps = np.sort(np.concatenate([one.gaps for one in annotators])).astype(np.float64)
    whole = float(m * length)
    below = whole * (whole - 1) - float(each @ (sizes * (sizes - 1)))
    by_unit = (number - 1) / 3 * (2 * sizes**3 - 3 * sizes**2 + sizes)
    above = float(each @ (by_unit + sizes**2 * _room(sizes, gaps)))
    return observed, 2 / length * above / below if below > 0 else 0.0


def _apart(one: Units, other: Units) -> float:
    """Squared distances over units of one against units and gaps of the other; a unit in a gap counts both ways."""
    low = np.searchsorted(other.end, one.start, side="right")
    high = np.searchsorted(other.start, one.end, side="left")
    over = np.maximum(high - low, 0)
    mine = np.repeat(np.arange(len(one.start)), over)
    theirs = np.repeat(low - np.cumsum(over) + over, over) + np.arange(int(over.sum()))
    moved = (one.start[mine] - other.start[theirs]) ** 2 + (one.end[mine] - other.end[theirs]) ** 2
    lost = (one.end - one.start)[over == 0] ** 2
    return float(moved.sum()) + 2 * float(lost.sum())


def _room(sizes: Floats, gaps: Floats) -> Floats:
    """For each size, in how many positions a unit of it would lie wholly in a gap."""
    at = np.searchsorted(gaps, sizes, side="left")
    behind = np.concatenate([np.cumsum(gaps[::-1])[::-1], [0.0]])
    return behind[at] - (len(gaps) - at) * (sizes - 1)


# ---- 2016


def u_alpha(coincidences: Floats, squares: Floats) -> Floats:
    """uα: agreement on units and labels, of coincidence tables [..., K, K] of characters (class 0 is a gap).

    `squares` [...] sums the squared lengths of all units and the plain lengths of all gaps: a unit is not paired with
    itself. K. Krippendorff, Y. Mathet, S. Bouvry and A. Widlöcher, On the reliability of unitizing textual continua:
    further developments, Quality & Quantity 50 (2016), 2347-2364.
    """
    by_class = coincidences.sum(-1)
    n = by_class.sum(-1)
    observed = n - np.trace(coincidences, axis1=-2, axis2=-1)
    expected = n**2 - (by_class**2).sum(-1)
    return _alpha(observed, expected, n, squares)


def u_alpha_binary(coincidences: Floats, squares: Floats) -> Floats:
    """|uα: agreement on what is a unit and what is a gap, whatever the labels; arguments as `u_alpha` has them."""
    by_class = coincidences.sum(-1)
    n, gaps = by_class.sum(-1), by_class[..., 0]
    observed = 2 * (gaps - coincidences[..., 0, 0])
    return _alpha(observed, 2 * gaps * (n - gaps), n, squares)


def cu_alpha(coincidences: Floats, squares: Floats) -> Floats:
    """cuα: agreement on labels where both annotators have units; the table is that of `u_alpha`, of two annotators.

    `squares` [...] sums the squared lengths that each unit shares with the other annotator's units.
    """
    return u_alpha(coincidences[..., 1:, 1:], squares)


def ku_alpha(coincidences: Floats, squares: Floats, of_class: Floats, at: int) -> Floats:
    """(k)uα: agreement on one class where both annotators have units; `of_class` [...] are the squares of its units."""
    table = coincidences[..., 1:, 1:]
    by_class = table.sum(-1)
    n, k = by_class.sum(-1), by_class[..., at - 1]
    expected_all = ratio(n * k - of_class, n - ratio(squares, n))
    expected_same = ratio(k**2 - of_class, n - ratio(squares, n))
    observed = k - table[..., at - 1, at - 1]
    return 1 - ratio(expected_all, k) * ratio(observed, expected_all - expected_same)


def _alpha(observed: Floats, expected: Floats, n: Floats, squares: Floats) -> Floats:
    """1 - Do / De, De = expected / (n - squares / n); not defined where nothing could differ."""
    return 1 - ratio(observed * (n - ratio(squares, n)), np.where(expected > 1e-12 * n**2, expected, 0.0))
