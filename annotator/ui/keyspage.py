"""The table of keys: what each action is done by, a new key by pressing it, and what two things share a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.i18n import Words
from annotator.model import Scheme
from annotator.ui.dress import Dress
from annotator.ui.keylist import title_of
from annotator.ui.keymap import ALL, chord_of, is_free, page_of
from annotator.ui.keys import GROUPS, Binding
from annotator.ui.listkeys import LISTS
from annotator.ui.plain_text import plain_label
from annotator.ui.tables import as_rows

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class KeysPage(QWidget):
    """Says `changed` with a binding's name and its keys, None for those it comes with, and `all_reset`."""

    changed = Signal(str, object)
    all_reset = Signal()

    def __init__(self, dress: Dress, scheme: Scheme | None) -> None:
        self._waits_for: str | None = None
        super().__init__()
        self._scheme = scheme
        self._rows = _rows(dress.words, scheme)
        self.view = QTableWidget(len(self._rows), 3)
        as_rows(self.view)
        self.view.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # a letter is a key here
        for column, mode in ((0, QHeaderView.ResizeMode.Stretch), (2, QHeaderView.ResizeMode.Stretch)):
            self.view.horizontalHeader().setSectionResizeMode(column, mode)
        self.view.installEventFilter(self)
        self.view.cellDoubleClicked.connect(lambda _row, _column: self.begin())
        self.said = plain_label("", "soft")
        acts = {"change": self.begin, "none": self._take_away, "reset": self._reset, "reset-all": self._reset_all}
        self._buttons = {name: self._button(act) for name, act in acts.items()}
        self._lay_out()
        self.setFocusProxy(self.view)
        self.wear(dress)

    def _button(self, act: Callable[[], None]) -> QPushButton:
        button = QPushButton()
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: act())
        return button

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in self._buttons.values():
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.said)
        layout.addLayout(buttons)

    def wear(self, dress: Dress) -> None:
        """Words and keys as they are now."""
        self._dress, self._waits_for = dress, None
        words = dress.words
        self.view.setAccessibleName(words("ui.tab-keys"))
        self.view.setHorizontalHeaderLabels([words(f"ui.keys-{column}") for column in ("action", "key", "shared")])
        for name, button in self._buttons.items():
            button.setText(words(f"ui.keys-{name}"))
        self.said.setText(words("ui.keys-how"))
        conflicts = dress.keys.conflicts()
        for row, one in enumerate(self._rows):
            if isinstance(one, Binding):
                self._put(row, one, conflicts)
            else:
                self._put_heading(row, words(f"ui.keys-{one}"))

    def _put(self, row: int, binding: Binding, conflicts: Mapping[tuple[str, str], list[Binding]]) -> None:
        words = self._dress.words
        chords = [one.chord for one in self._dress.keys.bindings if one.name == binding.name]
        with_it = [one for chord in chords for one in conflicts.get((page_of(binding), chord), ())]
        others = {one.name: one for one in with_it if one.name != binding.name}
        shared = "、".join(title_of(one, words, self._scheme) for one in others.values())
        title = title_of(binding, words, self._scheme)
        for column, text in enumerate((title, "  ".join(chords), shared and f"⚠ {shared}")):
            item = QTableWidgetItem(text)
            if others:
                item.setForeground(self._dress.theme.danger)
            self.view.setItem(row, column, item)

    def _put_heading(self, row: int, title: str) -> None:
        """What the rows below are keys of; it is passed over by the arrows."""
        item = QTableWidgetItem(title)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        font = item.font()
        font.setBold(True)
        item.setFont(font)
        item.setForeground(self._dress.theme.ink_soft)
        self.view.setSpan(row, 0, 1, 3)
        self.view.setItem(row, 0, item)

    def row_of(self, name: str) -> int:
        return next(row for row, one in enumerate(self._rows) if isinstance(one, Binding) and one.name == name)

    def _current(self) -> Binding | None:
        row = self.view.currentRow()
        one = self._rows[row] if row >= 0 else None
        return one if isinstance(one, Binding) else None

    def begin(self) -> None:
        """The next key that is pressed becomes that of the current row."""
        if binding := self._current():
            self._waits_for = binding.name
            self.said.setText(self._dress.words("ui.keys-press"))
            self.view.setFocus()

    def _take_away(self) -> None:
        if binding := self._current():
            self.changed.emit(binding.name, ())

    def _reset(self) -> None:
        if binding := self._current():
            self.changed.emit(binding.name, None)

    def _reset_all(self) -> None:
        self.all_reset.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self.view or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if self._waits_for is not None and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self._take(event)
            return True
        if event.type() == QEvent.Type.KeyPress and event.key() in _ENTER:
            self.begin()
            return True
        return super().eventFilter(watched, event)

    def _take(self, event: QKeyEvent) -> None:
        """A key for what waits for one; Esc leaves it as it was."""
        chord, name = chord_of(event), self._waits_for
        if not chord or name is None:
            return  # a modifier alone: the key is still to come
        self._waits_for = None
        if chord == "Esc":
            self.said.setText(self._dress.words("ui.keys-how"))
        elif not is_free(chord, next(one for one in ALL if one.name == name)):
            self.said.setText(self._dress.words("ui.keys-native", chord=chord))
        else:
            self.changed.emit(name, (chord,))


def _rows(words: Words, scheme: Scheme | None) -> list[Binding | str]:
    """What can be given a key, each once, below the name of its group."""
    first = {one.name: one for one in reversed(ALL) if title_of(one, words, scheme)}
    names = [name for name in dict.fromkeys(one.name for one in ALL) if name in first]
    rows: list[Binding | str] = []
    for group in (*GROUPS, *LISTS):
        rows += [group, *(first[name] for name in names if first[name].group == group)]
    return rows
