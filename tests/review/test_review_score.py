"""Scores against gold: the definitions, counted once more the slow way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Span
from annotator.review.score import Score, score

LABELS = ("Program", "Measure", "Place")
spans = st.builds(lambda start, size: Span(start, start + size), st.integers(0, 30), st.integers(1, 8))
pairs = st.lists(st.tuples(spans, st.sampled_from(LABELS)), max_size=12)
layers = st.fixed_dictionaries({"甲": pairs, "乙": pairs})


def _slowly(gold, suggested, label):
    """Characters as (document, offset, label), span by span."""
    of = lambda layer: [(d, s, k) for d, pairs in layer.items() for s, k in pairs if label in ("all", k)]  # noqa: E731
    covers = lambda one: {(one[0], at, one[2]) for at in range(one[1].start, one[1].end)}  # noqa: E731
    theirs, mine = of(gold), of(suggested)
    all_theirs = set().union(*map(covers, theirs))
    all_mine = set().union(*map(covers, mine))
    exact = len(set(theirs) & set(mine))
    right = sum(bool(covers(one) & all_theirs) for one in mine)
    found = sum(bool(covers(one) & all_mine) for one in theirs)
    return Score(len(theirs), len(mine), exact, exact), Score(len(theirs), len(mine), right, found)


@given(layers, layers)
def test_the_definitions(gold, suggested):
    scores = score(gold, suggested, labels=LABELS)
    assert list(scores.exact) == list(scores.overlap) == ["all", *LABELS]
    for label in ("all", *LABELS):
        assert (scores.exact[label], scores.overlap[label]) == _slowly(gold, suggested, label)


def test_by_hand():
    gold = {"d": [(Span(0, 4), "Program"), (Span(6, 8), "Measure"), (Span(10, 12), "Measure")]}
    suggested = {"d": [(Span(0, 4), "Program"), (Span(7, 11), "Measure"), (Span(20, 21), "Place")], "other": gold["d"]}
    plain = score(gold, suggested).to_plain()
    assert plain["exact"]["all"] == {
        "precision": 1 / 3, "recall": 1 / 3, "f1": 1 / 3, "gold": 3, "suggested": 3, "right": 1,
    }  # fmt: skip
    assert plain["overlap"]["all"] == {
        "precision": 2 / 3, "recall": 1.0, "f1": 0.8, "gold": 3, "suggested": 3, "right": 2,
    }  # fmt: skip
    assert list(plain["exact"]) == ["all", "Measure", "Place", "Program"]


def test_touching_is_not_overlapping_and_another_label_is_no_hit():
    scores = score(
        {"d": [(Span(2, 4), "Place")]}, {"d": [(Span(0, 2), "Place"), (Span(4, 5), "Place"), (Span(2, 4), "Time")]}
    )
    assert scores.overlap["all"].right == scores.exact["all"].right == 0


def test_nothing_to_divide_by_is_zero():
    scores = score({"d": []}, {}, labels=["Program"])
    assert scores.to_plain()["exact"]["Program"] == {
        "precision": 0.0, "recall": 0.0, "f1": 0.0, "gold": 0, "suggested": 0, "right": 0,
    }  # fmt: skip
    assert score({}, {}).exact["all"] == Score()


def test_the_same_suggestion_twice_counts_as_two_suggestions_and_one_hit():
    twice = [(Span(0, 2), "Place")] * 2
    scores = score({"d": twice[:1]}, {"d": twice})
    assert scores.exact["Place"] == Score(1, 2, 1, 1)
    assert scores.overlap["Place"] == Score(1, 2, 2, 1)


def test_a_hundred_thousand_nested_spans_take_no_squares():
    """Would need 10^10 comparisons the slow way: the test would not end."""
    spans = [(Span(at, 200_000 - at), "Program") for at in range(100_000)]
    shifted = [(Span(at + 300_000, at + 300_001), "Program") for at in range(100_000)]
    assert score({"d": spans}, {"d": shifted}).overlap["all"] == Score(100_000, 100_000, 0, 0)
    assert score({"d": spans}, {"d": spans}).overlap["all"].right == 100_000
