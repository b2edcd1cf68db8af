"""Lanes: spans that overlap never share one, and the inner lies nearer to the words."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Span
from annotator.ui.reader.lanes import lanes

spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda it: Span(it[0], it[0] + it[1])), max_size=25
)


@given(spans)
def test_overlapping_spans_never_share_a_lane(them: list[Span]):
    found = lanes(them)
    for one, other in combinations(range(len(them)), 2):
        assert not (them[one].overlaps(them[other]) and found[one] == found[other])


@given(spans)
def test_the_inner_of_two_nested_spans_lies_nearer_to_the_words(them: list[Span]):
    found = lanes(them)
    for one, other in combinations(range(len(them)), 2):
        if them[one].contains(them[other]) and them[one] != them[other]:
            assert found[other] < found[one]


@given(spans)
def test_no_lane_is_left_empty_above_a_used_one(them: list[Span]):
    found = lanes(them)
    for at, lane in enumerate(found):
        beside = {found[other] for other in range(len(them)) if other != at and them[other].overlaps(them[at])}
        assert set(range(lane)) <= beside


def test_spans_that_only_touch_share_the_nearest_lane():
    assert lanes([Span(0, 4), Span(4, 6)]) == [0, 0]
    assert lanes([Span(0, 4), Span(4, 6), Span(3, 6)]) == [0, 0, 1]
