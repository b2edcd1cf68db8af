"""A selection as an anchor and a caret: a value, without a window."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model import Span


@dataclass(frozen=True, slots=True)
class Selecting:
    """From an anchor, which is a place or a whole word or sentence `[start, end)`, to the caret. Code points."""

    start: int = 0
    end: int = 0
    caret: int = 0

    @staticmethod
    def at(offset: int) -> Selecting:
        """Nothing selected, the caret at an offset."""
        return Selecting(offset, offset, offset)

    @staticmethod
    def of(span: Span) -> Selecting:
        """A span selected from its start, the caret at its end."""
        return Selecting(span.start, span.start, span.end)

    @staticmethod
    def unit(start: int, end: int) -> Selecting:
        """A word or a sentence selected, which stays selected while the selection is extended."""
        return Selecting(start, end, end)

    def to(self, offset: int) -> Selecting:
        """Extended to an offset; the anchor stays."""
        return Selecting(self.start, self.end, offset)

    def over(self, start: int, end: int) -> Selecting:
        """Extended over another word or sentence, to its far side as seen from the anchor."""
        return self.to(start if start < self.start else end)

    @property
    def span(self) -> Span | None:
        low, high = min(self.start, self.caret), max(self.end, self.caret)
        return Span(low, high) if low < high else None
