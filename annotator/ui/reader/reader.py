"""The reader: a page with marks that people click, and words that they select."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from annotator.model import Span
from annotator.ui.plain_text import plain_tip
from annotator.ui.reader.accessible import install
from annotator.ui.reader.counted import parse, spans_of
from annotator.ui.reader.dressing import changed_lines
from annotator.ui.reader.finding import Found
from annotator.ui.reader.hitbar import HitBar
from annotator.ui.reader.mark import Mark
from annotator.ui.reader.painting import Shown
from annotator.ui.reader.pointer import Pointer
from annotator.ui.reader.selecting import Selecting
from annotator.ui.reader.selecting_view import SelectingView
from annotator.ui.reader.wording import Showing, name_of
from annotator.ui.theme import Theme


class Reader(SelectingView):
    """Shows a text with marks. Offsets and spans are code points of the text as given to `set_text`.

    The window owns the deciding keys: every key that does not move the caret, select or copy is left to it.
    """

    mark_clicked = Signal(str)
    """a mark's key: its chip or its words were clicked"""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._current: str | None = None
        self._found = Found()
        super().__init__(theme, parent)
        self._bar = HitBar()
        self.setVerticalScrollBar(self._bar)
        self._pointer = Pointer(self._page, self._places)
        self._pointer.clicked.connect(self.mark_clicked)
        self._pointer.selected.connect(self._take_from_mouse)
        self._pointer.finished.connect(self._finish)
        self._pointer.scrolled.connect(self._scroll_by)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        install()

    # what is shown

    def set_text(self, text: str) -> None:
        """Another document: its top, without marks and without a selection."""
        self._pointer.leave()
        selected = self._start_over()
        self._current = None
        self.set_found(Found())
        self._page.load(text)
        self._scroll.to_top()
        self._settle()
        if selected:
            self.selection_changed.emit(None)

    def text(self) -> str:
        return self._page.text

    def show_as(self, showing: Showing) -> None:
        """In another script, or with wrapped lines joined or apart. Offsets, marks and what is selected stay."""
        if showing == self._page.showing:
            return
        held = self._scroll.hold()
        self._moves.forget()
        self._page.show_as(showing)
        self._scroll.back_to(held)
        self._settle()

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """These marks in place of all before. Paints only the lines that look different.

        Raises ValueError where two share a key or one ends behind the text.
        """
        self._remark(lambda: self._page.set_marks(marks))

    def change_marks(self, gone: Iterable[str], come: Sequence[Mark]) -> None:
        """Some marks, named by their keys, have gone, and others come; one that has changed is in both.

        Costs what these cost. Paints and raises as `set_marks` does.
        """
        self._remark(lambda: self._page.change_marks(gone, come))

    def _remark(self, change: Callable[[], set[int]]) -> None:
        held = self._scroll.hold()
        visible = dict(self._scroll.visible())
        before = {index: (self._page.dressed(index), self._page.height(index)) for index in visible}
        changed = change() & visible.keys()
        if any(self._page.height(index) != before[index][1] for index in changed):
            self._scroll.back_to(held)
            self._settle()
            return
        self._sync()
        for index in changed:
            self._update_lines(index, visible[index], changed_lines(before[index][0], self._page.dressed(index)))

    def _update_lines(self, index: int, top: int, numbers: Sequence[int]) -> None:
        for number in numbers:
            line = self._page.dressed(index)[number]
            self.viewport().update(0, top + line.top, self.viewport().width(), line.height)

    def set_current(self, key: str | None) -> None:
        """Frames a mark, or none. Does not scroll; a key that no mark has frames none until one has it."""
        if key == self._current:
            return
        framed = self._page.marks.get(self._current), self._page.marks.get(key)
        self._current = key
        for mark in framed:
            if mark is not None:
                self._update_span(mark.span)
        if framed[1] and not self._caret_shown and self.selection() is None:
            self.set_caret(framed[1].span.start)  # what the keyboard selects begins at what is looked at

    def counted(self, start: int, typed: str) -> list[tuple[Span, str]]:
        """The spans that a command of numbers means from an offset on, with the letters of their labels."""
        return spans_of(self._page, start, parse(typed))

    def span_of(self, key: str) -> Span | None:
        """The span of a mark; None where there is no such one."""
        mark = self._page.marks.get(key)
        return mark.span if mark else None

    def set_found(self, found: Found) -> None:
        """Shows these places as found, in the text and at the scroll bar. Does not scroll."""
        if found.spans is not self._found.spans:
            self._bar.put(self._page.shares(found.spans), self._theme.warn)
        self._found = found
        self.viewport().update()

    def _shown(self) -> Shown:
        caret = self._selecting.caret if self._caret_shown and self.hasFocus() else None
        return Shown(self._colours, self._current, self._selecting.span, caret, self._found)

    def mark_at(self, point: QPoint) -> str | None:
        """The key of the mark under a point of the viewport: a chip's own, else that of the innermost words."""
        marks = self._places.marks(self._places.hit(point))
        return marks[0].key if marks else None

    def is_chip_at(self, point: QPoint) -> bool:
        return self._places.hit(point).chip is not None

    def offsets_in_view(self) -> range:
        """The offsets of the paragraphs that are in view, at least in part."""
        return self._seen()

    # mouse

    def _take_from_mouse(self, selecting: Selecting) -> None:
        self._update_caret()
        self._caret_shown = False
        self._moves.forget()
        self._take(selecting)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._pointer.press(
            event.position().toPoint(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier), self._selecting
        )

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pointer.press_twice(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._pointer.move(point, self._scroll.height)
            return
        over_chip = self._places.hit(point).chip is not None
        shape = Qt.CursorShape.PointingHandCursor if over_chip else Qt.CursorShape.IBeamCursor
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pointer.release(event.position().toPoint(), self._current)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._show_tip(event)
            return True
        return super().viewportEvent(event)

    def _show_tip(self, event: QHelpEvent) -> None:
        """The whole title of a chip that shows only its digit or a part; the name of what is invisible."""
        chip = self._places.hit(event.pos()).chip
        tip = chip.mark.title if chip and chip.text != chip.mark.title else self.unseen_at(event.pos())
        if not tip:
            QToolTip.hideText()
            return
        QToolTip.showText(event.globalPos(), plain_tip(tip), self.viewport())

    def unseen_at(self, point: QPoint) -> str:
        """The name of the invisible code point under a point of the viewport, if one is there."""
        at = self._places.unseen(point)
        return name_of(self._page.text[at]) if at is not None else ""
