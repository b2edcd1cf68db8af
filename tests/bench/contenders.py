"""What the bench compares: our engine, and the way of spaCy's manual, with the same terms and the same patterns."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

from annotator.suggest import Engine
from annotator.suggest.bylexicon import by_lexicon
from annotator.suggest.lexicon import Lexicon
from annotator.suggest.merge import merged_finds
from annotator.suggest.passage import Passage
from annotator.suggest.rule import Rule
from annotator.suggest.rulebook import rules
from annotator.suggest.term import Term, blockers, shipped_terms
from annotator.text import fold

Contender = Callable[[str], int]
"""Takes a report, gives the number of its suggestions."""


def ours(terms: Sequence[Term]) -> Contender:
    """Lexicon, rules, quantities, merge; each suggestion with its score, reason and attributes."""
    engine = Engine(terms, model=None)
    return lambda text: len(engine.suggest(text))


def with_the_model(terms: Sequence[Term]) -> Contender:
    """The same, and the learned model that judges every character: what the program does."""
    engine = Engine(terms)
    return lambda text: len(engine.suggest(text))


def ours_of_terms(terms: Sequence[Term]) -> Contender:
    """The lexicon alone, no rules and no quantities, merged and told as the engine does."""
    lexicon = Lexicon(chain(terms, shipped_terms(), blockers()))

    def suggest(text: str) -> int:
        finds = merged_finds(by_lexicon(Passage(text, lexicon)))
        return len([find.told(text, find.start, find.end) for find in finds])

    return suggest


def by_spacy(terms: Sequence[Term]) -> Contender:
    """A blank Chinese pipeline (one token a character), PhraseMatcher, the rules' patterns through `re`, filter_spans.

    It finds less than ours: no heads, no quantities, no values, no reasons. The text is folded for it, which is timed.
    """
    from spacy.util import filter_spans

    nlp, matcher = _matcher(terms)
    patterns = _patterns()

    def suggest(text: str) -> int:
        doc = nlp.make_doc(fold(text))
        spans = matcher(doc, as_spans=True)
        for label, pattern in patterns:
            for match in pattern.finditer(doc.text):
                span = doc.char_span(*match.span(), label=label)
                if span is not None:
                    spans.append(span)
        return len(filter_spans(spans))

    return suggest


def spacy_of_terms(terms: Sequence[Term]) -> Contender:
    """The same without patterns."""
    from spacy.util import filter_spans

    nlp, matcher = _matcher(terms)
    return lambda text: len(filter_spans(matcher(nlp.make_doc(fold(text)), as_spans=True)))


def _matcher(terms: Sequence[Term]) -> tuple[Any, Any]:
    """A blank pipeline, and a PhraseMatcher of the terms."""
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("zh")
    nlp.max_length = 10_000_000
    matcher = PhraseMatcher(nlp.vocab)
    by_label: dict[str, list[str]] = {}
    for term in terms:
        by_label.setdefault(term.label or "none", []).append(fold(term.text))
    for label, texts in by_label.items():
        matcher.add(label, [nlp.make_doc(text) for text in texts])
    return nlp, matcher


def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(rule.label, rule.pattern.compiled) for rule in rules() if isinstance(rule, Rule) and not rule.after]
