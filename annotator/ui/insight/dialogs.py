"""What the page asks: where to write a picture, and whether the times are really to be forgotten."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from annotator.i18n import Words
from annotator.ui import filedialog

_TABLE = (".csv", ".xlsx")
_PICTURE = (".png", ".svg", *_TABLE)


def ask_target(parent: QWidget, words: Words, name: str, *, table: bool) -> Path | None:
    """A path whose ending says the form: that of the filter where the person wrote none."""
    suffixes = _TABLE if table else _PICTURE
    filters = {f"{suffix[1:].upper()} (*{suffix})": suffix for suffix in suffixes}
    suggested = f"{words(f'insight.picture-{name}')}{suffixes[0]}"
    given, chosen = filedialog.to_save(parent, words("insight.export"), suggested, ";;".join(filters))
    if not given:
        return None
    return Path(given) if Path(given).suffix.lower() in suffixes else Path(given + filters.get(chosen, suffixes[0]))


def sure(parent: QWidget, words: Words, key: str) -> bool:
    """Asks before what cannot be undone."""
    box = QMessageBox(QMessageBox.Icon.Question, words("ui.program"), "", parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(words(key))
    yes = box.addButton(words("ui.yes"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton(words("ui.cancel"), QMessageBox.ButtonRole.RejectRole))
    box.exec()
    return box.clickedButton() is yes
