"""Why annotators differ: a menu that a digit chooses from, and the team's own list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.model import REASONS
from annotator.ui.dialogbuttons import ok_or_cancel
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.review.decisionpanel import reason_title
from annotator.ui.room import Dialog


class ReasonMenu(QMenu):
    """Says `chosen` with a reason, an empty one for none; `edited` with another list of them."""

    chosen = Signal(str)
    edited = Signal(object)  # list of reasons

    def __init__(self, dress: Dress, reasons: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._dress = dress
        self._reasons = reasons
        for at, reason in enumerate(reasons, 1):
            title = reason_title(reason, dress.words).replace("&", "&&")
            entry = self.addAction(f"&{at}  {title}" if at < 10 else title)
            entry.triggered.connect(lambda _checked, one=reason: self.chosen.emit(one))
        entry = self.addAction(f"&0  {dress.words('ui.review-no-reason')}")
        entry.triggered.connect(lambda _checked: self.chosen.emit(""))
        self.addSeparator()
        entry = self.addAction(f"&E  {dress.words('ui.review-edit-reasons')}")
        entry.triggered.connect(lambda _checked: self._edit())

    def _edit(self) -> None:
        dialog = ReasonsDialog(self._dress, self._reasons, self.parentWidget())
        if dialog.exec():
            self.edited.emit(dialog.reasons())


class ReasonsDialog(Dialog):
    """One reason a line. The usual ones stand there in the reader's language and are known again by that."""

    def __init__(self, dress: Dress, reasons: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = dress.words
        self.setWindowTitle(dress.words("ui.review-edit-reasons"))
        self.resize(460, 380)
        self.field = QPlainTextEdit("\n".join(reason_title(one, dress.words) for one in reasons))
        self.field.setAccessibleName(dress.words("ui.review-edit-reasons"))
        self.field.setTabChangesFocus(True)
        buttons, self.ok = ok_or_cancel(self, dress.words, dress.words("ui.rule-save"))
        layout = QVBoxLayout(self)
        layout.addWidget(plain_label(dress.words("ui.review-reasons-about"), "soft"))
        layout.addWidget(self.field, 1)
        layout.addWidget(buttons)
        self.field.setFocus()

    def reasons(self) -> list[str]:
        """What stands in the field; the usual ones by their names."""
        known = {reason_title(one, self._words): one for one in REASONS}
        lines = (line.strip() for line in self.field.toPlainText().splitlines())
        return [known.get(line, line) for line in lines if line]
