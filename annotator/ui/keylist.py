"""All keys in force, by what they are for: F1."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialogButtonBox, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from annotator.i18n import Words
from annotator.model import Scheme
from annotator.ui.dress import Dress
from annotator.ui.keys import GROUPS, Binding
from annotator.ui.listkeys import FIXED, FIXED_GROUPS, LISTS
from annotator.ui.plain_text import plain_label
from annotator.ui.room import Dialog


class KeyList(Dialog):
    """Two columns, keys and what they do; closed by Esc, Enter or F1."""

    def __init__(self, dress: Dress, scheme: Scheme | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(dress.words("ui.action-keys"))
        self.resize(520, 640)
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setColumnStretch(1, 1)
        for group in (*GROUPS, *LISTS, *FIXED_GROUPS):
            grid.addWidget(plain_label(dress.words(f"ui.keys-{group}"), "title"), grid.rowCount(), 0, 1, 2)
            for keys, title in _lines(group, dress, scheme):
                row = grid.rowCount()
                grid.addWidget(plain_label(keys, "key", wraps=False), row, 0, Qt.AlignmentFlag.AlignLeft)
                grid.addWidget(plain_label(title), row, 1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setAccessibleName(dress.words("ui.action-keys"))
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setText(dress.words("ui.close"))
        close.setIcon(QIcon())
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)


def _lines(group: str, dress: Dress, scheme: Scheme | None) -> list[tuple[str, str]]:
    """The keys of a group, those of one action together, with what they do; labels by their own titles."""
    found: dict[str, list[str]] = {}
    for binding in (*dress.keys.bindings, *FIXED):
        if binding.group == group and (title := title_of(binding, dress.words, scheme)):
            found.setdefault(title, []).append(binding.chord)
    return [("  ·  ".join(keys), title) for title, keys in found.items()]


def title_of(binding: Binding, words: Words, scheme: Scheme | None) -> str:
    """What a binding does; nothing where it is the key of a label that the scheme does not have."""
    if binding.action != "label":
        return words(f"ui.action-{binding.action}")
    label = scheme.label_of_key(binding.argument) if scheme else None
    return words("ui.action-label", label=words.pick(label.title)) if label else ""
