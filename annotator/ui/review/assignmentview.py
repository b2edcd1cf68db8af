"""Who has which report, and how far everybody is: one row a report, one column an annotator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from annotator.model import DONE, NEW, Assignment
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.tables import Index, as_rows

_ROW, _FIRST, _WIDTH = 30, 260, 130


class _Model(QAbstractTableModel):
    """Reports by annotators; a cell is how far and how much."""

    def __init__(self) -> None:
        self.dress: Dress | None = None
        self.titles: list[tuple[str, str]] = []
        self.people: list[str] = []
        self.cells: dict[tuple[str, str], Assignment] = {}
        super().__init__()

    def put(self, assignments: Sequence[Assignment], titles: Mapping[str, str]) -> None:
        self.beginResetModel()
        self.titles = list(titles.items())
        self.people = sorted({one.annotator for one in assignments})
        self.cells = {(one.document, one.annotator): one for one in assignments}
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 # Qt's own signature
        return 0 if parent.isValid() else len(self.titles)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 # Qt's own signature
        return 0 if parent.isValid() else 1 + len(self.people)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal or self.dress is None:
            return None
        return self.dress.words("ui.review-field-document") if section == 0 else self.people[section - 1]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        id_, title = self.titles[index.row()]
        if index.column() == 0:
            return title if role == Qt.ItemDataRole.DisplayRole else None
        one = self.cells.get((id_, self.people[index.column() - 1]))
        if role == Qt.ItemDataRole.DisplayRole and self.dress:
            status = self.dress.words(f"ui.status-{one.status if one else NEW}")
            return f"{status} · {one.annotations}" if one else "—"
        if role == Qt.ItemDataRole.ForegroundRole and self.dress:
            return self._ink(one.status if one else NEW)
        return None

    def _ink(self, status: str) -> QColor:
        assert self.dress
        theme = self.dress.theme
        return {DONE: theme.good, NEW: theme.ink_soft}.get(status, theme.ink)


class _Table(QTableView):
    """Enter says which report."""

    opened = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


class AssignmentView(QWidget):
    """Says `opened` with a report's id, by Enter or a double click."""

    opened = Signal(str)

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dress = dress
        self.summary = plain_label("", "soft")
        self.model = _Model()
        self.table = _Table()
        self.table.setModel(self.model)
        as_rows(self.table)
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        self.table.opened.connect(self._open)
        self.table.doubleClicked.connect(lambda index: self._open(index.row()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 18, 28, 18)
        layout.addWidget(self.summary)
        layout.addWidget(self.table, 1)

    def wear(self, dress: Dress) -> None:
        """Words and colours."""
        self._dress = self.model.dress = dress
        self.table.setAccessibleName(dress.words("ui.review-view-assignments"))
        self._summarise()

    def put(self, assignments: Sequence[Assignment], titles: Mapping[str, str]) -> None:
        """Shows who has what."""
        self.model.put(assignments, titles)
        self.table.setColumnWidth(0, _FIRST)
        for column in range(1, self.model.columnCount()):
            self.table.setColumnWidth(column, _WIDTH)
        self._summarise()

    def _summarise(self) -> None:
        """For each annotator how many reports are done, and how many two or more have finished."""
        words = self._dress.words
        done = Counter(one.annotator for one in self.model.cells.values() if one.status == DONE)
        begun = Counter(one.annotator for one in self.model.cells.values())
        by_report = Counter(one.document for one in self.model.cells.values() if one.status == DONE)
        shared = sum(count > 1 for count in by_report.values())
        lines = [words("ui.assign-person", name=name, done=done[name], begun=begun[name]) for name in self.model.people]
        told = words("ui.assign-shared", count=shared, all=len(self.model.titles))
        self.summary.setText("\n".join([told, "   ".join(lines)]) if lines else words("ui.assign-nobody"))

    def _open(self, row: int) -> None:
        if 0 <= row < len(self.model.titles):
            self.opened.emit(self.model.titles[row][0])
