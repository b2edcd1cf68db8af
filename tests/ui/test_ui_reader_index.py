"""Marks by paragraph: one changed mark touches its own paragraphs only."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reader_values import mark

from annotator.model import Span
from annotator.ui.reader.index import MarkIndex
from annotator.ui.reader.mark import Mark, MarkState
from annotator.ui.reader.paragraphs import Paragraphs

TEXT = "发展产业\n落实低保\r\n易地搬迁"


@pytest.fixture
def index() -> MarkIndex:
    found = MarkIndex(Paragraphs(TEXT))
    found.replace([mark("a", 0, 4), mark("b", 2, 4), mark("c", 5, 9), mark("d", 7, 13)])
    return found


def test_marks_of_a_paragraph_come_outer_first(index: MarkIndex):
    assert [[one.key for one in index.of(at)] for at in range(3)] == [["a", "b"], ["c", "d"], ["d"]]


def test_marks_at_a_place_come_innermost_first(index: MarkIndex):
    assert [one.key for one in index.at(3)] == ["b", "a"]
    assert [one.key for one in index.at(8)] == ["c", "d"]
    assert index.at(4) == []


def test_replacing_tells_exactly_the_paragraphs_that_changed(index: MarkIndex):
    marks = [mark("a", 0, 4), mark("b", 2, 4), mark("c", 5, 9), mark("d", 7, 13)]
    assert index.replace(marks) == set()
    marks[2] = replace(marks[2], state=MarkState.ANNOTATION)
    assert index.replace(marks) == {1}
    assert index.of(1)[0].state is MarkState.ANNOTATION
    marks[1] = replace(marks[1], span=Span(11, 13))
    assert index.replace(marks) == {0, 2}
    assert index.replace(marks[:3]) == {1, 2}
    assert index.replace([]) == {0, 1, 2}
    assert [index.of(at) for at in range(3)] == [[], [], []]
    assert index.get("a") is None


def test_a_key_twice_or_a_span_behind_the_text_is_a_bug_and_changes_nothing(index: MarkIndex):
    with pytest.raises(ValueError, match="share a key"):
        index.replace([mark("a", 0, 1), mark("a", 1, 2)])
    with pytest.raises(ValueError, match="behind the text"):
        index.replace([mark("x", 0, len(TEXT) + 1)])
    assert [one.key for one in index.of(0)] == ["a", "b"]


COUNT = 1_300


@settings(deadline=None, max_examples=15)
@given(st.data())
def test_whatever_marks_come_and_go_the_index_is_that_of_the_new_ones(data: st.DataObject):
    """Most are the same as before, as after a decision: long runs at both ends, which are not looked at one by one."""
    paragraphs = Paragraphs("低保\n" * COUNT)
    all_ = [mark(str(at), at * 3, at * 3 + 5 if at < COUNT - 10 else at * 3 + 2) for at in range(COUNT)]
    index = MarkIndex(paragraphs)
    before: list[Mark] = []
    for _ in range(3):
        low, high = sorted(data.draw(st.tuples(st.integers(0, COUNT), st.integers(0, COUNT))))
        middle = data.draw(st.lists(st.sampled_from(all_[low:high]), max_size=4, unique=True)) if low < high else []
        state = data.draw(st.sampled_from(MarkState))
        marks = [*all_[:low], *(replace(one, state=state) for one in middle), *all_[high:]]
        touched = index.replace(marks)
        fresh = MarkIndex(paragraphs)
        fresh.replace(marks)
        assert index.all() == marks
        assert all(index.of(at) == fresh.of(at) for at in [*range(0, COUNT, 37), *touched])
        was, now = {one.key: one for one in before}, {one.key: one for one in marks}
        differing = [key for key in was.keys() | now.keys() if was.get(key) != now.get(key)]
        spans = [one.span for key in differing for one in (was.get(key), now.get(key)) if one]
        assert touched == {at for span in spans for at in paragraphs.touching(span)}
        before = marks
    with pytest.raises(ValueError, match="share a key"):
        index.replace([all_[0], *before, all_[0]])
