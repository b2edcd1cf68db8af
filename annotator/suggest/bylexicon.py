"""Suggestions from lists of terms."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from annotator.i18n import catalogue
from annotator.model import NO_ATTRIBUTES
from annotator.suggest.find import Find
from annotator.suggest.guards import allowed
from annotator.suggest.lexicon import Hit
from annotator.suggest.passage import Passage
from annotator.suggest.registry import suggesters

QUOTED = frozenset({"Program", "Measure", "Beneficiary"})
SCORE_QUOTED = 0.96
SCORE_PLACES = 0.8


@suggesters.register("lexicon")
def by_lexicon(passage: Passage) -> Iterator[Find]:
    """One find for each term in the text, with the term's weight as its score.

    A shipped term is left out where what stands around it makes it another word (guards.py), and takes in the quotation
    marks around it; a corpus's own is suggested as it is, everywhere. Runs of places are suggested whole.
    """
    folded = passage.folded
    for hit in passage.hits:
        start, end, term = hit
        label = term.label
        shipped, why = _told(label, term.source)
        if not shipped:
            yield _find(hit, why)
        elif label in QUOTED and quoted(folded, hit):
            yield _find(hit, why, outside=1)
        elif label not in ("", "Place") and allowed(label, folded, start, end):
            yield _find(hit, why)
    for start, end in passage.places.items():
        if allowed("Place", folded, start, end):
            words = (("term", folded[start:end]),)
            yield Find(start, end, "Place", SCORE_PLACES, "lexicon", "suggest.why-list-places", words)


@lru_cache(maxsize=1024)
def _told(label: str, source: str) -> tuple[bool, str]:
    """Whether a term is of one of our lists, and no term of the corpus; and the key of why it is suggested."""
    shipped = not label or f"suggest.why-list-{source}" in catalogue()
    return shipped, f"suggest.why-list-{source}" if shipped else "suggest.why-term"


def quoted(folded: str, hit: Hit) -> bool:
    """Whether the term alone stands between quotation marks; then they belong to the name."""
    return folded[hit.start - 1 : hit.start] in ("“", "‘") and folded[hit.end : hit.end + 1] in ("”", "’")


def _find(hit: Hit, why: str, outside: int = 0) -> Find:
    start, end, term = hit
    score = max(term.weight, SCORE_QUOTED) if outside else term.weight
    attributes = {"domain": term.domain} if term.domain else NO_ATTRIBUTES
    words = (("term", term.text),)
    return Find(start - outside, end + outside, term.label, score, "lexicon", why, words, attributes)
