"""What has gone out, what the format could not carry and what was not to go out, counted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from annotator.corpus import Written, losses_path
from annotator.ui.dialogbuttons import only_close
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.room import Dialog


class ExportResult(Dialog):
    """The sum in one sentence, and below it a line for each kind of what is not in the file."""

    def __init__(self, dress: Dress, path: Path, written: Written, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = dress.words
        self.setWindowTitle(words("ui.action-export"))
        self.setMinimumWidth(520)
        self.said = plain_label(
            words("ui.exported", path=path, documents=written.documents, annotations=written.annotations)
        )
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons, close = only_close(self, words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(self.said)
        for key, counts in (("ui.lost", written.lost), ("exporting.stays", written.left_out)):
            if counts:
                layout.addWidget(plain_label(words(key), "soft"))
                layout.addWidget(_card(dress, counts))
        if not written.lost:
            layout.addWidget(plain_label(words("exporting.nothing-lost"), "soft"))
        layout.addWidget(plain_label(words("exporting.losses-file", name=losses_path(path).name), "soft"))
        layout.addWidget(buttons)
        close.setFocus()


def _card(dress: Dress, counts: Mapping[str, int]) -> QFrame:
    """Each kind with its number, the numbers in a column of their own."""
    card = QFrame()
    card.setProperty("role", "card")
    grid = QGridLayout(card)
    grid.setContentsMargins(14, 10, 14, 10)
    grid.setColumnStretch(0, 1)
    for row, (kind, count) in enumerate(counts.items()):
        grid.addWidget(plain_label(dress.words.named(f"formats.loses-{kind}", kind)), row, 0)
        number = plain_label(f"{count:,}", wraps=False)
        number.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(number, row, 1)
    return card
