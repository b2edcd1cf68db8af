"""Which documents the overview shows: a field for the title, and a choice each for status, script, annotator, label."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QToolButton, QWidget

from annotator.model import DONE, NEW, STARTED, Scheme
from annotator.text import HANS, HANT
from annotator.ui.clearing import clearable
from annotator.ui.dress import Dress

_PATIENCE = 150  # ms after the last letter
_NARROW, _WIDE = 90, 170  # pixels
_CHOICES = ("status", "script", "annotator", "label")


@dataclass(frozen=True, slots=True)
class Filters:
    """What is chosen; empty means all."""

    title: str = ""
    status: str = ""
    script: str = ""
    annotator: str = ""
    label: str = ""


class FilterBar(QWidget):
    """Says `changed` when other documents are wanted."""

    changed = Signal()

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dress = dress
        self.title = QLineEdit()
        self.choices = {name: QComboBox() for name in _CHOICES}
        self.clear = QToolButton()
        self.clear.setProperty("role", "quiet")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PATIENCE)
        self._timer.timeout.connect(self.changed)
        self.title.textChanged.connect(lambda _text: self._timer.start())
        self.clear.clicked.connect(self.reset)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.title, 1)
        for choice in self.choices.values():
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            choice.setMinimumWidth(_NARROW)
            choice.setMaximumWidth(_WIDE)
            choice.currentIndexChanged.connect(lambda _at: self._chosen())
            layout.addWidget(choice)
        layout.addWidget(self.clear)
        self.clear.hide()

    @property
    def filters(self) -> Filters:
        chosen = {name: str(choice.currentData() or "") for name, choice in self.choices.items()}
        return Filters(self.title.text().strip(), **chosen)

    def reset(self) -> None:
        """All documents again."""
        for choice in self.choices.values():
            choice.blockSignals(True)
            choice.setCurrentIndex(0)
            choice.blockSignals(False)
        self.title.clear()
        self._timer.stop()
        self._chosen()

    def choose(self, **chosen: str) -> None:
        """Sets choices by name; the others go back to all."""
        for name, choice in self.choices.items():
            choice.blockSignals(True)
            choice.setCurrentIndex(max(choice.findData(chosen.get(name, "")), 0))
            choice.blockSignals(False)
        self._chosen()

    def _chosen(self) -> None:
        self.clear.setVisible(self.filters != Filters())
        self.changed.emit()

    def put(self, dress: Dress, scheme: Scheme, annotators: Iterable[str]) -> None:
        """What there is to choose from; what was chosen stays where it is still there."""
        self._dress = dress
        words = dress.words
        self.title.setPlaceholderText(words("ui.find-document"))
        self.title.setAccessibleName(words("ui.find-document"))
        clearable(self.title, words)
        self.clear.setText(words("corpuspage.show-all"))
        self._fill("status", [(words(f"ui.status-{one}"), one) for one in (NEW, STARTED, DONE)])
        self._fill("script", [(words(f"corpuspage.script-{one}"), one) for one in (HANS, HANT)])
        self._fill("annotator", [(one, one) for one in annotators])
        self._fill("label", [(words.pick(one.title), one.name) for one in scheme.labels])
        self.clear.setVisible(self.filters != Filters())

    def _fill(self, name: str, values: list[tuple[str, str]]) -> None:
        choice = self.choices[name]
        kept = choice.currentData()
        choice.blockSignals(True)
        choice.clear()
        choice.addItem(self._dress.words(f"corpuspage.any-{name}"), "")
        for shown, value in values:
            choice.addItem(shown, value)
        choice.setCurrentIndex(max(choice.findData(kept), 0))
        choice.blockSignals(False)
        choice.setAccessibleName(self._dress.words(f"corpuspage.column-{name}"))
