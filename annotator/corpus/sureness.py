"""Which suggestions prove right in a corpus: by source and label, the score from which on nineteen in twenty did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from annotator.model import ACCEPT, Decision, Suggestion
from annotator.suggest import Evidence

RIGHT = 0.95
"""the expected share of right ones among those that are sure; by a uniform prior that takes 18 right ones at least"""
Kind = tuple[str, str]
"""The source and the label of suggestions."""


def sure_scores(decisions: Iterable[Decision]) -> dict[Kind, float]:
    """For each kind of suggestion the lowest score from which on RIGHT of those decided on were accepted as they were.

    A kind that never was so right is not among them.
    """
    by_kind: defaultdict[Kind, list[tuple[float, bool]]] = defaultdict(list)
    for one in decisions:
        by_kind[kind_of(one.suggestion)].append((one.suggestion.score, one.kind == ACCEPT))
    found = {kind: _lowest(sorted(said, reverse=True)) for kind, said in by_kind.items()}
    return {kind: score for kind, score in found.items() if score is not None}


def kind_of(suggestion: Suggestion) -> Kind:
    return suggestion.source, suggestion.label


def is_sure(suggestion: Suggestion, scores: Mapping[Kind, float]) -> bool:
    score = scores.get(kind_of(suggestion))
    return score is not None and suggestion.score >= score


def _lowest(said: list[tuple[float, bool]]) -> float | None:
    """Of scores and whether it was right, the highest first, the last score down to which the share is large enough."""
    lowest, right = None, 0
    for count, (score, hit) in enumerate(said, start=1):
        right += hit
        is_last_of_score = count == len(said) or said[count][0] < score
        if is_last_of_score and Evidence(right, count - right).share >= RIGHT:
            lowest = score
    return lowest
