"""Finding terms: an Aho-Corasick automaton over the folded text (A. V. Aho, M. J. Corasick, CACM 18(6), 1975).

Matches are leftmost-longest and look at no word boundary: Chinese has none, and a term inside a clause counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import NamedTuple

from daachorse import MATCH_KIND_LEFTMOST_LONGEST, CharwiseDoubleArrayAhoCorasick

from annotator.suggest.term import Term
from annotator.text import fold


class Hit(NamedTuple):
    """A term at `[start, end)`, in code points."""

    start: int
    end: int
    term: Term


class Lexicon:
    """Terms by their folded text; of two with the same text the first one given stays.

    Places with a weight below WEAK are short names (方城 for 方城县) that are other words too; they are kept apart and
    count only beside better evidence, see places.py.
    """

    WEAK = 0.5

    def __init__(self, terms: Iterable[Term]) -> None:
        kept = [term for term in terms if term.text]
        by_text = dict(zip(reversed(_folded(kept)), reversed(kept), strict=True))  # the first of a text stays
        weak = {text: term for text, term in by_text.items() if term.label == "Place" and term.weight < self.WEAK}
        self._short_places = _Finder(weak)
        self._terms = _Finder({text: term for text, term in by_text.items() if text not in weak} if weak else by_text)

    def __len__(self) -> int:
        return len(self._terms.terms) + len(self._short_places.terms)

    def find(self, folded: str) -> list[Hit]:
        """The terms in a folded text, from left to right, none overlapping another. O(length)."""
        return self._terms.find(folded)

    def find_short_places(self, folded: str) -> list[Hit]:
        """What may be short names of places, likewise."""
        return self._short_places.find(folded)


def _folded(terms: Iterable[Term]) -> list[str]:
    """The folded texts of terms; folded at once, since ten thousand calls take as long as all the rest."""
    texts = [term.text for term in terms]
    folded, ends = fold("".join(texts)), accumulate(map(len, texts))
    return [folded[end - len(text) : end] for text, end in zip(texts, ends, strict=True)]


class _Finder:
    def __init__(self, by_text: Mapping[str, Term]) -> None:
        self.terms = list(by_text.values())
        self._automaton = (
            CharwiseDoubleArrayAhoCorasick(list(by_text), MATCH_KIND_LEFTMOST_LONGEST) if by_text else None
        )

    def find(self, folded: str) -> list[Hit]:
        if self._automaton is None:
            return []
        hit, terms = Hit, self.terms
        return [hit(start, end, terms[at]) for start, end, at in self._automaton.find(folded)]
