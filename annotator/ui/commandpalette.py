"""Everything that can be done, found by a few letters: Ctrl+K."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QStyleOptionViewItem, QVBoxLayout, QWidget

from annotator.i18n import LANGUAGES, Words
from annotator.model import Scheme
from annotator.text import fold, pinyin_initials
from annotator.ui.choices import EVERY_CHOICE, Choice
from annotator.ui.dress import Dress
from annotator.ui.keylist import title_of
from annotator.ui.keys import BINDINGS, Binding
from annotator.ui.room import Dialog
from annotator.ui.rowdelegate import ABOUT, TITLE, RowDelegate
from annotator.ui.tables import Index

_ROW, _BESIDE = 32, 10  # pixels
_COMMAND = Qt.ItemDataRole.UserRole
_UNLISTED = {"commands", "leave"}


@dataclass(frozen=True, slots=True)
class Command:
    """A thing to do, its title, the keys that do it, and all that it may be found by."""

    binding: Binding
    title: str
    keys: str
    found_by: tuple[str, ...]

    def rank(self, query: str) -> int | None:
        """0 where a name begins with the query, 1 where one holds it, None where none does."""
        places = [one.find(query) for one in self.found_by if query in one]
        return min(1, *places, 1) if places else None


def commands_of(dress: Dress, scheme: Scheme | None) -> list[Command]:
    """All of them, in the order of the table of keys, each once; then what is chosen in the menu alone."""
    first = {binding.name: binding for binding in reversed(BINDINGS) if binding.action not in _UNLISTED}
    names = dict.fromkeys(binding.name for binding in BINDINGS if binding.name in first)
    made = (_command(first[name], dress, scheme) for name in names)
    chosen = (_choice(one, dress) for one in EVERY_CHOICE)
    return [*(command for command in made if command.title), *chosen]


def _command(binding: Binding, dress: Dress, scheme: Scheme | None) -> Command:
    return _made(binding, dress, lambda words: title_of(binding, words, scheme))


def _choice(choice: Choice, dress: Dress) -> Command:
    return _made(Binding("", choice.action, "view"), dress, choice.title)


def _made(binding: Binding, dress: Dress, title_in: Callable[[Words], str]) -> Command:
    title = title_in(dress.words)
    keys = [one.chord for one in dress.keys.bindings if one.name == binding.name]
    titles = [title_in(Words(language)) for language in LANGUAGES]
    found_by = [fold(one).lower() for one in titles]
    return Command(binding, title, "  ".join(keys), (*found_by, *map(pinyin_initials, titles), binding.action))


class _Rows(RowDelegate):
    """What is done at the left, its keys at the right, where the eye finds them below one another."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        command = index.data(_COMMAND)
        painter.save()
        room = self.begin(painter, option).adjusted(_BESIDE, 0, -_BESIDE, 0)
        keys = QRect(room)
        keys.setLeft(room.right() - option.fontMetrics.horizontalAdvance(command.keys))
        self.line(painter, keys, command.keys, ABOUT, self.dress.theme.ink_soft)
        self.line(painter, room.adjusted(0, 0, -keys.width() - _BESIDE, 0), command.title, TITLE, self.dress.theme.ink)
        painter.restore()


class CommandPalette(Dialog):
    """Type to narrow the list, Enter does what is chosen; `chosen` is its binding."""

    chosen = Signal(object)  # Binding

    def __init__(self, dress: Dress, scheme: Scheme | None, parent: QWidget | None = None) -> None:
        self.query: QLineEdit | None = None
        super().__init__(parent)
        self.setWindowTitle(dress.words("ui.action-commands"))
        self.resize(560, 420)
        self._commands = commands_of(dress, scheme)
        self.query = QLineEdit()
        self.query.setPlaceholderText(dress.words("ui.commands-hint"))
        self.query.setAccessibleName(dress.words("ui.commands-hint"))
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(dress.words("ui.action-commands"))
        self.list.setItemDelegate(_Rows(dress, self.list))
        layout = QVBoxLayout(self)
        layout.addWidget(self.query)
        layout.addWidget(self.list, 1)
        self.query.textChanged.connect(self._narrow)
        self.query.returnPressed.connect(self._choose)
        self.query.installEventFilter(self)
        self.list.itemClicked.connect(lambda _item: self._choose())
        self._narrow("")

    def _narrow(self, text: str) -> None:
        query = fold(text.strip()).lower()
        self.list.clear()
        ranked = [(rank, command) for command in self._commands if (rank := command.rank(query)) is not None]
        for _, command in sorted(ranked, key=lambda pair: pair[0]):
            item = QListWidgetItem(f"{command.title}    {command.keys}".rstrip())
            item.setData(_COMMAND, command)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _choose(self) -> None:
        if item := self.list.currentItem():
            self.accept()
            self.chosen.emit(item.data(_COMMAND).binding)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move in the list while the letters go into the field."""
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if watched is self.query and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            by = moves.get(Qt.Key(event.key()), 0)
            self.list.setCurrentRow((self.list.currentRow() + by) % max(self.list.count(), 1))
            return by != 0
        return super().eventFilter(watched, event)
