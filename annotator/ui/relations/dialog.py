"""All relations of a report: those that wait for an answer, with their reasons, and those that are made."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.errors import AnnotatorError
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.relations.lines import RelationLine
from annotator.ui.relations.listing import RelationsList
from annotator.ui.room import Dialog
from annotator.ui.terms import add_button


class RelationsDialog(Dialog):
    """Its list says what the person wants of one relation, `all_taken` that all that are proposed are accepted."""

    all_taken = Signal(object)  # list[Pair]

    def __init__(self, dress: Dress, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = dress.words
        self._none = dress.words("ui.relations-none", chord=dress.keys.first("relate"))
        self.setWindowTitle(dress.words("ui.action-relations"))
        self.resize(720, 560)
        self.list = RelationsList(dress)
        self.list.currentRowChanged.connect(lambda _row: self._tell_why())
        self.why = plain_label("", "soft")
        self.counted = plain_label("", "title")
        self.fault = plain_label()
        self.fault.hide()
        row = QHBoxLayout()
        self.all = add_button(row, "", self._take_all)
        row.addStretch(1)
        add_button(row, dress.words("ui.close"), self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(plain_label(dress.words("ui.relations-about"), "soft"))
        layout.addWidget(self.list, 1)
        for widget in (self.why, self.counted, self.fault):
            layout.addWidget(widget)
        layout.addLayout(row)
        self.list.setFocus()

    def put(self, lines: Sequence[RelationLine]) -> None:
        self.list.put(lines)
        proposed = len(self.list.proposed())
        self.counted.setText(self._words("ui.relations-counted", made=len(lines) - proposed, proposed=proposed))
        self.all.setText(self._words("ui.relations-take-all", count=proposed))
        self.all.setEnabled(proposed > 0)
        self._tell_why()

    def say(self, error: AnnotatorError | None) -> None:
        """What the world answered to the last wish; None for nothing."""
        self.fault.setText(error.say(self._words) if error else "")
        self.fault.setVisible(error is not None)

    def _tell_why(self) -> None:
        line = self.list.line()
        self.why.setText(line.why if line else "" if self.list.count() else self._none)

    def _take_all(self) -> None:
        self.all_taken.emit([line.pair for line in self.list.proposed()])
