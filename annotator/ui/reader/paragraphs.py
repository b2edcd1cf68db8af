"""A text cut into paragraphs for layout. The stored text stays the coordinate system: nothing is moved or dropped."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right

from annotator.model import Span
from annotator.ui.reader.wording import LINE_END
from annotator.ui.reader.wrapped import wrapped

LIMIT = 5_000
"""Code points that one layout holds at most; a longer paragraph is cut, for layout only."""

_SENTENCE_END = re.compile("[。！？；!?;][”’》）」』]*")
_ZERO_WIDTH_JOINER = "\u200d"


class Paragraphs:
    """The paragraphs of a text, in order. Offsets are code points of the whole text.

    Line ends are \\r\\n, \\n, \\r, U+2028, U+2029 and U+0085. A paragraph's code points are `[start, end)`; its line
    end lies between its end and the next one's start and belongs to no visible glyph. A text has at least one.
    """

    def __init__(self, text: str, limit: int = LIMIT, *, joined: bool = False) -> None:
        self.text = text
        line_ends = [match.span() for match in LINE_END.finditer(text)]
        if joined:
            inside = wrapped(text, line_ends)
            line_ends = [ends for ends in line_ends if ends not in inside]
        self._starts = [0, *(end for _, end in line_ends)]
        self._ends = [*(start for start, _ in line_ends), len(text)]
        if any(end - start > limit for start, end in zip(self._starts, self._ends, strict=True)):
            self._cut(limit)

    def _cut(self, limit: int) -> None:
        starts, ends = [], []
        for start, end in zip(self._starts, self._ends, strict=True):
            edges = [start, *_cuts(self.text, start, end, limit), end]
            starts += edges[:-1]
            ends += edges[1:]
        self._starts, self._ends = starts, ends

    def __len__(self) -> int:
        return len(self._starts)

    def start(self, index: int) -> int:
        return self._starts[index]

    def end(self, index: int) -> int:
        """Where the paragraph's line end begins."""
        return self._ends[index]

    def after(self, index: int) -> int:
        """Where the next paragraph begins; for the last one, the text's end."""
        return self._starts[index + 1] if index + 1 < len(self) else len(self.text)

    def seen_before(self, index: int) -> int:
        """Where the last visible code point before a paragraph ends; 0 where there is none."""
        while index > 0:
            index -= 1
            if self._starts[index] < self._ends[index]:
                return self._ends[index]
        return 0

    def lengths(self) -> list[int]:
        return [end - start for start, end in zip(self._starts, self._ends, strict=True)]

    def of(self, index: int) -> str:
        return self.text[self._starts[index] : self._ends[index]]

    def at(self, offset: int) -> int:
        """The index of the paragraph that holds an offset; its line end counts as its own."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def touching(self, span: Span) -> range:
        """The indices of the paragraphs that hold a code point of the span."""
        return range(self.at(span.start), bisect_left(self._starts, span.end))

    def goes_on(self, index: int) -> bool:
        """Whether the paragraph was cut behind this part, for layout only."""
        return index + 1 < len(self) and self._ends[index] == self._starts[index + 1]

    def whole(self, index: int) -> tuple[int, int]:
        """`[start, end)` of the uncut paragraph that this one is, or is a part of."""
        first = last = index
        while first > 0 and self.goes_on(first - 1):
            first -= 1
        while self.goes_on(last):
            last += 1
        return self._starts[first], self._ends[last]


def _cuts(text: str, start: int, end: int, limit: int) -> list[int]:
    """Where a paragraph is cut so that no part is longer than the limit: behind a sentence where there is one."""
    cuts = []
    while end - start > limit:
        start = _cut_before(text, start, start + limit)
        cuts.append(start)
    return cuts


def _cut_before(text: str, start: int, latest: int) -> int:
    earliest = latest - (latest - start) // 4
    sentence_ends = [match.end() for match in _SENTENCE_END.finditer(text, earliest, latest)]
    if sentence_ends and _parts(text, sentence_ends[-1]):
        return sentence_ends[-1]
    return next((at for at in range(latest, earliest, -1) if _parts(text, at)), latest)


def _parts(text: str, at: int) -> bool:
    """Whether two characters surely meet at an offset, not two code points of one (a letter begins here)."""
    return unicodedata.category(text[at])[0] in "LNZ" and text[at - 1] != _ZERO_WIDTH_JOINER
