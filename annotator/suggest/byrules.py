"""Suggestions from rules."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.model import Reason, Suggestion
from annotator.suggest.domains import domain_of
from annotator.suggest.head import Head
from annotator.suggest.passage import Passage
from annotator.suggest.registry import suggesters
from annotator.suggest.rule import Rule
from annotator.suggest.rulebook import rules


@suggesters.register("rules")
def by_rules(passage: Passage) -> Iterator[Suggestion]:
    """What each rule finds, overlapping or not; a Program's or Measure's domain is told by its words."""
    for rule in rules():
        yield from by_rule(rule, passage)


def by_rule(rule: Rule | Head, passage: Passage) -> Iterator[Suggestion]:
    """What one rule finds."""
    for found in rule.find(passage):
        domain = rule.domain
        if not domain and rule.label in ("Program", "Measure"):
            domain = domain_of(passage.folded[found.start : found.end])
        yield passage.suggestion(
            found.start,
            found.end,
            rule.label,
            score=rule.score,
            source="rules",
            why=Reason(rule.why, found.words),
            attributes={"domain": domain} if domain else None,
        )
