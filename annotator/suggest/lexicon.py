"""Finding terms: an Aho-Corasick automaton over the folded text (A. V. Aho, M. J. Corasick, CACM 18(6), 1975).

Matches are leftmost-longest and look at no word boundary: Chinese has none, and a term inside a clause counts.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import accumulate, chain
from typing import Any, NamedTuple

from daachorse import MATCH_KIND_LEFTMOST_LONGEST, MATCH_KIND_STANDARD
from daachorse import CharwiseDoubleArrayAhoCorasick as Automaton

from annotator.suggest.prepared import prepared
from annotator.suggest.term import Term, blockers, shipped_terms
from annotator.text import fold

Rest = tuple[str, str, float, str]
"""label, domain, weight and source of a term"""
Kept = tuple[str, list[Rest], bytes, bytes]
"""the texts of terms by lines, what else terms are, which of these each is, and the automaton"""


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
        rest = {text: term for text, term in by_text.items() if text not in weak} if weak else by_text
        self._terms = _Finder.of(rest, MATCH_KIND_LEFTMOST_LONGEST)
        self._short_places = _Finder.of(weak, MATCH_KIND_STANDARD)

    @classmethod
    def kept(cls, terms: Kept, short_places: Kept) -> Lexicon:
        """One that was kept."""
        made = cls.__new__(cls)
        made._terms, made._short_places = _Finder.kept(*terms), _Finder.kept(*short_places)
        return made

    def as_kept(self) -> tuple[Kept, Kept]:
        """What `kept` wants."""
        return self._terms.as_kept(), self._short_places.as_kept()

    def __len__(self) -> int:
        return len(self._terms.terms) + len(self._short_places.terms)

    def find(self, folded: str) -> list[Hit]:
        """The terms in a folded text, from left to right, none overlapping another. O(length)."""
        automaton = self._terms.automaton
        return self._terms.hits(automaton.find(folded)) if automaton else []

    def find_short_places(self, folded: str) -> list[Hit]:
        """What may be short names of places, overlapping ones and such inside of terms too. O(length)."""
        automaton = self._short_places.automaton
        return self._short_places.hits(automaton.find_overlapping(folded)) if automaton else []


def _folded(terms: Iterable[Term]) -> list[str]:
    """The folded texts of terms; folded at once, since ten thousand calls take as long as all the rest."""
    texts = [term.text for term in terms]
    folded, ends = fold("".join(texts)), accumulate(map(len, texts))
    return [folded[end - len(text) : end] for text, end in zip(texts, ends, strict=True)]


@cache
def shipped_lexicon() -> Lexicon:
    """The lexicon of the terms that ship with the program and of what blocks some of them."""
    kept = prepared().get("lexicon")
    return Lexicon.kept(*kept) if kept else Lexicon(chain(shipped_terms(), blockers()))


class _Finder:
    def __init__(self, terms: Sequence[Term], automaton: Automaton | None) -> None:
        self.terms, self.automaton = terms, automaton

    @classmethod
    def of(cls, by_text: Mapping[str, Term], kind: int) -> _Finder:
        automaton = Automaton(list(by_text), kind) if by_text else None
        return cls(list(by_text.values()), automaton)

    @classmethod
    def kept(cls, texts: str, rest: list[Rest], which: bytes, automaton: bytes) -> _Finder:
        terms = _KeptTerms(texts.split("\n") if which else [], rest, array("H", which))
        return cls(terms, Automaton.deserialize(automaton) if automaton else None)

    def as_kept(self) -> Kept:
        rests = [(term.label, term.domain, term.weight, term.source) for term in self.terms]
        different = list(dict.fromkeys(rests))
        number = {rest: at for at, rest in enumerate(different)}
        which = array("H", [number[rest] for rest in rests]).tobytes()
        automaton = self.automaton.serialize() if self.automaton else b""
        return "\n".join(term.text for term in self.terms), different, which, automaton

    def hits(self, found: Iterable[tuple[int, int, int]]) -> list[Hit]:
        """What the automaton found, with its terms."""
        hit, terms = Hit, self.terms
        return [hit(start, end, terms[at]) for start, end, at in found]


class _KeptTerms(Sequence[Term]):
    """Terms that are made when they are asked for: a report has a few hundred of many thousands."""

    def __init__(self, texts: Sequence[str], rest: Sequence[Rest], which: Sequence[int]) -> None:
        self._texts, self._rest, self._which = texts, rest, which
        self._made: dict[int, Term] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, at: Any) -> Any:
        term = self._made.get(at)
        if term is None:
            term = self._made[at] = Term(self._texts[at], *self._rest[self._which[at]])
        return term
