"""One paragraph set in lines: the only place where Qt's UTF-16 and code points meet."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QTextLayout, QTextLine, QTextOption

from annotator.text import Utf16
from annotator.ui.reader.look import Look
from annotator.ui.reader.wording import STORED, Showing, Wording, unseen, worded


class Lines:
    """A paragraph's words in lines of a width. Offsets are code points of the whole text, `x` pixels in the line.

    `starts` are the offsets where lines begin; the paragraph is `[start, end)`.
    """

    def __init__(self, text: str, start: int, look: Look, width: int, showing: Showing = STORED) -> None:
        self.start, self.end = start, start + len(text)
        self.wording: Wording = worded(text, showing)
        self.unseen = [start + at for at in unseen(text)]
        """the offsets of code points that the eye would miss"""
        self._utf16 = Utf16(self.wording.text)
        self._layout = QTextLayout(self.wording.text, look.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)  # with Unicode's line breaking rules
        option.setTabStopDistance(4 * look.em)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        self._lines = _broken(self._layout, width)
        self.starts = [start, *(self._offset(line.textStart()) for line in self._lines[1:])]
        self._stops_of: dict[int, list[tuple[float, int]]] = {}

    def _offset(self, units: int) -> int:
        return self.start + self.wording.offset(self._utf16.code_points(units))

    def _units(self, offset: int) -> int:
        return self._utf16.units(self.wording.place(offset - self.start))

    def __len__(self) -> int:
        return len(self.starts)

    def line_end(self, line: int) -> int:
        return self.starts[line + 1] if line + 1 < len(self) else self.end

    def unseen_in(self, line: int) -> list[int]:
        """The offsets in a line of code points that the eye would miss."""
        low, high = (bisect_left(self.unseen, edge) for edge in (self.starts[line], self.line_end(line)))
        return self.unseen[low:high]

    def line_of(self, offset: int) -> int:
        """The line that holds an offset; where one ends and the next begins, the next."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def x(self, line: int, offset: int) -> float:
        """Where the code point at an offset begins in a line; the line's end for an offset at or behind it."""
        inside = min(max(offset, self.starts[line]), self.line_end(line))
        return float(self._lines[line].cursorToX(self._units(inside))[0])  # type: ignore[index]

    def nearest(self, line: int, x: float) -> int:
        """The offset between two characters that is nearest to `x`; never inside a character."""
        return min(self._stops(line), key=lambda stop: abs(stop[0] - x))[1]

    def character(self, line: int, x: float) -> int | None:
        """The offset of the character that is drawn at `x`, or None beside the words."""
        for (left, offset), (right, _) in pairwise(self._stops(line)):
            if min(left, right) <= x < max(left, right):
                return offset
        return None

    def _stops(self, line: int) -> list[tuple[float, int]]:
        """Every place of a line between two characters, with its `x`.

        Asked of Qt place by place: its `xToCursor` may answer with one inside a character that has several glyphs,
        and misses by one in a line that begins with a part of such a character.
        """
        if line not in self._stops_of:
            offsets = [self.starts[line]]
            while offsets[-1] < self.line_end(line):
                offsets.append(min(self.next(offsets[-1]), self.line_end(line)))
            self._stops_of[line] = [(self.x(line, offset), self._before_character(offset)) for offset in offsets]
        return self._stops_of[line]

    def _before_character(self, offset: int) -> int:
        """The offset itself, or the start of the character that it lies in: rarely, a line breaks within one."""
        return offset if self._layout.isValidCursorPosition(self._units(offset)) else self.previous(offset)

    def next(self, offset: int) -> int:
        """The offset behind the character at an offset: a character may be several code points.

        Qt may stop within a surrogate pair behind a rare sign; never here, nor without a step.
        """
        units = self._layout.nextCursorPosition(self._units(offset))
        while self._offset(units) <= offset < self.end:
            units = self._layout.nextCursorPosition(units)
        return self._offset(units)

    def previous(self, offset: int) -> int:
        """The offset before the character in front of an offset."""
        return self._offset(self._layout.previousCursorPosition(self._units(offset)))

    def draw(self, painter: QPainter, line: int, baseline: int) -> None:
        words = self._lines[line]
        words.draw(painter, QPointF(0, baseline - words.ascent()))


def _broken(layout: QTextLayout, width: int) -> list[QTextLine]:
    lines = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(line)
    layout.endLayout()
    return lines
