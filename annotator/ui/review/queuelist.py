"""The queue as a list: the words, what kind of difference, how often, in which report, and whether it is settled."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from annotator.corpus import QueueRow
from annotator.ui.dress import Dress
from annotator.ui.rowdelegate import ABOUT, TITLE, RowDelegate, is_chosen
from annotator.ui.tables import Index
from annotator.ui.theme import legible

_HEIGHT, _PAD, _DOT = 54, 12, 9


class QueueModel(QAbstractListModel):
    """Rows by value, with the titles of their documents and how often each occurs."""

    def __init__(self) -> None:
        self.rows: list[QueueRow] = []
        self.titles: Mapping[str, str] = {}
        self.frequency: Mapping[str, int] = {}
        self.dress: Dress | None = None
        super().__init__()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 # Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return " ".join(row.text.split())
            case Qt.ItemDataRole.AccessibleTextRole:
                return "  ".join([" ".join(row.text.split()), self.about(row)])
            case Qt.ItemDataRole.UserRole:
                return row
        return None

    def put(self, rows: list[QueueRow], titles: Mapping[str, str], frequency: Mapping[str, int]) -> None:
        """Other rows; where they stand as before, the view keeps its place."""
        same = [row.place for row in rows] == [row.place for row in self.rows]
        self.titles, self.frequency = titles, frequency
        if not same:
            self.beginResetModel()
        self.rows = rows
        if not same:
            self.endResetModel()
        elif rows:
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))

    def about(self, row: QueueRow) -> str:
        """What kind of difference, how often, and where."""
        if self.dress is None:
            return ""
        words = self.dress.words
        often = self.frequency.get(row.key, 1)
        parts = [words(f"review.kind-{row.type}"), *([f"×{often}"] if often > 1 else []),
                 self.titles.get(row.document, "")]  # fmt: skip
        return " · ".join(parts)


class QueueDelegate(RowDelegate):
    """Two lines and a mark: a ring is open, half a disc deferred, a disc with a tick settled."""

    def __init__(self, model: QueueModel, dress: Dress, parent: QWidget) -> None:
        super().__init__(dress, parent)
        self._model = model

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: QueueRow = index.data(Qt.ItemDataRole.UserRole)
        theme = self.dress.theme
        painter.save()
        area = self.begin(painter, option)
        words = area.adjusted(_PAD, 0, -(_DOT + 2 * _PAD), 0)
        soft = legible(theme.ink_soft, theme.accent_soft if is_chosen(option) else theme.window)
        self.line(painter, words.adjusted(0, 6, 0, -24), index.data(), TITLE, theme.ink)
        self.line(painter, words.adjusted(0, 27, 0, -5), self._model.about(row), ABOUT, soft)
        self._dot(painter, QPoint(area.right() - _PAD - _DOT // 2, area.center().y()), row.state)
        painter.restore()

    def _dot(self, painter: QPainter, centre: QPoint, state: str) -> None:
        theme = self.dress.theme
        ink = {"open": theme.warn, "deferred": theme.ink_soft, "settled": theme.good}[state]
        box = QRect(centre.x() - _DOT // 2, centre.y() - _DOT // 2, _DOT, _DOT)
        pen = painter.pen()
        pen.setColor(ink)
        pen.setWidthF(1.6)
        pen.setStyle(Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        if state == "settled":
            painter.drawPolyline([box.topLeft() + QPoint(0, 5), box.topLeft() + QPoint(3, 8), box.topRight()])
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box)
        if state == "deferred":
            painter.setBrush(ink)
            painter.drawPie(box, 90 * 16, 180 * 16)
