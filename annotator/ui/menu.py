"""The menu behind the button in the header: what concerns files, lists, language and look."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from annotator.ui.choices import CHOICES
from annotator.ui.dress import Dress
from annotator.ui.settings import (
    DISPUTED,
    JOINED,
    NO,
    REJECTED,
    SCRIPT,
    STORED,
    Setting,
    Settings,
)

_ENTRIES = ("new", "open", "demo", "import", "import-folder", "export", "merge", "package", "",
            "undo", "redo", "history", "", "terms", "scheme", "train", "annotator", "", "find", "script", "joined",
            "rejected", "disputed", "", "settings", "keys")  # fmt: skip
_TURNED = {"script": (SCRIPT, STORED), "joined": (JOINED, NO), "rejected": (REJECTED, NO), "disputed": (DISPUTED, NO)}
"""What is shown as being on: the setting, and its value when it is off."""
_OF_THE_PROGRAM = frozenset({"new", "open", "demo", "import-folder", "annotator", "settings", "keys"})
"""What can be done while no corpus is open."""


class Menu(QMenu):
    """Says `wanted` with the name of an action. Without a corpus, what needs one cannot be chosen."""

    wanted = Signal(str)

    def __init__(self, dress: Dress, settings: Settings, parent: QWidget, *, has_corpus: bool) -> None:
        super().__init__(parent)
        self._dress, self._settings = dress, settings
        self._has_corpus = has_corpus
        for action in _ENTRIES:
            if action:
                self._add(action)
            else:
                self.addSeparator()
        for setting in CHOICES:
            self._choices(setting)

    def _add(self, action: str) -> None:
        key = next(iter(self._dress.keys.chords_of(action)), "")
        entry = self.addAction(f"{self._dress.words(f'ui.action-{action}')}\t{key}")
        entry.triggered.connect(lambda _checked: self.wanted.emit(action))
        entry.setData(action)
        entry.setEnabled(self._has_corpus or action in _OF_THE_PROGRAM)
        if action in _TURNED:
            setting, off = _TURNED[action]
            entry.setCheckable(True)
            entry.setChecked(self._settings.get(setting) != off)

    def _choices(self, setting: Setting) -> None:
        inside = self.addMenu(self._dress.words(f"ui.{setting.name}"))
        group = QActionGroup(inside)
        for choice in CHOICES[setting]:
            is_on = self._settings.get(setting) == choice.value
            entry = QAction(choice.shown(self._dress.words), group, checkable=True, checked=is_on)
            entry.setData(choice.action)
            entry.triggered.connect(lambda _checked, one=choice.action: self.wanted.emit(one))
            inside.addAction(entry)
