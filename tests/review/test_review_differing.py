"""Differences to the character."""

from __future__ import annotations

import random

import pytest
from review_values import plant, reviewed

from annotator.model import Span
from annotator.review.clusters import clusters
from annotator.review.differing import differences

TEXT = "下营村实施易地扶贫搬迁工程，落实农村低保"


def _drawn(layers):
    [cluster] = clusters(reviewed(TEXT, layers))
    return {
        version.annotators[0]: [(one.start, one.end) for one in spans]
        for version, spans in zip(cluster.versions, differences(cluster), strict=True)
    }


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ({"甲": [(5, 13)], "乙": [(5, 12)], "丙": [(5, 13)]}, {"丙": [], "乙": [(12, 13)]}),
        ({"甲": [(5, 13)], "乙": [(7, 12)]}, {"甲": [(5, 7), (12, 13)], "乙": [(5, 7), (12, 13)]}),
        ({"甲": [(5, 13)], "乙": [(5, 13, "Place")], "丙": [(5, 13)]}, {"丙": [], "乙": [(5, 13)]}),
        ({"甲": [(5, 9), (9, 13)], "乙": [(5, 13)], "丙": [(5, 13)]}, {"丙": [], "甲": [(9, 10)]}),
        ({"甲": [(5, 13)], "乙": []}, {"甲": [(5, 13)], "乙": [(5, 13)]}),
        ({"甲": [(5, 13), (7, 9)], "乙": [(5, 13)], "丙": [(5, 13)]}, {"丙": [], "甲": [(7, 9)]}),
    ],
)
def test_by_hand(layers, expected):
    assert _drawn(layers) == expected


def test_by_character():
    """Each character's value counted by itself; splits aside, which are tested by hand."""
    rng = random.Random(5)
    for _ in range(200):
        made = plant(rng)
        for cluster in clusters(reviewed(made.text, made.layers)):
            if "split-merge" in getattr(cluster, "kinds", ()):
                continue
            found = differences(cluster)
            for version, spans in zip(cluster.versions, found, strict=True):
                marked = {at for one in spans for at in range(one.start, one.end)}
                assert marked == {
                    at for at in range(cluster.span.start, cluster.span.end) if not _common(cluster, version, at)
                }
                assert spans == sorted(spans)
                assert all(isinstance(one, Span) for one in spans)


def _common(cluster, version, at):
    def value(of):
        return sorted(one.label for one in of.spans if one.span.start <= at < one.span.end)

    agreeing = sum(len(other.annotators) for other in cluster.versions if value(other) == value(version))
    return 2 * agreeing > len(cluster.annotators)
