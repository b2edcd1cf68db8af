"""The steps that made the current span what it is; Delete takes one back alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QWidget

from annotator.model import Entry, Scheme
from annotator.telling import described, local_time, name_of
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_tip

_ENTRIES = 30
_ROWS = 6  # that are shown without scrolling
_REMOVE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class SpanHistory(QListWidget):
    """Says `undone` with a step that is to be taken back alone."""

    undone = Signal(str)

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        self._dress = dress
        self._steps: list[str] = []
        super().__init__(parent)
        self.setProperty("role", "soft")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda point: self._menu().popup(self.mapToGlobal(point)))
        self.installEventFilter(self)
        self.wear(dress)

    def wear(self, dress: Dress) -> None:
        self._dress = dress
        self.setAccessibleName(dress.words("ui.history"))

    def put(self, entries: Sequence[Entry], scheme: Scheme) -> None:
        """The steps, the latest first; labels are called as the scheme has them."""
        shown = entries[:_ENTRIES]
        self._steps = ["" if entry.brought else entry.step.id for entry in shown]
        self.clear()
        for entry in shown:
            item = QListWidgetItem(entry_line(entry, self._dress))
            item.setToolTip(plain_tip(described(entry, {}, self._dress.words, scheme)))
            self.addItem(item)
        self.setCurrentRow(0 if shown else -1)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        height = self.sizeHintForRow(0) if self._steps else 0
        return QSize(160, height * min(len(self._steps), _ROWS) + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def _undo(self) -> None:
        row = self.currentRow()
        if 0 <= row < len(self._steps) and self._steps[row]:  # what came with a package cannot be undone here
            self.undone.emit(self._steps[row])

    def _menu(self) -> QMenu:
        """The mouse's way to the same."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self._dress.words("ui.undo-step"), self._undo)
        return menu

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or event.key() not in _REMOVE:
            return super().eventFilter(watched, event)
        self._undo()
        return True


def entry_line(entry: Entry, dress: Dress) -> str:
    """A step in a line: when, what, who."""
    step = entry.step
    return f"{moment(step.time)}  {name_of(entry, dress.words)}  {step.annotator}"


def moment(time: str) -> str:
    """A time as it stands in the corpus, in the reader's time zone: month, day, minute."""
    return local_time(time, "%m-%d %H:%M")
