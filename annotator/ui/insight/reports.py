"""The reports behind a bar: how much each gives to it, and the way into it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.insight import Bar
from annotator.ui.insight.telling import Telling
from annotator.ui.plain_text import plain_label, plain_tip
from annotator.ui.room import Scrolled


class _List(QListWidget):
    """Enter opens, Esc and the left arrow go back to the bars."""

    entered = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Left):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ReportsList(QWidget):
    """Says `chosen` with a report's id, `left` when the person wants back to the bars."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = plain_label("", "title")
        self.about = plain_label("", "soft")
        self.view = _List()
        self.view.setUniformItemSizes(True)
        self.view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.entered.connect(self._choose)
        self.view.itemDoubleClicked.connect(lambda _item: self._choose())
        self.view.left.connect(self.left)
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(12, 14, 12, 10)
        for widget in (self.title, self.about):
            rows.addWidget(widget)
        rows.addWidget(self.view, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Scrolled(inside))
        self.setFocusProxy(self.view)

    def put(self, telling: Telling, bar: Bar | None, titles: Mapping[str, str]) -> None:
        """Shows the reports of a bar that are still there, the ones that give most to it first."""
        words = telling.dress.words
        self.view.clear()
        self.view.setAccessibleName(words("ui.documents"))
        self.title.setText(telling.bar(bar) if bar else "")
        self.about.setText("\n".join(telling.sentence(bar).split("\n")[1:]) if bar else "")
        for id_, number in bar.documents if bar else ():
            if id_ in titles:
                item = QListWidgetItem(f"{telling.number(number)}  {titles[id_]}")
                item.setData(Qt.ItemDataRole.UserRole, id_)
                item.setToolTip(plain_tip(titles[id_]))
                self.view.addItem(item)
        self.view.setCurrentRow(0)

    def _choose(self) -> None:
        if item := self.view.currentItem():
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
