"""What narrows the list of suggestions: term, label, source, score, whether such ones have proven right, and where."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.corpus import Proven
from annotator.model import Scheme
from annotator.ui.bulk.rows import Narrowing
from annotator.ui.clearing import clearable
from annotator.ui.dress import Dress
from annotator.ui.numberfield import indented
from annotator.ui.plain_text import plain_label, plain_tip


class Filters(QWidget):
    """Says `changed` when other rows are to be shown, `scope_changed` with whether all reports are, `proof_wanted` when

    only what has proven right is to be shown, and `prove` is to say what that is.
    """

    changed = Signal()
    scope_changed = Signal(bool)
    proof_wanted = Signal()

    def __init__(self, dress: Dress, scheme: Scheme) -> None:
        super().__init__()
        words = self._words = dress.words
        self.term = QLineEdit()
        self.term.setPlaceholderText(words("ui.find-term"))
        self.term.setAccessibleName(words("ui.find-term"))
        clearable(self.term, words)
        self.term.textChanged.connect(self.changed)
        labels = [(words.pick(label.title), label.name) for label in scheme.labels]
        self.label = self._choice("ui.bulk-label", "ui.bulk-all-labels", labels)
        self.source = self._choice("ui.bulk-source", "ui.bulk-all-sources", [])
        self.low, self.high = self._score("ui.bulk-low", 0.0), self._score("ui.bulk-high", 1.0)
        self.proven = QCheckBox(words("ui.bulk-proven"))
        self.proven.setToolTip(plain_tip(words("ui.bulk-proven-tip")))
        self.proven.toggled.connect(lambda only: (self.proof_wanted if only else self.changed).emit())
        self._proven: Proven = {}
        self.all = QCheckBox(words("ui.in-all-reports"))
        self.all.toggled.connect(self.scope_changed)
        score = QHBoxLayout()
        for widget in (plain_label(words("ui.bulk-score"), "soft", wraps=False), self.low, self.high):
            score.addWidget(widget)
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.term, 1)
        above.addWidget(self.proven)
        above.addWidget(self.all)
        for box in (self.label, self.source):
            below.addWidget(box)
        below.addLayout(score)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(above)
        layout.addLayout(below)

    def _choice(self, name: str, all_: str, values: list[tuple[str, str]]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self._words(name))
        box.addItem(self._words(all_), "")
        for shown, value in values:
            box.addItem(shown, value)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.currentIndexChanged.connect(lambda _index: self.changed.emit())
        return box

    def _score(self, name: str, value: float) -> QDoubleSpinBox:
        box = indented(QDoubleSpinBox())
        box.setAccessibleName(self._words(name))
        box.setRange(0.0, 1.0)
        box.setSingleStep(0.05)
        box.setValue(value)
        box.valueChanged.connect(lambda _value: self.changed.emit())
        return box

    def offer_source(self, source: str) -> None:
        """A source that has suggestions in the list can be chosen."""
        if self.source.findData(source) < 0:
            self.source.addItem(self._words.named(f"ui.source-{source}", source), source)

    def prove(self, proven: Proven) -> None:
        """From which score on suggestions of a source and label have proven right."""
        self._proven = proven
        self.changed.emit()

    @property
    def nothing_proven(self) -> bool:
        """Whether only what has proven right is asked for, and nothing has."""
        return self.proven.isChecked() and not self._proven

    def narrowing(self) -> Narrowing:
        """What is asked for now."""
        label, source = str(self.label.currentData()), str(self.source.currentData())
        proven = self._proven if self.proven.isChecked() else None
        return Narrowing(label, source, self.term.text(), self.low.value(), self.high.value(), proven)
