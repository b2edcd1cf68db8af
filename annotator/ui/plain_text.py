"""Texts of reports, corpora and schemes in the window: shown as they are, whatever they look like to Qt."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import bidirectional

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QListWidget, QMessageBox, QWidget

from annotator.i18n import Words

_LEAST = 120  # pixels
_NOTHING = "\u200b"
_TURNS = frozenset({"R", "AL", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI"})
"""classes of characters by which a line may be read from the right"""


class PlainLabel(QLabel):
    """Never reads its text as markup. Where it wraps, a word without end (a path, a link) does not widen the window."""

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(min(least.width(), _LEAST), least.height()) if self.wordWrap() else least


class ElidedLabel(PlainLabel):
    """One line that gives way: what has no room is left out at its end or in its middle, the whole is its tool tip."""

    def __init__(self, mode: Qt.TextElideMode) -> None:
        self._mode = mode  # before Qt asks for sizes
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(plain_tip(text))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, area = QPainter(self), self.contentsRect()
        self.style().drawItemText(
            painter, area, int(self.alignment()), self.palette(), self.isEnabled(), self.shown, self.foregroundRole()
        )
        painter.end()

    @property
    def shown(self) -> str:
        """What of the text there is room for."""
        return self.fontMetrics().elidedText(self.text(), self._mode, self.contentsRect().width())


def elided_label(role: str = "", mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> ElidedLabel:
    """A line of text as it is, which gives way."""
    label = ElidedLabel(mode)
    if role:
        label.setProperty("role", role)
    return label


def plain_label(text: str = "", role: str = "", *, wraps: bool = True) -> QLabel:
    """A label that shows its text as it is; `role` is what the style sheet knows it by."""
    label = PlainLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wraps)
    if role:
        label.setProperty("role", role)
    return label


def isolated(name: str) -> str:
    """A name for a line with other words: where it turns the direction of writing, it turns only its own.

    By FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE (Unicode Standard Annex 9, 2.4); other names stay as they are.
    """
    return f"\u2068{name}\u2069" if any(bidirectional(char) in _TURNS for char in name) else name


def fill(list_: QListWidget, lines: Iterable[str]) -> None:
    """Puts lines into a list that stands in its window already, and makes the first current.

    The style sheet's distances come with the window: rows that were measured before would lie over each other.
    """
    list_.ensurePolished()
    list_.clear()
    list_.addItems([*lines])
    list_.setCurrentRow(0)


def plain_tip(text: str) -> str:
    """Text for a tool tip: the same to the eye, but never a tag or an entity to Qt.

    QToolTip takes no text format; Qt guesses "rich" from `<` followed by a letter and from `&lt;`, so a zero-width
    space goes behind both signs.
    """
    return text.replace("<", f"<{_NOTHING}").replace("&", f"&{_NOTHING}")


def agreed(words: Words, question: str, parent: QWidget, **fields: object) -> bool:
    """Asks a question whose key this is, with fields; whether the person says yes. Enter and Esc say no."""
    buttons = QMessageBox.StandardButton
    box = QMessageBox(QMessageBox.Icon.Question, words("ui.program"), "", buttons.NoButton, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(words(question, **fields))
    yes = box.addButton(words("ui.yes"), QMessageBox.ButtonRole.YesRole)
    box.setDefaultButton(box.addButton(words("ui.no"), QMessageBox.ButtonRole.RejectRole))
    box.exec()
    return box.clickedButton() is yes
