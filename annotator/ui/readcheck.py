"""Where an annotation's attributes are not what its text reads as: a sentence that says so, and a button that mends."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from annotator.i18n import Words
from annotator.model import Attributes, AttributeType
from annotator.ui.attributes import shown_value
from annotator.ui.plain_text import plain_label

_CHECKED = ("number", "text", "flag")
"""kinds of attributes that a text says by itself; a choice may be the person's judgement"""


class ReadCheck(QWidget):
    """Says `taken` with all attributes as they are once those that differ follow the text."""

    taken = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._mended: Attributes = {}
        self.said = plain_label()
        self.take = QPushButton()
        self.take.setAutoDefault(False)
        self.take.clicked.connect(lambda _checked: self.taken.emit(self._mended))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.said)
        layout.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def put(self, kinds: tuple[AttributeType, ...], values: Attributes, read: Attributes, words: Words) -> None:
        """Compares what stands there with what was read; without a number that was read there is nothing to say."""
        differ = differing(kinds, values, read)
        self.setVisible(bool(differ))
        if not differ:
            return
        kept = {name: value for name, value in values.items() if name not in {kind.name for kind in differ}}
        self._mended = kept | {kind.name: read[kind.name] for kind in differ if kind.name in read}
        told = [f"{words.pick(kind.title)} {shown_value(kind, read.get(kind.name), words)}" for kind in differ]
        self.said.setText(words("ui.reads-otherwise", read=words("ui.comma").join(told)))
        self.take.setText(words("ui.take-read"))


def differing(kinds: tuple[AttributeType, ...], values: Attributes, read: Attributes) -> list[AttributeType]:
    """The attributes that a text says otherwise than an annotation; none where no number can be read off it."""
    if not any(kind.kind == "number" and kind.name in read for kind in kinds):
        return []
    return [
        kind
        for kind in kinds
        if kind.kind in _CHECKED and (read.get(kind.name) or None) != (values.get(kind.name) or None)
    ]
