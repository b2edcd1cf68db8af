"""Where exactly the versions of a cluster differ, to the character: what is drawn beside the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from annotator.model import Span
from annotator.review.versions import Cluster, Version

_Value = tuple[tuple[str, ...], bool]
"""What a version says of a character: the labels over it, and whether one span ends and another begins before it."""


def differences(cluster: Cluster) -> list[list[Span]]:
    """For each version, in order, its stretches that differ from what most annotators have, character by character.

    Most is more than half of those who take part; where no value of a character has so many, all versions differ in it.
    A character's value is the labels of the spans over it; where a span begins right behind another's end, its first
    character is another value than inside one span, so that a split shows. Attributes do not show here. Stretches are
    in code points of the document, in order, and do not touch.
    """
    edges = _edges(cluster)
    values = [_values(version, edges) for version in cluster.versions]
    weights = [len(version.annotators) for version in cluster.versions]
    core = [_most(column, weights) for column in zip(*values, strict=True)]
    return [_stretches(mine, core, edges) for mine in values]


def _edges(cluster: Cluster) -> list[int]:
    """All offsets where something may change; a cut changes one character, so the one behind it is an edge as well."""
    edges = {cluster.span.start, cluster.span.end}
    for version in cluster.versions:
        edges.update(edge for one in version.spans for edge in (one.span.start, one.span.end))
        edges.update(cut + 1 for cut in _cuts(version))
    return sorted(edges)


def _cuts(version: Version) -> set[int]:
    return {one.span.start for one in version.spans} & {one.span.end for one in version.spans}


def _values(version: Version, edges: Sequence[int]) -> list[_Value]:
    cuts = _cuts(version)
    return [(_labels_over(version, start, end), start in cuts) for start, end in pairwise(edges)]


def _labels_over(version: Version, start: int, end: int) -> tuple[str, ...]:
    return tuple(sorted(one.label for one in version.spans if one.span.start <= start and end <= one.span.end))


def _most(column: Sequence[_Value], weights: Sequence[int]) -> _Value | None:
    votes: Counter[_Value] = Counter()
    for value, weight in zip(column, weights, strict=True):
        votes[value] += weight
    value, most = votes.most_common(1)[0]
    return value if 2 * most > sum(weights) else None


def _stretches(mine: Sequence[_Value], core: Sequence[_Value | None], edges: Sequence[int]) -> list[Span]:
    found: list[Span] = []
    for (start, end), value, common in zip(pairwise(edges), mine, core, strict=True):
        if value != common:
            begins = found.pop().start if found and found[-1].end == start else start
            found.append(Span(begins, end))
    return found
