"""All settings and keys in one dialog, a tab each; each change is in force at once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialogButtonBox, QTabWidget, QVBoxLayout, QWidget

from annotator.model import Scheme
from annotator.ui.dress import Dress
from annotator.ui.keyspage import KeysPage
from annotator.ui.room import Dialog
from annotator.ui.settings import Setting, Settings
from annotator.ui.settingspage import SettingsPage


class SettingsDialog(Dialog):
    """Writes into the settings and says `changed`; `wear` shows what is in force then."""

    changed = Signal()

    def __init__(self, dress: Dress, settings: Settings, scheme: Scheme | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.resize(720, 700)
        self.settings, self.keys = SettingsPage(dress, settings), KeysPage(dress, scheme)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for page in (self.settings, self.keys):
            self.tabs.addTab(page, "")
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self._buttons)
        self.settings.changed.connect(self._set)
        self.keys.changed.connect(self._set_keys)
        self.keys.all_reset.connect(self._reset_keys)
        self.wear(dress)

    def wear(self, dress: Dress) -> None:
        self.setWindowTitle(dress.words("ui.action-settings"))
        for at, tab in enumerate(("ui.tab-settings", "ui.tab-keys")):
            self.tabs.setTabText(at, dress.words(tab))
        close = self._buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setText(dress.words("ui.close"))
        close.setIcon(QIcon())
        self.settings.wear(dress)
        self.keys.wear(dress)

    def _set(self, setting: Setting, value: str) -> None:
        if value == setting.default:
            self._settings.reset(setting)
        else:
            self._settings.set(setting, value)
        self.changed.emit()

    def _set_keys(self, name: str, chords: tuple[str, ...] | None) -> None:
        self._settings.set_keys(name, chords)
        self.changed.emit()

    def _reset_keys(self) -> None:
        self._settings.reset_keys()
        self.changed.emit()
