"""What the bench compares: our engine, and the way of spaCy's manual, with the same terms and the same patterns."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from annotator.suggest import Engine
from annotator.suggest.rule import Rule
from annotator.suggest.rulebook import rules
from annotator.suggest.term import Term
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


def by_spacy(terms: Sequence[Term]) -> Contender:
    """A blank Chinese pipeline (one token a character), PhraseMatcher, the rules' patterns through `re`, filter_spans.

    It finds less than ours: no heads, no quantities, no values, no reasons. The text is folded for it, which is timed.
    """
    import spacy
    from spacy.matcher import PhraseMatcher
    from spacy.util import filter_spans

    nlp = spacy.blank("zh")
    nlp.max_length = 10_000_000
    matcher = PhraseMatcher(nlp.vocab)
    by_label: dict[str, list[str]] = {}
    for term in terms:
        by_label.setdefault(term.label or "none", []).append(fold(term.text))
    for label, texts in by_label.items():
        matcher.add(label, [nlp.make_doc(text) for text in texts])
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


def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(rule.label, rule.pattern.compiled) for rule in rules() if isinstance(rule, Rule) and not rule.after]
