"""One file of an import: how its text begins, and in which encoding; what was said of it, in full."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.corpus import Looked
from annotator.ui.dress import Dress
from annotator.ui.families import families_of
from annotator.ui.plain_text import plain_label

_ENCODINGS = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")


class FileDetail(QWidget):
    """Says `decoded` with another encoding."""

    decoded = Signal(str)

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dress = dress
        self.name = plain_label("", "title", wraps=False)
        self.encoding = QComboBox()
        self.encoding.setAccessibleName(dress.words("importing.column-encoding"))
        self.encoding.activated.connect(lambda _at: self.decoded.emit(str(self.encoding.currentData())))
        self._asked = plain_label(dress.words("importing.encoding"), "soft", wraps=False)
        self._asked.setBuddy(self.encoding)
        self.sample = QPlainTextEdit()
        self.sample.setReadOnly(True)
        self.sample.setTabChangesFocus(True)
        self.sample.setAccessibleName(dress.words("importing.sample"))
        font = self.sample.font()
        font.setPixelSize(14)
        font.setFamilies(families_of(traditional=dress.words.language == "zh-Hant"))
        self.sample.setFont(font)
        above = QHBoxLayout()
        above.addWidget(self.name, 1)
        above.addWidget(self._asked)
        above.addWidget(self.encoding)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 14, 0)
        layout.setSpacing(8)
        layout.addLayout(above)
        layout.addWidget(self.sample, 1)
        self.put(None, "")

    def put(self, looked: Looked | None, remark: str, *, alone: bool = True) -> None:
        """Shows a file; `alone` is False for one inside an archive, whose encoding cannot be chosen."""
        self.name.setText(looked.path.name if looked else "")
        self.sample.setPlainText("\n\n".join(part for part in (remark, looked.sample if looked else "") if part))
        has_encoding = looked is not None and alone and bool(looked.encoding or looked.rivals)
        for widget in (self._asked, self.encoding):
            widget.setVisible(has_encoding)
        self.encoding.clear()
        if looked and has_encoding:
            likely = [one for one in (looked.encoding, *looked.rivals) if one]
            for name in dict.fromkeys([*likely, *_ENCODINGS]):
                unsure = name == looked.encoding and not looked.sure
                self.encoding.addItem(f"{name} ?" if unsure else name, name)
            self.encoding.setCurrentIndex(max(self.encoding.findData(looked.encoding), 0))
        self.sample.verticalScrollBar().setValue(0)
        self.sample.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
