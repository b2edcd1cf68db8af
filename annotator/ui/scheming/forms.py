"""The forms of the scheme editor: a label, an attribute, a type of relation, each from a value and back to one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from annotator.i18n import LANGUAGES
from annotator.model import AttributeType, Choice, Label, RelationType, Scheme
from annotator.scheme import KINDS
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.scheming.fields import ColourField, LabelsField, VersionsField

_SEPARATOR = "|"


class Form(QWidget):
    """Shows a part of the scheme with `put`, gives it back changed with `value`, and says `edited` by the person."""

    edited = Signal()

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = dress.words
        self.dress = dress
        self._filling = False
        self.name = QLineEdit()
        self.title = VersionsField(self.words("editor.title"))
        self._form = QFormLayout(self)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.add("name", self.name)
        self.add("title", self.title)
        self.name.textChanged.connect(lambda _text: self.say())
        self.title.edited.connect(self.say)

    def add(self, key: str, field: QWidget) -> None:
        """A field with what it is."""
        name = self.words(f"editor.{key}")
        if not field.accessibleName():
            field.setAccessibleName(name)
        self._form.addRow(plain_label(name, "soft", wraps=False), field)

    def say(self) -> None:
        """The person has changed something."""
        if not self._filling:
            self.edited.emit()

    def put(self, part: Any, scheme: Scheme, *, is_new: bool) -> None:
        """Shows a part; the name of one that the corpus knows already is what its annotations are kept under."""
        self._filling = True
        self.name.setReadOnly(not is_new)
        self.name.setEnabled(is_new)
        if self.name.text() != part.name:
            self.name.setText(part.name)
        self.title.put(part.title)
        self.fill(part, scheme)
        self._filling = False

    def fill(self, part: Any, scheme: Scheme) -> None:
        raise NotImplementedError

    def value(self, part: Any) -> Any:
        """The part with what is written."""
        return replace(part, name=self.name.text().strip(), title=self.title.value())


class LabelForm(Form):
    """A label: its key, its colours with their contrast, its definition and examples."""

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        super().__init__(dress, parent)
        self.key = QComboBox()
        self.colours = {theme: ColourField(dress, theme) for theme in ("light", "dark")}
        self.definition = VersionsField(self.words("editor.definition"), long=True)
        self.examples = QPlainTextEdit()
        self.examples.setTabChangesFocus(True)
        self.examples.setFixedHeight(64)
        self.add("key", self.key)
        for theme, field in self.colours.items():
            self.add(f"colour-{theme}", field)
            field.edited.connect(self.say)
        self.add("definition", self.definition)
        self.add("examples", self.examples)
        self.key.activated.connect(lambda _row: self.say())
        self.definition.edited.connect(self.say)
        self.examples.textChanged.connect(self.say)

    def fill(self, part: Label, scheme: Scheme) -> None:
        self._fill_keys(part, scheme)
        for theme, field in self.colours.items():
            field.put(part.colour.get(theme, ""), self.words.pick(part.title))
        self.definition.put(part.definition)
        if self.examples.toPlainText() != "\n".join(part.examples):
            self.examples.setPlainText("\n".join(part.examples))

    def _fill_keys(self, part: Label, scheme: Scheme) -> None:
        """The digits, with whose they are."""
        owners = {label.key: self.words.pick(label.title) for label in scheme.labels if label.name != part.name}
        self.key.clear()
        self.key.addItem("—", "")
        for digit in "123456789":
            self.key.addItem(f"{digit}  ({owners[digit]})" if digit in owners else digit, digit)
        self.key.setCurrentIndex(max(0, self.key.findData(part.key)))

    def value(self, part: Label) -> Label:
        written = self.examples.toPlainText()
        examples = part.examples if written == "\n".join(part.examples) else _lines(written)
        named: Label = super().value(part)
        return replace(
            named,
            key=self.key.currentData() or "",
            colour=dict(part.colour) | {theme: field.value() for theme, field in self.colours.items()},
            definition=self.definition.value(),
            examples=examples,
        )


class AttributeForm(Form):
    """An attribute of annotations, or of reports, which has no labels."""

    def __init__(self, dress: Dress, *, of_reports: bool, parent: QWidget | None = None) -> None:
        super().__init__(dress, parent)
        self._of_reports = of_reports
        self.labels = LabelsField(dress, self.words("editor.labels"))
        self.kind = QComboBox()
        for kind in KINDS:
            self.kind.addItem(self.words(f"editor.kind-{kind}"), kind)
        self.choices = QPlainTextEdit()
        self.choices.setTabChangesFocus(True)
        self.choices.setMinimumHeight(140)
        self.choices.setPlaceholderText(f" {_SEPARATOR} ".join((self.words("editor.name"), *LANGUAGES.values())))
        if not of_reports:
            self.add("labels", self.labels)
        self.add("kind", self.kind)
        self.add("choices", self.choices)
        self.labels.edited.connect(self.say)
        self.kind.activated.connect(lambda _row: self._kind_chosen())
        self.choices.textChanged.connect(self.say)

    def _kind_chosen(self) -> None:
        self.choices.setEnabled(self.kind.currentData() == "choice")
        self.say()

    def fill(self, part: AttributeType, scheme: Scheme) -> None:
        self.labels.put(scheme, part.labels)
        self.kind.setCurrentIndex(max(0, self.kind.findData(part.kind)))
        self.choices.setEnabled(part.kind == "choice")
        written = _written(part.choices)
        if _choices(self.choices.toPlainText(), ()) != part.choices:
            self.choices.setPlainText(written)

    def value(self, part: AttributeType) -> AttributeType:
        kind = self.kind.currentData()
        choices = _choices(self.choices.toPlainText(), part.choices) if kind == "choice" else ()
        labels = () if self._of_reports else self.labels.value()
        named: AttributeType = super().value(part)
        return replace(named, labels=labels, kind=kind, choices=choices)


class RelationForm(Form):
    """A type of relation and the labels that may be its ends."""

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        super().__init__(dress, parent)
        self.heads, self.targets = (LabelsField(dress, self.words(f"editor.{end}")) for end in ("heads", "targets"))
        self.add("heads", self.heads)
        self.add("targets", self.targets)
        for field in (self.heads, self.targets):
            field.edited.connect(self.say)

    def fill(self, part: RelationType, scheme: Scheme) -> None:
        self.heads.put(scheme, part.heads)
        self.targets.put(scheme, part.targets)

    def value(self, part: RelationType) -> RelationType:
        named: RelationType = super().value(part)
        return replace(named, heads=self.heads.value(), targets=self.targets.value())


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _written(choices: tuple[Choice, ...]) -> str:
    """A choice a line: its name, then its titles in the order of LANGUAGES."""
    titles = ([choice.name, *(choice.title.get(code, "") for code in LANGUAGES)] for choice in choices)
    return "\n".join(f" {_SEPARATOR} ".join(cells) for cells in titles)


def _choices(text: str, before: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The other way. A line of a name alone is called by it; titles in other languages stay."""
    others = {
        choice.name: {code: title for code, title in choice.title.items() if code not in LANGUAGES} for choice in before
    }
    found = []
    for line in _lines(text):
        name, *titles = (cell.strip() for cell in line.split(_SEPARATOR))
        said = {code: title for code, title in zip(LANGUAGES, titles, strict=False) if title}
        found.append(Choice(name, (said or {"en": name}) | others.get(name, {})))
    return tuple(found)
