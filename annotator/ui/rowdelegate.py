"""Rows of a list that are painted by us: a ground that shows which is chosen, and lines that give way at their end."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.ui.dress import Dress

TITLE, ABOUT = 14, 12
"""pixels of a row's two lines"""


class RowDelegate(QStyledItemDelegate):
    """What delegates of such lists share; each paints its own row."""

    def __init__(self, dress: Dress, parent: QWidget) -> None:
        super().__init__(parent)
        self.dress = dress

    def begin(self, painter: QPainter, option: QStyleOptionViewItem) -> QRect:
        """Paints the ground of a row that is chosen or under the mouse; the area for what stands in it."""
        theme, area = self.dress.theme, QRect(option.rect.adjusted(0, 2, 0, -2))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if is_chosen(option) or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(theme.accent_soft if is_chosen(option) else theme.hover)
            painter.drawRoundedRect(area, 8, 8)
        return area

    @staticmethod
    def line(painter: QPainter, area: QRect, text: str, size: int, ink: QColor) -> None:
        """A line of `size` pixels, elided where it is too long for the area."""
        font = QFont(painter.font())
        font.setPixelSize(size)
        painter.setFont(font)
        painter.setPen(ink)
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, elided)


def is_chosen(option: QStyleOptionViewItem) -> bool:
    """Whether a row is the chosen one."""
    return bool(option.state & QStyle.StateFlag.State_Selected)
