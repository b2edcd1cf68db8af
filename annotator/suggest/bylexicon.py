"""Suggestions from lists of terms."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from annotator.model import NO_ATTRIBUTES, Reason
from annotator.suggest.find import Find, Said
from annotator.suggest.guards import allowed
from annotator.suggest.passage import Passage
from annotator.suggest.registry import suggesters

QUOTED = frozenset({"Program", "Measure", "Beneficiary"})
SCORE_PLACES = 0.8


@suggesters.register("lexicon")
def by_lexicon(passage: Passage) -> Iterator[Find]:
    """One find for each term in the text, with the term's weight as its score.

    A shipped term is left out where what stands around it makes it another word (guards.py), and takes in the quotation
    marks around it; a corpus's own is suggested as it is, everywhere. Runs of places are suggested whole.
    """
    folded = passage.folded
    for start, end, term in passage.hits:
        label = term.label
        if not term.is_shipped:
            yield Find(start, end, *term.said)
        elif label in QUOTED and quoted(folded, start, end):
            yield Find(start - 1, end + 1, *term.said_in_quotes)
        elif label not in ("", "Place") and allowed(label, folded, start, end):
            yield Find(start, end, *term.said)
    for start, end in passage.places.items():
        if allowed("Place", folded, start, end):
            yield Find(start, end, *_said_of_places(folded[start:end]))


@lru_cache(maxsize=8192)
def _said_of_places(name: str) -> Said:
    return "Place", SCORE_PLACES, "lexicon", Reason("suggest.why-list-places", (("term", name),)), NO_ATTRIBUTES


def quoted(folded: str, start: int, end: int) -> bool:
    """Whether `[start, end)` alone stands between quotation marks; then they belong to the name."""
    return folded[start - 1 : start] in ("“", "‘") and folded[end : end + 1] in ("”", "’")
