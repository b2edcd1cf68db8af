"""Suggestions from rules."""

from __future__ import annotations

from functools import cache

from annotator.suggest.find import Find
from annotator.suggest.passage import Passage
from annotator.suggest.prepared import prepared
from annotator.suggest.registry import suggesters
from annotator.suggest.rulebook import rules
from annotator.suggest.scanner import Scanner


@cache
def scanner() -> Scanner:
    """Where the rules are worth trying."""
    kept = prepared().get("scanner")
    return Scanner.kept(*kept) if kept else Scanner(rule.anchors for rule in rules())


@suggesters.register("rules")
def by_rules(passage: Passage) -> list[Find]:
    """What each rule finds, overlapping or not."""
    found, every = list[Find](), rules()
    for at, starts in enumerate(scanner().starts(passage.folded)):
        if starts is None or starts:
            found += every[at].find(passage, starts)
    return found
