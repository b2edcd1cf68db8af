"""What has come of an import: what is in, and which files are not, each with its reason."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.corpus import Added
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label


class ImportResult(QDialog):
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
        buttons = QDialogButtonBox()
        close = buttons.addButton(words("ui.close"), QDialogButtonBox.ButtonRole.AcceptRole)
        close.setDefault(True)
        buttons.accepted.connect(self.accept)
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
            kinds = (
                f"{words.named(f'formats.left-out-{kind}', kind)} {count:,}" for kind, count in added.left_out.items()
            )
            lines.append(words("importing.left-out", kinds=words("corpuspage.comma").join(kinds)))
        return lines
