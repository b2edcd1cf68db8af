"""The few numbers above the pictures: how large the corpus is, and how far."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from annotator.ui.plain_text import plain_label


class Tiles(QWidget):
    """A card for each number, with what it is below."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self._labels = []
        for _ in range(number):
            card = QFrame()
            card.setProperty("role", "card")
            inside = QVBoxLayout(card)
            inside.setContentsMargins(14, 8, 14, 8)
            inside.setSpacing(0)
            value, name = plain_label("", "title", wraps=False), plain_label("", "soft", wraps=False)
            inside.addWidget(value)
            inside.addWidget(name)
            row.addWidget(card, 1)
            self._labels.append((card, value, name))

    def put(self, numbers: Sequence[tuple[str, str]]) -> None:
        """(what it is, the number as text), one for each card."""
        for (card, value, name), (what, text) in zip(self._labels, numbers, strict=True):
            value.setText(text)
            name.setText(what)
            card.setAccessibleName(f"{what}: {text}")
