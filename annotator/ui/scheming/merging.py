"""Which label another one is merged into, with what that will change."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from annotator.model import Label, Scheme
from annotator.ui.dialogbuttons import ok_or_cancel
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.room import Dialog


class MergeDialog(Dialog):
    """`into` is the name of the label that is chosen."""

    def __init__(self, dress: Dress, scheme: Scheme, label: Label, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._label, self._count = dress.words, label, count
        self.setWindowTitle(dress.words("editor.merge"))
        self.resize(460, 200)
        self.choice = QComboBox()
        self.choice.setAccessibleName(dress.words("editor.merge-into"))
        for one in scheme.labels:
            if one.name != label.name:
                self.choice.addItem(dress.words.pick(one.title), one.name)
        self.about = plain_label()
        buttons, self.ok = ok_or_cancel(self, dress.words, dress.words("editor.merge-now"))
        layout = QVBoxLayout(self)
        layout.addWidget(plain_label(dress.words("editor.merge-into"), "soft"))
        layout.addWidget(self.choice)
        layout.addWidget(self.about, 1)
        layout.addWidget(buttons)
        self.choice.currentIndexChanged.connect(lambda _row: self._tell())
        self._tell()

    @property
    def into(self) -> str:
        return str(self.choice.currentData() or "")

    def _tell(self) -> None:
        self.ok.setEnabled(bool(self.into))
        title = self._words.pick(self._label.title)
        self.about.setText(
            self._words("editor.merge-about", label=title, into=self.choice.currentText(), count=f"{self._count:,}")
        )
