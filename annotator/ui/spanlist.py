"""The spans of the open report as a list, for the keyboard and for screen readers: Enter goes there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QTableView, QVBoxLayout, QWidget

from annotator.i18n import on_one_line
from annotator.model import Scheme
from annotator.text import fold
from annotator.ui.dress import Dress
from annotator.ui.item import Item
from annotator.ui.plain_text import plain_label
from annotator.ui.room import Dialog
from annotator.ui.session import Session
from annotator.ui.tables import Index, as_rows

_COLUMNS = ("text", "label", "state", "source", "place")
_WIDTHS = (330, 110, 110, 120)
_LONGEST = 120  # code points of a span's text
_ALL, _OPEN, _DECIDED = "all", "open", "decided"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SpansTable(QAbstractTableModel):
    """Items by value, a row each, in the order of the text."""

    def __init__(self, dress: Dress, scheme: Scheme, text: str) -> None:
        self.items: Sequence[Item] = ()
        super().__init__()
        self._dress = dress
        self._scheme = scheme
        self._text = text

    def put(self, items: Sequence[Item]) -> None:
        self.beginResetModel()
        self.items = items
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 # Qt's own signature
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 # Qt's own signature
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._dress.words(f"ui.spans-{_COLUMNS[section]}")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return ", ".join(self._shown(item, column) for column in _COLUMNS)
        return self._shown(item, _COLUMNS[index.column()]) if role == Qt.ItemDataRole.DisplayRole else None

    def _shown(self, item: Item, column: str) -> str:
        words = self._dress.words
        match column:
            case "text":
                text = on_one_line(item.span.of(self._text))
                return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
            case "label":
                label = self._scheme.label(item.label)
                return words.pick(label.title) if label else item.label
            case "state":
                return words("ui.state-suggestion" if item.is_open else "ui.state-annotation")
            case "source":
                return words.named(f"ui.source-{item.source}", item.source)
            case _:
                return f"{item.span.start:,}"


class SpansDialog(Dialog):
    """`chosen` is the key of the item to go to, or None."""

    def __init__(
        self, dress: Dress, scheme: Scheme, text: str, items: Sequence[Item], *, current: str | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        words = dress.words
        self.chosen: str | None = None
        self._text = text
        self._items = items
        self.setWindowTitle(words("ui.action-spans"))
        self.resize(820, 600)
        self.search = QLineEdit()
        for name in (self.search.setPlaceholderText, self.search.setAccessibleName):
            name(words("ui.find-span"))
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.search.installEventFilter(self)
        self.which = QComboBox()
        self.which.setAccessibleName(words("ui.spans-state"))
        for name_ in (_ALL, _OPEN, _DECIDED):
            self.which.addItem(words(f"ui.spans-{name_}"), name_)
        self.which.currentIndexChanged.connect(lambda _index: self._narrow())
        self.table = SpansTable(dress, scheme, text)
        self.view = self._view(words("ui.action-spans"))
        self.counted = plain_label("", "soft")
        self._count = partial(words, "ui.spans-counted")
        above = QHBoxLayout()
        above.addWidget(self.search, 1)
        above.addWidget(self.which)
        layout = QVBoxLayout(self)
        layout.addLayout(above)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.counted)
        self._narrow(current)
        self.view.setFocus()

    def _view(self, name: str) -> QTableView:
        view = QTableView()
        view.setModel(self.table)
        view.setAccessibleName(name)
        as_rows(view, _WIDTHS)
        view.doubleClicked.connect(lambda _index: self._choose())
        view.installEventFilter(self)
        return view

    def _narrow(self, current: str | None = None) -> None:
        """Shows what fits; the current span's row is current, else the first."""
        query, which = fold(self.search.text().strip()), self.which.currentData()
        items = [
            item
            for item in self._items
            if which in (_ALL, _OPEN if item.is_open else _DECIDED)
            and (not query or query in fold(item.span.of(self._text)))
        ]
        self.table.put(items)
        self.counted.setText(self._count(shown=f"{len(items):,}", all=f"{len(self._items):,}"))
        self.view.selectRow(next((row for row, item in enumerate(items) if item.key == current), 0))

    def _choose(self) -> None:
        index = self.view.currentIndex()
        if index.isValid():
            self.chosen = self.table.items[index.row()].key
            self.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the span, from the list and from the field; Down leads from the field into the list."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() in _ENTER:
            self._choose()
        elif watched is self.search and event.key() == Qt.Key.Key_Down:
            self.view.setFocus()
        else:
            return super().eventFilter(watched, event)
        return True


def show_spans(session: Session, dress: Dress, parent: QWidget) -> None:
    """The list on the open report, until it is closed or a span is chosen, which is current then."""
    if session.document is None:
        return
    text, current = session.document.text, session.current
    dialog = SpansDialog(dress, session.scheme, text, session.items, current=current, parent=parent)
    if dialog.exec() and dialog.chosen:
        session.choose(dialog.chosen)
