"""A text cut into paragraphs keeps every code point where it is."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from reader_values import texts

from annotator.model import Span
from annotator.ui.reader.paragraphs import Paragraphs

_ENDS = {"\r\n", "\n", "\r", "\u2028", "\u2029", "\u0085"}


@given(texts, st.integers(4, 60))
def test_paragraphs_and_line_ends_make_the_text_again(text: str, limit: int):
    paragraphs = Paragraphs(text, limit)
    rebuilt = ""
    for index in range(len(paragraphs)):
        assert paragraphs.start(index) == len(rebuilt)
        line_end = text[paragraphs.end(index) : paragraphs.after(index)]
        assert line_end in _ENDS or (not line_end and (paragraphs.goes_on(index) or index == len(paragraphs) - 1))
        rebuilt += paragraphs.of(index) + line_end
    assert rebuilt == text


@given(texts)
def test_no_paragraph_holds_a_line_end(text: str):
    paragraphs = Paragraphs(text)
    assert [paragraphs.of(index) for index in range(len(paragraphs))] == re.split("\r\n|[\n\r\u2028\u2029\u0085]", text)


@given(texts, st.integers(4, 30), st.data())
def test_every_offset_lies_in_the_paragraph_it_is_said_to(text: str, limit: int, data: st.DataObject):
    paragraphs = Paragraphs(text, limit)
    offset = data.draw(st.integers(0, len(text)))
    index = paragraphs.at(offset)
    assert paragraphs.start(index) <= offset
    assert offset < paragraphs.after(index) or index == len(paragraphs) - 1


@given(texts.filter(bool), st.integers(4, 30), st.data())
def test_touching_are_exactly_the_paragraphs_with_a_code_point_of_the_span(text: str, limit: int, data: st.DataObject):
    paragraphs = Paragraphs(text, limit)
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    every = [
        at for at in range(len(paragraphs)) if paragraphs.start(at) < span.end and span.start < paragraphs.after(at)
    ]
    assert list(paragraphs.touching(span)) == every


@given(texts, st.integers(4, 30))
def test_a_long_paragraph_is_cut_into_short_parts_that_belong_together(text: str, limit: int):
    cut, uncut = Paragraphs(text, limit), Paragraphs(text)
    assert all(length <= limit for length in cut.lengths())
    wholes = {cut.whole(index) for index in range(len(cut))}
    assert wholes == {(uncut.start(index), uncut.end(index)) for index in range(len(uncut))}


def test_a_cut_comes_behind_a_sentence_and_never_within_a_character():
    sentences = "扶贫车间开工了。" * 20
    assert Paragraphs(sentences, 30).of(0).endswith("。")
    families = "👨‍👩‍👧村" * 20
    cut = Paragraphs(families, 33)
    assert len(cut) > 2
    assert all(cut.of(index)[0] in "👨村" and cut.of(index)[-1] != "\u200d" for index in range(len(cut)))


def test_seen_before_leaves_blank_paragraphs_out():
    paragraphs = Paragraphs("甲乙\n\n\r\n丙")
    assert [paragraphs.seen_before(index) for index in range(4)] == [0, 2, 2, 2]
