"""The field for what is looked for in all reports, beside it the sign that it is a pattern, below it what is wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QToolButton, QWidget

from annotator.errors import AnnotatorError
from annotator.text import Utf16
from annotator.ui.clearing import clearable
from annotator.ui.corpuspage.patternfault import place_of
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label, plain_tip


class QueryRow(QWidget):
    """The panel that it stands in listens to `query` and `pattern`, and puts the fault of a pattern."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.query, self.pattern = QLineEdit(), QToolButton()
        self.said = plain_label()
        self.fault: AnnotatorError | None = None
        self.pattern.setText(".*")
        self.pattern.setCheckable(True)
        self.pattern.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.query, 0, 0)
        layout.addWidget(self.pattern, 0, 1)
        layout.addWidget(self.said, 1, 0, 1, 2)
        self.setFocusProxy(self.query)

    def wear(self, dress: Dress) -> None:
        """Another language or theme."""
        self._dress = dress
        words = dress.words
        clearable(self.query, words)
        self.pattern.setAccessibleName(words("corpuspage.pattern"))
        about = plain_tip(words("corpuspage.pattern-about"))
        self.pattern.setToolTip(f"{dress.tip(words('corpuspage.pattern'), 'pattern')}\n{about}")
        self.said.setStyleSheet(f"color: {dress.theme.danger.name()};")
        self.put(self.fault)

    def put(self, fault: AnnotatorError | None) -> None:
        """What the field takes, and what is wrong with what stands there, with the place."""
        self.fault, words = fault, self._dress.words
        hint = words("corpuspage.look-for-pattern" if self.pattern.isChecked() else "corpuspage.look-for")
        self.query.setPlaceholderText(hint)
        self.query.setAccessibleName(hint)
        said = fault.say(words) if fault else ""
        if fault and (place := place_of(fault)):
            said = words("corpuspage.at-character", sentence=said, at=place.start + 1)
        self.said.setText(said)
        self.said.setVisible(bool(said))
        self.query.setAccessibleDescription(said)

    def show_fault(self) -> None:
        """Selects the part of the pattern that cannot be."""
        if self.fault and (place := place_of(self.fault)):
            utf16 = Utf16(self.query.text())
            start, end = utf16.units(place.start), utf16.units(place.end)
            self.query.setSelection(start, end - start)
