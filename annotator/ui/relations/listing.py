"""A list of relations: Enter goes to the other end or accepts what is proposed, Delete takes a relation away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QWidget

from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_tip
from annotator.ui.relations.lines import RelationLine

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_REMOVE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_ROWS = 8  # that are shown without scrolling


class RelationsList(QListWidget):
    """Says `followed` with the annotation at the other end, `removed` with relations' ids, `taken` with Pairs."""

    followed = Signal(str)
    removed = Signal(object)  # list[str]
    taken = Signal(object)  # list[Pair]

    def __init__(self, dress: Dress, parent: QWidget | None = None, *, grows: bool = False) -> None:
        """One that `grows` is as high as its lines; else it fills what there is."""
        self._dress = dress
        self._lines: list[RelationLine] = []
        self._grows = grows
        super().__init__(parent)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemDoubleClicked.connect(lambda _item: self._act())
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda point: self._menu().popup(self.mapToGlobal(point)))
        self.installEventFilter(self)
        self.wear(dress)

    def wear(self, dress: Dress) -> None:
        self._dress = dress
        self.setAccessibleName(dress.words("ui.relations"))

    def put(self, lines: Sequence[RelationLine]) -> None:
        """Shows these; the place in the list stays where it was."""
        if list(lines) == self._lines:
            return
        row = self.currentRow()
        self._lines = list(lines)
        self.clear()
        for line in lines:
            item = QListWidgetItem(line.shown)
            item.setToolTip(plain_tip(f"{line.shown}\n{line.why}"))
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, line.why)
            font = item.font()
            font.setItalic(line.pair is not None)
            item.setFont(font)
            self.addItem(item)
        self.setCurrentRow(min(max(row, 0), len(lines) - 1))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        if not self._grows:
            return super().sizeHint()
        height = self.sizeHintForRow(0) if self._lines else 0
        return QSize(160, height * min(len(self._lines), _ROWS) + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height()) if self._grows else super().minimumSizeHint()

    def line(self) -> RelationLine | None:
        """The one that is current."""
        row = self.currentRow()
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def proposed(self) -> list[RelationLine]:
        return [line for line in self._lines if line.pair]

    def _act(self) -> None:
        line = self.line()
        if line and line.pair:
            self.taken.emit([line.pair])
        elif line:
            self.followed.emit(line.other)

    def _remove(self) -> None:
        line = self.line()
        if line and line.relation:
            self.removed.emit([line.relation])

    def _menu(self) -> QMenu:
        """The mouse's way to the same."""
        words, line = self._dress.words, self.line()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if line:
            menu.addAction(words("ui.relation-go"), lambda: self.followed.emit(line.other))
            if line.pair:
                menu.addAction(words("ui.relation-take"), self._act)
            else:
                menu.addAction(words("ui.relation-remove"), self._remove)
        return menu

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _ENTER:
                self._act()
                return True
            if event.key() in _REMOVE:
                self._remove()
                return True
        return super().eventFilter(watched, event)
