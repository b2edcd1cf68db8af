"""Suggestions from lists of terms."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from annotator.i18n import catalogue
from annotator.model import Reason, Span, Suggestion
from annotator.suggest.guards import allowed
from annotator.suggest.lexicon import Hit
from annotator.suggest.passage import Passage
from annotator.suggest.registry import suggesters

QUOTED = frozenset({"Program", "Measure", "Beneficiary"})
SCORE_QUOTED = 0.96


@suggesters.register("lexicon")
def by_lexicon(passage: Passage) -> Iterator[Suggestion]:
    """One suggestion for each term in the text, with the term's weight as its score.

    A shipped term is left out where what stands around it makes it another word (guards.py), and takes in the quotation
    marks around it; a corpus's own is suggested as it is, everywhere. Runs of places are suggested whole.
    """
    folded = passage.folded
    for hit in passage.hits:
        start, end, term = hit
        shipped, why = _told(term.text, term.label, term.source)
        if not shipped:
            yield _suggestion(passage, hit, why)
        elif term.label in QUOTED and quoted(folded, hit):
            yield _suggestion(passage, hit, why, outside=1)
        elif term.label not in ("", "Place") and allowed(term.label, folded, start, end):
            yield _suggestion(passage, hit, why)
    for start, end in passage.places.items():
        if allowed("Place", folded, start, end):
            why = Reason("suggest.why-list-places", (("term", folded[start:end]),))
            yield Suggestion(Span(start, end), "Place", passage.text[start:end], 0.8, "lexicon", why, {})


@lru_cache(maxsize=1 << 16)
def _told(text: str, label: str, source: str) -> tuple[bool, Reason]:
    """Whether a term is of one of our lists, and no term of the corpus; and why it is suggested."""
    shipped = not label or f"suggest.why-list-{source}" in catalogue()
    return shipped, Reason(f"suggest.why-list-{source}" if shipped else "suggest.why-term", (("term", text),))


def quoted(folded: str, hit: Hit) -> bool:
    """Whether the term alone stands between quotation marks; then they belong to the name."""
    return folded[hit.start - 1 : hit.start] in ("“", "‘") and folded[hit.end : hit.end + 1] in ("”", "’")


def _suggestion(passage: Passage, hit: Hit, why: Reason, outside: int = 0) -> Suggestion:
    term, start, end = hit.term, hit.start - outside, hit.end + outside
    score = max(term.weight, SCORE_QUOTED) if outside else term.weight
    attributes = {"domain": term.domain} if term.domain else {}
    return Suggestion(Span(start, end), term.label, passage.text[start:end], score, "lexicon", why, attributes)
