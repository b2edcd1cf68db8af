"""A stretch of a report set in lines, for lanes to be drawn under each. Offsets are code points of the whole text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from annotator.model import Span
from annotator.text import Utf16

_BLANK = str.maketrans(dict.fromkeys([*range(0x20), 0x7F, 0x85, 0x2028, 0x2029, 0xFFFC, *range(0xD800, 0xE000)], " ")
                       | dict.fromkeys([0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\u200b"))  # fmt: skip
"""What would break a line, move words about or not be drawn; each is shown as one other code point."""


class Setting:
    """A stretch of text in lines of a width; line ends are blanks, so that a cluster is never torn."""

    def __init__(self, text: str, around: Span, font: QFont, width: float) -> None:
        self.around = around
        shown = around.of(text).translate(_BLANK)
        self._utf16 = Utf16(shown)
        self._layout = QTextLayout(shown, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        self._layout.beginLayout()
        self._lines = []
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            self._lines.append(line)
        self._layout.endLayout()
        self._starts = [around.start + self._utf16.code_points(line.textStart()) for line in self._lines]
        self.height = round(QFontMetricsF(font).height())

    def __len__(self) -> int:
        return len(self._lines)

    def line(self, number: int) -> tuple[int, int]:
        """`[start, end)` of a line."""
        end = self._starts[number + 1] if number + 1 < len(self) else self.around.end
        return self._starts[number], end

    def pieces(self, span: Span) -> Iterator[tuple[int, float, float]]:
        """(line, left, right) of each line's part of a span, in pixels of the line."""
        first = max(bisect_right(self._starts, span.start) - 1, 0)
        for number in range(first, len(self)):
            start, end = self.line(number)
            if start >= span.end:
                return
            low, high = max(start, span.start), min(end, span.end)
            if low < high:
                yield number, self._x(number, low), self._x(number, high)

    def _x(self, number: int, offset: int) -> float:
        units = self._utf16.units(offset - self.around.start)
        return float(self._lines[number].cursorToX(units)[0])  # type: ignore[index]

    def draw(self, painter: QPainter, number: int, left: float, top: float) -> None:
        """One line with the painter's pen."""
        self._lines[number].draw(painter, QPointF(left, top - self._lines[number].y()))


def around(text: str, span: Span, a_line: int, most: int) -> Span:
    """A span with the text around it, so that it stands in the middle of the first of a few lines where it fits in.

    `a_line` is how many code points of Han a line holds; of a longer span no more than `most` are shown.
    """
    before = (a_line - len(span)) // 2 if len(span) < a_line else 4
    end = min(span.end, span.start + most)
    return Span(max(0, span.start - before), min(len(text), end + a_line))
