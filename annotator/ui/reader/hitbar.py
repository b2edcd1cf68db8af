"""A scroll bar that shows where in the report the found places are."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar, QWidget

_TALL = 2  # pixels of a tick


class HitBar(QScrollBar):
    """`put` takes how far down the page each place is, from 0 to 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._shares: list[float] = []
        self._colour = QColor()
        super().__init__(Qt.Orientation.Vertical, parent)

    def put(self, shares: Iterable[float], colour: QColor) -> None:
        new = list(shares)
        if new != self._shares or colour != self._colour:
            self._shares, self._colour = new, colour
            self.update()

    def rows(self) -> set[int]:
        """The rows of pixels where a tick begins: few, however many places there are."""
        room = max(self.height() - _TALL, 1)
        return {round(share * room) for share in self._shares}

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        for row in self.rows():
            painter.fillRect(2, row, self.width() - 4, _TALL, self._colour)
        painter.end()
