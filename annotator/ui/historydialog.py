"""The history of the corpus: who did what when, and what it was before and after."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from annotator.model import Entry, Scheme
from annotator.telling import local_time, parts
from annotator.ui.dress import Dress
from annotator.ui.room import Dialog
from annotator.ui.tables import as_rows

_PAGE = 300
_WIDEST = 260, 160, 260
"""pixels of when, who and what: where it and what it was take the rest"""


class HistoryDialog(Dialog):
    """Shows the latest steps, and older ones page by page: the history itself is read only as far as it is shown.

    `wanted` names a step that is to be taken back alone: any that was done here.
    """

    wanted = Signal(str)

    def __init__(
        self, dress: Dress, scheme: Scheme, entries: Iterator[Entry], titles: dict[str, str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._scheme = scheme
        self._dress = dress
        self._entries = entries
        self._titles = titles
        words = dress.words
        self.setWindowTitle(words("ui.action-history"))
        self.resize(980, 640)
        heads = [words(f"ui.history-{head}") for head in ("when", "who", "what", "where")]
        self.table = QTableWidget(0, len(heads))
        self.table.setHorizontalHeaderLabels(heads)
        self.table.setAccessibleName(words("ui.action-history"))
        as_rows(self.table, several=True)
        self.more = QPushButton(words("ui.older"))
        self.more.setAutoDefault(False)
        self.more.clicked.connect(self.show_more)
        self.alone = QPushButton(words("ui.undo-step"))
        self.alone.setAutoDefault(False)
        self.alone.setEnabled(False)
        self.alone.clicked.connect(self._ask)
        self.table.itemSelectionChanged.connect(lambda: self.alone.setEnabled(bool(self._chosen())))
        layout = QVBoxLayout(self)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.alone)
        layout.addWidget(self.more)
        self.show_more()
        self.table.setFocus()

    def put(self, entries: Iterator[Entry], titles: dict[str, str]) -> None:
        """Another history, after a change."""
        self._entries, self._titles = entries, titles
        self.table.setRowCount(0)
        self.show_more()

    def _chosen(self) -> str:
        items = self.table.selectedItems()
        return str(items[0].data(Qt.ItemDataRole.UserRole)) if items else ""

    def _ask(self) -> None:
        if step := self._chosen():
            self.wanted.emit(step)

    def show_more(self) -> None:
        """The next page of older steps."""
        page = list(islice(self._entries, _PAGE))
        first = self.table.rowCount()
        self.table.setRowCount(first + len(page))
        for row, entry in enumerate(page, first):
            what, *rest = parts(entry, self._titles, self._dress.words, self._scheme)
            when = local_time(entry.step.time)
            for column, text in enumerate((when, entry.step.annotator, what, "  ".join(rest))):
                item = QTableWidgetItem(text)
                item.setData(Qt.ItemDataRole.UserRole, "" if entry.brought else entry.step.id)
                self.table.setItem(row, column, item)
        if not first:
            for column in range(len(_WIDEST)):
                self.table.resizeColumnToContents(column)
                self.table.setColumnWidth(column, min(self.table.columnWidth(column), _WIDEST[column]))
        self.more.setVisible(len(page) == _PAGE)
