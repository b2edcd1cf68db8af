"""What lies under a point of the view: an offset, a character, a chip."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect

from annotator.model import Span
from annotator.ui.reader.dressing import Chip, Line, ends
from annotator.ui.reader.mark import Mark
from annotator.ui.reader.page import Page
from annotator.ui.reader.scroll import Scroll

_FLAG = 6  # pixels of what shows a code point without a width


@dataclass(frozen=True, slots=True)
class Hit:
    """`offset` lies between two characters, nearest to the point; `character` is the one under it, if any."""

    offset: int
    character: int | None
    chip: Chip | None


class Places:
    """Between points of the view and offsets of the text, both ways. Points are in pixels of the view."""

    def __init__(self, page: Page, scroll: Scroll) -> None:
        self._page = page
        self._scroll = scroll
        self.left = 0
        """where the column begins in the view"""

    def hit(self, point: QPoint) -> Hit:
        """What a point hits. Above all words the first place in view, below all the last."""
        index, y = self._paragraph_at(point.y())
        number = self._page.line_at(index, point.y() - y)
        line, lines = self._page.dressed(index)[number], self._page.lines(index)
        x = point.x() - self.left
        on_words = line.baseline - self._page.look.above <= point.y() - y < line.bottom
        return Hit(
            lines.nearest(number, x),
            lines.character(number, x) if on_words else None,
            self._chip_at(line, x, point.y() - y),
        )

    def _paragraph_at(self, y: int) -> tuple[int, int]:
        visible = self._scroll.visible()
        return next((found for found in reversed(visible) if found[1] <= y), visible[0])

    def _chip_at(self, line: Line, x: int, y: int) -> Chip | None:
        tall = self._page.look.chip_height
        inside_it = (chip for chip in line.chips if 0 <= x - chip.left < chip.width and 0 <= y - chip.top < tall)
        return next(inside_it, None)

    def marks(self, hit: Hit) -> list[Mark]:
        """The marks that a click there means, the first meant first: a chip's own, else the innermost."""
        if hit.chip is not None:
            return [hit.chip.mark]
        return self._page.marks.at(hit.character) if hit.character is not None else []

    def unseen(self, point: QPoint) -> int | None:
        """The offset of a code point under a point of the view that the eye would miss; a flag shows it."""
        index, y = self._paragraph_at(point.y())
        number, lines = self._page.line_at(index, point.y() - y), self._page.lines(index)
        x = point.x() - self.left
        near = (at for at in lines.unseen_in(number) if lines.x(number, at) - 2 <= x <= lines.x(number, at + 1) + _FLAG)
        return next(near, None)

    def caret_rect(self, offset: int) -> QRect:
        """Where a caret before the code point at an offset stands."""
        index, number = self._page.spot(offset)
        x = round(self._page.lines(index).x(number, offset))
        return self._box(index, number, x, x)

    def span_rect(self, span: Span) -> QRect:
        """The box of a span's first line piece."""
        index, number = self._page.spot(self._page.first_visible(span))
        return self._box(index, number, *ends(self._page.lines(index), number, span))

    def _box(self, index: int, number: int, left: int, right: int) -> QRect:
        look, line = self._page.look, self._page.dressed(index)[number]
        top = self._scroll.top_of(index) + line.baseline - look.above
        return QRect(self.left + left, top, right - left, look.above + look.below)

    def line_rows(self, offset: int) -> tuple[int, int]:
        """Top and bottom, in the view, of the line that holds an offset."""
        index, number = self._page.spot(offset)
        line, top = self._page.dressed(index)[number], self._scroll.top_of(index)
        return top + line.top, top + line.bottom

    def words_below(self, offset: int) -> int:
        """From the top of an offset's line, over its chips, down to the bottom of its words."""
        index, number = self._page.spot(offset)
        line = self._page.dressed(index)[number]
        return line.baseline + self._page.look.below - line.top
