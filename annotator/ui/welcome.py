"""What stands in the window while no corpus is open: the ways to begin."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label

_ACTIONS = ("new", "open", "demo")


class Welcome(QWidget):
    """Says `wanted` with an action's name, `chosen` with the path of a corpus opened before."""

    wanted = Signal(str)
    chosen = Signal(object)

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recent: list[Path] = []
        self._title = plain_label("", "title")
        self._about = plain_label("", "soft")
        self._buttons = {action: QPushButton() for action in _ACTIONS}
        self._buttons["new"].setProperty("role", "primary")
        self._recent_title = plain_label("", "soft")
        self._recent_box = QVBoxLayout()
        self._recent_box.setSpacing(2)
        for action, button in self._buttons.items():
            button.clicked.connect(lambda _checked, name=action: self.wanted.emit(name))
        self._lay_out()
        self.wear(dress)

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("role", "card")
        card.setFixedWidth(560)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(36, 32, 36, 32)
        inside.setSpacing(14)
        inside.addWidget(self._title)
        inside.addWidget(self._about)
        row = QHBoxLayout()
        for button in self._buttons.values():
            row.addWidget(button)
        inside.addLayout(row)
        inside.addWidget(self._recent_title)
        inside.addLayout(self._recent_box)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def wear(self, dress: Dress) -> None:
        self._title.setText(dress.words("ui.welcome"))
        self._about.setText(dress.words("ui.welcome-about"))
        self._recent_title.setText(dress.words("ui.recent"))
        for action, button in self._buttons.items():
            button.setText(dress.words(f"ui.action-{action}"))

    def put(self, recent: list[Path]) -> None:
        """Shows the corpora opened before, one button each."""
        while item := self._recent_box.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        for path in recent:
            button = QPushButton(f"{path.stem} — {path.parent}".replace("&", "&&"))
            button.setProperty("role", "quiet")
            button.setStyleSheet("text-align: left;")
            button.clicked.connect(lambda _checked, one=path: self.chosen.emit(one))
            self._recent_box.addWidget(button)
        self._recent_title.setVisible(bool(recent))
