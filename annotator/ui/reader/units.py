"""The character, word or sentence at an offset: what one, two and three clicks select."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from enum import Enum

from annotator.text import sentences, word_at, word_edges
from annotator.ui.reader.paragraphs import Paragraphs


class Unit(Enum):
    CHARACTER = 1
    WORD = 2
    SENTENCE = 3


def unit_at(paragraphs: Paragraphs, offset: int, unit: Unit) -> tuple[int, int]:
    """`[start, end)` of the word or sentence that holds a code point; nothing, `[offset, offset)`, where none does."""
    index = paragraphs.at(offset)
    if unit is Unit.WORD:
        start = paragraphs.start(index)
        word = word_at(paragraphs.of(index), offset - start)
        return (start + word.start, start + word.end) if word else (offset, offset)
    if unit is Unit.SENTENCE:
        start, end = paragraphs.whole(index)
        found = sentences(paragraphs.text[start:end])
        holding = next((span for span in found if span.start <= offset - start < span.end), None)
        return (start + holding.start, start + holding.end) if holding else (offset, offset)
    return offset, offset


def word_step(paragraphs: Paragraphs, offset: int, forward: bool) -> int:
    """The next place where a word begins or ends, over a paragraph's end into the next one."""
    return _word_after(paragraphs, offset) if forward else _word_before(paragraphs, offset)


def _word_after(paragraphs: Paragraphs, offset: int) -> int:
    index = paragraphs.at(offset)
    start = paragraphs.start(index)
    edges = word_edges(paragraphs.of(index))
    at = bisect_right(edges, offset - start)
    return start + edges[at] if at < len(edges) else paragraphs.after(index)


def _word_before(paragraphs: Paragraphs, offset: int) -> int:
    index = paragraphs.at(offset)
    if offset == paragraphs.start(index):
        if index == 0:
            return 0
        if not paragraphs.goes_on(index - 1):
            return paragraphs.end(index - 1)
        index -= 1
    start = paragraphs.start(index)
    edges = word_edges(paragraphs.of(index))
    return start + edges[max(bisect_left(edges, min(offset, paragraphs.end(index)) - start) - 1, 0)]
