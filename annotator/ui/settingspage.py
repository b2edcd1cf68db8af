"""The table of settings: what each is called and means, its value, and the way back to what the program comes with."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QGridLayout, QScrollArea, QToolButton, QWidget

from annotator.i18n import LANGUAGES
from annotator.ui.dress import Dress
from annotator.ui.numberfield import indented
from annotator.ui.plain_text import plain_label
from annotator.ui.settings import FONT, LANGUAGE, TABLE, Setting, Settings

_CHINESE = (QFontDatabase.WritingSystem.SimplifiedChinese, QFontDatabase.WritingSystem.TraditionalChinese)


class SettingsPage(QScrollArea):
    """Says `changed` with a setting and its new value as soon as a person changes it."""

    changed = Signal(object, str)

    def __init__(self, dress: Dress, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._putting = False
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setColumnStretch(0, 1)
        self._grid.setHorizontalSpacing(14)
        self._headings = {group: plain_label("", "title") for group in TABLE}
        self.rows = {setting.name: _Row(setting, self._take) for rows in TABLE.values() for setting in rows}
        for group, heading in self._headings.items():
            self._grid.addWidget(heading, self._grid.rowCount(), 0, 1, 3)
            for setting in TABLE[group]:
                self.rows[setting.name].lay_out(self._grid)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.wear(dress)

    def wear(self, dress: Dress) -> None:
        """Words and values as they are now."""
        self._putting = True
        for group, heading in self._headings.items():
            heading.setText(dress.words(f"ui.settings-{group}"))
        for row in self.rows.values():
            row.put(self._settings.get(row.setting), dress)
        self._putting = False

    def _take(self, setting: Setting, value: str) -> None:
        if not self._putting and setting.allows(value):
            self.changed.emit(setting, value)


class _Row:
    """One setting."""

    def __init__(self, setting: Setting, take: Callable[[Setting, str], None]) -> None:
        self.setting = setting
        self._title, self._about = plain_label("", wraps=False), plain_label("", "soft")
        self.field: QComboBox | QDoubleSpinBox
        if setting.numbers:
            self.field = _number(setting)
            self.field.valueChanged.connect(lambda value: take(setting, f"{value:g}"))
        else:
            self.field = QComboBox()
            for value in _values(setting):
                self.field.addItem(value, value)
            self.field.currentIndexChanged.connect(lambda at: take(setting, self.field.itemData(at)))
        self.reset = QToolButton()
        self.reset.setText("↺")
        self.reset.setProperty("role", "quiet")
        self.reset.clicked.connect(partial(take, setting, setting.default))

    def lay_out(self, grid: QGridLayout) -> None:
        at = grid.rowCount()
        grid.addWidget(self._title, at, 0)
        grid.addWidget(self._about, at + 1, 0)
        grid.addWidget(self.field, at, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.reset, at, 2, 2, 1, Qt.AlignmentFlag.AlignVCenter)

    def put(self, value: str, dress: Dress) -> None:
        title = dress.words(f"ui.setting-{self.setting.name}")
        self._title.setText(title)
        self._about.setText(dress.words(f"ui.setting-{self.setting.name}-about"))
        self.field.setAccessibleName(title)
        self.field.setAccessibleDescription(self._about.text())
        self.reset.setEnabled(value != self.setting.default)
        self.reset.setToolTip(dress.words("ui.reset"))
        self.reset.setAccessibleName(f"{dress.words('ui.reset')}: {title}")
        if isinstance(self.field, QComboBox):
            for at in range(self.field.count()):
                self.field.setItemText(at, _title_of(self.setting, self.field.itemData(at), dress))
            self.field.setCurrentIndex(self.field.findData(value))
        else:
            self.field.setValue(float(value))


def _number(setting: Setting) -> QDoubleSpinBox:
    assert setting.numbers is not None
    least, greatest, step = setting.numbers
    field = indented(QDoubleSpinBox())
    field.setRange(least, greatest)
    field.setSingleStep(step)
    field.setDecimals(0 if step == round(step) else 2)
    field.setKeyboardTracking(False)  # only a whole number that was typed counts
    return field


def _values(setting: Setting) -> list[str]:
    """The values to choose from; for the font, those of the system that have Chinese."""
    if setting == FONT:
        return ["", *sorted({family for system in _CHINESE for family in QFontDatabase.families(system)})]
    return list(setting.allowed)


def _title_of(setting: Setting, value: str, dress: Dress) -> str:
    if setting == FONT:
        return value or dress.words("ui.font-auto")
    if setting == LANGUAGE and value in LANGUAGES:
        return LANGUAGES[value]
    return dress.words(f"ui.{value}")
