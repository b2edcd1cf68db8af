"""What suggesters find, as they hand it on: plain tuples, of which suggestions are made once it is known which stay."""

from __future__ import annotations

from typing import NamedTuple

from annotator.model import NO_ATTRIBUTES, Attributes, Reason, Span, Suggestion, SuggestionKey

Words = tuple[tuple[str, str], ...]
Said = tuple[str, float, str, Reason, Attributes]
"""What a find says beside where it is, in its order. Made once of a term or number and kept: finds and suggestions
share it, and nobody changes it."""


class Find(NamedTuple):
    """`[start, end)` in code points, never empty. Two in five do not stay: no suggestion is made of them."""

    start: int
    end: int
    label: str
    score: float
    source: str
    why: Reason
    attributes: Attributes = NO_ATTRIBUTES

    @property
    def key(self) -> SuggestionKey:
        """Where, and as what."""
        return self[:3]

    def told(self, text: str, start: int, end: int) -> Suggestion:
        """The suggestion on `[start, end)` of a text: where this stands in the text as stored."""
        _, _, label, score, source, why, attributes = self
        return Suggestion(Span(start, end), label, text[start:end], score, source, why, attributes)
