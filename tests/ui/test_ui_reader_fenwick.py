"""The tree of heights against sums made by hand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.reader.fenwick import Heights

heights = st.lists(st.integers(0, 400), min_size=1, max_size=70)
changes = st.lists(st.tuples(st.integers(0, 69), st.integers(0, 400)), max_size=30)


def _changed(start: list[int], them: list[tuple[int, int]]) -> tuple[Heights, list[int]]:
    tree, plain = Heights(start), list(start)
    for index, height in them:
        tree[index % len(plain)] = height
        plain[index % len(plain)] = height
    return tree, plain


@given(heights, changes)
def test_sums_are_sums(start: list[int], them: list[tuple[int, int]]):
    tree, plain = _changed(start, them)
    assert [tree.before(index) for index in range(len(plain) + 1)] == [sum(plain[:at]) for at in range(len(plain) + 1)]
    assert [tree[index] for index in range(len(tree))] == plain
    assert tree.total == sum(plain)


@given(heights, changes, st.integers(-50, 30_000))
def test_find_gives_the_paragraph_that_holds_a_height(start: list[int], them: list[tuple[int, int]], y: int):
    tree, plain = _changed(start, them)
    index, below = tree.find(y)
    assert tree.before(index) + below == y
    if y < 0:
        assert index == 0
    elif y >= sum(plain):
        assert index == len(plain) - 1
    else:
        assert 0 <= below < plain[index]
