"""Numbers in a table, each with what it counts and what it means; a row leads to the cases behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem, QWidget

from annotator.corpus import Number
from annotator.i18n import Words
from annotator.ui.plain_text import plain_tip
from annotator.ui.tables import as_rows

_ROW = 30
_WIDEST, _LEAST, _AROUND = 340, 150, 28  # pixels
_LOOKED_AT = 200  # rows that say how wide the columns are to be


@dataclass(frozen=True, slots=True)
class Row:
    """What a row leads to, and its cells: a text, or a number."""

    leads_to: str
    cells: tuple[str | Number, ...]


class NumbersTable(QTableWidget):
    """`chosen` names what a row leads to, by click or Enter."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._rows: Sequence[Row] = ()
        self._shown = 0
        super().__init__(parent)
        as_rows(self)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.cellClicked.connect(lambda row, _column: self._choose(row))

    def put(self, heads: Sequence[str], rows: Sequence[Row], words: Words, *, most: int = 12, lines: int = 1) -> None:
        """Shows these rows, each so many lines high; the table is as high as they are, `most` rows at most."""
        self._rows = rows
        self._shown = min(len(rows), most)
        self.verticalHeader().setDefaultSectionSize(_ROW + (lines - 1) * self.fontMetrics().lineSpacing())
        self.setColumnCount(len(heads))
        self.setHorizontalHeaderLabels(list(heads))
        self.setRowCount(len(rows))
        for at, row in enumerate(rows):
            for column, cell in enumerate(row.cells):
                item = QTableWidgetItem(cell if isinstance(cell, str) else shown(cell))
                if not isinstance(cell, str):
                    item.setToolTip(plain_tip(meaning(cell, words)))
                    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()} {meaning(cell, words)}")
                else:
                    item.setToolTip(plain_tip(cell))
                self.setItem(at, column, item)
        for column, head in enumerate(heads):
            items = (self.item(at, column) for at in range(min(len(rows), _LOOKED_AT)))
            widest = max(map(self.fontMetrics().horizontalAdvance, (head, *(one.text() for one in items if one))))
            self.setColumnWidth(column, min(widest + _AROUND, _WIDEST))
        self._fit()

    def _fit(self) -> None:
        """As high as the rows, the heads, and the bar below where not all columns have room."""
        header = self.horizontalHeader()
        asked = sum(header.sectionSize(column) for column in range(self.columnCount() - 1)) + _LEAST
        below = self.horizontalScrollBar().sizeHint().height() if asked > self.viewport().width() else 0
        rows = self.verticalHeader().defaultSectionSize() * self._shown
        self.setFixedHeight(header.sizeHint().height() + rows + below + 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._rows) and self._rows[row].leads_to:
            self.chosen.emit(self._rows[row].leads_to)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentRow())
        else:
            super().keyPressEvent(event)


def shown(number: Number) -> str:
    """A value with its interval; a dash where it is not defined."""
    if number.value is None:
        return "—"
    between = "" if number.low is None else f"  ({number.low:.3f}–{number.high:.3f})"
    return f"{number.value:.3f}{between}"


def meaning(number: Number, words: Words) -> str:
    """What it means, what was counted and left out, or why it is not defined."""
    return f"{words(number.measure.about)}  {number.counted(words)}"
