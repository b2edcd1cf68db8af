"""Finding words in the report that is open, in either script, and what of it the page shows."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.model import Span
from annotator.text import searchable

_MAYBE_A_LINE_END = "[\r\n\u2028\u2029\u0085]*"
"""A report may be wrapped anywhere: a line end within a word does not hide it."""


class Finder:
    """Finds in one text; its form for searching is made at the first question."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._searchable: str | None = None

    def find(self, query: str) -> list[Span]:
        """All places of some words, in order, none over another; scripts, capitals and width make no difference."""
        if not query.strip():
            return []
        if self._searchable is None:
            self._searchable = searchable(self._text)
        letters = map(re.escape, searchable(query.strip()))
        return [Span(*one.span()) for one in re.finditer(_MAYBE_A_LINE_END.join(letters), self._searchable)]


@dataclass(frozen=True, slots=True)
class Found:
    """Places to show, in order, none over another; `at` is the number of the one that is current."""

    spans: Sequence[Span] = ()
    at: int | None = None

    def between(self, start: int, end: int) -> list[tuple[Span, bool]]:
        """Those that touch a stretch, with whether each is the current one."""
        first = bisect_right(self.spans, start, key=lambda span: span.end)
        last = bisect_left(self.spans, end, key=lambda span: span.start)
        return [(self.spans[number], number == self.at) for number in range(first, last)]

    def nearest(self, offset: int) -> int | None:
        """The number of the first place that does not lie before an offset; behind all, of the first of all."""
        if not self.spans:
            return None
        return bisect_left(self.spans, offset, key=lambda span: span.start) % len(self.spans)
