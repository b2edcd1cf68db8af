"""The labels of the scheme at the right: key, colour, title, and how many of their spans are decided."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from annotator.model import Label, Scheme
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_tip

_ROW, _LEAST_ROW = 32, 18


class LabelsPanel(QWidget):
    """Says `chosen` with a label's name when its row is clicked: the mouse's way to press its key."""

    chosen = Signal(str)

    def __init__(self, dress: Dress, scheme: Scheme, parent: QWidget | None = None) -> None:
        self._dress = dress
        self._scheme = scheme
        self._counts: dict[str, tuple[int, int]] = {}
        self._current = ""
        self._hovered = ""
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def wear(self, dress: Dress) -> None:
        self._dress = dress
        self.setAccessibleName(dress.words("ui.labels"))
        self.update()

    def put(self, scheme: Scheme, counts: dict[str, tuple[int, int]], current: str) -> None:
        """Shows, for each label, (annotations, all its spans), and marks the current span's label."""
        if len(scheme.labels) != len(self._scheme.labels):
            self.updateGeometry()
        self._scheme, self._counts, self._current = scheme, counts, current
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _ROW * len(self._scheme.labels))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, _LEAST_ROW * len(self._scheme.labels))

    def _row(self) -> float:
        """The height of a row: less than it should be where there are too many labels for the window."""
        return min(_ROW, self.height() / max(len(self._scheme.labels), 1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = self._row()
        for number, label in enumerate(self._scheme.labels):
            self._draw(painter, label, QRectF(0.5, number * row + 1.5, self.width() - 1, row - 3))
        painter.end()

    def _draw(self, painter: QPainter, label: Label, area: QRectF) -> None:
        theme = self._dress.theme
        if label.name in (self._current, self._hovered):
            painter.setPen(QPen(theme.accent, 1.2) if label.name == self._current else Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent_soft if label.name == self._current else theme.hover)
            painter.drawRoundedRect(area, 7, 7)
        key = QRectF(area.left() + 8, area.center().y() - 9, 18, 18)
        painter.setPen(QPen(theme.line, 1))
        painter.setBrush(theme.raised)
        painter.drawRoundedRect(key, 4, 4)
        self._text(painter, key, label.key, 11, Qt.AlignmentFlag.AlignCenter, soft=True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.label_colour(self._scheme, label.name))
        painter.drawRoundedRect(QRectF(key.right() + 10, area.center().y() - 5, 10, 10), 3, 3)
        decided, all_ = self._counts.get(label.name, (0, 0))
        right = area.adjusted(0, 0, -10, 0)
        self._text(painter, right, f"{decided} / {all_}", 12, Qt.AlignmentFlag.AlignRight, soft=True)
        title = area.adjusted(key.right() + 28, 0, -64, 0)
        self._text(painter, title, self._dress.words.pick(label.title), 13, Qt.AlignmentFlag.AlignLeft)

    def _text(
        self, painter: QPainter, area: QRectF, text: str, size: int, align: Qt.AlignmentFlag, *, soft: bool = False
    ) -> None:
        font = QFont(self.font())
        font.setPixelSize(size)
        painter.setFont(font)
        painter.setPen(self._dress.theme.ink_soft if soft else self._dress.theme.ink)
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(area, align | Qt.AlignmentFlag.AlignVCenter, elided)

    def _label_at(self, event: QMouseEvent) -> Label | None:
        row = int(event.position().y() // self._row())
        return self._scheme.labels[row] if 0 <= row < len(self._scheme.labels) else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        label = self._label_at(event)
        name = label.name if label else ""
        if name != self._hovered:
            self._hovered = name
            text = plain_tip(self._dress.words.pick(label.definition)) if label else ""
            QToolTip.showText(event.globalPosition().toPoint(), text, self)
            self.update()

    def leaveEvent(self, _event: object) -> None:
        self._hovered = ""
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if label := self._label_at(event):
            self.chosen.emit(label.name)
