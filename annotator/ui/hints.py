"""The keys that matter most, at the bottom of the window."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.i18n import Words
from annotator.model import Scheme
from annotator.ui.dress import Dress
from annotator.ui.keymap import Keymap
from annotator.ui.keys import HINTS

Hints = tuple[tuple[str, tuple[str, ...]], ...]
HEIGHT, _KEY, _LETTERS = 44, 22, 12  # pixels


class HintsBar(QWidget):
    """Shows as many hints as fit, the first ones first. `digits` are the keys that give labels, or take versions."""

    def __init__(self, dress: Dress, parent: QWidget | None = None, *, hints: Hints = HINTS, digits: str = "") -> None:
        self._dress = dress
        self._hints = hints
        self._labels = digits
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def wear(self, dress: Dress) -> None:
        self._dress = dress
        self.update()

    def show_keys(self, hints: Hints) -> None:
        """Other keys hold from now on."""
        self._hints = hints
        self.update()

    def shown(self) -> list[tuple[str, str]]:
        """Keys and what they do, in the order in which room is given."""
        return hints(self._dress.words, self._labels, self._dress.keys, self._hints)

    def put(self, scheme: Scheme) -> None:
        self._labels = "".join(label.key for label in scheme.labels)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(0, 0, self.width(), 1, self._dress.theme.line)
        x = 18.0
        for keys, title in self.shown():
            width = self._width(keys) + 14 + self._width(title) + 7
            if x + width > self.width() - 8:
                break
            x = self._draw(painter, x, keys, title) + 20
        painter.end()

    def _draw(self, painter: QPainter, x: float, keys: str, title: str) -> float:
        theme = self._dress.theme
        top = (self.height() - _KEY) // 2
        width = self._width(keys) + 14
        painter.setPen(QPen(theme.line, 1))
        painter.setBrush(theme.raised)
        painter.drawRoundedRect(int(x), top, width, _KEY, 5, 5)
        painter.setFont(self._font())
        painter.setPen(theme.ink)
        painter.drawText(int(x), top, width, _KEY, Qt.AlignmentFlag.AlignCenter, keys)
        painter.setPen(theme.ink_soft)
        left = int(x) + width + 7
        painter.drawText(left, top, self._width(title) + 4, _KEY, Qt.AlignmentFlag.AlignVCenter, title)
        return left + self._width(title)

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(_LETTERS)
        return font

    def _width(self, text: str) -> int:
        return QFontMetrics(self._font()).horizontalAdvance(text)


def hints(words: Words, labels: str, keys: Keymap, shown: Hints = HINTS) -> list[tuple[str, str]]:
    """Pairs of keys and what they do; `labels` are the keys of the scheme's labels, which share one hint."""
    return [(_keys(actions, labels, keys), words(f"ui.hint-{name}")) for name, actions in shown]


def _keys(actions: tuple[str, ...], labels: str, keys: Keymap) -> str:
    if actions == ("label",):
        return f"{labels[0]}–{labels[-1]}" if len(labels) > 1 else labels
    return " ".join(next(iter(keys.chords_of(action)), "—") for action in actions)
