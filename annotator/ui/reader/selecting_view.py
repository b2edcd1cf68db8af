"""A view of a page where a caret moves and words are selected, by the keyboard or by a program."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from annotator.model import Span
from annotator.text import fold
from annotator.ui.reader.accessible import tell_caret
from annotator.ui.reader.moves import Moves
from annotator.ui.reader.selecting import Selecting
from annotator.ui.reader.units import Unit, step, unit_at
from annotator.ui.reader.view import PageView
from annotator.ui.theme import Theme

_SETTLED = 250  # milliseconds after the last key until a selection counts as finished
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_NONE = Qt.KeyboardModifier.NoModifier
_KEYS_OF_SIGNS = str.maketrans("【】「」『』。、", "[][]{}.\\")
"""What the keys of Latin punctuation give while Chinese punctuation is on, where folding does not know it."""
_ALT = Qt.KeyboardModifier.AltModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class SelectingView(PageView):
    """A page with a caret and a selection. Every key that does not move the caret, select or copy is the window's."""

    selection_changed = Signal(object)
    """Span or None"""
    selection_finished = Signal(object)
    """Span: the mouse button was released, or the keyboard came to rest"""
    extending_changed = Signal(bool)
    """whether the keys that move the caret select without Shift"""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._selecting = Selecting()
        self._caret_shown = False
        self._extending = False
        """whether movement selects without Shift"""
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
        self._set_extending(False)
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
        self._set_extending(False)
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
        elif event.key() == Qt.Key.Key_Escape and (self._extending or self._selecting.span is not None):
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
        if modifiers & ~(_SHIFT | _CONTROL | _ALT) or not self._moves.knows(event.key()):
            return False
        start, stood = self._departure(), self._scroll.value
        target = self._moves.target(event.key(), start.caret, bool(modifiers & _CONTROL), bool(modifiers & _ALT))
        self._sync()
        if target is None:
            return False
        extended = bool(modifiers & _SHIFT) or self._extending
        self._go(start.to(target) if extended else Selecting.at(target), stood)
        return True

    def _go(self, selecting: Selecting, stood: int) -> None:
        """The caret goes, by a key, and is followed; `stood` is where the view was before."""
        self._update_caret()
        self._caret_shown = True
        self._take(selecting)
        if self._scroll.value != stood:
            self._settle()
        self._follow_caret()
        if self._selecting.span is not None:
            self._settled.start()

    def extend(self, wanted: bool) -> None:
        """With `wanted` the keys that move the caret select from where it is, as with Shift, until that is ended."""
        self._set_extending(wanted)
        if wanted and self._selecting.span is None:
            self._go(Selecting.at(self._departure().caret), self._scroll.value)

    def _set_extending(self, wanted: bool) -> None:
        if wanted != self._extending:
            self._extending = wanted
            self.extending_changed.emit(wanted)

    def is_extending(self) -> bool:
        return self._extending

    def select_unit(self, unit: Unit) -> None:
        """Selects the word, sentence or paragraph at the caret; what is selected grows to the end of the next one."""
        stood, span = self._scroll.value, self.selection()
        if span is not None:
            start = Selecting(span.start, span.start, span.end)
            self._go(start.to(step(self._page, span.end, unit, forward=True)), stood)
            return
        at = self._departure().caret
        found = unit_at(self._page, at, unit)
        if found[0] == found[1]:  # a blank, or a line's end: the one behind it
            found = unit_at(self._page, step(self._page, at, unit, forward=True), unit)
        if found[0] < found[1]:
            self._go(Selecting.unit(*found), stood)

    def place(self) -> int:
        """Where the next gesture of the keyboard starts: what is selected, the caret, or the words that are read."""
        span = self.selection()
        return span.start if span else self._departure().caret

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

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Some input methods come even where none was asked for: one sign that they give is the key that gives it,

        Chinese punctuation too. More at once are words, which are nobody's keys, in whatever letters.
        """
        sign = fold(event.commitString().translate(_KEYS_OF_SIGNS))
        if len(sign) == 1 and sign.isascii() and sign.isprintable():
            QApplication.sendEvent(self, QKeyEvent(QEvent.Type.KeyPress, ord(sign.upper()), _NONE, sign))
        event.accept()

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
