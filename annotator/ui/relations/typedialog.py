"""Which relation two annotations have, where the scheme allows several: a digit or Enter chooses."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from annotator.ui.dress import Dress
from annotator.ui.plain_text import fill, plain_label
from annotator.ui.room import Dialog


class TypeDialog(Dialog):
    """`chosen` is the number of the line that was chosen."""

    def __init__(self, dress: Dress, lines: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chosen = 0
        self.setWindowTitle(dress.words("ui.action-relate"))
        self.setMinimumWidth(420)
        self.list = QListWidget()
        self.list.setAccessibleName(dress.words("ui.action-relate"))
        self.list.installEventFilter(self)
        self.list.itemClicked.connect(lambda _item: self._choose(self.list.currentRow()))
        layout = QVBoxLayout(self)
        layout.addWidget(plain_label(dress.words("ui.relate-which"), "soft"))
        layout.addWidget(self.list)
        fill(self.list, [f"{number}  {line}" for number, line in enumerate(lines, 1)])
        self.list.setFocus()

    def _choose(self, number: int) -> None:
        if 0 <= number < self.list.count():
            self.chosen = number
            self.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.list.currentRow())
                return True
            if Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9:
                self._choose(event.key() - Qt.Key.Key_1)
                return True
        return super().eventFilter(watched, event)
