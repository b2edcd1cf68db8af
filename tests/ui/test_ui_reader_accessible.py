"""What a screen reader is told. It counts in UTF-16; the reader counts in code points."""

from __future__ import annotations

import gc

import pytest
import shiboken6
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot
from reader_values import shown

from annotator.model import Span
from annotator.ui.reader import Reader
from annotator.ui.reader.accessible import ReaderAccessible

TEXT = "驻村𠮷工作队，👍🏽落实低保。\r\n第二段。"


@pytest.fixture
def reader(qtbot: QtBot) -> Reader:
    return shown(qtbot, TEXT)


@pytest.fixture
def told(reader: Reader) -> ReaderAccessible:
    interface = QAccessible.queryAccessibleInterface(reader)
    assert isinstance(interface, ReaderAccessible)
    return interface


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_a_reader_is_a_document_that_cannot_be_written(told: ReaderAccessible):
    assert told.role() == QAccessible.Role.Document
    state = told.state()
    assert (bool(state.readOnly), bool(state.multiLine), bool(state.selectableText)) == (True, True, True)


def test_the_text_is_told_in_slices_by_utf16(told: ReaderAccessible):
    text = told.textInterface()
    assert text.characterCount() == _utf16(TEXT)
    assert text.text(0, text.characterCount()) == TEXT
    for start in range(len(TEXT)):
        assert text.text(_utf16(TEXT[:start]), _utf16(TEXT[: start + 2])) == TEXT[start : start + 2]
    assert text.text(-3, 10_000) == TEXT


def test_the_caret_goes_both_ways(reader: Reader, told: ReaderAccessible):
    text = told.textInterface()
    for offset in range(len(TEXT) + 1):
        reader.set_caret(offset)
        assert text.cursorPosition() == _utf16(TEXT[:offset])
        reader.set_caret(0)
        text.setCursorPosition(_utf16(TEXT[:offset]))
        assert reader.caret() == offset


def test_a_screen_reader_selects_and_is_never_sent_to_where_no_answer_is(reader: Reader, told: ReaderAccessible):
    text = told.textInterface()
    text.addSelection(_utf16("驻村"), _utf16("驻村𠮷工"))
    assert reader.selection() == Span(2, 4)
    assert text.selectionCount() == 0
    text.removeSelection(0)
    assert reader.selection() is None


def test_places_on_the_screen_are_those_of_the_words(reader: Reader, told: ReaderAccessible):
    text = told.textInterface()
    start = TEXT.index("低")
    rect = text.characterRect(_utf16(TEXT[:start]))
    assert rect.topLeft() == reader.viewport().mapToGlobal(reader.span_rect(Span(start, start + 1)).topLeft())
    left_half = rect.topLeft() + (rect.center() - rect.topLeft()) / 2
    assert text.offsetAtPoint(left_half) == _utf16(TEXT[:start])


def test_another_text_is_told_at_once(reader: Reader, told: ReaderAccessible):
    text = told.textInterface()
    assert text.characterCount() == _utf16(TEXT)
    reader.set_text("𠮷")
    assert (text.characterCount(), text.text(0, 2)) == (2, "𠮷")
    reader.set_text("")
    assert text.characterCount() == 0
    assert not text.characterRect(0).isValid()


def test_qt_is_given_the_address_of_the_text_and_of_nothing_else(told: ReaderAccessible):
    given = told.interface_cast(QAccessible.InterfaceType.TextInterface)
    assert int(given) == shiboken6.getCppPointer(told._text)[0]
    others = [kind for kind in QAccessible.InterfaceType if kind != QAccessible.InterfaceType.TextInterface]
    assert [int(told.interface_cast(kind)) for kind in others] == [0] * len(others)


def test_a_reader_is_not_kept_alive_by_having_been_asked(qtbot: QtBot):
    reader = Reader(shown(qtbot, "")._theme)
    interface = QAccessible.queryAccessibleInterface(reader)
    assert interface.textInterface().characterCount() == 0
    del interface
    gone = []
    reader.destroyed.connect(lambda: gone.append(True))
    del reader
    gc.collect()
    qtbot.waitUntil(lambda: gone == [True])
