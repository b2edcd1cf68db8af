"""The keyboard: moving the caret, selecting, copying; every other key is the window's."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reader_values import LONG, SENTENCE, shown

from annotator.model import Span
from annotator.text import word_edges
from annotator.ui.reader import Reader

KEY = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
TEXT = f"{SENTENCE}\r\n👍🏽e\u0301𠮷村\n\n{SENTENCE}"


@pytest.fixture
def reader(qtbot: QtBot) -> Reader:
    reader = shown(qtbot, TEXT, size=(500, 400))
    reader.setFocus()
    return reader


def _press(reader: Reader, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, text: str = "") -> bool:
    """Whether the reader used the key."""
    event = QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text)
    QApplication.sendEvent(reader, event)
    return event.isAccepted()


def test_left_and_right_go_by_characters_over_line_ends_and_back(reader: Reader):
    places = [0]
    while places[-1] < len(TEXT):
        assert _press(reader, KEY.Key_Right)
        places.append(reader.caret())
    line_end, astral = len(SENTENCE), len(SENTENCE) + 2
    assert places[line_end : line_end + 6] == [line_end, astral, astral + 2, astral + 4, astral + 5, astral + 6]
    back = [reader.caret()]
    while back[-1] > 0:
        _press(reader, KEY.Key_Left)
        back.append(reader.caret())
    assert back[::-1] == places


def test_control_goes_by_words_and_back(reader: Reader):
    edges = [0]
    while edges[-1] < len(SENTENCE):
        _press(reader, KEY.Key_Right, CONTROL)
        edges.append(reader.caret())
    assert edges == word_edges(SENTENCE)
    while reader.caret() > 0:
        _press(reader, KEY.Key_Left, CONTROL)
        assert reader.caret() == edges[edges.index(reader.caret())]
    _press(reader, KEY.Key_End, CONTROL)
    assert reader.caret() == len(TEXT)
    _press(reader, KEY.Key_Home, CONTROL)
    assert reader.caret() == 0


def test_control_steps_over_the_cuts_of_a_long_paragraph(reader: Reader):
    text = SENTENCE * 400
    reader.set_text(text)
    assert len(reader._page.paragraphs) > 1
    cut = reader._page.paragraphs.start(1)
    reader.set_caret(cut)
    _press(reader, KEY.Key_Left, CONTROL)
    assert reader.caret() < cut
    _press(reader, KEY.Key_Right, CONTROL)
    assert reader.caret() == cut
    _press(reader, KEY.Key_Left)
    assert reader.caret() == cut - 1


def test_up_and_down_keep_their_column(reader: Reader):
    reader.set_caret(5)
    x = reader.span_rect(Span(5, 6)).left()
    places = []
    for _ in range(3):
        _press(reader, KEY.Key_Down)
        places.append(reader.caret())
    assert places == sorted(set(places))
    for _ in range(3):
        _press(reader, KEY.Key_Up)
    assert reader.caret() == 5
    _press(reader, KEY.Key_Up)
    assert reader.caret() == 5
    assert abs(reader._places.caret_rect(places[0]).x() - x) < reader._look.em


def test_home_and_end_go_to_the_ends_of_the_line_that_is_shown(reader: Reader):
    lines = reader._page.lines(0)
    assert len(lines) > 1
    reader.set_caret(3)
    _press(reader, KEY.Key_End)
    end = reader.caret()
    assert lines.line_of(end) == 0
    assert lines.line_end(0) - end == 1
    _press(reader, KEY.Key_Home)
    assert reader.caret() == 0
    reader.set_caret(lines.starts[-1])
    _press(reader, KEY.Key_End)
    assert reader.caret() == len(SENTENCE)


def test_pages_go_down_and_up_again_to_the_ends(qtbot: QtBot, reader: Reader):
    reader.set_text(LONG)
    before, values = -1, []
    while reader.caret() != before:
        before = reader.caret()
        _press(reader, KEY.Key_PageDown)
        values.append(reader.verticalScrollBar().value())
        assert reader.caret() >= before
    assert reader.caret() == len(LONG)
    assert values == sorted(values)
    qtbot.wait(1)
    while reader.caret() > 0:
        before = reader.caret()
        _press(reader, KEY.Key_PageUp)
        assert reader.caret() < before
    assert reader.verticalScrollBar().value() == 0


def test_the_caret_is_followed(reader: Reader):
    reader.set_text(LONG)
    for key, modifiers in ((KEY.Key_End, CONTROL), (KEY.Key_Home, CONTROL), *[(KEY.Key_Down, NONE)] * 40):
        _press(reader, key, modifiers)
        assert reader.viewport().rect().contains(reader._places.caret_rect(reader.caret()).center())


def test_a_forgotten_caret_starts_from_the_words_that_are_read(reader: Reader):
    reader.set_text(LONG)
    reader.set_reading_position(30_000)
    read, value = reader.reading_position(), reader.verticalScrollBar().value()
    _press(reader, KEY.Key_Down)
    assert read < reader.caret() < read + 100
    assert abs(reader.verticalScrollBar().value() - value) < 3 * reader._look.leading


def test_shift_extends_and_the_selection_is_finished_when_the_keys_rest(qtbot: QtBot, reader: Reader):
    reader.set_caret(3)
    with qtbot.waitSignal(reader.selection_finished) as finished:
        for _ in range(4):
            assert _press(reader, KEY.Key_Right, SHIFT)
        _press(reader, KEY.Key_Left, SHIFT)
    assert finished.args == [Span(3, 6)]
    _press(reader, KEY.Key_Left, SHIFT)
    told = []
    reader.selection_finished.connect(told.append)
    QApplication.sendEvent(reader, QKeyEvent(QEvent.Type.KeyRelease, KEY.Key_Shift, NONE))
    assert told == [Span(3, 5)]
    qtbot.wait(300)
    assert told == [Span(3, 5)]
    _press(reader, KEY.Key_Right)
    assert reader.selection() is None


def test_everything_is_selected_copied_and_dropped(reader: Reader):
    assert not _press(reader, KEY.Key_C, CONTROL)
    assert _press(reader, KEY.Key_A, CONTROL)
    assert reader.selection() == Span(0, len(TEXT))
    start = TEXT.index("👍")
    reader.select(Span(start, start + 5))
    assert _press(reader, KEY.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == TEXT[start : start + 5]
    assert _press(reader, KEY.Key_Escape)
    assert reader.selection() is None
    assert not _press(reader, KEY.Key_Escape)


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [
        (KEY.Key_1, NONE),
        (KEY.Key_X, NONE),
        (KEY.Key_Return, NONE),
        (KEY.Key_Space, NONE),
        (KEY.Key_Tab, NONE),
        (KEY.Key_BracketLeft, NONE),
        (KEY.Key_Delete, NONE),
        (KEY.Key_Z, CONTROL),
        (KEY.Key_Up, CONTROL),
        (KEY.Key_Left, Qt.KeyboardModifier.MetaModifier),
        (KEY.Key_F1, NONE),
    ],
)
def test_deciding_keys_are_the_windows_and_change_nothing(reader: Reader, key: Qt.Key, modifiers: Qt.KeyboardModifier):
    reader.set_caret(4)
    assert not _press(reader, key, modifiers, "x")
    assert (reader.caret(), reader.selection()) == (4, None)


def test_tab_does_not_leave_the_reader_and_no_input_method_is_asked(reader: Reader):
    assert reader.focusNextPrevChild(True) is False
    assert not reader.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    assert not reader.viewport().testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_the_caret_shows_only_while_the_keyboard_moves_it(
    qtbot: QtBot, reader: Reader, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(reader, "hasFocus", lambda: True)  # a bare X server gives no window the focus
    assert reader._shown().caret is None
    _press(reader, KEY.Key_Right)
    assert reader._shown().caret == 1
    monkeypatch.setattr(reader, "hasFocus", lambda: False)
    assert reader._shown().caret is None
    monkeypatch.setattr(reader, "hasFocus", lambda: True)
    qtbot.mouseClick(reader.viewport(), Qt.MouseButton.LeftButton, pos=reader.span_rect(Span(4, 5)).center())
    assert reader._shown().caret is None


def test_programs_select_and_move_the_caret_within_the_text_only(reader: Reader):
    told = []
    reader.selection_changed.connect(told.append)
    reader.select(Span(2, 6))
    reader.select(Span(2, 6))
    reader.set_caret(8, keep_anchor=True)
    reader.set_caret(1)
    reader.clear_selection()
    assert told == [Span(2, 6), Span(2, 8), None]
    assert reader.caret() == 1
    for offset in (-1, len(TEXT) + 1):
        with pytest.raises(ValueError, match="no place"):
            reader.set_caret(offset)
    with pytest.raises(ValueError, match="behind the text"):
        reader.select(Span(0, len(TEXT) + 1))
