"""Agreement beyond chance: kappa and alpha, from tables of counts.

Every function takes the last axes as the table and keeps the others, so that one call answers for many documents or
resamples. Where a value is not defined (nothing to compare, or only one class in use, so that nothing could differ) it
is NaN here; `annotator.review.numbers` says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MISSING = -1
"""The code of "no value": such a value is compared with nothing."""


def ratio(above: Any, below: Any) -> Floats:
    """above / below, NaN where that is 0 / 0 or x / 0."""
    above, below = np.broadcast_arrays(np.asarray(above, np.float64), np.asarray(below, np.float64))
    quotient: Floats = np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)
    return quotient


def cohen_kappa(tables: Floats) -> Floats:
    """Cohen's kappa of tables [..., K, K] (rows: one annotator's classes, columns: the other's).

    (Ao - Ae) / (1 - Ae), Ae from each annotator's own shares. J. Cohen, A coefficient of agreement for nominal scales,
    Educational and Psychological Measurement 20 (1960), 37-46.
    """
    total = tables.sum((-2, -1))
    observed = np.trace(tables, axis1=-2, axis2=-1) * total
    expected = (tables.sum(-1) * tables.sum(-2)).sum(-1)
    return _beyond(observed, expected, total**2)


def _beyond(observed: Floats, expected: Floats, whole: Floats) -> Floats:
    """(Ao - Ae) / (1 - Ae), all three times the whole; not defined where Ae is 1 but for rounding."""
    left = whole - expected
    return ratio(observed - expected, np.where(left > 1e-12 * whole, left, 0.0))


def krippendorff_alpha(coincidences: Floats) -> Floats:
    """Krippendorff's alpha for nominal values, of coincidence tables [..., K, K] that hold n values each.

    1 - Do / De = 1 - (n - 1) (n - sum o_cc) / (n² - sum n_c²). K. Krippendorff, Content Analysis, 2nd edition (2004),
    chapter 11.
    """
    by_class = coincidences.sum(-1)
    n = by_class.sum(-1)
    differing = n - np.trace(coincidences, axis1=-2, axis2=-1)
    expected = n**2 - (by_class**2).sum(-1)
    return 1 - ratio((n - 1) * differing, np.where(expected > 1e-12 * n**2, expected, 0.0))


def fleiss_kappa(agreeing: Floats, units: Floats, shares: Floats, valued: Floats) -> Floats:
    """Fleiss' kappa: agreements [...] summed over `units` [...], shares of classes [..., K] over `valued` [...] units.

    J. L. Fleiss, Measuring nominal scale agreement among many raters, Psychological Bulletin 76 (1971), 378-382. Where
    units have different numbers of values each weighs the same, and one with a single value counts for the shares only,
    as in K. L. Gwet, Handbook of Inter-Rater Reliability, 4th edition (2014), chapter 2.
    """
    observed = ratio(agreeing, units)
    expected = (ratio(shares, valued[..., None]) ** 2).sum(-1)
    left = 1 - expected
    return ratio(observed - expected, np.where(left > 1e-12, left, 0.0))


@dataclass(frozen=True, slots=True)
class Counted:
    """What kappa and alpha need of some documents [D]. Units with fewer than two values compare nothing."""

    coincidences: Floats
    """[D, K, K]: each pair of values of a unit, both ways, divided by the unit's number of values less one"""
    agreeing: Floats
    """[D]: the share of pairs of values that agree, summed over units"""
    shares: Floats
    """[D, K]: the share of each class among a unit's values, summed over units with a value"""
    units: Floats
    """[D]: units with two values or more; `valued` those with one or more"""
    valued: Floats


def counted(codes: Ints, weights: Floats, starts: Ints, classes: int) -> Counted:
    """Counts values by document.

    `codes` [U, A] are the classes (0 to K - 1, or MISSING) of U units by A annotators, `weights` [U] how many units
    each row stands for, `starts` [D] the first row of each document: rows are in order of documents, none without one.
    """
    bins = (np.arange(len(codes))[:, None] * (classes + 1) + codes + 1).ravel()
    votes = np.bincount(bins, minlength=len(codes) * (classes + 1)).reshape(-1, classes + 1)[:, 1:].astype(np.float64)
    values = votes.sum(1)
    valued, weights = np.where(values > 0, weights, 0.0), np.where(values > 1, weights, 0.0)
    pairs = np.maximum(values * (values - 1), 1)
    scaled = votes * (weights / np.maximum(values - 1, 1))[:, None]
    together = np.stack([_by_document(scaled[:, [at]] * votes, starts) for at in range(classes)], axis=1)
    at = np.arange(classes)
    together[:, at, at] -= _by_document(scaled, starts)
    return Counted(
        together,
        _by_document(weights * (votes * (votes - 1)).sum(1) / pairs, starts),
        _by_document(votes * (valued / np.maximum(values, 1))[:, None], starts),
        _by_document(weights, starts),
        _by_document(valued, starts),
    )


def _by_document(rows: Floats, starts: Ints) -> Floats:
    return np.add.reduceat(rows, starts, axis=0)
