"""The table of open suggestions: rows by value, ordered by a click on a column's head."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QColor

from annotator.i18n import on_one_line
from annotator.model import Scheme
from annotator.ui.bulk.rows import ORDERS, Row, RowKey
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_tip
from annotator.ui.tables import Index

COLUMNS = tuple(ORDERS)
_RIGHT, _WRONG = "✓ ", "✗ "


class SuggestionsTable(QAbstractTableModel):
    """`judged` are the rows that the person has looked at, and whether they are right."""

    def __init__(self, dress: Dress, scheme: Scheme) -> None:
        self.rows: list[Row] = []
        self._judged: Mapping[RowKey, bool] = {}
        self._by = "place"
        self._backwards = False
        super().__init__()
        self._dress = dress
        self._scheme = scheme

    def put(self, rows: Iterable[Row], judged: Mapping[RowKey, bool]) -> None:
        """Other rows, in the order that the table has."""
        self.beginResetModel()
        self._judged = judged
        self.rows = self._ordered(rows)
        self.endResetModel()

    def add(self, rows: Iterable[Row]) -> None:
        """More rows, at the end: a list that is still growing stays where it was."""
        more = list(rows)
        if more:
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(more) - 1)
            self.rows += more
            self.endInsertRows()

    def _ordered(self, rows: Iterable[Row]) -> list[Row]:
        return sorted(rows, key=ORDERS[self._by], reverse=self._backwards)  # type: ignore[arg-type]  # keys of one column

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Orders by a column; rows that are alike there keep the order that they had."""
        self._by, self._backwards = COLUMNS[column], order == Qt.SortOrder.DescendingOrder
        self.put(self.rows, self._judged)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 # Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 # Qt's own signature
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._dress.words(f"ui.bulk-{COLUMNS[section]}")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = self.rows[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(f"{row.title}\n{row.context}\n{self._dress.words.reason(row.suggestion.why)}")
        if role == Qt.ItemDataRole.ForegroundRole and column == "label":
            return self._ink(row.suggestion.label)
        return None

    def _shown(self, row: Row, column: str) -> str:
        words, one = self._dress.words, row.suggestion
        match column:
            case "term":
                judged = self._judged.get(row.key)
                return ("" if judged is None else _RIGHT if judged else _WRONG) + on_one_line(one.text)
            case "label":
                label = self._scheme.label(one.label)
                return words.pick(label.title) if label else one.label
            case "source":
                return words.named(f"ui.source-{one.source}", one.source)
            case "score":
                return f"{one.score:.2f}"
            case "place":
                return row.context
            case _:
                return on_one_line(row.title)

    def _ink(self, label: str) -> QColor:
        theme = self._dress.theme
        return theme.label_colours(theme.label_colour(self._scheme, label)).outline_ink
