"""The line where a command of numbers is typed: what it says so far, and which letter is which label."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from annotator.model import Scheme
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.reader.counted import is_typable, letters_of

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock)


class CommandLine(QFrame):
    """Never has the focus: it is given the reader's keys while it is shown. Says `typed`, `given` and `left`."""

    typed = Signal(str)
    given = Signal(str)
    left = Signal()

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        self._letters = ""
        super().__init__(parent)
        self.setProperty("role", "card")
        self.shown = plain_label("", "title", wraps=False)
        self.how, self.labels = plain_label("", "soft", wraps=False), plain_label("", wraps=False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.setSpacing(14)
        layout.addWidget(self.shown)
        beside = QVBoxLayout()
        for label in (self.how, self.labels):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # never widens the window
            beside.addWidget(label)
        layout.addLayout(beside, 1)
        self.hide()
        self.wear(dress)

    def wear(self, dress: Dress) -> None:
        self._words = dress.words
        self.setAccessibleName(dress.words("ui.action-number"))

    def begin(self, scheme: Scheme) -> None:
        """An empty line; the letters stand for the scheme's labels, in its order."""
        self._letters = letters_of(len(scheme.labels))
        pairs = zip(self._letters, scheme.labels, strict=False)
        self.labels.setText("   ".join(f"{letter} {self._words.pick(label.title)}" for letter, label in pairs))
        self.how.setText(self._words("ui.number-how"))
        self._put("")
        self.show()

    def text(self) -> str:
        """What is typed so far."""
        return self.shown.text().removeprefix("; ")

    def _put(self, text: str) -> None:
        self.shown.setText(f"; {text}")
        self.shown.setAccessibleName(f"{self._words('ui.action-number')}: {text}")
        self.typed.emit(text)

    def take(self, event: QKeyEvent) -> bool:
        """Whether a key was the line's: a sign of a command, Backspace, Enter, Esc. Others end it and go their way."""
        text = event.text().lower()
        if event.key() in _ENTER:
            self._end(self.given, self.text())
        elif event.key() == Qt.Key.Key_Escape:
            self._end(self.left)
        elif event.key() == Qt.Key.Key_Backspace:
            self._put(self.text()[:-1])
        elif len(text) == 1 and text.isprintable():
            if is_typable(self.text() + text, self._letters):
                self._put(self.text() + text)
        elif event.key() in _MODIFIERS:
            return False
        else:
            self._end(self.left)
            return False
        return True

    def _end(self, signal: object, *values: str) -> None:
        self.hide()
        signal.emit(*values)  # type: ignore[attr-defined]
