"""The reader for screen readers: a read-only document of text with a caret and a selection.

Assistive technology counts in UTF-16 units, as Qt does; here they become the code points that the reader speaks.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from weakref import ref

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAccessibleTextCursorEvent, QAccessibleTextInterface
from PySide6.QtWidgets import QAccessibleWidget

from annotator.model import Span
from annotator.text import Utf16

if TYPE_CHECKING:
    from annotator.ui.reader.reader import Reader


class ReaderAccessible(QAccessibleWidget):
    """A reader as an object among others: its name, its state, and where its text is to be had."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader, QAccessible.Role.Document)
        self._text = ReaderText(reader)

    def interface_cast(self, kind: QAccessible.InterfaceType) -> shiboken6.VoidPtr:  # type: ignore[override]
        """The text interface, as an object of its own: the address of one of two bases would be the other's."""
        if kind == QAccessible.InterfaceType.TextInterface:
            return shiboken6.VoidPtr(self._text)  # type: ignore[arg-type]  # its stubs know numbers only
        return shiboken6.VoidPtr(0)  # nothing at all would be read as garbage

    def state(self) -> QAccessible.State:
        state = super().state()
        state.readOnly = state.multiLine = state.selectableText = True
        return state


class ReaderText(QAccessibleTextInterface):
    """The text of a reader. Offsets in its methods are UTF-16 units of the whole text."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self._weak = ref(reader)
        self._measured = ""
        self._utf16 = Utf16("")

    @property
    def _reader(self) -> Reader:
        """The reader, which lives as long as anybody asks: Qt drops this object with it."""
        reader = self._weak()
        assert reader is not None
        return reader

    def units(self, offset: int) -> int:
        """The UTF-16 offset of a code point."""
        return self._converter().units(offset)

    def _offset(self, units: int) -> int:
        return min(self._converter().code_points(max(units, 0)), len(self._reader.text()))

    def _converter(self) -> Utf16:
        """The converter of the text as it is now, made once for each text."""
        text = self._reader.text()
        if self._measured is not text:
            self._measured, self._utf16 = text, Utf16(text)
        return self._utf16

    def text(self, start: int, end: int) -> str:
        return self._reader.text()[self._offset(start) : self._offset(end)]

    def characterCount(self) -> int:
        return self.units(len(self._reader.text()))

    def cursorPosition(self) -> int:
        return self.units(self._reader.caret())

    def setCursorPosition(self, position: int) -> None:
        self._reader.set_caret(self._offset(position))

    def characterRect(self, offset: int) -> QRect:
        at = min(self._offset(offset), len(self._reader.text()) - 1)
        if at < 0:
            return QRect()
        rect = self._reader.span_rect(Span(at, at + 1))
        return QRect(self._reader.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def offsetAtPoint(self, point: QPoint) -> int:
        return self.units(self._reader.offset_at(self._reader.viewport().mapFromGlobal(point)))

    def selectionCount(self) -> int:
        """None, whatever is selected: the binding cannot answer the question that would follow, where it lies."""
        return 0

    def setSelection(self, _index: int, start: int, end: int) -> None:
        self.addSelection(start, end)

    def addSelection(self, start: int, end: int) -> None:
        low, high = sorted((self._offset(start), self._offset(end)))
        self._reader.select(Span(low, high) if low < high else None)

    def removeSelection(self, _index: int) -> None:
        self._reader.clear_selection()

    def scrollToSubstring(self, start: int, end: int) -> None:
        low, high = self._offset(start), self._offset(end)
        if low < high:
            self._reader.reveal(Span(low, high))


def _accessible(_class_name: str, thing: QObject) -> QAccessibleInterface | None:
    from annotator.ui.reader.reader import Reader

    return ReaderAccessible(thing) if isinstance(thing, Reader) else None


@cache
def install() -> None:
    """Tells Qt, once for the program, how readers speak to screen readers."""
    QAccessible.installFactory(_accessible)


def tell_caret(view: QObject, text: str, caret: int) -> None:
    """Lets a screen reader follow the caret to a code point of the text, where one listens."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleTextCursorEvent(view, Utf16(text[:caret]).units(caret)))
