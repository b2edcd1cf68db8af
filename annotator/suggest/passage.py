"""What suggesters look at: a text and what is computed from it once for all of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from annotator.model import AttributeValue, Reason, Span, Suggestion
from annotator.suggest.lexicon import Hit, Lexicon
from annotator.suggest.places import runs_of_places
from annotator.text import fold

_PLAN = re.compile("(?<!设计)(?<=[计规])画")
"""计画 is how Taiwan writes 计划; 设计画册 are two words"""


@dataclass(frozen=True)
class Passage:
    """A text with its folded form and the terms found in it. All offsets are code points of `text`."""

    text: str
    lexicon: Lexicon

    @cached_property
    def folded(self) -> str:
        """The text in Simplified with half-width punctuation and 计划 for 计画, as long as the text.

        Lists and rules are written for it.
        """
        folded = fold(self.text)
        return _PLAN.sub("划", folded) if "计画" in folded or "规画" in folded else folded

    @cached_property
    def hits(self) -> list[Hit]:
        """The terms in the text, from left to right, the longest at each place; they do not overlap."""
        return self.lexicon.find(self.folded)

    @cached_property
    def places(self) -> dict[int, int]:
        """Where runs of known places begin, and where they end, from left to right: 甘肃定西 is one run."""
        return runs_of_places(self.folded, self.hits, self.lexicon.find_short_places(self.folded))

    def terms(self, label: str) -> Sequence[tuple[int, int]]:
        """Start and end of each term of a label, from left to right."""
        return self._terms.get(label, ())

    @cached_property
    def _terms(self) -> Mapping[str, list[tuple[int, int]]]:
        terms: dict[str, list[tuple[int, int]]] = {}
        for start, end, term in self.hits:
            terms.setdefault(term.label, []).append((start, end))
        return terms

    @cached_property
    def _place_starts(self) -> list[int]:
        return list(self.places)

    def place_in(self, start: int, end: int) -> int | None:
        """Where the first run of known places begins in `[start, end)`; None where none begins there."""
        at = bisect_left(self._place_starts, start)
        return self._place_starts[at] if at < len(self._place_starts) and self._place_starts[at] < end else None

    def suggestion(
        self,
        start: int,
        end: int,
        label: str,
        *,
        score: float,
        source: str,
        why: Reason,
        attributes: Mapping[str, AttributeValue] | None = None,
    ) -> Suggestion:
        """A suggestion on `[start, end)`. Raises ValueError where that is empty."""
        span = Span(start, end)
        return Suggestion(span, label, span.of(self.text), score, source, why, attributes or {})
