"""Setting texts on pages of a PDF: Qt lays them out with Chinese fonts, which it embeds as far as they are used."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple, Self

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSizeF
from PySide6.QtGui import (
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextDocument,
    QTextFrameFormat,
    QTextLayout,
    QTextLine,
)

from annotator.corpus import Sheet
from annotator.ui.pdfcharacters import with_characters
from annotator.ui.sheetform import compose, dots_per_mm, font_of, unshown

_DPI = 1200
_WIDTH, _HEIGHT = 210 * _DPI / 25.4, 297 * _DPI / 25.4
_FOOT = 9 * _DPI / 25.4
_MARGIN = 18.0  # mm
_ALL = QTextLayout.GlyphRunRetrievalFlag.RetrieveGlyphIndexes | QTextLayout.GlyphRunRetrievalFlag.RetrieveStringIndexes


class _Line(NamedTuple):
    """A line of a paragraph: the paragraph's text, and where it begins in its document."""

    line: QTextLine
    text: str
    at: QPointF


Draw = Callable[[QPainter, list[_Line]], None]


class Pages:
    """A PDF under way. Needs a QGuiApplication."""

    def __init__(self) -> None:
        self._data = QByteArray()
        self._buffer = QBuffer(self._data)
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = QPdfWriter(self._buffer)
        self._writer.setResolution(_DPI)
        self._writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        self._writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
        self._writer.setCreator("annotator")
        self._painter: QPainter | None = None
        self._page = 0
        self._glyphs = _Glyphs()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Whoever stops in the middle leaves no painter on a device that goes."""
        if self._painter and self._painter.isActive():
            self._painter.end()

    def put(self, sheet: Sheet) -> int:
        """Sets a document on pages of its own; returns how many of its characters no font has.

        Its lines are drawn one by one: Qt, drawing a part of a paragraph, draws the line before it again, out of sight.
        """
        document = self.document(traditional=sheet.traditional)
        compose(document, sheet)
        missing = self._set(document, _draw_lines)
        return missing + sum(unshown(piece.text) for piece in sheet.pieces)

    def document(self, *, traditional: bool) -> QTextDocument:
        """An empty document with the fonts for Chinese."""
        document = QTextDocument()
        document.setUndoRedoEnabled(False)
        document.documentLayout().setPaintDevice(self._writer)
        document.setDefaultFont(font_of(9.5, traditional=traditional))
        return document

    def add(self, document: QTextDocument) -> None:
        """Draws a document with tables and pictures on pages of its own."""
        page = QRectF(0, 0, _WIDTH, _HEIGHT)
        self._set(document, lambda painter, _: document.drawContents(painter, page.translated(0, _shift(painter))))

    def _set(self, document: QTextDocument, draw: Draw) -> int:
        frame = QTextFrameFormat()
        frame.setMargin(_MARGIN * dots_per_mm())
        document.setDocumentMargin(0)
        document.rootFrame().setFrameFormat(frame)
        document.setPageSize(QSizeF(_WIDTH, _HEIGHT))
        lines = _by_page(document)
        missing = 0
        for page in range(document.pageCount()):
            painter = self._turn()
            self._foot(painter)
            painter.save()
            painter.translate(0, -page * _HEIGHT)
            draw(painter, lines[page])
            painter.restore()
            missing += sum(self._glyphs.take(one.line, one.text) for one in lines[page])
        return missing

    def finish(self, stream: BinaryIO) -> None:
        """Writes all pages as PDF."""
        stream.write(self.pdf())

    def pdf(self) -> bytes:
        """All pages, an empty one where there is none; nothing can be set after that."""
        painter = self._painter or self._turn()
        painter.end()
        self._buffer.close()
        return with_characters(bytes(self._data.data()), self._glyphs.drawn())

    def _turn(self) -> QPainter:
        """The painter, on a fresh page."""
        self._page += 1
        if self._painter is None:
            self._painter = QPainter(self._writer)
        else:
            self._writer.newPage()
        return self._painter

    def _foot(self, painter: QPainter) -> None:
        """The page's number, in the middle of its foot."""
        layout = QTextLayout(str(self._page), font_of(8.0, traditional=False), self._writer)
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        layout.draw(painter, QPointF((_WIDTH - line.naturalTextWidth()) / 2, _HEIGHT - _FOOT - line.height()))
        self._glyphs.take(line, layout.text())


def _shift(painter: QPainter) -> float:
    return -painter.transform().dy()


def _draw_lines(painter: QPainter, lines: list[_Line]) -> None:
    for one in lines:
        one.line.draw(painter, one.at)


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _by_page(document: QTextDocument) -> defaultdict[int, list[_Line]]:
    """The lines of a document that is laid out, by page and in order."""
    found: defaultdict[int, list[_Line]] = defaultdict(list)
    for block in _blocks(document):
        layout, text = block.layout(), block.text()
        at = document.documentLayout().blockBoundingRect(block).topLeft()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            found[int((at.y() + line.y() + line.height() / 2) // _HEIGHT)].append(_Line(line, text, at))
    return found


class _Glyphs:
    """What was drawn with which glyph of which font, in the order of first use."""

    def __init__(self) -> None:
        self._by_font: dict[str, dict[int, str]] = {}

    def drawn(self) -> dict[str, list[str]]:
        return {font: list(glyphs.values())[1:] for font, glyphs in self._by_font.items()}

    def take(self, line: QTextLine, text: str) -> int:
        """Takes down what a line of a paragraph has; returns how many of its characters have no glyph."""
        runs = [(run.rawFont(), run.glyphIndexes(), run.stringIndexes()) for run in line.glyphRuns(-1, -1, _ALL)]
        missing = 0
        for font, glyphs, places in runs:
            known = self._by_font.setdefault(
                f"{font.familyName()}-{font.styleName()}", {0: ""}
            )  # the glyph for what it has not
            missing += glyphs.count(0)
            if known.keys() >= set(glyphs):
                continue
            end = line.textStart() + line.textLength()
            edges = sorted({end, *(place for _, _, several in runs for place in several)})
            units = text.encode("utf-16-le")
            for glyph, place in zip(glyphs, places, strict=True):
                upto = edges[bisect_right(edges, place)]
                known.setdefault(glyph, units[2 * place : 2 * upto].decode("utf-16-le", "replace"))
        return missing
