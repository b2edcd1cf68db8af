"""Tables whose first column holds a tick for each row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

from annotator.ui.tables import Index

MARK = "mark"
"""the name of the column of ticks"""


class TickedTable(QAbstractTableModel):
    """What such models share: `columns` are the names of theirs."""

    columns: Sequence[str] = ()

    def mark(self, rows: Sequence[int], *, on: bool) -> None:
        """Ticks rows, or takes their ticks away."""
        raise NotImplementedError

    def may_be_ticked(self, _row: int) -> bool:
        """Whether a person may tick a row."""
        return True

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 # Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.mark([index.row()], on=Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        ticks = self.columns[index.column()] == MARK and self.may_be_ticked(index.row())
        return flags | Qt.ItemFlag.ItemIsUserCheckable if ticks else flags
