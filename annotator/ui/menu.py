"""The menu behind the button in the header: what concerns files, lists, language and look."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from annotator.i18n import LANGUAGES
from annotator.ui.dress import Dress
from annotator.ui.settings import (
    AUTO,
    DISPUTED,
    JOINED,
    LANGUAGE,
    NO,
    REJECTED,
    SCRIPT,
    STORED,
    THEME,
    Setting,
    Settings,
)

_ENTRIES = ("new", "open", "import", "import-folder", "export", "merge", "package", "", "undo", "redo", "history", "",
            "terms", "scheme", "train", "annotator", "", "find", "script", "joined", "rejected", "disputed", "",
            "settings", "keys")  # fmt: skip
_TURNED = {"script": (SCRIPT, STORED), "joined": (JOINED, NO), "rejected": (REJECTED, NO), "disputed": (DISPUTED, NO)}
"""What is shown as being on: the setting, and its value when it is off."""


class Menu(QMenu):
    """Says `wanted` with the name of an action, and `set_` with a setting and its new value."""

    wanted = Signal(str)
    set_ = Signal(object, str)

    def __init__(self, dress: Dress, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._dress, self._settings = dress, settings
        for action in _ENTRIES:
            if action:
                self._add(action)
            else:
                self.addSeparator()
        self._choices("ui.language", LANGUAGE, {AUTO: dress.words("ui.auto"), **LANGUAGES})
        self._choices("ui.theme", THEME, {name: dress.words(f"ui.{name}") for name in THEME.allowed})

    def _add(self, action: str) -> None:
        key = next(iter(self._dress.keys.chords_of(action)), "")
        entry = self.addAction(f"{self._dress.words(f'ui.action-{action}')}\t{key}")
        entry.triggered.connect(lambda _checked: self.wanted.emit(action))
        if action in _TURNED:
            setting, off = _TURNED[action]
            entry.setCheckable(True)
            entry.setChecked(self._settings.get(setting) != off)

    def _choices(self, title: str, setting: Setting, values: dict[str, str]) -> None:
        inside = self.addMenu(self._dress.words(title))
        group = QActionGroup(inside)
        for value, shown in values.items():
            entry = QAction(shown, group, checkable=True, checked=self._settings.get(setting) == value)
            entry.triggered.connect(lambda _checked, one=value: self.set_.emit(setting, one))
            inside.addAction(entry)
