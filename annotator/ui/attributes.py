"""The attributes of the current span: shown for a suggestion, to be edited for an annotation."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QWidget

from annotator.i18n import Words
from annotator.model import Attributes, AttributeType, AttributeValue
from annotator.ui.plain_text import plain_label


class AttributesForm(QWidget):
    """Says `edited` with all attributes as a dictionary when the person has changed one."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: dict[str, AttributeValue] = {}
        self._layout = QFormLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setVerticalSpacing(5)
        self._layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)

    def put(self, kinds: tuple[AttributeType, ...], values: Attributes, words: Words, *, editable: bool) -> None:
        """Shows the kinds a label carries with their values; what cannot be edited is shown only where it has one."""
        while self._layout.rowCount():
            self._layout.removeRow(0)
        self._values = dict(values)
        for kind in kinds:
            if editable or kind.name in values:
                title = words.pick(kind.title)
                field = self._field(kind, words) if editable else plain_label(_shown(kind, values[kind.name], words))
                field.setAccessibleName(title)
                self._layout.addRow(plain_label(title, "soft"), field)
        self.setVisible(self._layout.rowCount() > 0)

    def _field(self, kind: AttributeType, words: Words) -> QWidget:
        make: Callable[[AttributeType, Words], QWidget] = {"choice": self._choice, "flag": self._flag}.get(
            kind.kind, self._line
        )
        return make(kind, words)

    def _choice(self, kind: AttributeType, words: Words) -> QWidget:
        box = QComboBox()
        box.addItem("—", None)
        for choice in kind.choices:
            box.addItem(words.pick(choice.title), choice.name)
        box.setCurrentIndex(max(0, box.findData(self._values.get(kind.name))))
        box.activated.connect(lambda _index: self._edit(kind.name, box.currentData()))
        return box

    def _flag(self, kind: AttributeType, _words: Words) -> QWidget:
        box = QCheckBox()
        box.setChecked(bool(self._values.get(kind.name)))
        box.clicked.connect(lambda checked: self._edit(kind.name, True if checked else None))
        return box

    def _line(self, kind: AttributeType, _words: Words) -> QWidget:
        line = QLineEdit()
        value = self._values.get(kind.name)
        line.setText("" if value is None else _spelled(value))
        line.editingFinished.connect(lambda: self._edit(kind.name, _typed(kind, line.text())))
        return line

    def _edit(self, name: str, value: AttributeValue) -> None:
        changed = {**self._values, name: value}
        kept: dict[str, AttributeValue] = {key: one for key, one in changed.items() if one is not None}
        if kept != self._values:
            self._values = kept
            self.edited.emit(kept)


def _shown(kind: AttributeType, value: AttributeValue, words: Words) -> str:
    """A value as people read it: a choice by its title, numbers without needless digits."""
    for choice in kind.choices:
        if choice.name == value:
            return words.pick(choice.title)
    if isinstance(value, bool):
        return words("ui.yes" if value else "ui.no")
    return _spelled(value)


def _spelled(value: AttributeValue) -> str:
    if isinstance(value, float):
        return f"{value:,.10g}"
    return f"{value:,}" if type(value) is int else str(value)


def _typed(kind: AttributeType, text: str) -> AttributeValue:
    """What a person typed, as the scheme wants it; text that is no number stays text, and the verb says so."""
    text = text.strip()
    if not text:
        return None
    if kind.kind != "number":
        return text
    try:
        number = float(text.replace(",", "").replace("，", ""))
    except ValueError:
        return text
    return int(number) if number.is_integer() and abs(number) < 2**53 else number
