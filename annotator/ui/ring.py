"""The ring that shows how far a document is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from annotator.ui.theme import Theme


def draw_ring(painter: QPainter, area: QRectF, share: float, theme: Theme, *, done: bool) -> None:
    """A ring filled clockwise from the top to `share` (0 to 1); done is a whole one with a tick in it."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(theme, done=done, full=False))
    painter.drawEllipse(area)
    if done:
        x, y, size = area.center().x(), area.center().y(), area.width() / 4
        painter.drawPolyline(
            [QPointF(x - size * 0.9, y), QPointF(x - size * 0.2, y + size * 0.7), QPointF(x + size, y - size * 0.7)]
        )
    elif share > 0:
        painter.setPen(_pen(theme, done=False, full=True))
        painter.drawArc(area, 90 * 16, -round(360 * 16 * min(share, 1)))


def _pen(theme: Theme, *, done: bool, full: bool) -> QPen:
    colour = theme.good if done else theme.accent if full else theme.line
    return QPen(colour, 2.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
