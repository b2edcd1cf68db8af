"""Pairs of annotators as a matrix, the darker the more they agree; a cell leads to the cases behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_tip
from annotator.ui.tables import Index
from annotator.ui.theme import legible, mix

_CELL, _ROW = 72, 34
VALUE = Qt.ItemDataRole.UserRole


class _Shade(QStyledItemDelegate):
    """A cell's ground by its value from 0 to 1; the current one has a frame."""

    def __init__(self, dress: Dress, parent: QWidget) -> None:
        super().__init__(parent)
        self.dress = dress

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, value = self.dress.theme, index.data(VALUE)
        ground = (
            theme.window if value is None else mix(theme.paper, theme.accent, 0.08 + 0.82 * min(max(0.0, value), 1.0))
        )
        painter.save()
        painter.fillRect(option.rect.adjusted(1, 1, -1, -1), ground)
        painter.setPen(legible(theme.ink, ground))
        painter.drawText(option.rect, Qt.AlignmentFlag.AlignCenter, index.data() or "")
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(legible(theme.warn, theme.paper), 2))
            painter.drawRect(option.rect.adjusted(2, 2, -3, -3))
        painter.restore()


class HeatMap(QTableWidget):
    """`chosen` names the row and the column of a cell that was clicked or on which Enter was pressed."""

    chosen = Signal(str, str)

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shade = _Shade(dress, self)
        self.setItemDelegate(self._shade)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setHighlightSections(False)
        self.horizontalHeader().setDefaultSectionSize(_CELL)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.cellClicked.connect(self._choose)

    def wear(self, dress: Dress) -> None:
        self._shade.dress = dress
        self.viewport().update()

    def put(
        self, names: Sequence[str], cells: Mapping[tuple[str, str], tuple[float | None, str]], *, distance: bool = False
    ) -> None:
        """Values of pairs, either way round, each with the sentence that stands behind it. Of a `distance` 0 is the
        darkest."""
        self.setRowCount(len(names))
        self.setColumnCount(len(names))
        self.setHorizontalHeaderLabels(list(names))
        self.setVerticalHeaderLabels(list(names))
        for row, one in enumerate(names):
            for column, other in enumerate(names):
                value, told = cells.get((one, other)) or cells.get((other, one)) or (None, "")
                item = QTableWidgetItem("" if one == other else "—" if value is None else f"{value:.2f}")
                item.setData(VALUE, 1 / (1 + value) if distance and value is not None else value)
                item.setToolTip(plain_tip(told))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one} – {other}: {item.text()} {told}")
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                self.setItem(row, column, item)
        self.setMaximumWidth(self.verticalHeader().sizeHint().width() + _CELL * len(names) + 6)
        self.setFixedHeight(min(self.horizontalHeader().height() + _ROW * len(names) + 6, 420))

    def _choose(self, row: int, column: int) -> None:
        one, other = self.verticalHeaderItem(row), self.horizontalHeaderItem(column)
        if row != column and one and other:
            self.chosen.emit(one.text(), other.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentRow(), self.currentColumn())
        else:
            super().keyPressEvent(event)
