"""Suggestions from lists of terms."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.i18n import catalogue
from annotator.model import Reason, Suggestion
from annotator.suggest.guards import allowed
from annotator.suggest.lexicon import Hit
from annotator.suggest.passage import Passage
from annotator.suggest.registry import suggesters
from annotator.suggest.term import Term

QUOTED = frozenset({"Program", "Measure", "Beneficiary"})
SCORE_QUOTED = 0.96


@suggesters.register("lexicon")
def by_lexicon(passage: Passage) -> Iterator[Suggestion]:
    """One suggestion for each term in the text, with the term's weight as its score.

    A shipped term is left out where what stands around it makes it another word (guards.py), and takes in the quotation
    marks around it; a corpus's own is suggested as it is, everywhere. Runs of places are suggested whole.
    """
    for hit in passage.hits:
        if not is_shipped(hit.term):
            yield _suggestion(passage, hit)
        elif hit.term.label in QUOTED and quoted(passage.folded, hit):
            yield _suggestion(passage, hit, outside=1)
        elif hit.term.label not in ("", "Place") and allowed(hit.term.label, passage.folded, hit.start, hit.end):
            yield _suggestion(passage, hit)
    for start, end in passage.places.items():
        if allowed("Place", passage.folded, start, end):
            words = (("term", passage.folded[start:end]),)
            why = Reason("suggest.why-list-places", words)
            yield passage.suggestion(start, end, "Place", score=0.8, source="lexicon", why=why)


def is_shipped(term: Term) -> bool:
    """Whether the term is of one of our lists, and no term of the corpus."""
    return not term.label or list_key(term) in catalogue()


def list_key(term: Term) -> str:
    """The key of the sentence that names the term's list."""
    return f"suggest.why-list-{term.source}"


def quoted(folded: str, hit: Hit) -> bool:
    """Whether the term alone stands between quotation marks; then they belong to the name."""
    return folded[hit.start - 1 : hit.start] in ("“", "‘") and folded[hit.end : hit.end + 1] in ("”", "’")


def _suggestion(passage: Passage, hit: Hit, outside: int = 0) -> Suggestion:
    term = hit.term
    return passage.suggestion(
        hit.start - outside,
        hit.end + outside,
        term.label,
        score=max(term.weight, SCORE_QUOTED) if outside else term.weight,
        source="lexicon",
        why=_why(term),
        attributes={"domain": term.domain} if term.domain else None,
    )


def _why(term: Term) -> Reason:
    key = list_key(term) if is_shipped(term) else "suggest.why-term"
    return Reason(key, (("term", term.text),))
