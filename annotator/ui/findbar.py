"""The bar to find words in the open report: what is typed, which of how many, on and back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton, QWidget

from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label, plain_tip


class FindBar(QFrame):
    """Says `typed` with the words, `stepped` with 1 or -1 for the next or previous place, and `left`."""

    typed = Signal(str)
    stepped = Signal(int)
    left = Signal()

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.query = QLineEdit()
        self.query.textChanged.connect(self.typed)
        self.query.installEventFilter(self)
        self.count = plain_label("", "soft", wraps=False)
        self._buttons = {
            "previous": self._button("‹", lambda: self.stepped.emit(-1)),
            "next": self._button("›", lambda: self.stepped.emit(1)),
            "close": self._button("✕", lambda: self.left.emit()),  # noqa: PLW0108
        }
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 6, 6)
        layout.setSpacing(6)
        layout.addWidget(self.query, 1)
        for widget in (self.count, *self._buttons.values()):
            layout.addWidget(widget)
        self.hide()
        self.wear(dress)

    def _button(self, sign: str, act: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setText(sign)
        button.setProperty("role", "quiet")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda _checked: act())
        return button

    def wear(self, dress: Dress) -> None:
        self._words = dress.words
        self.query.setPlaceholderText(dress.words("ui.find-here"))
        self.query.setAccessibleName(dress.words("ui.action-find"))
        keys = {"previous": "Shift+Enter", "next": "Enter", "close": "Esc"}
        for name, button in self._buttons.items():
            button.setAccessibleName(dress.words(f"ui.find-{name}"))
            button.setToolTip(plain_tip(f"{button.accessibleName()}  {keys[name]}"))

    def text(self) -> str:
        """What is looked for."""
        return self.query.text()

    def begin(self, words: str) -> None:
        """Shows the bar, ready to be typed into; words that are given take the place of those before."""
        self.show()
        if words:
            self.query.setText(words)
        self.query.selectAll()
        self.query.setFocus()

    def put(self, at: int | None, count: int) -> None:
        """Which of how many places is current, counted from 0."""
        if not self.query.text().strip():
            self.count.setText("")
        elif not count:
            self.count.setText(self._words("ui.find-nothing"))
        else:
            self.count.setText(self._words("ui.find-count", at=(at or 0) + 1, count=f"{count:,}"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.query and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)
