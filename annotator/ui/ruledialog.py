"""One rule, being written: the pattern is checked with every key, and what it finds in the open report is shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import AnnotatorError
from annotator.model import Occurrence, PersonalRule, Scheme
from annotator.ui.dialogbuttons import ok_or_cancel
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.room import Dialog

_SHOWN = 200


class RuleDialog(Dialog):
    """`values()` are pattern, label, domain and note; it cannot be accepted with a pattern that cannot be."""

    def __init__(
        self,
        dress: Dress,
        scheme: Scheme,
        matches: Callable[[str], list[Occurrence]],
        rule: PersonalRule | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = dress.words
        self._scheme, self._matches = scheme, matches
        self.setWindowTitle(dress.words("ui.rule-title"))
        self.resize(640, 520)
        self.pattern, self.note = QLineEdit(), QLineEdit()
        self.label, self.domain = QComboBox(), QComboBox()
        self.state = plain_label("", "soft")
        self.found = QListWidget()
        self.found.setUniformItemSizes(True)
        self._buttons, self.ok = ok_or_cancel(self, dress.words, dress.words("ui.rule-save"))
        for label in scheme.labels:
            self.label.addItem(dress.words.pick(label.title), label.name)
        self._lay_out()
        self._fill(rule)
        self.pattern.textChanged.connect(lambda _text: self._try())
        self.label.currentIndexChanged.connect(lambda _row: self._put_domains())
        self._try()
        self.pattern.setFocus()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for key, field in (
            ("pattern", self.pattern), ("label", self.label), ("domain", self.domain), ("note", self.note)
        ):  # fmt: skip
            field.setAccessibleName(self._words(f"ui.rules-{key}"))
            form.addRow(plain_label(self._words(f"ui.rules-{key}"), "soft", wraps=False), field)
        layout = QVBoxLayout(self)
        layout.addWidget(plain_label(self._words("ui.rule-about"), "soft"))
        layout.addLayout(form)
        layout.addWidget(self.state)
        layout.addWidget(self.found, 1)
        layout.addWidget(self._buttons)

    def _fill(self, rule: PersonalRule | None) -> None:
        if rule:
            self.pattern.setText(rule.pattern)
            self.note.setText(rule.note)
            self.label.setCurrentIndex(max(0, self.label.findData(rule.label)))
        self._put_domains()
        if rule:
            self.domain.setCurrentIndex(max(0, self.domain.findData(rule.domain)))

    def _put_domains(self) -> None:
        """The domains of the label; where it has none there is nothing to choose."""
        kept = self.domain.currentData()
        kinds = self._scheme.attributes_of(self.label.currentData())
        choices = next((kind.choices for kind in kinds if kind.name == "domain"), ())
        self.domain.clear()
        self.domain.addItem("—", "")
        for choice in choices:
            self.domain.addItem(self._words.pick(choice.title), choice.name)
        self.domain.setCurrentIndex(max(0, self.domain.findData(kept)))
        self.domain.setEnabled(bool(choices))

    def _try(self) -> None:
        """Says what is wrong with the pattern, or shows what it finds."""
        pattern = self.pattern.text().strip()
        found: list[Occurrence] = []
        try:
            found = self._matches(pattern) if pattern else []
        except AnnotatorError as error:
            self.state.setText(error.say(self._words))
            self.ok.setEnabled(False)
        else:
            self.state.setText(self._words("ui.rule-finds", count=len(found)) if pattern else "")
            self.ok.setEnabled(bool(pattern))
        self.found.clear()
        self.found.addItems([" ".join(f"{one.before}【{one.text}】{one.after}".split()) for one in found[:_SHOWN]])

    def values(self) -> tuple[str, str, str, str]:
        """Pattern, label, domain, note."""
        return self.pattern.text().strip(), self.label.currentData(), self.domain.currentData() or "", self.note.text()
