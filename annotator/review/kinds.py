"""Of which kinds a disagreement is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from annotator.review.aligning import Item, align
from annotator.review.versions import EXTRA, KINDS, MISSED, RELATION

Pointer = tuple[str, Item, int]
"""A relation: its type, its head, and the number of the cluster that it points into."""


class Side(NamedTuple):
    """A version while it is compared: its spans and relations, and how many annotators have it."""

    items: frozenset[Item]
    pointers: frozenset[Pointer]
    voters: int
    done: int
    """how many of the voters have finished the document"""


def kinds_of(sides: Sequence[Side]) -> tuple[str, ...]:
    """All kinds of difference between the versions of a cluster, its type first; empty where they do not differ.

    Every two versions are aligned. What is alone against a version was not annotated by those who have that version,
    of whom only the ones who are done count: it is missed when at least as many have it (or something that stands for
    it) as have not, and extra otherwise. So with two annotators it is always missed. Where more than half have nothing
    at all in the cluster, its type is extra; else the first of KINDS that it holds.
    """
    kinds: set[str] = set()
    lacking: Counter[tuple[int, Item]] = Counter()
    unknown: Counter[tuple[int, Item]] = Counter()
    for (a, here), (b, there) in combinations(enumerate(sides), 2):
        found = align(here.items, there.items)
        kinds |= found.kinds | _relations(here, there)
        alone = [((a, one), there) for one in found.alone_here] + [((b, one), here) for one in found.alone_there]
        for key, other in alone:
            lacking[key] += other.done
            unknown[key] += other.voters - other.done
    everybody = sum(side.voters for side in sides)
    for key, without in lacking.items():
        if without:
            kinds.add(MISSED if 2 * without <= everybody - unknown[key] else EXTRA)
    return _in_order(kinds, sides, everybody)


def _relations(here: Side, there: Side) -> set[str]:
    """Relations count where all else is equal; such that only somebody who is not done lacks are no difference."""
    if here.pointers == there.pointers or here.items != there.items:
        return set()
    counts = (here.done and there.pointers - here.pointers) or (there.done and here.pointers - there.pointers)
    return {RELATION} if counts else set()


def _in_order(kinds: set[str], sides: Sequence[Side], everybody: int) -> tuple[str, ...]:
    order = [kind for kind in KINDS if kind in kinds]
    nothing = sum(side.voters for side in sides if not side.items)
    if EXTRA in kinds and 2 * nothing > everybody:
        order.remove(EXTRA)
        order.insert(0, EXTRA)
    return tuple(order)
