"""Chips never cover one another, never leave the column and stay near their words."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.reader.chips import GAP, Place, Wish, place, slack_of

WIDTH, SLACK = 400.0, 18.0


def _wish(left: float, words: float, full: float) -> Wish:
    return Wish(left, min(left + words, WIDTH), full, 13)


wishes = st.lists(
    st.builds(_wish, st.integers(0, 390), st.integers(8, 200), st.sampled_from([32, 42, 80])), max_size=40
).map(lambda them: sorted(them, key=lambda wish: wish.left))


def _rows(places: list[Place]) -> list[list[Place]]:
    return [[spot for spot in places if spot.row == row] for row in range(max((p.row for p in places), default=-1) + 1)]


@given(wishes)
def test_chips_of_a_row_lie_apart_and_within_the_column(them: list[Wish]):
    for row in _rows(place(them, WIDTH, SLACK)):
        assert row, "a row without chips"
        assert all(left.left + left.width + GAP <= right.left + 1e-6 for left, right in pairwise(row))
        assert row[0].left >= 0
        assert row[-1].left + row[-1].width <= WIDTH + 1e-6


@given(wishes)
def test_every_chip_is_whole_or_shrunk_to_its_digit_and_near_its_words(them: list[Wish]):
    for wish, spot in zip(them, place(them, WIDTH, SLACK), strict=True):
        assert spot.width == (wish.small if spot.small else wish.full)
        slack = slack_of(spot.row, SLACK)
        assert spot.left >= min(wish.left - slack, WIDTH - spot.width) - 1e-6
        assert spot.left <= max(wish.left + slack, wish.right - spot.width) + 1e-6


def test_many_marks_on_one_character_do_not_pile_up_to_a_tower():
    places = place([Wish(50, 67, 32, 13)] * 60, WIDTH, SLACK)
    assert max(spot.row for spot in places) <= 6
    assert sum(spot.row < 2 for spot in places) >= 2
    assert (slack_of(0, SLACK), slack_of(1, SLACK)) == (SLACK, SLACK)


@given(wishes)
def test_with_room_for_all_nothing_shrinks_or_moves(them: list[Wish]):
    apart = [Wish(90.0 * at, 90.0 * at + 40, min(wish.full, 80), 13) for at, wish in enumerate(them)]
    places = place(apart, 90.0 * len(apart) + 90, SLACK)
    assert [(spot.left, spot.row, spot.small) for spot in places] == [(wish.left, 0, False) for wish in apart]


def test_a_crowded_pair_shrinks_the_one_in_the_way():
    outer, inner = place([Wish(0, 200, 80, 13), Wish(17, 51, 32, 13)], WIDTH, SLACK)
    assert (outer.small, outer.left) == (True, 0)
    assert (inner.small, inner.left, inner.row) == (False, 17, 0)


def test_what_does_not_fit_even_as_digits_goes_up_and_the_inner_stays_near_the_words():
    places = place([Wish(0, length, 32, 13) for length in (120, 30, 20, 10)], WIDTH, 4.0)
    assert len({spot.row for spot in places}) > 1
    assert places[0].row > places[-1].row == 0


def test_at_the_end_of_the_column_a_chip_leans_back():
    (spot,) = place([Wish(395, 400, 32, 13)], WIDTH, SLACK)
    assert (spot.left, spot.small) == (WIDTH - 32, False)


def test_a_column_narrower_than_a_chip_still_gets_an_answer():
    places = place([Wish(0, 5, 32, 13), Wish(0, 5, 32, 13)], 5.0, SLACK)
    assert [spot.small for spot in places] == [True, True]
    assert places[0].row != places[1].row
