"""Two versions of the same words side by side: what in one stands for what in the other, and how they differ."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from annotator.review.versions import (
    ATTRIBUTE,
    BOUNDARY,
    BOUNDARY_LABEL,
    LABEL,
    SPLIT_MERGE,
    Attributes,
)

Item = tuple[int, int, str, Attributes]
"""A span with its label and attributes: start, end, label, attributes."""


@dataclass(slots=True)
class Alignment:
    """How two versions differ: `pairs` stand for each other without being equal, alone is what nothing stands for."""

    kinds: set[str] = field(default_factory=set)
    pairs: list[tuple[Item, Item]] = field(default_factory=list)
    alone_here: list[Item] = field(default_factory=list)
    alone_there: list[Item] = field(default_factory=list)


def in_order(items: Iterable[Item]) -> list[Item]:
    """By place, then label, then attributes, whose values may be of any kind."""
    found = list(items)
    if len(found) > 1:
        found.sort(key=lambda one: (one[0], one[1], one[2], repr(one[3])))
    return found


def align(here: AbstractSet[Item], there: AbstractSet[Item]) -> Alignment:
    """Pairs what stands for each other, one to one, in this order: same span and label (attributes differ); same span
    (labels differ); overlapping spans, those first that share the larger part (|intersection| / |union|).

    What stays without a partner is a split or a merge when it overlaps something whose partner it does not overlap:
    that one stands for both. Else it is alone. Which version is named first changes nothing but the sides.
    """
    found = Alignment()
    ours, theirs = in_order(here - there), in_order(there - here)
    if ours and theirs:
        ours, theirs = _pair(ours, theirs, found, same_label=True)
        ours, theirs = _pair(ours, theirs, found, same_label=False)
    if ours and theirs:
        ours, theirs = _pair_overlapping(ours, theirs, found)
    found.alone_here, found.alone_there = ours, theirs
    return found


def _pair(ours: list[Item], theirs: list[Item], found: Alignment, *, same_label: bool) -> tuple[list[Item], list[Item]]:
    """Takes out pairs on the same span; returns what is left of each side."""
    left, open_ = [], list(theirs)
    size = 3 if same_label else 2
    for one in ours:
        partner = next((other for other in open_ if other[:size] == one[:size]), None)
        if partner is None:
            left.append(one)
        else:
            open_.remove(partner)
            found.pairs.append((one, partner))
            found.kinds.add(ATTRIBUTE if same_label else LABEL)
    return left, open_


def _pair_overlapping(ours: list[Item], theirs: list[Item], found: Alignment) -> tuple[list[Item], list[Item]]:
    here: dict[Item, Item] = {}
    there: dict[Item, Item] = {}
    for one, other in _closest_first(ours, theirs):
        if one not in here and other not in there:
            here[one], there[other] = other, one
    found.pairs += here.items()
    alone_here, divided_there = _without_partner(ours, here, there)
    alone_there, divided_here = _without_partner(theirs, there, here)
    if divided_here or divided_there:
        found.kinds.add(SPLIT_MERGE)
    for one, other in here.items():
        if one not in divided_here and other not in divided_there:  # the edges of a split are no boundary moved
            found.kinds.add(BOUNDARY if one[2] == other[2] else BOUNDARY_LABEL)
    return alone_here, alone_there


def _closest_first(ours: list[Item], theirs: list[Item]) -> list[tuple[Item, Item]]:
    pairs = [(one, other) for one in ours for other in theirs if _shared(one, other) > 0]
    if len(pairs) > 1:
        pairs.sort(key=lambda pair: (-_likeness(*pair), pair[0][2] != pair[1][2], *_places(*pair)))
    return pairs


def _places(one: Item, other: Item) -> list[tuple[int, int, str]]:
    return sorted((one[:3], other[:3]))


def _without_partner(
    items: list[Item], partners: dict[Item, Item], across: dict[Item, Item]
) -> tuple[list[Item], set[Item]]:
    """The items that are alone, and those on the other side that stand for an item and a partner apart from it.

    `across` are the other side's items with their partners on this side.
    """
    alone, divided = [], set()
    for one in items:
        if one in partners:
            continue
        over = {other for other, partner in across.items() if _shared(one, other) > 0 >= _shared(one, partner)}
        divided |= over
        if not over:
            alone.append(one)
    return alone, divided


def _shared(one: Item, other: Item) -> int:
    """How many code points two spans share; not positive for none."""
    return min(one[1], other[1]) - max(one[0], other[0])


def _likeness(one: Item, other: Item) -> float:
    """|intersection| / |union| of two that overlap (P. Jaccard, 1912)."""
    return _shared(one, other) / (max(one[1], other[1]) - min(one[0], other[0]))
