"""A tall page: only what is looked at is laid out, and nothing that becomes known moves what is seen."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot
from reader_values import LONG, SENTENCE, mark, shown

from annotator.model import Span
from annotator.ui.reader import Letters, Reader
from annotator.ui.reader.page import KEPT


@pytest.fixture
def reader(qtbot: QtBot) -> Reader:
    return shown(qtbot, LONG)


def _top_of(reader: Reader, offset: int) -> int:
    return reader.span_rect(Span(offset, offset + 1)).top()


def test_a_new_text_lays_out_what_is_in_view_and_no_more(qtbot: QtBot, reader: Reader):
    before = reader._page.laid_out
    reader.set_text(LONG * 20)
    qtbot.wait(1)
    laid_out = reader._page.laid_out - before
    assert 0 < laid_out <= len(reader._scroll.visible()) + 1
    assert laid_out * 100 < len(reader._page.paragraphs)


def test_only_so_many_paragraphs_stay_laid_out(reader: Reader):
    bar = reader.verticalScrollBar()
    for value in range(0, bar.maximum(), 400):
        bar.setValue(value)
    assert len(reader._page._blocks) <= KEPT < len(reader._page.paragraphs)


def test_scrolling_down_and_up_moves_words_by_as_many_pixels(reader: Reader):
    reader.set_reading_position(len(LONG) // 2)  # all that lies above is an estimate
    bar = reader.verticalScrollBar()
    for by in (-7, -90, -333, 45, 500, -700):
        offset = reader.reading_position()
        before = _top_of(reader, offset)
        bar.setValue(bar.value() + by)
        assert _top_of(reader, offset) == before - by


def test_a_jump_to_the_end_shows_the_last_line_and_the_top_the_first(reader: Reader):
    bar = reader.verticalScrollBar()
    bar.setValue(bar.maximum())
    last = reader.span_rect(Span(len(LONG) - 1, len(LONG)))
    assert reader.viewport().rect().contains(last)
    assert bar.value() == bar.maximum()
    bar.setValue(0)
    assert reader.reading_position() == 0
    assert reader.span_rect(Span(0, 1)).top() == reader._look.page_margin + reader._look.above_line(0)


def test_the_reading_position_comes_back(reader: Reader):
    for offset in (0, 5_000, len(LONG) // 2, len(LONG) - 3_000):
        reader.set_reading_position(offset)
        found = reader.reading_position()
        assert found <= offset < found + 60
        reader.set_reading_position(found)
        assert reader.reading_position() == found


def test_a_position_at_the_end_scrolls_no_further_than_the_page(reader: Reader):
    reader.set_reading_position(len(LONG))
    assert reader.verticalScrollBar().value() == reader.verticalScrollBar().maximum()


def test_however_often_the_width_changes_the_same_words_are_read(qtbot: QtBot, reader: Reader):
    reader.set_reading_position(20_000)
    offset = reader.reading_position()
    for width in (500, 700, 430, 1200, 610, 900):
        reader.resize(width, 600)
        qtbot.wait(1)
        assert -60 < _top_of(reader, offset) - reader._look.above_line(0) <= 0 or _top_of(reader, offset) < 60
    assert reader.reading_position() == offset


def test_other_fonts_keep_the_words_that_are_read(reader: Reader):
    reader.set_reading_position(20_000)
    offset = reader.reading_position()
    before = reader._letters
    reader.set_letters(Letters(("Noto Sans CJK TC",), points=18, line_height=2.4, characters=30))
    assert reader.reading_position() <= offset
    assert abs(_top_of(reader, offset)) < 3 * reader._look.leading
    reader.set_letters(before)
    assert reader.reading_position() == offset


def test_reveal_does_not_move_what_stands_comfortably_in_view(reader: Reader):
    reader.set_reading_position(10_000)
    middle = reader._places.hit(reader.viewport().rect().center()).offset
    before = reader.verticalScrollBar().value()
    reader.reveal(Span(middle, middle + 2))
    assert reader.verticalScrollBar().value() == before


@pytest.mark.parametrize("offset", [3, 2_000, 30_000, len(LONG) - 5])
@pytest.mark.parametrize("start", [0, 25_000, len(LONG)])
def test_reveal_shows_a_span_away_from_the_edges(reader: Reader, start: int, offset: int):
    reader.set_reading_position(start)
    reader.reveal(Span(offset, offset + 4))
    rect = reader.span_rect(Span(offset, offset + 4))
    assert reader.viewport().rect().adjusted(0, 40, 0, -30).contains(rect)


def test_reveal_scrolls_the_least_it_can(reader: Reader):
    reader.set_reading_position(10_000)
    below = reader._places.hit(reader.viewport().rect().bottomLeft()).offset + 100
    reader.reveal(Span(below, below + 2))
    rect = reader.span_rect(Span(below, below + 2))
    assert rect.bottom() > reader.viewport().height() * 0.6


def test_marks_that_make_lines_taller_keep_the_words_at_the_top(reader: Reader):
    reader.set_reading_position(10_000)
    offset = reader.reading_position()
    before = _top_of(reader, offset)
    reader.set_marks([mark(str(at), at, at + 4) for at in range(0, len(LONG) - 4, 9)])
    assert reader.reading_position() == offset
    assert _top_of(reader, offset) == pytest.approx(before, abs=reader._look.leading)


def test_a_line_grows_only_as_its_marks_need(reader: Reader):
    reader.set_text(SENTENCE)
    look = reader._look

    def height(*marks: tuple[int, int]) -> int:
        reader.set_marks([mark(str(at), *span) for at, span in enumerate(marks)])
        return reader._page.dressed(0)[0].height

    bare, one, apart, nested = height(), height((0, 4)), height((0, 4), (9, 12)), height((0, 9), (5, 7))
    assert bare == look.leading
    assert bare < one == apart < nested <= one + look.lane_step
    assert height() == bare


def test_an_empty_text_and_a_view_without_height_are_no_trouble(qtbot: QtBot):
    reader = shown(qtbot, "", size=(300, 200))
    assert (reader.reading_position(), reader.verticalScrollBar().maximum()) == (0, 0)
    reader.resize(200, 0)
    reader.set_text(LONG)
    reader.resize(10, 300)
    reader.set_marks([mark("a", 0, 4)])
    reader.reveal(Span(9_000, 9_002))
    qtbot.wait(1)
    reader.resize(900, 600)
    assert reader.span_rect(Span(0, 4)).isValid()
