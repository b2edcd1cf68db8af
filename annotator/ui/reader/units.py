"""The character, word, sentence or paragraph at an offset: what clicks select and keys go by.

Words and sentences are those of the text as it is shown: one that goes over a joined line end is whole.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from enum import Enum

from annotator.text import sentences, word_at, word_edges
from annotator.ui.reader.page import Page
from annotator.ui.reader.wording import worded


class Unit(Enum):
    CHARACTER = 1
    WORD = 2
    SENTENCE = 3
    PARAGRAPH = 4


def unit_at(page: Page, offset: int, unit: Unit) -> tuple[int, int]:
    """`[start, end)` of the unit that holds a code point; nothing, `[offset, offset)`, where none does."""
    index = page.paragraphs.at(offset)
    if unit is Unit.WORD:
        lines = page.lines(index)
        words = lines.wording
        word = word_at(words.text, words.place(min(offset, lines.end) - lines.start))
        return (lines.start + words.offset(word.start), lines.start + words.first(word.end)) if word else (offset,) * 2
    stretches = {Unit.SENTENCE: _sentences, Unit.PARAGRAPH: _paragraph}.get(unit)
    found = stretches(page, index) if stretches else []
    return next(((start, end) for start, end in found if start <= offset < end), (offset, offset))


def _sentences(page: Page, index: int) -> list[tuple[int, int]]:
    """`[start, end)` of the sentences of the whole paragraph that a part belongs to."""
    start, end = page.paragraphs.whole(index)
    words = worded(page.text[start:end], page.showing)
    return [(start + words.offset(one.start), start + words.first(one.end)) for one in sentences(words.text)]


def _paragraph(page: Page, index: int) -> list[tuple[int, int]]:
    start, end = page.paragraphs.whole(index)
    return [(start, end)] if start < end else []


def step(page: Page, offset: int, unit: Unit, forward: bool) -> int:
    """The next place where a unit (no character) begins or ends, over the ends of paragraphs; else the text's end."""
    index, by = page.paragraphs.at(offset), 1 if forward else -1
    while 0 <= index < len(page.paragraphs):
        edges = _edges(page, index, unit)
        at = bisect_right(edges, offset) if forward else bisect_left(edges, offset) - 1
        if 0 <= at < len(edges):
            return edges[at]
        index += by
    return page.paragraphs.end(len(page.paragraphs) - 1) if forward else 0


def _edges(page: Page, index: int, unit: Unit) -> list[int]:
    """Where the units of a paragraph begin and end, in order."""
    if unit is Unit.WORD:
        lines = page.lines(index)
        inner = (lines.wording.offset(edge) for edge in word_edges(lines.wording.text)[1:-1])
        return sorted({lines.start, *(lines.start + edge for edge in inner), lines.end})
    found = _sentences(page, index) if unit is Unit.SENTENCE else _paragraph(page, index)
    return sorted({edge for stretch in found for edge in stretch})
