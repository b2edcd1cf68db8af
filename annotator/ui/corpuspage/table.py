"""The overview's rows by value: an array of ids, and pages of rows that are read when they are to be seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QModelIndex, Qt

from annotator.corpus import open_of
from annotator.model import DocumentSummary
from annotator.ui.dress import Dress
from annotator.ui.pages import Pages
from annotator.ui.plain_text import plain_tip
from annotator.ui.tables import Index
from annotator.ui.tickedtable import TickedTable

COLUMNS = (
    "mark", "title", "status", "annotations", "decisions", "open", "annotators", "script", "length", "imported",
)  # fmt: skip
ROW = Qt.ItemDataRole.UserRole
_PAGES = 80
_NUMBERS = {"annotations", "decisions", "open", "length"}
_NOTHING = {"0", "…", "—"}
_TEXT = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
_SAID = {*_TEXT, ROW, Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.ToolTipRole}
RowsOf = Callable[[Sequence[str]], list[DocumentSummary]]


class OverviewModel(TickedTable):
    """`marked` are the ids that a person has marked, also those that are not shown just now."""

    columns = COLUMNS

    def __init__(self, dress: Dress, rows_of: RowsOf) -> None:
        self.ids: Sequence[str] = ()
        self.marked: set[str] = set()
        self.totals: Mapping[str, int] = {}
        self.dress = dress
        self._pages = Pages(rows_of, _PAGES)
        super().__init__()

    def put(self, ids: Sequence[str], totals: Mapping[str, int]) -> None:
        """Other documents, or another order; `totals` are suggestions by the hash of a text."""
        self.beginResetModel()
        self.ids, self.totals = ids, totals
        self._pages.clear()
        self.endResetModel()

    def refresh(self) -> None:
        """The same documents, with other figures."""
        self._pages.clear()
        if self.ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.ids) - 1, len(COLUMNS) - 1))

    def row(self, at: int) -> DocumentSummary | None:
        """What stands in a row; None for a document that was removed meanwhile."""
        return self._pages.row(self.ids, at)

    def mark(self, rows: Sequence[int], *, on: bool) -> None:
        """Marks or unmarks rows."""
        ids = {self.ids[at] for at in rows}
        self.marked = self.marked | ids if on else self.marked - ids
        if rows:
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), 0))

    def is_marked(self, at: int) -> bool:
        return self.ids[at] in self.marked

    # ---- what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 # Qt's own signature
        return 0 if parent.isValid() else len(self.ids)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(COLUMNS[section])
        if role not in _TEXT or COLUMNS[section] == "mark":
            return None
        return self.dress.words(f"corpuspage.column-{COLUMNS[section]}")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        column = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if column == "mark":
            return self._tick(index.row()) if role == Qt.ItemDataRole.CheckStateRole else None
        if role not in _SAID:  # half of what a cell is asked for when it is painted
            return None
        row = self.row(index.row())
        return None if row is None else self._said(row, column, role)

    def _said(self, row: DocumentSummary, column: str, role: int) -> object:
        if role == ROW:
            return row
        text = self._text(row, column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self.dress.theme.ink_faint if text in _NOTHING else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(text) if column in ("title", "annotators") else None
        return text if role in _TEXT else None

    def _tick(self, at: int) -> Qt.CheckState:
        return Qt.CheckState.Checked if self.is_marked(at) else Qt.CheckState.Unchecked

    def _text(self, row: DocumentSummary, column: str) -> str:
        words = self.dress.words
        if column in _NUMBERS:
            number = open_of(self.totals, row.sha256, row.decided) if column == "open" else getattr(row, column)
            return f"{number:,}" if number >= 0 else "…"
        return {
            "title": " ".join(row.title.split()),
            "status": words(f"ui.status-{row.status}"),
            "annotators": words("corpuspage.comma").join(row.annotators),
            "script": words(f"corpuspage.script-{row.script}") if row.script else "—",
            "imported": row.imported[:10],
        }[column]


def _alignment(column: str) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
