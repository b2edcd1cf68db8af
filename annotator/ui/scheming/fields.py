"""Fields of the scheme editor: texts in three languages, a colour with its contrast, labels to tick."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QColorDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from annotator.i18n import LANGUAGES
from annotator.model import Scheme, Versions
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.theme import CONTRAST, Theme, contrast, legible


class VersionsField(QWidget):
    """A text in each language, in lines of their own; `long` ones have several lines."""

    edited = Signal()

    def __init__(self, name: str, *, long: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept: dict[str, str] = {}
        self.fields: dict[str, QLineEdit | QPlainTextEdit] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        for row, (code, title) in enumerate(LANGUAGES.items()):
            field = self._long() if long else QLineEdit()
            field.setAccessibleName(f"{name} · {title}")
            field.textChanged.connect(lambda *_text: self.edited.emit())
            self.fields[code] = field
            grid.addWidget(plain_label(title, "soft", wraps=False), row, 0)
            grid.addWidget(field, row, 1)

    @staticmethod
    def _long() -> QPlainTextEdit:
        field = QPlainTextEdit()
        field.setTabChangesFocus(True)
        field.setFixedHeight(52)
        return field

    def put(self, versions: Versions) -> None:
        self._kept = {code: text for code, text in versions.items() if code not in self.fields}
        for code, field in self.fields.items():
            _set_text(field, versions.get(code, ""))

    def value(self) -> dict[str, str]:
        """The versions that are not empty; those of other languages stay."""
        said = {code: _text(field) for code, field in self.fields.items()}
        return {code: text for code, text in said.items() if text.strip()} | self._kept


class ColourField(QWidget):
    """A hue for one theme, with its contrast on that theme's paper, and the nearest that is legible for one press."""

    edited = Signal()

    def __init__(self, dress: Dress, theme: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = dress.words
        self.theme = Theme.named(theme)
        name = dress.words("editor.colour", theme=dress.words(f"ui.{theme}"))
        self.text = QLineEdit()
        self.text.setFixedWidth(92)
        self.text.setAccessibleName(name)
        self.swatch = QPushButton()
        self.swatch.setAutoDefault(False)
        self.swatch.setAccessibleName(f"{name} …")
        self.ratio = plain_label("", "soft", wraps=False)
        self.mend = QPushButton(dress.words("editor.mend-colour"))
        self.mend.setAutoDefault(False)
        self.sample = QLabel()
        self.sample.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.text, self.swatch, self.sample, self.ratio, self.mend):
            row.addWidget(widget)
        row.addStretch(1)
        self.text.textChanged.connect(lambda _text: self._changed())
        self.swatch.clicked.connect(lambda _checked: self._choose())
        self.mend.clicked.connect(lambda _checked: self.text.setText(legible(self.colour(), self.theme.paper).name()))

    def colour(self) -> QColor:
        """What is written; the soft ink where that is no colour."""
        colour = QColor(self.text.text().strip())
        return colour if colour.isValid() else self.theme.ink_soft

    def put(self, colour: str, sample: str) -> None:
        self.sample.setText(sample)
        self.text.setText(colour)
        self._show()

    def value(self) -> str:
        return self.text.text().strip()

    def _changed(self) -> None:
        self._show()
        self.edited.emit()

    def _show(self) -> None:
        """The contrast, and the chip as the reader will draw it."""
        found = contrast(self.colour(), self.theme.paper)
        enough = found >= CONTRAST
        key = "editor.contrast-enough" if enough else "editor.contrast-low"
        self.ratio.setText(self._words(key, ratio=f"{int(found * 100) / 100:.2f}"))
        self.mend.setVisible(not enough)
        colours = self.theme.label_colours(self.colour())
        self.swatch.setStyleSheet(f"background: {self.colour().name()}; min-width: 26px;")
        self.sample.setStyleSheet(
            f"background: {colours.chip.name()}; color: {colours.chip_ink.name()};"
            f" border: 3px solid {self.theme.paper.name()}; padding: 2px 7px;"
        )

    def _choose(self) -> None:
        colour = QColorDialog.getColor(self.colour(), self, self.text.accessibleName())
        if colour.isValid():
            self.text.setText(colour.name())


class LabelsField(QListWidget):
    """Labels of the scheme to tick."""

    edited = Signal()

    def __init__(self, dress: Dress, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dress = dress
        self.setAccessibleName(name)
        self.setFixedHeight(132)
        self.itemChanged.connect(lambda _item: self.edited.emit())

    def put(self, scheme: Scheme, ticked: Iterable[str]) -> None:
        chosen = set(ticked)
        self.blockSignals(True)
        self.clear()
        for label in scheme.labels:
            item = QListWidgetItem(self._dress.words.pick(label.title), self)
            item.setData(Qt.ItemDataRole.UserRole, label.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if label.name in chosen else Qt.CheckState.Unchecked)
        self.blockSignals(False)

    def value(self) -> tuple[str, ...]:
        items = (self.item(row) for row in range(self.count()))
        return tuple(
            item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() == Qt.CheckState.Checked
        )


def _text(field: QLineEdit | QPlainTextEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _set_text(field: QLineEdit | QPlainTextEdit, text: str) -> None:
    """Leaves a field alone in which the same stands: the cursor stays where it is."""
    if _text(field) == text:
        return
    if isinstance(field, QLineEdit):
        field.setText(text)
    else:
        field.setPlainText(text)
