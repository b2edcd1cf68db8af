"""The same term everywhere: all its places with the text around, to be looked at before they are annotated at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCheckBox, QListView, QVBoxLayout, QWidget

from annotator.model import Occurrence
from annotator.ui.dialogbuttons import ok_or_cancel
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.room import Dialog

Find = Callable[[bool], Iterable[Occurrence]]
"""The places of the term: with True in all reports, with False in the one that is open."""


class EverywhereDialog(Dialog):
    """`chosen()` are the ticked places. Those that have an annotation already come unticked."""

    def __init__(self, dress: Dress, text: str, label: str, find: Find, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dress = dress
        self._find = find
        self._places: list[Occurrence] = []
        self.setWindowTitle(dress.words("ui.action-everywhere"))
        self.resize(760, 560)
        self.all = QCheckBox(dress.words("ui.in-all-reports"))
        self.all.toggled.connect(self._fill)
        self._model = QStandardItemModel(self)
        self._model.itemChanged.connect(lambda _item: self._count())
        self.view = QListView()
        self.view.setModel(self._model)
        self.view.setAccessibleName(dress.words("ui.action-everywhere"))
        self.view.setUniformItemSizes(True)
        self._buttons, self.ok = ok_or_cancel(self, dress.words, "")
        layout = QVBoxLayout(self)
        layout.addWidget(plain_label(dress.words("ui.everywhere-about", term=text, label=label)))
        layout.addWidget(self.all)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._buttons)
        self._fill(everywhere=False)
        self.view.setFocus()

    def _fill(self, everywhere: bool) -> None:  # a slot
        self._places = list(self._find(everywhere))
        self._model.clear()
        for place in self._places:
            line = f"{place.before}【{place.text}】{place.after}"
            item = QStandardItem(" ".join(line.split()) + (f"  —  {place.title}" if everywhere else ""))
            item.setCheckable(True)
            item.setEditable(False)
            item.setCheckState(Qt.CheckState.Unchecked if place.labels else Qt.CheckState.Checked)
            self._model.appendRow(item)
        self._count()

    def _count(self) -> None:
        self.ok.setText(self._dress.words("ui.annotate-places", count=len(self.chosen()), all=len(self._places)))
        self.ok.setEnabled(bool(self.chosen()))

    def chosen(self) -> list[Occurrence]:
        """The ticked places, in order."""
        ticked = (self._model.item(row).checkState() == Qt.CheckState.Checked for row in range(self._model.rowCount()))
        return [place for place, tick in zip(self._places, ticked, strict=True) if tick]
