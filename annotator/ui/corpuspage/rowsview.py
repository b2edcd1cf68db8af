"""A table of rows that can be marked: what the list of reports and the list of places have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from annotator.ui.tickedtable import Index

CONTROL = Qt.KeyboardModifier.ControlModifier


class Markable(Protocol):
    """What marks the rows: the model."""

    def mark(self, rows: Sequence[int], *, on: bool) -> None:
        """Marks rows, or takes their marks away."""

    def is_marked(self, row: int) -> bool:
        """Whether a row is marked."""


class RowDelegate(QStyledItemDelegate):
    """Whole rows are current: no frame around one cell."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus


class RowsView(QTableView):
    """Says `opened` with a row, `unwanted` for Delete, and `asked` for a key of the window's."""

    opened = Signal(int)
    marked = Signal()
    unwanted = Signal()
    asked = Signal(object)  # QKeyEvent

    def __init__(self, marks: Markable, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks = marks
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(height)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def rows_chosen(self) -> list[int]:
        """The selected rows, in order."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def mark_all(self) -> None:
        """Marks all rows; unmarks them where all are marked."""
        rows = range(self.model().rowCount())
        self._marks.mark(rows, on=not all(map(self._marks.is_marked, rows)))
        self.marked.emit()

    def go_to(self, row: int) -> None:
        """Makes a row current and selects it alone; beyond the end nothing happens."""
        choose_row(self, row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, how = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not how:
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().row())
        elif key == Qt.Key.Key_Space and not how:
            self._mark_chosen()
        elif key == Qt.Key.Key_A and how == CONTROL:
            self.mark_all()
        elif key == Qt.Key.Key_Delete and not how:
            self.unwanted.emit()
        elif not self.takes(event, key, how):
            super().keyPressEvent(event)

    def takes(self, event: QKeyEvent, key: Qt.Key, how: Qt.KeyboardModifier) -> bool:
        """Does what a key means in this table alone; False for one that is the table's own as Qt made it."""
        raise NotImplementedError

    def _mark_chosen(self) -> None:
        """All selected rows as the first one is not; one alone also leads on to the next."""
        rows = self.rows_chosen()
        if not rows:
            return
        self._marks.mark(rows, on=not self._marks.is_marked(rows[0]))
        self.marked.emit()
        if len(rows) == 1:
            self.go_to(rows[0] + 1)


def choose_row(view: QTableView, row: int) -> None:
    """Makes a row of a table current and selects it alone, whichever keys are held down; beyond the end, nothing."""
    if 0 <= row < view.model().rowCount():
        index = view.model().index(row, max(view.currentIndex().column(), 1))
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        view.selectionModel().setCurrentIndex(index, flags)
        view.scrollTo(index)
