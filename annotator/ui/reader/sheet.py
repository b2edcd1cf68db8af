"""The ground of the view: a sheet of paper on the window's colour."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPen

from annotator.ui.reader.look import Column
from annotator.ui.theme import Theme

_RADIUS = 10.0


def paint_sheet(painter: QPainter, theme: Theme, column: Column, view: QRect, rows: tuple[int, int]) -> None:
    """The ground of a view with a sheet between two `rows`, top and bottom; a narrow view is paper all over."""
    if column.sheet_width >= view.width():
        painter.fillRect(view, theme.paper)
        return
    painter.fillRect(view, theme.window)
    painter.setPen(QPen(theme.line, 1))
    painter.setBrush(theme.paper)
    top, bottom = rows
    sheet = QRectF(column.sheet_left, top, column.sheet_width, bottom - top)
    painter.drawRoundedRect(sheet.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
