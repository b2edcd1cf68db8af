"""Intervals, and what a picture does with many numbers."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.insight import by_document, by_source, by_term, interval


@pytest.mark.parametrize(
    ("hits", "all_", "low", "high"),
    [  # R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0000),
    ],
)
def test_intervals_are_the_published_ones(hits, all_, low, high):
    assert interval(hits, all_) == pytest.approx((low, high), abs=5e-5)


def test_nothing_to_judge_by_is_anything():
    assert interval(0, 0) == (0, 1)


rows = st.lists(
    st.tuples(st.sampled_from("甲乙丙丁"), st.sampled_from(["Program", "Measure", "Gone"]), st.integers(1, 9))
)


@given(rows)
def test_no_number_is_lost(them):
    picture = by_document(them, {"甲": "第一份"}, ["Program", "Measure"], 2)
    expected = Counter[str]()
    for document, _, number in them:
        expected[document] += number
    assert [(bar.key, bar.total) for bar in picture.bars] == [
        (key, expected[key])
        for key in sorted(expected, key=lambda key: (-expected[key], "第一份" if key == "甲" else key))[:2]
    ]
    assert picture.more == max(0, len(expected) - 2)
    for bar in picture.bars:
        assert [name for name, _ in bar.parts] == sorted(
            {label for document, label, _ in them if document == bar.key},
            key=["Program", "Measure", "Gone"].index,
        )


def test_both_scripts_are_one_term_called_as_it_is_written_most():
    rows = [
        ("雨露計劃", "Program", "教育", "a", 3),
        ("雨露计划", "Program", "", "b", 2),
        ("雨露计划", "Measure", "", "b", 1),
    ]
    first, second = by_term(rows, 10).bars
    assert (first.title, first.total, first.note, first.documents) == ("雨露計劃", 5, "教育", (("a", 3), ("b", 2)))
    assert (second.title, second.parts) == ("雨露计划", (("Measure", 1),))


def test_precision_is_accepted_of_decided():
    (bar,) = by_source([("rules", "accept", "a", 6), ("rules", "correct", "a", 2), ("rules", "reject", "b", 2)]).bars
    low, high = interval(6, 10)
    assert (bar.part("accept"), bar.total) == (6, 10)
    assert (bar.low, bar.high) == pytest.approx((100 * low, 100 * high))
