"""What has come of an import: what is in, and which files are not, each with its reason."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from annotator.corpus import Added
from annotator.ui.dialogbuttons import only_close
from annotator.ui.dress import Dress
from annotator.ui.importing.table import kinds_of
from annotator.ui.plain_text import plain_label
from annotator.ui.room import Dialog


class ImportResult(Dialog):
    """The sum in one sentence; below it, where there is something to say, every fault and remark."""

    def __init__(self, dress: Dress, added: Added, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = dress.words
        self.setWindowTitle(words("ui.action-import"))
        self.said = plain_label(
            words("ui.imported", documents=added.documents, known=added.known, annotations=added.annotations)
        )
        self.all = QPlainTextEdit()
        self.all.setReadOnly(True)
        self.all.setTabChangesFocus(True)
        self.all.setAccessibleName(words("importing.reasons"))
        self.all.setPlainText("\n\n".join(self._lines(dress, added)))
        buttons, close = only_close(self, words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(self.said)
        if self.all.toPlainText():
            layout.addWidget(plain_label(words("importing.reasons"), "soft"))
            layout.addWidget(self.all, 1)
            self.resize(680, 420)
        else:
            self.setMinimumWidth(420)
        layout.addWidget(buttons)
        close.setFocus()

    @staticmethod
    def _lines(dress: Dress, added: Added) -> list[str]:
        words = dress.words
        lines = [one.say(words) for one in (*added.faults, *added.remarks)]
        if added.proposals:
            lines.append(words("importing.suggestions", count=f"{added.proposals:,}"))
        if added.left_out:
            lines.append(words("importing.left-out", kinds=kinds_of(added.left_out, words)))
        return lines
