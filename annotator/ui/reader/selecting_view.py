"""A view of a page where a caret moves and words are selected, by the keyboard or by a program."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from annotator.model import Span
from annotator.ui.reader.accessible import tell_caret
from annotator.ui.reader.moves import Moves
from annotator.ui.reader.selecting import Selecting
from annotator.ui.reader.view import PageView
from annotator.ui.theme import Theme

_SETTLED = 250  # milliseconds after the last key until a selection counts as finished
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class SelectingView(PageView):
    """A page with a caret and a selection. Every key that does not move the caret, select or copy is the window's."""

    selection_changed = Signal(object)
    """Span or None"""
    selection_finished = Signal(object)
    """Span: the mouse button was released, or the keyboard came to rest"""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._selecting = Selecting()
        self._caret_shown = False
        self._elsewhere = False
        """whether the view has moved since the caret was put where it is"""
        super().__init__(theme, parent)
        self._moves = Moves(self._page, self._scroll, self._places)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED)
        self._settled.timeout.connect(self._finish)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # else an input method swallows X and 1–9

    def selection(self) -> Span | None:
        span = self._selecting.span
        return self._page.without_line_ends(span) if span and self._page.showing.joined else span

    def select(self, span: Span | None) -> None:
        """Selects a span, the caret at its end; None selects nothing. Raises ValueError for one beyond the text."""
        if span is not None and span.end > len(self._page.text):
            raise ValueError("a selection ends behind the text")
        self._moves.forget()
        self._take(Selecting.of(span) if span else Selecting.at(self._selecting.caret))

    def clear_selection(self) -> None:
        self.select(None)

    def caret(self) -> int:
        return self._selecting.caret

    def set_caret(self, offset: int, *, keep_anchor: bool = False) -> None:
        """Puts the caret before a code point; with `keep_anchor` the selection reaches there. Does not scroll.

        Raises ValueError for an offset that the text does not have.
        """
        if not 0 <= offset <= len(self._page.text):
            raise ValueError(f"no place in the text: {offset}")
        self._moves.forget()
        self._take(self._selecting.to(offset) if keep_anchor else Selecting.at(offset))

    def _start_over(self) -> bool:
        """Nothing selected, the caret at the start, as for another text. Returns whether something was selected."""
        selected = self._selecting.span is not None
        self._settled.stop()
        self._moves.forget()
        self._selecting, self._caret_shown, self._elsewhere = Selecting(), False, False
        return selected

    def _take(self, selecting: Selecting) -> None:
        before = self._selecting.span
        self._update_caret()
        self._selecting, self._elsewhere = selecting, False
        self._update_caret()
        tell_caret(self, self._page.text, selecting.caret)
        if selecting.span == before:
            return
        for part in _differences(before, selecting.span):
            self._update_span(part)
        self.selection_changed.emit(self.selection())

    def _update_caret(self) -> None:
        if self._caret_shown and self._selecting.caret in self._seen():
            rect = self._places.caret_rect(self._selecting.caret)
            self.viewport().update(rect.adjusted(-2, 0, 2, 0))

    def _finish(self) -> None:
        self._settled.stop()
        if self._selecting.span is not None:
            self.selection_finished.emit(self.selection())

    # keys

    def focusNextPrevChild(self, _next: bool) -> bool:
        return False  # Tab is the window's: the next suggestion

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            done = self._copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            done = self._select_all()
        elif event.key() == Qt.Key.Key_Escape and self._selecting.span is not None:
            done = self._drop_selection()
        else:
            done = self._move(event)
        event.setAccepted(done)

    def _copy(self) -> bool:
        span = self.selection()
        if span is None:
            return False
        QGuiApplication.clipboard().setText(span.of(self._page.text))
        return True

    def _select_all(self) -> bool:
        if not self._page.text:
            return False
        self.select(Span(0, len(self._page.text)))
        return True

    def _drop_selection(self) -> bool:
        self.clear_selection()
        return True

    def _move(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~_KEYPAD
        if modifiers & ~(_SHIFT | _CONTROL) or not self._moves.knows(event.key()):
            return False
        start, stood = self._departure(), self._scroll.value
        target = self._moves.target(event.key(), start.caret, bool(modifiers & _CONTROL))
        self._sync()
        if target is None:
            return False
        self._update_caret()
        self._caret_shown = True
        extended = bool(modifiers & _SHIFT)
        self._take(start.to(target) if extended else Selecting.at(target))
        if self._scroll.value != stood:
            self._settle()
        self._follow_caret()
        if extended:
            self._settled.start()
        return True

    def _moved_on(self) -> None:
        self._elsewhere = True

    def _departure(self) -> Selecting:
        """Where a key starts from: the words that are read, once a caret without selection was scrolled away from."""
        if not self._elsewhere or self._selecting.span is not None:
            return self._selecting
        y = self._places.caret_rect(self._selecting.caret).center().y()
        return self._selecting if 0 <= y < self._scroll.height else Selecting.at(self._scroll.reading())

    def _follow_caret(self) -> None:
        caret = self._selecting.caret
        self._bring(caret, caret, min(self._look.leading, self._scroll.height // 4))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Shift and self._settled.isActive():
            self._finish()
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._update_caret()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._update_caret()


def _differences(one: Span | None, other: Span | None) -> list[Span]:
    """The parts of two spans that are in one of them only; for spans that lie apart, both."""
    if one is None or other is None or not one.overlaps(other):
        return [span for span in (one, other) if span is not None]
    edges = ((one.start, other.start), (one.end, other.end))
    return [Span(min(pair), max(pair)) for pair in edges if pair[0] != pair[1]]
