"""The mouse: clicks on marks, selections by character, word and sentence, scrolling at the edges."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot
from reader_values import LONG, SENTENCE, chip_of, mark, mark_of, middle_of, shown

from annotator.model import Span
from annotator.ui.reader import Reader

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
TEXT = f"{SENTENCE}\r\n{SENTENCE}👍🏽推广"
OUTER, INNER = mark_of(TEXT, "落实低保，推广“雨露计划”", "outer"), mark_of(TEXT, "“雨露计划”", "inner", "Program")
WORKERS = mark_of(TEXT, "工作队", "workers", "Organisation")


@pytest.fixture
def reader(qtbot: QtBot) -> Reader:
    reader = shown(qtbot, TEXT, [OUTER, INNER, WORKERS])
    reader.clicks, reader.selections, reader.finished = [], [], []  # type: ignore[attr-defined]
    reader.mark_clicked.connect(reader.clicks.append)  # type: ignore[attr-defined]
    reader.selection_changed.connect(reader.selections.append)  # type: ignore[attr-defined]
    reader.selection_finished.connect(reader.finished.append)  # type: ignore[attr-defined]
    return reader


def _before(reader: Reader, offset: int) -> QPoint:
    """A point just before a character."""
    rect = reader.span_rect(Span(offset, offset + 1))
    return QPoint(rect.left() + 1, rect.center().y())


def _drag(qtbot: QtBot, reader: Reader, start: QPoint, end: QPoint) -> None:
    view = reader.viewport()
    qtbot.mousePress(view, LEFT, pos=start)
    _move(reader, end)
    qtbot.mouseRelease(view, LEFT, pos=end)


def _event(reader: Reader, kind: QEvent.Type, point: QPoint, button: Qt.MouseButton = LEFT) -> None:
    where = QPointF(reader.viewport().mapToGlobal(point))
    event = QMouseEvent(kind, QPointF(point), where, button, button, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(reader.viewport(), event)


def _move(reader: Reader, point: QPoint) -> None:
    """The mouse moves with its left button down."""
    _event(reader, QEvent.Type.MouseMove, point)


def _word(qtbot: QtBot, reader: Reader, point: QPoint) -> None:
    qtbot.mouseClick(reader.viewport(), LEFT, pos=point)
    qtbot.mouseDClick(reader.viewport(), LEFT, pos=point)


def test_a_click_on_a_chip_tells_its_mark(qtbot: QtBot, reader: Reader):
    for key in ("workers", "outer", "inner"):
        qtbot.mouseClick(reader.viewport(), LEFT, pos=chip_of(reader, key).center())
    assert reader.clicks == ["workers", "outer", "inner"]
    assert reader.selections == []


def test_a_click_on_words_tells_the_innermost_then_the_next_around_it(qtbot: QtBot, reader: Reader):
    point = middle_of(reader, INNER.span.start, INNER.span.end)
    qtbot.mouseClick(reader.viewport(), LEFT, pos=point)
    reader.set_current("inner")
    qtbot.mouseClick(reader.viewport(), LEFT, pos=point)
    reader.set_current("outer")
    qtbot.mouseClick(reader.viewport(), LEFT, pos=point)
    qtbot.mouseClick(reader.viewport(), LEFT, pos=middle_of(reader, OUTER.span.start, OUTER.span.start + 2))
    assert reader.clicks == ["inner", "outer", "inner", "outer"]


def test_a_click_beside_all_marks_puts_the_caret_and_drops_the_selection(qtbot: QtBot, reader: Reader):
    reader.select(Span(0, 4))
    reader.selections.clear()
    qtbot.mouseClick(reader.viewport(), LEFT, pos=_before(reader, 11))
    assert (reader.clicks, reader.selections, reader.finished) == ([], [None], [])
    assert (reader.caret(), reader.selection()) == (11, None)


def test_dragging_selects_from_place_to_place_either_way(qtbot: QtBot, reader: Reader):
    _drag(qtbot, reader, _before(reader, 2), _before(reader, 9))
    _drag(qtbot, reader, _before(reader, 9), _before(reader, 3))
    assert reader.finished == [Span(2, 9), Span(3, 9)]
    assert reader.caret() == 3
    assert reader.clicks == []


def test_a_trembling_hand_clicks_and_does_not_select(qtbot: QtBot, reader: Reader):
    point = middle_of(reader, WORKERS.span.start, WORKERS.span.end)
    _drag(qtbot, reader, point, point + QPoint(2, 1))
    assert (reader.clicks, reader.finished) == (["workers"], [])


def test_a_selection_over_a_line_end_keeps_the_code_points_of_the_text(qtbot: QtBot, reader: Reader):
    end = len(SENTENCE) + 2 + 3
    _drag(qtbot, reader, _before(reader, 20), _before(reader, end))
    (span,) = reader.finished
    assert span.of(TEXT) == TEXT[20:end]
    assert "\r\n" in span.of(TEXT)


def test_behind_astral_characters_places_are_right(qtbot: QtBot, reader: Reader):
    start = TEXT.index("👍")
    _drag(qtbot, reader, _before(reader, start), _before(reader, start + 3))
    assert reader.finished[0].of(TEXT) == "👍🏽推"


def test_shift_and_a_click_extends(qtbot: QtBot, reader: Reader):
    qtbot.mouseClick(reader.viewport(), LEFT, pos=_before(reader, 10))
    qtbot.mouseClick(reader.viewport(), LEFT, SHIFT, pos=_before(reader, 15))
    qtbot.mouseClick(reader.viewport(), LEFT, SHIFT, pos=_before(reader, 4))
    assert reader.finished == [Span(10, 15), Span(4, 10)]


def test_two_clicks_select_the_word_and_three_the_sentence(qtbot: QtBot, reader: Reader):
    point = middle_of(reader, 7, 10)  # 贫困户, a word or two
    _word(qtbot, reader, point)
    word = reader.finished[-1]
    assert "贫困" in word.of(TEXT)
    assert len(word) <= 3
    qtbot.mousePress(reader.viewport(), LEFT, pos=point)
    qtbot.mouseRelease(reader.viewport(), LEFT, pos=point)
    assert reader.finished[-1].of(TEXT) == SENTENCE


def test_dragging_from_a_word_selects_whole_words_both_ways(qtbot: QtBot, reader: Reader):
    point = middle_of(reader, 10, 12)  # 发展
    _word(qtbot, reader, point)
    _move(reader, middle_of(reader, 12, 13))
    assert reader.selection().of(TEXT) == "发展产业"
    _move(reader, middle_of(reader, 5, 6))
    assert reader.selection().of(TEXT) == "帮助贫困户发展"
    qtbot.mouseRelease(reader.viewport(), LEFT, pos=middle_of(reader, 5, 6))
    assert [span.of(TEXT) for span in reader.finished] == ["发展", "帮助贫困户发展"]


def test_blank_space_holds_no_word(qtbot: QtBot, reader: Reader):
    reader.set_text("\n\n　　")
    _word(qtbot, reader, reader.span_rect(Span(2, 3)).center())
    assert reader.finished == []


def test_at_an_edge_the_page_scrolls_and_the_selection_grows(qtbot: QtBot, reader: Reader):
    reader.set_text(LONG)
    start = _before(reader, 30)
    qtbot.mousePress(reader.viewport(), LEFT, pos=start)
    _move(reader, QPoint(300, reader.viewport().height() + 60))
    grown = len(reader.selection())
    qtbot.waitUntil(lambda: reader.verticalScrollBar().value() > 200)
    assert reader.selection().start == 30
    assert len(reader.selection()) > grown
    qtbot.mouseRelease(reader.viewport(), LEFT, pos=QPoint(300, reader.viewport().height() + 60))
    stood = reader.verticalScrollBar().value()
    qtbot.wait(80)
    assert reader.verticalScrollBar().value() == stood
    assert reader.finished == [reader.selection()]


def test_another_text_in_the_middle_of_a_drag_ends_it(qtbot: QtBot, reader: Reader):
    qtbot.mousePress(reader.viewport(), LEFT, pos=_before(reader, 2))
    _move(reader, _before(reader, 9))
    reader.set_text("短文")
    _move(reader, _before(reader, 1))
    qtbot.mouseRelease(reader.viewport(), LEFT, pos=_before(reader, 1))
    assert (reader.selection(), reader.finished) == (None, [])
    assert reader.selections[-1] is None


def test_the_other_buttons_are_the_windows(reader: Reader):
    reader.select(Span(0, 4))
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease):
        _event(reader, kind, middle_of(reader, 3, 4), Qt.MouseButton.RightButton)
    assert reader.selection() == Span(0, 4)
    assert reader.clicks == reader.finished == []


def test_a_hand_over_chips_a_beam_over_words(reader: Reader):
    def shape_at(point: QPoint) -> Qt.CursorShape:
        _event(reader, QEvent.Type.MouseMove, point, Qt.MouseButton.NoButton)
        return reader.viewport().cursor().shape()

    assert shape_at(chip_of(reader, "workers").center()) == Qt.CursorShape.PointingHandCursor
    assert shape_at(middle_of(reader, 10, 12)) == Qt.CursorShape.IBeamCursor


def test_a_shrunk_chip_tells_its_title_in_a_tip(qtbot: QtBot, reader: Reader, monkeypatch: pytest.MonkeyPatch):
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda _where, text, *_rest: told.append(text))
    crowd = [mark(str(end), 2, end, title="<b>项目</b>") for end in range(4, 9)]
    reader.set_marks(crowd)
    qtbot.wait(1)
    for one in crowd:
        point = chip_of(reader, one.key).center()
        event = QHelpEvent(QEvent.Type.ToolTip, point, reader.viewport().mapToGlobal(point))
        QApplication.sendEvent(reader.viewport(), event)
    assert told
    assert set(told) == {"<\u200bb>项目<\u200b/b>"}
