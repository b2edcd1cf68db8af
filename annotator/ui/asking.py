"""A look at what is about to be done to many things, before it is done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from annotator.i18n import Words

NAMED = 8


def agreed(parent: QWidget, words: Words, verb: str, about: str, examples: Sequence[str], *, count: int = 0) -> bool:
    """Says what will be done, with some examples of it; True when the person presses the button of that name.

    The first eight examples are shown and the others counted; `count` is how many things there are, where the examples
    are not all. All is plain text.
    """
    shown = [" ".join(one.split()) for one in examples[:NAMED]]
    more = (count or len(examples)) - len(shown)
    lines = [about, *([""] if shown else []), *shown, *([words("ui.and-more", count=more)] if more else [])]
    box = QMessageBox(QMessageBox.Icon.NoIcon, verb, "", parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText("\n".join(lines))
    yes = box.addButton(verb, QMessageBox.ButtonRole.AcceptRole)
    box.addButton(words("ui.cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(yes)
    box.exec()
    return box.clickedButton() is yes
