"""Lines of pages back to paragraphs: a PDF file knows only where each line stands.

A line goes on in the next when it reaches the right margin and the next does not begin as a paragraph does: indented,
after a gap, in another size, or with the number of an item.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from statistics import median

from annotator.formats.pdf_pages import Line, Page
from annotator.text import begins_item, blank_between

_NUMBER = re.compile(
    r"[-–—─·\s]*(?:第\s*)?(\d{1,4})(?:\s*[页頁])?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*[页頁]?)?[-–—─·\s]*"
)
_DIGITS = re.compile(r"\d+")
_LEAST = 12
"""A line that goes on in the next is at least so many times as long as it is high."""
_SWAY = 6.0
"""How far, in points, the headers of pages may be from each other's height."""
_EDGE = 2
"""How many lines at either end of a page may be its header or footer."""


def joined(pages: Sequence[Page]) -> str:
    """The text of the pages, a paragraph a line."""
    everywhere = _layout([line for page in pages for line in page.lines])
    paragraphs: list[str] = []
    before: Line | None = None
    layout = everywhere
    for page in pages:
        layout_before, layout = layout, _layout(page.lines).or_else(everywhere)
        for line in page.lines:
            if before and layout_before.is_full(before) and not layout.begins(line, before):
                paragraphs[-1] = _glued(paragraphs[-1], line.text)
            else:
                paragraphs.append(line.text)
            before, layout_before = line, layout
    return "\n".join(paragraphs)


def lines_of(pages: Sequence[Page]) -> str:
    """The text of the pages with its lines as they are."""
    return "\n".join(line.text for line in chain.from_iterable(page.lines for page in pages))


def without_margins(pages: Sequence[Page]) -> tuple[list[Page], int]:
    """The pages without headers, footers and page numbers, and how many such lines there were.

    A header or footer is a line at a page's edge that stands at the same height, numbers apart, on a third of the pages
    and on three at least; a page number does on more than half of them, and counts up with the pages.
    """
    repeated = _settled(pages, _shape, max(3, len(pages) / 3))
    numbered = _settled(pages, _offset, max(2, len(pages) / 2 + 0.5))
    kept, count = [], 0
    for number, page in enumerate(pages):
        dropped = {
            at
            for at in _edges(page.lines)
            for way, settled in ((_shape, repeated), (_offset, numbered))
            if _is_at(page.lines[at], settled.get(way(page.lines[at].text, number)))
        }
        count += len(dropped)
        kept.append(page._replace(lines=tuple(line for at, line in enumerate(page.lines) if at not in dropped)))
    return kept, count


def _settled(
    pages: Sequence[Page], way: Callable[[str, int], str | int | None], least: float
) -> dict[str | int | None, float]:
    """What lines at the edges of so many pages have in common, and the height at which these stand."""
    heights: dict[str | int | None, list[float]] = {}
    for number, page in enumerate(pages):
        for at in _edges(page.lines):
            line = page.lines[at]
            heights.setdefault(way(line.text, number), []).append(line.bottom)
    usual = {key: median(found) for key, found in heights.items() if key is not None}
    return {
        key: height for key, height in usual.items() if sum(abs(one - height) <= _SWAY for one in heights[key]) >= least
    }


def _is_at(line: Line, height: float | None) -> bool:
    return height is not None and abs(line.bottom - height) <= _SWAY


def _edges(lines: Sequence[Line]) -> set[int]:
    """The lines at either end, in the order of the file (a footer may come first there) and by height."""
    order = sorted(range(len(lines)), key=lambda at: -lines[at].top)
    return {at for row in (range(len(lines)), order) for at in [*row[:_EDGE], *row[-_EDGE:]]}


def _shape(text: str, _number: int) -> str | None:
    """What a line is, numbers apart; None for a line of nothing else."""
    shape = _DIGITS.sub("#", "".join(text.split()))
    return shape if shape.strip("#") else None


def _offset(text: str, number: int) -> int | None:
    """By how much the number of a page, as a line says it, is above the count of pages; None for other lines."""
    match = _NUMBER.fullmatch(text)
    return int(match[1]) - number if match else None


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the lines of a page or of a whole file begin and end, in points; a column has margins of its own."""

    lefts: tuple[float, ...]
    rights: tuple[float, ...]
    gap: float
    """the usual distance from line to line"""

    def or_else(self, other: _Layout) -> _Layout:
        """This one, if it has margins: a page of a few lines shows none."""
        return self if self.rights else other

    def is_full(self, line: Line) -> bool:
        """Whether a line reaches a right margin, so that its sentence may go on in the next."""
        long = line.right - line.left >= _LEAST * _height(line)
        return long and any(abs(line.right - right) <= 1.6 * _height(line) for right in self.rights)

    def begins(self, line: Line, before: Line) -> bool:
        """Whether a line begins a paragraph, after that line."""
        size = _height(before)
        if begins_item(line.text) or abs(_height(line) - size) > 0.3 * size:
            return True
        if line.bottom > before.bottom:  # the next column or page
            return self._is_indented(line)
        if self.gap and before.bottom - line.bottom > 1.5 * self.gap:
            return True
        if abs(line.left - before.left) <= 0.3 * size:
            return self._is_indented(line) and _ends(before.text)
        hanging = begins_item(before.text) and not _ends(before.text) and line.left < before.left + 5 * size
        return line.left > before.left and not hanging

    def _is_indented(self, line: Line) -> bool:
        return any(0.8 <= (line.left - left) / _height(line) <= 5 for left in self.lefts)


def _layout(lines: Sequence[Line]) -> _Layout:
    """A margin is an edge that three lines and more share; beyond a right one hardly any line goes on."""
    rights = [right for right, count in _shared(lines, "right") if 3 * _beyond(lines, right) <= count]
    gaps = [above.bottom - below.bottom for above, below in pairwise(lines)]
    usual = median([gap for gap in gaps if gap > 0] or [0])
    return _Layout(tuple(left for left, _ in _shared(lines, "left")), tuple(rights), usual)


def _shared(lines: Sequence[Line], edge: str) -> list[tuple[float, int]]:
    """The places where the edges of three lines and more are, within a character, and how many lines those are."""
    long = sorted(getattr(line, edge) for line in lines if line.right - line.left >= _LEAST * _height(line))
    size = median([_height(line) for line in lines] or [1])
    groups: list[list[float]] = []
    for place in long:
        if groups and place - groups[-1][-1] <= 0.5 * size:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [(median(group), len(group)) for group in groups if len(group) >= 3]


def _beyond(lines: Sequence[Line], right: float) -> int:
    return sum(line.left < right - 4 * _height(line) and line.right > right + 2 * _height(line) for line in lines)


def _height(line: Line) -> float:
    return max(line.top - line.bottom, 1.0)


def _ends(text: str) -> bool:
    return text.endswith(("。", "！", "？", "：", "；", ".", "”", "」", "）"))


def _glued(text: str, line: str) -> str:
    """Two lines as one: a blank only between Western words and numbers; a word that was broken is whole again."""
    if text.endswith("-") and len(text) > 1 and text[-2].isascii() and text[-2].isalpha() and line[0].islower():
        return text[:-1] + line
    return text + (" " if blank_between(text, line) else "") + line
