"""Which suggestions prove right in a corpus: by source and label, the score from which on nineteen in twenty did.

The share of right ones that is to be expected is the mean of a Beta posterior. Its prior is what the scores say, which
are calibrated on other reports; it weighs as much as PRIOR decisions (A. Gelman and others, Bayesian Data Analysis,
2.4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter

from annotator.model import Suggestion

RIGHT = 0.95
"""the expected share of right ones among those that are sure"""
PRIOR = 8
"""decisions; after as many, what people said counts as much as what the scores say"""
LEAST = 5
"""decisions of a kind, without which nothing has been proven however high the scores are"""
LATEST = 500
"""finished documents that are asked; more would take longer and tell no more of the present"""
Kind = tuple[str, str]
"""The source and the label of suggestions."""
Proven = Mapping[Kind, float]
"""From which score on suggestions of a kind have proven right; a kind that is missing has not."""
Outcome = tuple[str, str, float, bool, int]
"""Source, label and score of suggestions, whether they were accepted as they were, and how many."""


def sure_scores(outcomes: Iterable[Outcome]) -> Proven:
    """For each kind of suggestion the lowest score from which on RIGHT of those decided on were accepted as they were.

    A kind that never was so right is not among them.
    """
    by_kind: defaultdict[Kind, list[tuple[float, bool, int]]] = defaultdict(list)
    for source, label, score, accepted, count in outcomes:
        by_kind[source, label].append((score, accepted, count))
    found = {kind: _lowest(sorted(said, reverse=True)) for kind, said in by_kind.items()}
    return {kind: score for kind, score in found.items() if score is not None}


def kind_of(suggestion: Suggestion) -> Kind:
    return suggestion.source, suggestion.label


def is_sure(suggestion: Suggestion, scores: Proven) -> bool:
    score = scores.get(kind_of(suggestion))
    return score is not None and suggestion.score >= score


def _lowest(said: list[tuple[float, bool, int]]) -> float | None:
    """Of scores, whether they were right, and how many, the highest first: the last score down to which the share is
    large enough."""
    lowest, right, count, scores = None, 0, 0, 0.0
    for score, group in groupby(said, itemgetter(0)):
        for _, hit, times in group:
            right += hit * times
            count += times
            scores += score * times
        if count >= LEAST and expected(right, count, scores / count) >= RIGHT:
            lowest = score
    return lowest


def expected(right: int, count: int, mean_score: float) -> float:
    """The expected share of right ones where so many of `count` were right and scores say `mean_score`.

    Rounded, so that no order of summing decides.
    """
    return round((right + PRIOR * mean_score) / (count + PRIOR), 9)
