"""A whole report as one tall page of which only the paragraphs that were looked at are laid out."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from annotator.model import Span
from annotator.ui.reader.dressing import Line, dress, height_of
from annotator.ui.reader.fenwick import Heights
from annotator.ui.reader.index import MarkIndex
from annotator.ui.reader.lines import Lines
from annotator.ui.reader.look import Look
from annotator.ui.reader.mark import Mark
from annotator.ui.reader.paragraphs import Paragraphs
from annotator.ui.reader.wording import Showing

KEPT = 300
"""How many paragraphs stay laid out."""


class Block:
    """One paragraph laid out: its words in lines and, until its marks change, what the marks add to them."""

    __slots__ = ("dressed", "lines")

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.dressed: tuple[Line, ...] | None = None


class Page:
    """Paragraphs, their heights and marks. `y` is in pixels from the top of the first paragraph.

    Heights of paragraphs that were never laid out are estimates; to lay one out may change where later ones begin.
    """

    def __init__(self, look: Look, width: int) -> None:
        self.look = look
        self.width = width
        self.showing = Showing()
        self.laid_out = 0
        """how often a paragraph was laid out, ever"""
        self._blocks: OrderedDict[int, Block] = OrderedDict()
        self.load("")

    def load(self, text: str) -> None:
        """Another text, without marks."""
        self.text = text
        self.paragraphs = Paragraphs(text, joined=self.showing.joined)
        self.marks = MarkIndex(self.paragraphs)
        self._blocks.clear()
        self.heights = Heights(self._estimates())

    def show_as(self, showing: Showing) -> None:
        """In another script, or with wrapped lines joined or apart: offsets and marks stay."""
        marks, apart = self.marks.all(), showing.joined != self.showing.joined
        self.showing = showing
        if apart:
            self.load(self.text)
            self.marks.replace(marks)
        self.set_measure(self.look, self.width)

    def set_measure(self, look: Look, width: int) -> None:
        """Other fonts or another width of the column: every paragraph is laid out anew when it is looked at."""
        self.look, self.width = look, width
        self._blocks.clear()
        self.heights = Heights(self._estimates())
        self._estimate_marked(self.marks.paragraphs())

    def set_marks(self, marks: Sequence[Mark]) -> set[int]:
        """Takes these marks for all. Returns the paragraphs where something changed; their dressing is dropped."""
        return self._undress(self.marks.replace(marks))

    def change_marks(self, gone: Iterable[str], come: Sequence[Mark]) -> set[int]:
        """The same where some marks, named by their keys, have gone and others come."""
        return self._undress(self.marks.change(gone, come))

    def _undress(self, changed: set[int]) -> set[int]:
        for index in changed & self._blocks.keys():
            self._blocks[index].dressed = None
        self._estimate_marked(changed - self._blocks.keys())
        return changed

    def _estimates(self) -> Iterable[int]:
        a_line, leading = max(self.width // self.look.em, 1), self.look.leading
        gap, blank = self.look.paragraph_gap, self.look.blank_height
        return [-(-length // a_line) * leading + gap if length else blank for length in self.paragraphs.lengths()]

    def _estimate_marked(self, indices: Iterable[int]) -> None:
        """Marked lines are taller by a chip: so that the scroll bar knows before they are laid out."""
        look, a_line = self.look, max(self.width // self.look.em, 1)
        taller = look.above_line(1) + look.below_line(1) - look.above_line(0) - look.below_line(0)
        leading, gap, paragraphs, marks = look.leading, look.paragraph_gap, self.paragraphs, self.marks
        estimates = {}
        for index in indices:
            if length := paragraphs.end(index) - paragraphs.start(index):
                lines = -(-length // a_line)
                estimates[index] = lines * leading + min(lines, marks.count(index)) * taller + gap
        self.heights.update(estimates)

    def lines(self, index: int) -> Lines:
        """A paragraph's words in lines, laid out now if need be."""
        return self._block(index).lines

    def dressed(self, index: int) -> tuple[Line, ...]:
        """The geometry of a paragraph's lines, laid out now if need be; its height is exact from then on."""
        block = self._block(index)
        if block.dressed is None:
            before = self.paragraphs.seen_before(index)
            block.dressed = dress(block.lines, self.marks.of(index), self.look, self.width, before)
            self.heights[index] = self._height(index, block.dressed)
        return block.dressed

    def _block(self, index: int) -> Block:
        block = self._blocks.get(index)
        if block is None:
            text, start = self.paragraphs.of(index), self.paragraphs.start(index)
            block = self._blocks[index] = Block(Lines(text, start, self.look, self.width, self.showing))
            self.laid_out += 1
            if len(self._blocks) > KEPT:
                self._blocks.popitem(last=False)
        self._blocks.move_to_end(index)
        return block

    def _height(self, index: int, dressed: tuple[Line, ...]) -> int:
        if self.paragraphs.start(index) == self.paragraphs.end(index):
            return self.look.blank_height
        return height_of(dressed) + (0 if self.paragraphs.goes_on(index) else self.look.paragraph_gap)

    def height(self, index: int) -> int:
        """A paragraph's exact height with the gap behind it."""
        self.dressed(index)
        return self.heights[index]

    def line_at(self, index: int, y: int) -> int:
        """The number of the line at a height within a paragraph; the first above it, the last below."""
        dressed = self.dressed(index)
        return next((number for number, line in enumerate(dressed) if y < line.bottom), len(dressed) - 1)

    def spot(self, offset: int) -> tuple[int, int]:
        """The paragraph and the line that hold an offset; one in a line end belongs to the line before it."""
        index = self.paragraphs.at(offset)
        return index, self.lines(index).line_of(min(offset, self.paragraphs.end(index)))

    def shares(self, spans: Iterable[Span]) -> list[float]:
        """How far down the page spans begin, 0 to 1; within a paragraph by their share of its code points."""
        paragraphs, tops = self.paragraphs, self.heights.tops()
        found = []
        for span in spans:
            index = paragraphs.at(span.start)
            inside = (span.start - paragraphs.start(index)) / max(paragraphs.after(index) - paragraphs.start(index), 1)
            found.append((tops[index] + inside * self.heights[index]) / max(self.heights.total, 1))
        return found

    def without_line_ends(self, span: Span) -> Span:
        """A span without joined line ends at its own ends: they are not seen, so nobody can mean them."""
        first, last = self.lines(self.paragraphs.at(span.start)), self.lines(self.paragraphs.at(span.end))
        start = first.start + first.wording.offset(first.wording.place(min(span.start, first.end) - first.start))
        end = last.start + last.wording.first(last.wording.place(min(span.end, last.end) - last.start))
        return Span(start, end) if span.start <= start < end <= span.end else span

    def first_visible(self, span: Span) -> int:
        """The first offset of a span that is no line end, or its start where all of it is."""
        start, index = span.start, self.paragraphs.at(span.start)
        while start >= self.paragraphs.end(index) and self.paragraphs.after(index) < span.end:
            start = self.paragraphs.after(index)
            index += 1
        return start
