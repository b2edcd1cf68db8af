"""Painting a report: the sheet, and on it, line by line, tints, selection, words, lanes, chips, frame and caret."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from annotator.model import Span
from annotator.ui.reader.chip_painting import paint_chip
from annotator.ui.reader.colours import Colours
from annotator.ui.reader.dressing import Line, Piece, ends
from annotator.ui.reader.finding import Found
from annotator.ui.reader.index import inside
from annotator.ui.reader.lines import Lines
from annotator.ui.reader.look import Column, Look
from annotator.ui.reader.mark import MarkState
from annotator.ui.theme import Theme

_FRAME = 2
_FLAG = 5
_SHEET_RADIUS = 10.0


@dataclass(frozen=True, slots=True)
class Shown:
    """What is painted besides the page itself. `caret` is None where none is shown."""

    colours: Colours
    current: str | None
    selection: Span | None
    caret: int | None
    found: Found


@dataclass(frozen=True, slots=True)
class Brush:
    """A painter whose origin is a paragraph's: the column's left edge, the top of its first line."""

    painter: QPainter
    look: Look
    shown: Shown

    def box(self, line: Line, left: int, right: int) -> QRect:
        """The box around words between two places of a line."""
        top = line.baseline - self.look.above
        return QRect(left, top, right - left, self.look.above + self.look.below)


def paint_sheet(painter: QPainter, theme: Theme, column: Column, view: QRect, rows: tuple[int, int]) -> None:
    """The ground of a view with a sheet between two `rows`, top and bottom; a narrow view is paper all over."""
    if column.sheet_width >= view.width():
        painter.fillRect(view, theme.paper)
        return
    painter.fillRect(view, theme.window)
    painter.setPen(QPen(theme.line, 1))
    painter.setBrush(theme.paper)
    top, bottom = rows
    sheet = QRectF(column.sheet_left, top, column.sheet_width, bottom - top)
    painter.drawRoundedRect(sheet.adjusted(0.5, 0.5, -0.5, -0.5), _SHEET_RADIUS, _SHEET_RADIUS)


def paint_line(brush: Brush, lines: Lines, number: int, line: Line) -> None:
    """One line with all that lies on it, from the bottom layer to the top one."""
    for piece in line.pieces:
        _paint_tint(brush, line, piece)
    _paint_found(brush, lines, number, line)
    _paint_selection(brush, lines, number, line)
    brush.painter.setPen(brush.shown.colours.theme.ink)
    lines.draw(brush.painter, number, line.baseline)
    _paint_unseen(brush, lines, number, line)
    for piece in line.pieces:
        _paint_lane(brush, line, piece)
    for piece in line.pieces:
        if piece.mark.key == brush.shown.current:
            _paint_frame(brush, line, piece)
    for chip in line.chips:
        current = chip.mark.key == brush.shown.current
        paint_chip(brush.painter, brush.look, brush.shown.colours, chip, current=current)
    _paint_caret(brush, lines, number, line)


def _paint_tint(brush: Brush, line: Line, piece: Piece) -> None:
    if piece.mark.state in (MarkState.SUGGESTION, MarkState.REJECTED) and piece.mark.key != brush.shown.current:
        return
    painter = brush.painter
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush.shown.colours.of(piece.mark.label).tint)
    radius = brush.look.em * 0.18
    painter.drawRoundedRect(QRectF(brush.box(line, piece.left, piece.right)), radius, radius)


def _paint_found(brush: Brush, lines: Lines, number: int, line: Line) -> None:
    start, end = lines.starts[number], lines.line_end(number)
    for span, current in brush.shown.found.between(start, end):
        if part := inside(span, start, end):
            box = brush.box(line, *ends(lines, number, part))
            brush.painter.fillRect(box, brush.shown.colours.found)
            if current:
                brush.painter.setPen(QPen(brush.shown.colours.theme.warn, _FRAME))
                brush.painter.setBrush(Qt.BrushStyle.NoBrush)
                brush.painter.drawRect(box.adjusted(0, 1, -1, -1))


def _paint_selection(brush: Brush, lines: Lines, number: int, line: Line) -> None:
    if brush.shown.selection is None:
        return
    part = inside(brush.shown.selection, lines.starts[number], max(lines.line_end(number), lines.starts[number] + 1))
    if part is None:
        return
    left, right = ends(lines, number, part)
    if number == len(lines) - 1 and brush.shown.selection.end > lines.end:
        right += brush.look.em // 3  # the line end is selected too
    brush.painter.fillRect(brush.box(line, left, right), brush.shown.colours.theme.selection)


_PENS = {
    MarkState.SUGGESTION: (Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap),
    MarkState.ANNOTATION: (Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap),
    MarkState.DISPUTED: (Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.RoundCap),
    MarkState.REJECTED: (Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.RoundCap),
}
_DASHES = {
    MarkState.SUGGESTION: [2.2, 1.4],
    MarkState.DISPUTED: [0.01, 2.0],
    MarkState.REJECTED: [0.01, 3.0],
}


def lane_pen(look: Look, colours: Colours, piece: Piece) -> QPen:
    """The pen of a piece's line: dashed, solid, dotted, or thin grey dots."""
    state = piece.mark.state
    rejected = state is MarkState.REJECTED
    colour = colours.theme.ink_faint if rejected else colours.of(piece.mark.label).line
    style, cap = _PENS[state]
    pen = QPen(colour, look.stroke * (0.7 if rejected else 1.0), style, cap)
    if state in _DASHES:
        pen.setDashPattern(_DASHES[state])  # in widths of the line; no length and a round cap make a dot
    return pen


def _paint_lane(brush: Brush, line: Line, piece: Piece) -> None:
    look = brush.look
    y = line.baseline + look.below + look.lane_drop + piece.lane * look.lane_step + look.stroke / 2
    start = piece.left + (1.0 if piece.opens else 0.0)
    end = piece.right - (1.0 if piece.closes else 0.0)
    brush.painter.setPen(lane_pen(look, brush.shown.colours, piece))
    brush.painter.drawLine(QLineF(start, y, end, y))


def _paint_frame(brush: Brush, line: Line, piece: Piece) -> None:
    painter = brush.painter
    painter.setPen(QPen(brush.shown.colours.theme.accent, _FRAME))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    box = QRectF(brush.box(line, piece.left, piece.right)).adjusted(-1, 0, 1, 0)
    radius = brush.look.em * 0.24
    painter.drawRoundedRect(box, radius, radius)


def _paint_unseen(brush: Brush, lines: Lines, number: int, line: Line) -> None:
    """A small flag where a code point stands that the eye would miss."""
    for offset in lines.unseen_in(number):
        x, box = round(lines.x(number, offset)), brush.box(line, 0, 0)
        flag = QPolygonF([QPointF(x, box.top()), QPointF(x + _FLAG, box.top()), QPointF(x, box.top() + _FLAG)])
        brush.painter.setPen(QPen(brush.shown.colours.theme.warn, 1))
        brush.painter.setBrush(brush.shown.colours.theme.warn)
        brush.painter.drawPolygon(flag)
        brush.painter.drawLine(x, box.top(), x, box.bottom())


def _paint_caret(brush: Brush, lines: Lines, number: int, line: Line) -> None:
    caret = brush.shown.caret
    if caret is None or not lines.start <= caret <= lines.end or lines.line_of(caret) != number:
        return
    x = round(lines.x(number, caret))
    brush.painter.fillRect(brush.box(line, x - 1, x + 1), brush.shown.colours.theme.accent)
