"""Tables of ratings from the literature, as arrays that the measures take."""

from __future__ import annotations

from collections import Counter

import numpy as np

from annotator.review.chance import MISSING, cohen_kappa, counted, fleiss_kappa, krippendorff_alpha
from annotator.review.unitizing import disagreement_1995, units


def of_ratings(items):
    """Counts of items [[value, value or None, …], …], all in one document."""
    values = sorted({value for item in items for value in item if value is not None}, key=str)
    number = {value: at for at, value in enumerate(values)} | {None: MISSING}
    codes = np.array([[number[value] for value in item] for item in items], np.int64)
    return counted(codes, np.ones(len(codes)), np.array([0]), len(values))


def of_counts(table):
    """Counts of items given as how many annotators chose each class."""
    most = max(map(sum, table))
    return of_ratings([_spread(row, most) for row in table])


def _spread(row, most):
    values = [at for at, count in enumerate(row) for _ in range(count)]
    return values + [None] * (most - len(values))


def alpha(counts):
    return float(krippendorff_alpha(counts.coincidences.sum(0)))


def fleiss(counts):
    sums = (one.sum(0) for one in (counts.agreeing, counts.units, counts.shares, counts.valued))
    return float(fleiss_kappa(*sums))


def cohen(items):
    values = sorted({value for item in items for value in item}, key=str)
    votes = Counter(tuple(item) for item in items)
    return float(cohen_kappa(np.array([[votes[a, b] for b in values] for a in values], float)))


def unitizing(data, category):
    """Observed and expected disagreement of one category, by the form of 1995; `data` as the files beside have it."""
    begin, length = int(data["begin"]), int(data["length"])
    layers = []
    for rater in range(data["raters"]):
        mine = [one for one in data["units"]
                if one["rater"] == rater and one["category"] == category and one["length"]]  # fmt: skip
        start = np.array([one["offset"] - begin for one in mine], np.int64)
        size = np.array([one["length"] for one in mine], np.int64)
        layers.append(units(start, start + size, [0, length]))
    return disagreement_1995(layers, length)
