"""How a document looks on paper: heading, legend, words on the ground of their labels, notes."""

from __future__ import annotations

from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from annotator.corpus import Piece, Sheet
from annotator.ui.families import families_of

TINT, TINT_SEVERAL = 0.16, 0.30
"""how much of a label's ink is in the ground of its words; more where several annotations lie over them"""
_INK, _SOFT = QColor("#1c1f26"), QColor("#565d6b")
_UNSHOWN = {code: "\ufffd" for code in (*range(9), 11, 12, *range(14, 32), 0xFDD0, 0xFDD1, 0xFFFC, 0xFFFE, 0xFFFF)}
"""Control characters, and those by which Qt marks its own frames and objects."""


def compose(document: QTextDocument, sheet: Sheet) -> None:
    """Fills a document. All goes in as plain text: what people wrote cannot be markup."""
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    _paragraph(cursor, sheet.title, _format(16.0, _INK, bold=True), first=True)
    if sheet.about:
        _paragraph(cursor, sheet.about, _format(8.5, _SOFT))
    if sheet.legend:
        cursor.insertBlock(_lines(below=4))
        for at, (colour, said) in enumerate(sheet.legend):
            cursor.insertText("　" if at else "", _format(8.5, _INK))
            cursor.insertText(_shown(said), marked(8.5, colour, TINT))
    cursor.insertBlock(_lines(above=1))
    for piece in sheet.pieces:
        cursor.insertText(_shown(piece.text), _of(piece))
    for at, note in enumerate(sheet.notes):
        cursor.insertBlock(_lines(above=0 if at else 5))
        cursor.insertText(_shown(note), _format(8.5, _SOFT))
    cursor.endEditBlock()


def _paragraph(cursor: QTextCursor, text: str, how: QTextCharFormat, *, first: bool = False) -> None:
    cursor.setBlockFormat(_lines()) if first else cursor.insertBlock(_lines())
    cursor.insertText(_shown(" ".join(text.split())), how)


def _lines(*, above: float = 0, below: float = 0) -> QTextBlockFormat:
    """How lines of a paragraph stand; distances in millimetres."""
    lines = QTextBlockFormat()
    lines.setLineHeight(165, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    lines.setTopMargin(above * dots_per_mm())
    lines.setBottomMargin(below * dots_per_mm())
    return lines


def _of(piece: Piece) -> QTextCharFormat:
    if not piece.colour:
        return _format(9.5, _INK)
    return marked(9.5, piece.colour, TINT_SEVERAL if piece.several else TINT)


def marked(size: float, colour: str, share: float) -> QTextCharFormat:
    """Words on a ground of their label's ink, thinned, and underlined with it."""
    ink = QColor(colour)
    shares = (255 - share * (255 - value) for value in (ink.red(), ink.green(), ink.blue()))
    marked = _format(size, _INK)
    marked.setBackground(QColor(*(round(value) for value in shares)))
    marked.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    marked.setUnderlineColor(ink)
    return marked


def _format(size: float, ink: QColor, *, bold: bool = False) -> QTextCharFormat:
    format_ = QTextCharFormat()
    format_.setFontPointSize(size)
    format_.setForeground(ink)
    if bold:
        format_.setFontWeight(QFont.Weight.Bold)
    return format_


def dots_per_mm() -> float:
    """What Qt takes margins for: dots of the screen, which it then brings to the page."""
    return QGuiApplication.primaryScreen().logicalDotsPerInchY() / 25.4


def font_of(size: float, *, traditional: bool) -> QFont:
    font = QFont()
    font.setFamilies(families_of(traditional=traditional))
    font.setPointSizeF(size)
    return font


def _shown(text: str) -> str:
    return text.translate(_UNSHOWN)


def unshown(text: str) -> int:
    """How many characters of a text cannot be set."""
    return sum(ord(char) in _UNSHOWN for char in text)
