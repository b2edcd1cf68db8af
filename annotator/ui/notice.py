"""A bar above the report that says what went wrong, until it is closed; passing remarks go by themselves."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label

_PASSING = 4_000  # ms


class Notice(QFrame):
    """`warn` stays until it is closed or answered by another; `remark` goes after four seconds."""

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dress = dress
        self._text = plain_label("")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QToolButton()
        self._close.setText("✕")
        self._close.setProperty("role", "quiet")
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._close.clicked.connect(self.hide)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 6, 6)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._close)
        self.hide()
        self.wear(dress)

    def wear(self, dress: Dress) -> None:
        self._dress = dress
        self._close.setAccessibleName(dress.words("ui.close"))
        self._close.setToolTip(dress.tip(dress.words("ui.close"), "leave"))

    def warn(self, sentence: str) -> None:
        self._timer.stop()
        self._say(sentence, self._dress.theme.danger.name())

    def remark(self, sentence: str) -> None:
        self._timer.start(_PASSING)
        self._say(sentence, self._dress.theme.accent.name())

    def text(self) -> str:
        return self._text.text()

    def _say(self, sentence: str, colour: str) -> None:
        theme = self._dress.theme
        self.setStyleSheet(
            f"Notice {{ background: {theme.raised.name()}; border: 1px solid {colour}; border-left: 4px solid {colour};"
            " border-radius: 8px; }"
        )
        self._text.setText(sentence)
        self.show()
