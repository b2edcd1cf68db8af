"""The attributes of the current span: shown for a suggestion, to be edited for an annotation."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QWidget

from annotator.i18n import Words
from annotator.model import Attributes, AttributeType, AttributeValue
from annotator.ui.plain_text import plain_label

_GROUPED = 10_000
"""numbers from which on thousands are set apart; a year stays as it is written"""
_FEWEST = 6  # characters of a choice that are always seen
Show = Callable[[AttributeValue], None]
"""Puts a value into a field."""


class AttributesForm(QWidget):
    """Says `edited` with all attributes as a dictionary when the person has changed one.

    What that leads to is mostly another `put`: the fields stay the same ones, for one of them is just speaking.
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: dict[str, AttributeValue] = {}
        self._made_for: tuple[object, ...] = ()
        self._shows: dict[str, Show] = {}
        self.fields: list[QWidget] = []
        """those that can be edited, from top to bottom"""
        self._layout = QFormLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setVerticalSpacing(5)
        self._layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)

    def put(self, kinds: tuple[AttributeType, ...], values: Attributes, words: Words, *, editable: bool) -> None:
        """Shows the kinds a label carries with their values; what cannot be edited is shown only where it has one."""
        shown = [kind for kind in kinds if editable or kind.name in values]
        wanted = (shown, editable, words.language)
        if wanted != self._made_for:
            self._clear()
            for kind in shown:
                self._add(kind, words, editable=editable)
            self._made_for = wanted
        self._values = dict(values)
        for name, show in self._shows.items():
            show(values.get(name))
        self.setVisible(bool(shown))

    def _clear(self) -> None:
        """Takes the rows away, and destroys their widgets only later: one of them may be in the middle of a signal."""
        while self._layout.rowCount():
            row = self._layout.takeRow(0)
            for item in (row.labelItem, row.fieldItem):
                if widget := item.widget():
                    widget.blockSignals(True)
                    widget.hide()
                    widget.deleteLater()
        self._shows, self.fields = {}, []

    def _add(self, kind: AttributeType, words: Words, *, editable: bool) -> None:
        title = words.pick(kind.title)
        field, show = self._field(kind, words) if editable else _text(kind, words)
        field.setAccessibleName(title)
        if editable:
            self.fields.append(field)
        self._layout.addRow(plain_label(title, "soft"), field)
        field.show()  # the layout would do so later, and till then no key could go there
        self._shows[kind.name] = show

    def _field(self, kind: AttributeType, words: Words) -> tuple[QWidget, Show]:
        match kind.kind:
            case "choice":
                return self._choice(kind, words)
            case "flag":
                return self._flag(kind)
            case _:
                return self._line(kind)

    def _choice(self, kind: AttributeType, words: Words) -> tuple[QWidget, Show]:
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(_FEWEST)  # a long choice must not push the title out
        box.addItem("—", None)
        for choice in kind.choices:
            box.addItem(words.pick(choice.title), choice.name)
        box.activated.connect(lambda _index: self._edit(kind.name, box.currentData()))
        return box, lambda value: box.setCurrentIndex(max(0, box.findData(value)))

    def _flag(self, kind: AttributeType) -> tuple[QWidget, Show]:
        box = QCheckBox()
        box.clicked.connect(lambda checked: self._edit(kind.name, True if checked else None))
        return box, lambda value: box.setChecked(bool(value))

    def _line(self, kind: AttributeType) -> tuple[QWidget, Show]:
        line = QLineEdit()

        def finished() -> None:
            if line.isModified():  # else the person only came by, and what is shown may be rounded
                line.setModified(False)
                self._edit(kind.name, _typed(kind, line.text()))

        def show(value: AttributeValue) -> None:
            if not (line.hasFocus() and line.isModified()):
                line.setText("" if value is None else _spelled(value))

        line.editingFinished.connect(finished)
        return line, show

    def _edit(self, name: str, value: AttributeValue) -> None:
        changed = {**self._values, name: value}
        kept: dict[str, AttributeValue] = {key: one for key, one in changed.items() if one is not None}
        if kept != self._values:
            self.edited.emit(kept)


def _text(kind: AttributeType, words: Words) -> tuple[QWidget, Show]:
    label = plain_label()
    return label, lambda value: label.setText(shown_value(kind, value, words))


def shown_value(kind: AttributeType, value: AttributeValue, words: Words) -> str:
    """A value as people read it: a choice by its title, numbers without needless digits; a dash for none."""
    if value is None:
        return "—"
    for choice in kind.choices:
        if choice.name == value:
            return words.pick(choice.title)
    if isinstance(value, bool):
        return words("ui.yes" if value else "ui.no")
    return _spelled(value)


def _spelled(value: AttributeValue) -> str:
    if isinstance(value, float):
        return f"{value:,.10g}"
    return f"{value:,}" if type(value) is int and abs(value) >= _GROUPED else str(value)


def _typed(kind: AttributeType, text: str) -> AttributeValue:
    """What a person typed, as the scheme wants it; text that is no number stays text, and the verb says so."""
    text = text.strip()
    if not text:
        return None
    if kind.kind != "number":
        return text
    written = text.replace(",", "").replace("，", "")
    try:
        return int(written)
    except ValueError:
        pass
    try:
        number = float(written)
    except ValueError:
        return text
    return int(number) if number.is_integer() and abs(number) < 2**53 else number
