"""The table of interventions: sorted by any column, filtered in either script, each row leading to its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QTableView, QVBoxLayout, QWidget

from annotator.insight import COLUMNS, NEAR, Intervention, amount
from annotator.text import searchable
from annotator.ui.clearing import clearable
from annotator.ui.dress import Dress
from annotator.ui.insight.telling import Telling
from annotator.ui.plain_text import plain_tip
from annotator.ui.tables import Index, as_rows

_HEAD = ("document", "text", "domain", *COLUMNS)
_WIDTHS = (150, 190, 90, 130, 130, 130, 120, 110)


class InterventionsModel(QAbstractTableModel):
    """Rows by value. What merely stands near is marked with `~`, and the tip says how each came there."""

    def __init__(self) -> None:
        self.rows: Sequence[Intervention] = ()
        self._titles: Mapping[str, str] = {}
        self._telling: Telling | None = None
        super().__init__()

    def put(self, rows: Sequence[Intervention], titles: Mapping[str, str], telling: Telling) -> None:
        self.beginResetModel()
        self.rows, self._titles, self._telling = rows, titles, telling
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 # Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 # Qt's own signature
        return 0 if parent.isValid() else len(_HEAD)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._telling and orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._telling.dress.words(f"insight.column-{_HEAD[section]}")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._telling is None or not 0 <= index.row() < len(self.rows):
            return None
        row, column = self.rows[index.row()], _HEAD[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._tip(row, column))
        if role == Qt.ItemDataRole.UserRole:
            return searchable(" ".join(self._cell(row, one) for one in _HEAD))
        if role == Qt.ItemDataRole.ForegroundRole and column == "text":
            return self._telling.dress.theme.label_colour(self._telling.scheme, row.label)
        return None

    def _cell(self, row: Intervention, column: str) -> str:
        if column == "document":
            return self._titles.get(row.document, row.document)
        if column == "text":
            return " ".join(row.text.split())
        if column == "domain":
            return self._telling.domain(row.domain) if self._telling and row.domain else ""
        found = "、".join(" ".join(one.text.split()) for one in row.cells[column])
        return f"~ {found}" if row.how(column) == NEAR else found

    def _tip(self, row: Intervention, column: str) -> str:
        """What is in a cell, and whether by a link or by nearness."""
        if column not in COLUMNS or not row.cells[column] or self._telling is None:
            return self._cell(row, column)
        how = self._telling.dress.words(f"insight.how-{row.how(column)}")
        values = column == "quantities"
        lines = [f"{one.text} = {amount(one.attributes)}" if values else one.text for one in row.cells[column]]
        return "\n".join([*lines, how])


class _View(QTableView):
    """Enter leads to the row's place."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            return
        super().keyPressEvent(event)


class InterventionsTable(QWidget):
    """Says `chosen` with the intervention whose row Enter or a double click asks for."""

    chosen = Signal(object)  # Intervention

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = InterventionsModel()
        self.found = QSortFilterProxyModel(self)
        self.found.setSourceModel(self.model)
        self.found.setFilterRole(Qt.ItemDataRole.UserRole)
        self.search = QLineEdit()
        self.search.textChanged.connect(lambda text: self.found.setFilterFixedString(searchable(text)))
        self.view = _View()
        self.search.returnPressed.connect(self.view.setFocus)
        self.view.setModel(self.found)
        self.view.setSortingEnabled(True)
        self.view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)  # as they stand in the reports
        as_rows(self.view, _WIDTHS, several=True)
        self.view.entered.connect(self._choose)
        self.view.doubleClicked.connect(lambda _index: self._choose())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.search)
        layout.addWidget(self.view, 1)
        self.setFocusProxy(self.view)

    def wear(self, dress: Dress) -> None:
        self.search.setPlaceholderText(dress.words("insight.filter"))
        self.search.setAccessibleName(dress.words("insight.filter"))
        clearable(self.search, dress.words)
        self.view.setAccessibleName(dress.words("insight.picture-interventions"))

    def put(self, rows: Sequence[Intervention], titles: Mapping[str, str], telling: Telling) -> None:
        """Shows the rows; titles by the reports' ids."""
        self.model.put(rows, titles, telling)
        if rows and not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.found.index(0, 1))

    def shown(self) -> list[Intervention]:
        """Those that the filter lets through, in the order in which they stand."""
        at = (self.found.mapToSource(self.found.index(row, 0)).row() for row in range(self.found.rowCount()))
        return [self.model.rows[row] for row in at]

    def _choose(self) -> None:
        index = self.view.currentIndex()
        if index.isValid():
            self.chosen.emit(self.model.rows[self.found.mapToSource(index).row()])
