"""What marks add to a paragraph's lines: pieces of spans in lanes, chips, and the room that these need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.model import Span
from annotator.ui.reader.chips import Wish, place
from annotator.ui.reader.index import inside
from annotator.ui.reader.lanes import lanes
from annotator.ui.reader.lines import Lines
from annotator.ui.reader.look import Look
from annotator.ui.reader.mark import Mark

_THINNEST = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a marked span in one line. `opens` and `closes`: the span begins, ends here."""

    mark: Mark
    left: int
    right: int
    lane: int
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A label above a line; `top` is measured from the paragraph's top."""

    mark: Mark
    text: str
    small: bool
    left: int
    top: int
    width: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line's geometry, from the paragraph's top and the column's left; comparing two tells what to repaint."""

    top: int
    height: int
    baseline: int
    pieces: tuple[Piece, ...]
    chips: tuple[Chip, ...]

    @property
    def bottom(self) -> int:
        return self.top + self.height


def dress(lines: Lines, marks: Sequence[Mark], look: Look, width: int, seen_before: int) -> tuple[Line, ...]:
    """The geometry of each line of a paragraph with these marks, which all touch it, the outer before the inner.

    `seen_before` is where the visible text before the paragraph ends: a span that begins behind it, in a line end,
    opens here.
    """
    pieces = _pieces(lines, marks, seen_before)
    dressed: list[Line] = []
    top = 0
    for number in range(len(lines)):
        here = pieces.get(number, [])
        opening = sorted((piece for piece in here if piece.opens), key=lambda piece: piece.left)
        dressed.append(_line(here, opening, top, look, width))
        top = dressed[-1].bottom
    return tuple(dressed)


def _line(here: list[Piece], opening: list[Piece], top: int, look: Look, width: int) -> Line:
    places = place([_wish(piece, look) for piece in opening], width, look.em * 1.1)
    rows = max((spot.row + 1 for spot in places), default=0)
    depth = max((piece.lane + 1 for piece in here), default=0)
    words = top + look.above_line(rows)
    rise = look.chip_height + look.chip_rise
    chips = tuple(
        Chip(
            piece.mark,
            look.chip_text(piece.mark, spot.small),
            spot.small,
            round(spot.left),
            words - (spot.row + 1) * rise,
            round(spot.width),
        )
        for piece, spot in zip(opening, places, strict=True)
    )
    height = look.above_line(rows) + look.above + look.below + look.below_line(depth)
    inner_last = tuple(sorted(here, key=lambda piece: -piece.lane))
    return Line(top, height, words + look.above, inner_last, chips)


def _wish(piece: Piece, look: Look) -> Wish:
    full, small = look.chip_width(piece.mark, False), look.chip_width(piece.mark, True)
    return Wish(piece.left, piece.right, full, min(small, full))


def _pieces(lines: Lines, marks: Sequence[Mark], seen_before: int) -> dict[int, list[Piece]]:
    parts = [(mark, part) for mark in marks if (part := inside(mark.span, lines.start, lines.end))]
    found: dict[int, list[Piece]] = defaultdict(list)
    for (mark, part), lane in zip(parts, lanes([part for _, part in parts]), strict=True):
        for number in range(lines.line_of(part.start), lines.line_of(part.end - 1) + 1):
            left, right = ends(lines, number, part)
            opens = mark.span.start >= (lines.starts[number] if number else seen_before)
            found[number].append(Piece(mark, left, right, lane, opens, mark.span.end <= lines.line_end(number)))
    return found


def ends(lines: Lines, number: int, span: Span) -> tuple[int, int]:
    """The left and right edge of a span's part in a line, never thinner than can be seen."""
    left, right = sorted((round(lines.x(number, span.start)), round(lines.x(number, span.end))))
    return left, max(right, left + _THINNEST)


def height_of(dressed: Sequence[Line]) -> int:
    return dressed[-1].bottom


def changed_lines(before: Sequence[Line], after: Sequence[Line]) -> list[int]:
    """The numbers of lines that look different; both are dressings of the same lines."""
    return [number for number, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
