"""The measures by name, and their formulas over sums of counts."""

from __future__ import annotations

import numpy as np

from annotator.review.chance import Floats, cohen_kappa, krippendorff_alpha, ratio
from annotator.review.coding import Bools
from annotator.review.numbers import Measure
from annotator.review.unitizing import cu_alpha, u_alpha, u_alpha_binary

_SPANS, _CHARACTERS, _PAIRS = "review.unit-spans", "review.unit-characters", "review.unit-pairs"
_NOTHING_SHARED = "review.undefined-nothing-finished"
_NOT_BOTH = "review.undefined-no-common-characters"

EXACT = Measure("exact", _SPANS, "review.undefined-no-spans")
OVERLAP = Measure("overlap", _SPANS, "review.undefined-no-spans")
EXACT_MEAN = Measure("exact_mean", _PAIRS, "review.undefined-no-pair")
LABEL = Measure("label_agreement", "review.unit-places", "review.undefined-no-common-spans")
BOUNDARY = Measure("boundary_mean", "review.unit-matches", "review.undefined-no-matches")
BOUNDARY_MEDIAN = Measure("boundary_median", "review.unit-matches", "review.undefined-no-matches")
KAPPA = Measure("kappa_char", _CHARACTERS, _NOTHING_SHARED)
KAPPA_MEAN = Measure("kappa_char_mean", _PAIRS, "review.undefined-no-pair")
KAPPA_MARKED = Measure("kappa_char_marked", _CHARACTERS, _NOT_BOTH)
FLEISS = Measure("fleiss_char", _CHARACTERS, _NOTHING_SHARED)
FLEISS_MARKED = Measure("fleiss_char_marked", _CHARACTERS, _NOT_BOTH)
ALPHA = Measure("alpha_char", _CHARACTERS, _NOTHING_SHARED)
ALPHA_MARKED = Measure("alpha_char_marked", _CHARACTERS, _NOT_BOTH)
ALPHA_1995 = Measure("alpha_u_1995", _SPANS, "review.undefined-no-spans")
U_ALPHA = Measure("u_alpha", _CHARACTERS, _NOTHING_SHARED)
U_ALPHA_BINARY = Measure("u_alpha_binary", _CHARACTERS, _NOTHING_SHARED)
CU_ALPHA = Measure("cu_alpha", _CHARACTERS, _NOT_BOTH)
KU_ALPHA = Measure("ku_alpha", _CHARACTERS, _NOT_BOTH)
GAMMA = Measure("gamma", "review.unit-reports", "review.undefined-no-spans", "review.undefined-no-gamma")
PRECISION = Measure("precision", _SPANS, "review.undefined-no-spans-theirs")
RECALL = Measure("recall", _SPANS, "review.undefined-no-gold")


def f1(same: Floats, mine: Floats, theirs: Floats) -> Floats:
    """2 same / (mine + theirs), of spans that both have and that each has."""
    return ratio(2 * same, mine + theirs)


def overlap_f1(touched: Floats, mine: Floats, touching: Floats, theirs: Floats) -> Floats:
    """As `score.Score.f1`, of how many of mine touch one of theirs, and theirs of mine; with nobody's spans, NaN."""
    recall, precision = np.nan_to_num(ratio(touched, mine)), np.nan_to_num(ratio(touching, theirs))
    value = np.nan_to_num(ratio(2 * precision * recall, precision + recall))
    return np.where(mine + theirs > 0, value, np.nan)


def both_ways(table: Floats) -> Floats:
    """Coincidences [..., K, K] of the table of two annotators: each pair of values counts both ways."""
    return table + np.swapaxes(table, -1, -2)


def alpha_of_two(table: Floats) -> Floats:
    """Krippendorff's alpha of the table of two annotators [..., K, K]."""
    return krippendorff_alpha(both_ways(table))


def one_against_all(tables: Floats, holds: Bools) -> Floats:
    """[..., L, 2, 2] of tables [..., K, K]: each label against all else, of which classes [K, L] hold it."""
    is_it = holds.T.astype(np.float64)
    sides = np.stack([1 - is_it, is_it], axis=1)
    found: Floats = sides @ tables[..., None, :, :] @ sides.transpose(0, 2, 1)
    return found


def kappa_marked(table: Floats) -> Floats:
    """Cohen's kappa of the characters that both annotated."""
    return cohen_kappa(table[..., 1:, 1:])


def alpha_marked(table: Floats) -> Floats:
    """Krippendorff's alpha of the characters that both annotated."""
    return alpha_of_two(table[..., 1:, 1:])


def u_alpha_of_two(table: Floats, squares: Floats) -> Floats:
    """uα of the table of two annotators."""
    return u_alpha(both_ways(table), squares)


def u_alpha_binary_of_two(table: Floats, squares: Floats) -> Floats:
    """|uα of the table of two annotators."""
    return u_alpha_binary(both_ways(table), squares)


def cu_alpha_of_two(table: Floats, squares: Floats) -> Floats:
    """cuα of the table of two annotators."""
    return cu_alpha(both_ways(table), squares)
