"""What suggesters find, as they hand it on: plain tuples, of which suggestions are made once it is known which stay."""

from __future__ import annotations

from typing import NamedTuple

from annotator.model import NO_ATTRIBUTES, Attributes, Reason, Span, Suggestion, SuggestionKey

Words = tuple[tuple[str, str], ...]


class Find(NamedTuple):
    """`[start, end)` in code points, never empty; `why` and `words` are the key and words of the reason.

    Making one costs a tenth of a suggestion with its span and reason, and two in five do not stay.
    """

    start: int
    end: int
    label: str
    score: float
    source: str
    why: str
    words: Words = ()
    attributes: Attributes = NO_ATTRIBUTES

    @property
    def key(self) -> SuggestionKey:
        """Where, and as what."""
        return self[:3]

    def told(self, text: str, start: int, end: int) -> Suggestion:
        """The suggestion on `[start, end)` of a text: where this stands in the text as stored."""
        _, _, label, score, source, why, words, attributes = self
        return Suggestion(Span(start, end), label, text[start:end], score, source, Reason(why, words), {**attributes})
