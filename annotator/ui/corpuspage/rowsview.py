"""A table of rows that can be marked: what the list of reports and the list of places have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from annotator.ui.keymap import Keymap
from annotator.ui.tables import Index, as_rows

_CONTROL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.KeypadModifier
_ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)
"""to the first and the last row: to Qt they would be columns, of which none is current here"""
_WITH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def is_the_windows(event: QKeyEvent) -> bool:
    """Whether a key that a table has no use for may be one of the window: no letter, and none that moves."""
    return bool(event.modifiers() & _WITH) or event.key() == Qt.Key.Key_Escape or event.key() >= Qt.Key.Key_F1


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
    """Says `opened` with a row, `unwanted` for rows to be rid of, and `asked` for a key of the window's.

    `keys` are those in force, of which it has the ones of a list.
    """

    opened = Signal(int)
    marked = Signal()
    unwanted = Signal()
    asked = Signal(object)  # QKeyEvent

    def __init__(self, marks: Markable, list_: str, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks, self._list, self.keys = marks, list_, Keymap()
        as_rows(self, several=True)
        self.horizontalHeader().setStretchLastSection(False)
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
        action = self.keys.action_of(event, self._list)
        if action:
            self.act(action.partition("-")[2])
        elif event.key() in _ENDS and not event.modifiers() & ~_CONTROL:
            self.go_to(0 if event.key() == Qt.Key.Key_Home else self.model().rowCount() - 1)
        elif not self.takes(event):
            super().keyPressEvent(event)

    def act(self, action: str) -> None:
        """Does what a key of the table means."""
        if action == "open" and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        elif action == "mark":
            self._mark_chosen()
        elif action == "mark-all":
            self.mark_all()
        elif action in ("remove", "reject"):
            self.unwanted.emit()

    def takes(self, event: QKeyEvent) -> bool:
        """Does what another key means in this table; False for one that is the table's own as Qt made it."""
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
