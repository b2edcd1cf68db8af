"""Settling by a rule: which one, what it may touch, and what it would do, to be looked at first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.corpus import RULES, Plan, Rule
from annotator.errors import AnnotatorError
from annotator.ui.dialogbuttons import ok_or_cancel
from annotator.ui.dress import Dress
from annotator.ui.numberfield import indented
from annotator.ui.plain_text import plain_label
from annotator.ui.review.lane import title_of
from annotator.ui.room import Dialog
from annotator.ui.session import Session
from annotator.ui.waiting import CancelledError, waiting
from annotator.work import Progress

_EXAMPLES = 200
_AT_ONCE = 3_000  # annotations: a preview of so many is there at once


class SettleDialog(Dialog):
    """`plan` is what was looked at last, None where that is no longer what the fields say."""

    def __init__(self, dress: Dress, session: Session, annotators: Sequence[str], parent: QWidget) -> None:
        self.plan: Plan | None = None
        super().__init__(parent)
        self._words, self._session, self._annotators = dress.words, session, annotators
        self.setWindowTitle(dress.words("ui.action-settle"))
        self.resize(720, 680)
        self.rules = {name: QRadioButton(dress.words(f"ui.settle-{name}")) for name in RULES}
        self._group = QButtonGroup(self)
        self.votes = indented(QSpinBox())
        self.votes.setRange(1, 999)
        self.votes.setValue(2)
        self.share = indented(QDoubleSpinBox())
        self.share.setRange(1.0, 100.0)
        self.share.setDecimals(0)
        self.share.setSuffix(" %")
        self.share.setValue(50.0)
        self.trust: dict[str, QComboBox] = {}
        self.add = QCheckBox(dress.words("ui.settle-add"))
        self.anew = QCheckBox(dress.words("ui.settle-anew"))
        self.look = QPushButton(dress.words("ui.settle-look"))
        self.told = plain_label("")
        self.examples = QListWidget()
        self.examples.setUniformItemSizes(True)
        self._buttons, self.ok = ok_or_cancel(self, dress.words, "")
        self._lay_out()
        self._connect()
        self.rules["majority"].setChecked(True)
        self._changed()
        self.rules["majority"].setFocus()

    # ---- the form

    def _lay_out(self) -> None:
        words = self._words
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addWidget(plain_label(words("ui.settle-about"), "soft"))
        for name, button in self.rules.items():
            self._group.addButton(button)
            layout.addWidget(button)
            if name == "threshold":
                layout.addLayout(self._numbers())
        self._trusting = QWidget()
        self._trusting.setLayout(self._people())
        layout.addWidget(self._trusting)
        for box in (self.add, self.anew):
            layout.addWidget(box)
        layout.addWidget(self.look)
        layout.addWidget(self.told)
        layout.addWidget(self.examples, 1)
        layout.addWidget(self._buttons)
        self.examples.setAccessibleName(words("ui.settle-examples"))

    def _numbers(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(26, 0, 0, 0)
        for key, field in (("ui.settle-votes", self.votes), ("ui.settle-share", self.share)):
            field.setAccessibleName(self._words(key))
            row.addWidget(plain_label(self._words(key), "soft", wraps=False))
            row.addWidget(field)
        row.addStretch(1)
        return row

    def _people(self) -> QFormLayout:
        """Whose word counts for each label; a dash for nobody's."""
        form = QFormLayout()
        form.setContentsMargins(26, 0, 0, 0)
        people = sorted({one.annotator for one in self._session.corpus.assignments()})
        people = [one for one in people if not self._annotators or one in self._annotators]
        for label in self._session.scheme.labels:
            field = QComboBox()
            field.addItem("—", "")
            for name in people:
                field.addItem(name, name)
            title = self._words.pick(label.title)
            field.setAccessibleName(title)
            field.currentIndexChanged.connect(lambda _index: self._changed())
            self.trust[label.name] = field
            form.addRow(plain_label(title, "soft", wraps=False), field)
        return form

    def _connect(self) -> None:
        for button in self.rules.values():
            button.toggled.connect(lambda _on: self._changed())
        for number in (self.votes, self.share):
            number.valueChanged.connect(lambda _value: self._changed())
        for box in (self.add, self.anew):
            box.toggled.connect(lambda _on: self._changed())
        self.look.clicked.connect(lambda _checked: self.preview())

    @property
    def rule(self) -> Rule:
        """What the fields say."""
        name = next(name for name, button in self.rules.items() if button.isChecked())
        if name == "trust":
            chosen = {label: field.currentData() for label, field in self.trust.items()}
            return Rule.trusting({label: who for label, who in chosen.items() if who})
        return Rule(name, self.votes.value(), self.share.value() / 100)

    def _changed(self) -> None:
        """What was looked at is old; a small corpus is looked at again at once."""
        if not any(button.isChecked() for button in self.rules.values()):
            return
        self.plan = None
        name = self.rule.name
        self._trusting.setVisible(name == "trust")
        self.anew.setEnabled(not self.add.isChecked())  # one settles all again, the other only adds
        self.add.setEnabled(not self.anew.isChecked())
        for field in (self.votes, self.share):
            field.setEnabled(name == "threshold")
        small = self._session.corpus.counts()["annotations"] <= _AT_ONCE
        self.look.setVisible(not small)
        self._tell()
        if small:
            self._look(None)

    # ---- what it would do

    def preview(self) -> None:
        """Works out what the rule would do, with a bar; stopped, nothing is known."""
        try:
            with waiting(self._words, self._words("ui.settle-looking"), 0, self) as bar:
                self._look(bar.step_of)
        except CancelledError:
            self._tell()

    def _look(self, progress: Progress | None) -> None:
        if self.rule.name == "trust" and not self.rule.trust:
            self.told.setText(self._words("ui.settle-trust-nobody"))
            return
        try:
            self.plan = self._session.corpus.plan(
                self.rule, self._annotators, anew=self.anew.isChecked(), add=self.add.isChecked(), progress=progress
            )
        except AnnotatorError as error:
            self.told.setText(error.say(self._words))
        else:
            self._tell()

    def _tell(self) -> None:
        self.examples.clear()
        plan = self.plan
        self.ok.setEnabled(plan is not None and bool(plan.proposals or plan.withdrawn))
        self.ok.setText(self._words("ui.settle-do", count=len(plan.proposals) if plan else 0))
        if plan is None:
            self.told.setText("")
            return
        disputed = sum(len(one.cluster.versions) > 1 for one in plan.proposals)
        left = plan.left_disagreements
        self.told.setText(self._words(
            "ui.settle-told", count=len(plan.proposals), disputed=disputed, left=left, others=len(plan.left) - left,
            kept=plan.kept, withdrawn=len(plan.withdrawn),
        ))  # fmt: skip
        shown = sorted(plan.proposals, key=lambda one: len(one.cluster.versions) < 2)[:_EXAMPLES]
        scheme = self._session.scheme
        for one in shown:
            spans = "、".join(f"{span.text} [{title_of(span.label, scheme, self._words)}]" for span in one.spans)
            words = " ".join(one.cluster.text.split())
            told = f"{words}  →  {spans or self._words('ui.review-nothing')}   {one.votes}/{one.of}"
            self.examples.addItem(" ".join(told.split()))
        self.examples.setTextElideMode(Qt.TextElideMode.ElideRight)
