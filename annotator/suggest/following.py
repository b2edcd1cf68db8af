"""The suggestions on one text, kept in step with what is known of terms: a change costs the stretches that it reaches.

What overlaps nothing else is suggested whatever stands elsewhere. So a text falls into stretches whose ends no
suggestion and no learned term crosses, and each of them can be read again alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from annotator.model import Span, Suggestion
from annotator.suggest.layers import places_of
from annotator.suggest.memory import Memory
from annotator.text import fold


class Following:
    """What others suggest on a text (`settled`, one ranking already) together with what a memory knows."""

    def __init__(self, text: str, settled: Iterable[Suggestion], memory: Memory, *, overlap: str) -> None:
        self._text, self._folded = text, fold(text)
        self._settled = sorted(settled, key=lambda one: one.span.start)
        self._starts = [one.span.start for one in self._settled]
        self._ends = list(accumulate((one.span.end for one in self._settled), max))  # of each and all before it
        self._memory = memory
        self._overlap = overlap

    def all(self) -> list[Suggestion]:
        """All that is suggested, by start."""
        return self._joined(self._memory.places(self._folded), self._settled)

    def turn(self, memory: Memory) -> list[tuple[int, int]]:
        """Goes on with another memory; the places of terms that it has suggested otherwise than the one before."""
        turned, self._memory = memory.turned(self._memory), memory
        return list(places_of(turned, self._folded))

    def stretches(self, touched: Iterable[Span]) -> list[Span]:
        """The stretches around these spans whose ends nothing crosses, in order and apart."""
        found: list[Span] = []
        for span in sorted(touched, key=lambda one: one.start):
            if found and span.end <= found[-1].end:
                continue
            whole = self._whole(span)
            while found and whole.start < found[-1].end:
                last = found.pop()
                whole = Span(min(whole.start, last.start), max(whole.end, last.end))
            found.append(whole)
        return found

    def _whole(self, span: Span) -> Span:
        """A span with all that overlaps it, and what overlaps that, and so on."""
        while True:
            start, end = span.start, span.end
            first, behind = bisect_right(self._ends, start), bisect_left(self._starts, end)
            if first < behind:
                start, end = min(start, self._starts[first]), max(end, self._ends[behind - 1])
            for low, high in self._learned_at(span):
                start, end = min(start, low), max(end, high)
            if (start, end) == (span.start, span.end):
                return span
            span = Span(start, end)

    def _learned_at(self, span: Span) -> Iterator[tuple[int, int]]:
        """Where learned terms overlap a span, those too that another one would keep out."""
        reach, folded = self._memory.reach, self._folded
        first = max(0, span.start - reach)
        for low, high in self._memory.places(folded[first : span.end + reach]):
            start, end = low + first, high + first
            if start < span.end and span.start < end and self._memory.may_stand(folded, start, end):
                yield start, end

    def within(self, stretches: Sequence[Span]) -> list[Suggestion]:
        """What is suggested in these stretches, which `stretches` has given for the same memory; by start."""
        places = [
            (start + one.start, end + one.start)
            for one in stretches
            for start, end in self._memory.places(self._folded[one.start : one.end])
        ]
        settled = [
            suggestion
            for one in stretches
            for suggestion in self._settled[bisect_left(self._starts, one.start) : bisect_left(self._starts, one.end)]
        ]
        return self._joined(places, settled)

    def _joined(self, places: Iterable[tuple[int, int]], settled: Iterable[Suggestion]) -> list[Suggestion]:
        return self._memory.joined_at(self._text, self._folded, places, settled, overlap=self._overlap)
