"""Which reports a work package holds, and for whom it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.dialogbuttons import ok_or_cancel
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.room import Dialog


class PackageDialog(Dialog):
    """A list of reports to choose from, several at once, and a name that may be one of those known or another."""

    def __init__(
        self, dress: Dress, titles: Mapping[str, str], people: Sequence[str], chosen: str, parent: QWidget | None = None
    ) -> None:
        """`titles` are all reports by id, `chosen` the id of the one that is shown."""
        super().__init__(parent)
        words = dress.words
        self.setWindowTitle(words("ui.action-package"))
        self.resize(520, 560)
        self.reports = QListWidget()
        self.reports.setUniformItemSizes(True)
        self.reports.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.reports.setAccessibleName(words("ui.package-reports"))
        for id_, title in titles.items():
            item = QListWidgetItem(title)
            item.setData(Qt.ItemDataRole.UserRole, id_)
            self.reports.addItem(item)
            item.setSelected(id_ == chosen)
        self.person = QComboBox()
        self.person.setEditable(True)
        self.person.addItems(["", *people])
        self.person.setAccessibleName(words("ui.package-person"))
        self._buttons, self.ok = ok_or_cancel(self, words, words("ui.package-do"))
        layout = QVBoxLayout(self)
        layout.addWidget(plain_label(words("ui.package-about"), "soft"))
        layout.addWidget(self.reports, 1)
        layout.addWidget(plain_label(words("ui.package-person"), "soft"))
        layout.addWidget(self.person)
        layout.addWidget(self._buttons)
        self.reports.itemSelectionChanged.connect(self._look)
        self._look()
        self.reports.setFocus()

    def _look(self) -> None:
        self.ok.setEnabled(bool(self.reports.selectedItems()))

    def documents(self) -> list[str]:
        """The ids of the chosen reports, in their order."""
        items = (self.reports.item(row) for row in range(self.reports.count()))
        return [item.data(Qt.ItemDataRole.UserRole) for item in items if item.isSelected()]

    def annotator(self) -> str:
        """Whose work it is for; empty for whoever gets it."""
        return self.person.currentText().strip()
