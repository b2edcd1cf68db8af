"""Labels of files that the corpus does not know: each is one of ours, or its annotations stay out."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from annotator.i18n import LANGUAGES
from annotator.model import Label, Scheme
from annotator.text import fold
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label

_MOST = 200  # labels; a file with more of them has no labels but words


class LabelMap(QWidget):
    """`labels` says under which name each stands here; an empty name leaves its annotations out."""

    changed = Signal()

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dress = dress
        self._choices: dict[str, QComboBox] = {}
        self._said: dict[str, str] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(plain_label(dress.words("importing.unknown-labels"), "soft"))
        layout.addWidget(area, 1)

    def put(self, counts: Mapping[str, int], scheme: Scheme) -> None:
        """The unknown labels with how many annotations have them, and those there are to choose from."""
        if counts.keys() == self._choices.keys():
            return
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        self._choices = {}
        for row, (name, count) in enumerate(list(counts.items())[:_MOST]):
            label = plain_label(f"{' '.join(name.split()) or '—'}  × {count:,}")
            self._choices[name] = choice = self._choice(name, scheme)
            label.setBuddy(choice)
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(choice, row, 1)
        self.changed.emit()

    def _choice(self, name: str, scheme: Scheme) -> QComboBox:
        choice = QComboBox()
        choice.addItem(self._dress.words("importing.leave-out"), "")
        for label in scheme.labels:
            choice.addItem(self._dress.words.pick(label.title), label.name)
        wanted = self._said.get(name, alike(name, scheme))
        choice.setCurrentIndex(max(choice.findData(wanted), 0))
        choice.setAccessibleName(name)
        choice.currentIndexChanged.connect(lambda _at: self._choose(name, str(choice.currentData())))
        return choice

    def _choose(self, name: str, label: str) -> None:
        self._said[name] = label
        self.changed.emit()

    @property
    def labels(self) -> dict[str, str]:
        return {name: str(choice.currentData()) for name, choice in self._choices.items()}


def alike(name: str, scheme: Scheme) -> str:
    """Our label of the same name or title, in any of our languages, in either script; nothing where there is none."""
    wanted = _bare(name)
    return next((label.name for label in scheme.labels if wanted in _names(label)), "")


def _names(label: Label) -> set[str]:
    return {_bare(label.name), *(_bare(label.title[one]) for one in LANGUAGES if one in label.title)}


def _bare(name: str) -> str:
    return "".join(char for char in fold(name).casefold() if char.isalnum())
