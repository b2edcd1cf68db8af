"""The small palette of labels beside a selection: the mouse's way to press their keys."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QWidget

from annotator.model import Scheme
from annotator.ui.dress import Dress

_COLUMNS = 4
_WIDEST = 150  # pixels of a title


class LabelPalette(QFrame):
    """Never takes the focus: keys go on to the reader below. Says `chosen` with a label's name."""

    chosen = Signal(str)

    def __init__(self, dress: Dress, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._over = parent
        self._dress = dress
        self._scheme: Scheme | None = None
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(6, 6, 6, 6)
        self._layout.setSpacing(4)
        self.hide()

    def wear(self, dress: Dress) -> None:
        self._dress = dress
        if self._scheme:
            self.put(self._scheme)

    def put(self, scheme: Scheme) -> None:
        """One button a label, with its key and title in its colour."""
        self._scheme = scheme
        while item := self._layout.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        for number, label in enumerate(scheme.labels):
            button = QPushButton(self)
            title = self._dress.words.pick(label.title)
            shown = button.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, _WIDEST)
            button.setText(f"{label.key}  {shown}".replace("&", "&&"))  # one alone would underline a letter
            button.setProperty("role", "quiet")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            colours = self._dress.theme.label_colours(self._dress.theme.label_colour(scheme, label.name))
            button.setStyleSheet(
                f"QPushButton {{ background: {colours.chip.name()}; color: {colours.chip_ink.name()};"
                " border: none; border-radius: 5px; padding: 3px 8px; }"
                f"QPushButton:hover {{ background: {colours.filled.name()}; color: {colours.filled_ink.name()}; }}"
            )
            button.clicked.connect(lambda _checked, name=label.name: self.chosen.emit(name))
            self._layout.addWidget(button, number // _COLUMNS, number % _COLUMNS)
        self.adjustSize()

    def show_by(self, line: QRect) -> None:
        """Appears below a line of text, or above it where there is no room, within its parent."""
        self.adjustSize()
        room = self._over.size()
        below, above = line.bottom() + 6, line.top() - self.height() - 24
        top = below if below + self.height() < room.height() else max(4, above)
        left = min(max(4, line.left()), max(4, room.width() - self.width() - 4))
        self.move(QPoint(left, top))
        self.show()
        self.raise_()
