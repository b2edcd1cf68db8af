"""A bar below the page that says what went wrong, until it is closed; passing remarks go by themselves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from annotator.ui.dress import Dress
from annotator.ui.hints import HEIGHT
from annotator.ui.plain_text import plain_label

_PASSING = 4_000  # ms


class Notice(QFrame):
    """`warn` stays until it is closed or answered by another; `remark` goes after four seconds.

    It stands where the hints are, which give way as it says by `shown`: were it above the page, the text that a person
    reads and clicks in would jump, and back again.
    """

    shown = Signal(bool)

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
        layout.setContentsMargins(14, 2, 6, 2)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._close)
        self.setMinimumHeight(HEIGHT)
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

    def pass_by(self) -> None:
        """What a passing remark was about is gone."""
        if self._timer.isActive():
            self.hide()

    def event(self, event: QEvent) -> bool:
        """Others hear of it as soon as it takes room, and when it leaves that."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.shown.emit(event.type() == QEvent.Type.ShowToParent)
        return super().event(event)

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
