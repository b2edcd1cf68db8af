"""Worked examples of the literature, to the digits printed there."""

from __future__ import annotations

import numpy as np
import pytest
from review_textbook import alpha, cohen, fleiss, of_counts, of_ratings, unitizing

from annotator.review.chance import cohen_kappa


def items(table):
    """A table of two annotators' choices as rated items."""
    return [[a, b] for a, row in enumerate(table) for b, count in enumerate(row) for _ in range(count)]


@pytest.mark.parametrize(
    ("table", "expected", "digits"),
    [
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.492, 3),  # Cohen 1960, page 45
        ([[25, 12, 3], [13, 2, 15], [12, 16, 2]], -0.095, 2),  # Cohen 1960, page 37: worse than chance
        ([[20, 10], [20, 50]], 0.348, 3),  # Artstein and Poesio 2008, table 1
        ([[46, 0, 0], [6, 32, 6], [0, 0, 10]], 0.801, 3),  # Artstein and Poesio 2008, table 3
        ([[50, 0, 0], [10, 10, 10], [20, 0, 0]], 0.27, 2),  # Brennan and Prediger 1981
        ([[20, 0, 0, 5], [0, 10, 15, 0], [0, 15, 10, 0], [5, 0, 0, 20]], 0.467, 3),  # Zwick 1988
        ([[20, 5, 5, 10], [0, 10, 5, 5], [0, 5, 10, 5], [0, 0, 0, 20]], 0.474, 3),  # Zwick 1988, unlike margins
        ([[0, 4, 1], [0, 8, 0], [0, 1, 5]], 0.4842, 4),  # SAS/STAT, FREQ
        ([[13, 0, 0], [0, 20, 7], [0, 4, 56]], 0.7964094, 6),  # Gwet 2014
    ],
)
def test_cohen(table, expected, digits):
    assert float(cohen_kappa(np.array(table, float))) == pytest.approx(expected, abs=0.6 * 10**-digits)
    assert cohen(items(table)) == pytest.approx(float(cohen_kappa(np.array(table, float))), abs=1e-12)


FLEISS_OF_FOURTEEN = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]  # fmt: skip


def test_fleiss():
    assert fleiss(of_counts(FLEISS_OF_FOURTEEN)) == pytest.approx(0.210, abs=0.0005)
    assert fleiss(of_counts([[7, 1], [3, 5]])) == pytest.approx(0.161905, abs=6e-7)  # Randolph's calculator
    assert fleiss(of_counts([[6, 1, 0], [0, 7, 0]])) == pytest.approx(0.708333, abs=6e-7)
    assert fleiss(of_ratings(items([[8, 1], [0, 1]]))) == pytest.approx(0.6078, abs=0.00005)  # Scott's pi; Gwet 2008


FOUR_CODERS = [
    [1, 1, None, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
    [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [None, 5, 5, 5], [None, None, 1, 1], [None, 3, None, None],
]  # fmt: skip


def test_alpha():
    """Krippendorff, Content Analysis (2004), chapter 11: two values, five values, and four coders with gaps."""
    assert alpha(of_ratings(items([[5, 3], [1, 1]]))) == pytest.approx(0.095, abs=0.0005)
    three = ["aa", "ab", "bb", "bb", "bb", "bb", "bc", *["cc"] * 5]
    assert alpha(of_ratings([list(pair) for pair in three])) == pytest.approx(0.734, abs=0.0005)
    assert alpha(of_ratings(FOUR_CODERS)) == pytest.approx(0.743, abs=0.0005)
    assert fleiss(of_ratings(FOUR_CODERS)) == pytest.approx(0.76117, abs=0.000005)  # Gwet 2014, with missing values


def test_alpha_for_unitizing_of_1995():
    """Content Analysis (2004), 11.6: two annotators of 300 units of length, two categories."""
    places = {"c": ([(225, 70), (370, 30)], [(220, 80), (355, 20), (400, 20)]), "k": ([(180, 60), (300, 50)],) * 2}
    given = [
        {"offset": offset, "length": length, "rater": rater, "category": category}
        for category, layers in places.items()
        for rater, units in enumerate(layers)
        for offset, length in units
    ]
    data = {"raters": 2, "begin": 150, "length": 300, "units": given}
    observed, expected = unitizing(data, "c")
    assert (observed, expected) == pytest.approx((0.0144, 0.0532), abs=0.00005)
    assert 1 - observed / expected == pytest.approx(0.7286, abs=0.0001)
    assert unitizing(data, "k") == pytest.approx((0.0, 0.0490), abs=0.00005)


def test_alpha_for_unitizing_of_many_small_units_in_a_long_one():
    given = [{"offset": 1, "length": 8, "rater": 0, "category": "A"}] + [
        {"offset": at, "length": 1, "rater": 1, "category": "A"} for at in (2, 4, 6)
    ]
    assert unitizing({"raters": 2, "begin": 0, "length": 10, "units": given}, "A") == pytest.approx(
        (0.91, 0.5351), abs=1e-4
    )


def test_one_class_is_not_defined():
    assert np.isnan(alpha(of_ratings([["x", "x"]] * 3)))
    assert np.isnan(fleiss(of_ratings([["x", "x"]] * 3)))
    assert np.isnan(cohen([["x", "x"]] * 3))
