"""The marks of a document by paragraph, so that one changed mark costs its paragraphs and no others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotator.model import Span
from annotator.ui.reader.mark import Mark
from annotator.ui.reader.paragraphs import Paragraphs

_PIECE = 512


class MarkIndex:
    """Which marks lie in which paragraph."""

    def __init__(self, paragraphs: Paragraphs) -> None:
        self._paragraphs = paragraphs
        self._marks: dict[str, Mark] = {}
        self._ordered: list[Mark] | None = []
        self._places: dict[int, dict[str, Mark]] = {}

    def replace(self, marks: Sequence[Mark]) -> set[int]:
        """Takes these marks for those it had. Returns the indices of the paragraphs where something changed.

        Quick where most are the same objects in the same order as before. Raises ValueError where two marks share a key
        or a span ends behind the text: that is a bug of the caller.
        """
        before, after = self.all(), list(marks)
        first, behind = _alike(before, after)
        gone, come = before[first : len(before) - behind], after[first : len(after) - behind]
        old, new = {mark.key: mark for mark in gone}, {mark.key: mark for mark in come}
        if len(new) != len(come) or any(key in self._marks and key not in old for key in new):
            raise ValueError("two marks share a key")
        self._check(come)
        for key in old:
            del self._marks[key]
        self._marks |= new
        self._ordered = after
        gone = [mark for mark in gone if new.get(mark.key) != mark]
        return self._take(gone, [mark for mark in come if old.get(mark.key) != mark])

    def change(self, gone: Iterable[str], come: Sequence[Mark]) -> set[int]:
        """Takes some marks away, by their keys, and then takes others. Returns and raises as `replace` does."""
        went = [self._marks.pop(key) for key in gone]
        new = {mark.key: mark for mark in come}
        if len(new) != len(come) or any(key in self._marks for key in new):
            raise ValueError("two marks share a key")
        self._check(come)
        self._marks |= new
        self._ordered = None
        return self._take(went, come)

    def _check(self, come: Iterable[Mark]) -> None:
        if any(mark.span.end > len(self._paragraphs.text) for mark in come):
            raise ValueError("a mark ends behind the text")

    def _take(self, gone: Iterable[Mark], come: Iterable[Mark]) -> set[int]:
        touched = set()
        for mark in gone:
            for index in self._paragraphs.touching(mark.span):
                del self._places[index][mark.key]
                touched.add(index)
        for mark in come:
            for index in self._paragraphs.touching(mark.span):
                self._places.setdefault(index, {})[mark.key] = mark
                touched.add(index)
        return touched

    def get(self, key: str | None) -> Mark | None:
        return self._marks.get(key) if key is not None else None

    def all(self) -> list[Mark]:
        """All marks, as they came."""
        if self._ordered is None:
            self._ordered = list(self._marks.values())
        return self._ordered.copy()

    def count(self, index: int) -> int:
        """How many marks touch a paragraph."""
        return len(self._places.get(index, ()))

    def of(self, index: int) -> list[Mark]:
        """The marks that touch a paragraph, by start, the outer before the inner."""
        return sorted(self._places.get(index, {}).values(), key=_outer_first)

    def paragraphs(self) -> Iterable[int]:
        """The paragraphs that have ever had a mark."""
        return self._places

    def at(self, offset: int) -> list[Mark]:
        """The marks that hold the code point at an offset, the innermost (shortest) first."""
        here = self._places.get(self._paragraphs.at(offset), {}).values()
        holding = [mark for mark in here if mark.span.start <= offset < mark.span.end]
        return sorted(holding, key=lambda mark: (len(mark.span), mark.span, mark.key))


def _alike(old: list[Mark], new: list[Mark]) -> tuple[int, int]:
    """How many marks at the beginning, and at the end apart from those, are alike in both.

    Lists compare the same object with itself in no time: by pieces that is 50 times as quick as mark by mark.
    """
    shorter = min(len(old), len(new))
    first = 0
    while first < shorter and old[first : first + _PIECE] == new[first : first + _PIECE]:
        first += _PIECE
    first = next((at for at in range(min(first, shorter), shorter) if old[at] != new[at]), shorter)
    behind, rest = 0, shorter - first
    while behind < rest and old[-behind - _PIECE : len(old) - behind] == new[-behind - _PIECE : len(new) - behind]:
        behind += _PIECE
    behind = min(behind, rest)
    return first, next((at for at in range(behind, rest) if old[-at - 1] != new[-at - 1]), rest)


def _outer_first(mark: Mark) -> tuple[int, int, str]:
    return mark.span.start, -len(mark.span), mark.key


def inside(span: Span, start: int, end: int) -> Span | None:
    """The part of a span that lies in `[start, end)`, or None."""
    low, high = max(span.start, start), min(span.end, end)
    return Span(low, high) if low < high else None
