"""Suggestions from rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from annotator.model import NO_ATTRIBUTES
from annotator.suggest.domains import WITH_DOMAIN, domain_of
from annotator.suggest.find import Find
from annotator.suggest.head import Head
from annotator.suggest.passage import Passage
from annotator.suggest.prepared import prepared
from annotator.suggest.registry import suggesters
from annotator.suggest.rule import Rule
from annotator.suggest.rulebook import rules
from annotator.suggest.scanner import Scanner

_domain_of = lru_cache(maxsize=8192)(domain_of)


@cache
def scanner() -> Scanner:
    """Where the rules are worth trying."""
    kept = prepared().get("scanner")
    return Scanner.kept(*kept) if kept else Scanner(rule.anchors for rule in rules())


@suggesters.register("rules")
def by_rules(passage: Passage) -> Iterator[Find]:
    """What each rule finds, overlapping or not; a Program's or Measure's domain is told by its words."""
    for rule, starts in zip(rules(), scanner().starts(passage.folded), strict=True):
        if starts is None or starts:
            yield from by_rule(rule, passage, starts)


def by_rule(rule: Rule | Head, passage: Passage, starts: Sequence[int] | None = None) -> Iterator[Find]:
    """What one rule finds; `starts` as `find` takes them."""
    folded, label = passage.folded, rule.label
    for start, end, words in rule.find(passage, starts):
        told = rule.domain or (_domain_of(folded[start:end]) if label in WITH_DOMAIN else "")
        yield Find(start, end, label, rule.score, "rules", rule.why, words, {"domain": told} if told else NO_ATTRIBUTES)
