"""A version in words, to be clicked: its key, who has it, and its spans with their labels."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.review.lane import Lane
from annotator.ui.theme import legible

_LONGEST = 90


class Card(QFrame):
    """Takes no focus: its key does the same."""

    clicked = Signal()

    def __init__(self, lane: Lane, hue: QColor, dress: Dress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = dress.theme
        ink = legible(hue, theme.raised).name()
        self.setStyleSheet(
            f"Card {{ background: {theme.raised.name()}; border: 1px solid {theme.line.name()};"
            f" border-left: 4px solid {ink}; border-radius: 8px; }}"
            f"Card:hover {{ background: {theme.hover.name()}; }}"
        )
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        head = plain_label(f"{lane.key}   {lane.who}")
        head.setStyleSheet(f"color: {ink}; font-weight: 600;")
        spans = [f"{_short(one.text)}　[{one.title}]" for one in lane.spans]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 7, 8, 7)
        layout.setSpacing(3)
        layout.addWidget(head)
        for line in spans:
            layout.addWidget(plain_label(line))
        if lane.about:
            layout.addWidget(plain_label(lane.about, "soft"))
        self.setAccessibleName("  ".join([lane.key, lane.who, *spans, lane.about]))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}…"
