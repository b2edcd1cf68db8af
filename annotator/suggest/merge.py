"""Which of overlapping suggestions stay."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from itertools import pairwise
from operator import attrgetter, itemgetter
from typing import Any, TypeVar

from annotator.model import Span, Suggestion, SuggestionKey
from annotator.text import overlapping

LABEL_ORDER = ("Program", "Measure", "Indicator", "Quantity", "Beneficiary", "Organisation", "Place", "Time")
_ORDER = {label: at for at, label in enumerate(LABEL_ORDER)}
LENGTH_BONUS, LONGEST = 0.02, 10
MILLION = 1e6
"""Into so many steps a score is cut, so that sums of the same hundredths are the same."""
_BONUS = [LENGTH_BONUS * min(length, LONGEST) for length in range(LONGEST + 1)]

Placed = TypeVar("Placed", bound=tuple[Any, ...])
"""Begins with start, end, label, score, as a Find does."""
Rank = tuple[int, int, int, int, int]
Order = tuple[int, int, int, int]
_START = itemgetter(0)


def merged(suggestions: Iterable[Suggestion], *, overlap: str = "flat") -> list[Suggestion]:
    """The suggestions sorted by start, then longer first; one for each stretch and label, the better one.

    With `overlap="flat"` none overlaps another: they are taken in order of `_rank`, each that
    touches none taken before.
    With any other value one may lie inside another, but none begins inside another and ends outside: of two that do,
    the one of the better rank stays.
    """
    placed = [(one.span.start, one.span.end, one.label, one.score, one) for one in suggestions]
    return [one for *_, one in merged_finds(placed, overlap=overlap)]


def preferred(first: Iterable[Suggestion], rest: Iterable[Suggestion], *, overlap: str = "flat") -> list[Suggestion]:
    """Those of the first kind that stay among themselves, and of the rest what says nothing about the same words."""
    chosen = merged(first, overlap=overlap)
    spans = [one.span for one in chosen]
    held = overlapping(spans) if overlap == "flat" else set(spans).__contains__
    return merged([*chosen, *(one for one in rest if not held(one.span))], overlap=overlap)


def unanswered(
    suggestions: Iterable[Suggestion],
    decided: Container[SuggestionKey],
    spans: Sequence[Span],
    *,
    overlap: str = "flat",
) -> list[Suggestion]:
    """Those that are not decided on, nor answered by an annotation: `spans` are these, by start.

    In a flat scheme one answers every suggestion that it overlaps; in a nested one that of the same span.
    """
    answered = overlapping(spans) if overlap == "flat" else set(spans).__contains__
    return [one for one in suggestions if one.key not in decided and not answered(one.span)]


def merged_into(settled: Sequence[Suggestion], more: Sequence[Suggestion]) -> list[Suggestion]:
    """As `merged` of both, flat. Only what the second ones overlap is ranked, where the first ones are settled: each

    ends before the next begins. Else all are.
    """
    if any(one.span.end > other.span.start for one, other in pairwise(settled)):
        return merged([*settled, *more])
    spans = sorted((one.span for one in more), key=attrgetter("start"))
    touches = overlapping(spans)
    apart: list[Suggestion] = []
    touched: list[Suggestion] = []
    for one in settled:
        (touched if touches(one.span) else apart).append(one)
    return sorted([*apart, *merged([*touched, *more])], key=attrgetter("span.start"))


def merged_finds(finds: Iterable[Placed], *, overlap: str = "flat") -> list[Placed]:
    """The same for what is no suggestion yet, or holds one."""
    ordered = sorted(finds, key=_START)
    if overlap != "flat":
        return [ordered[at] for at in _nested(_ranks(ordered))]
    chosen: list[Placed] = []
    group: list[Placed] = []  # what hangs together by its overlaps
    stop = 0
    for one in ordered:
        if one[0] >= stop:
            chosen += group if len(group) < 2 else _best(group)
            group = [one]
            stop = one[1]
        else:
            group.append(one)
            stop = max(stop, one[1])
    return chosen + (group if len(group) < 2 else _best(group))


def _best(group: Sequence[Placed]) -> list[Placed]:
    """Those that stay of a group that hangs together."""
    if len(group) > 2:
        return [group[at] for at in _flat(_ranks(group))]
    first, second = group  # most are: two that overlap
    return [first if _rank(first, 0) < _rank(second, 1) else second]


def _ranks(group: Sequence[Placed]) -> list[Rank]:
    """The ranks of some, one for each stretch and label, the better one."""
    best: dict[tuple[int, int, str], int] = {}
    for at, one in enumerate(group):
        known = best.setdefault(one[:3], at)
        if known != at and one[3] > group[known][3]:
            best[one[:3]] = at
    return [_rank(group[at], at) for at in best.values()]


def _rank(one: Placed, at: int) -> Rank:
    """What decides between overlapping suggestions; smaller is better. `at` is the number of the suggestion.

    First the score, where each of the first ten code points counts two hundredths, so that of two about equally sure
    ones the longer wins (就业扶贫工程 over 就业扶贫); then the longer; then the label that is first in the guidelines.
    """
    start, end, label, score = one[:4]
    length = end - start
    sure = score + _BONUS[length if length < LONGEST else LONGEST]
    return -int(MILLION * sure + 0.5), -length, _ORDER.get(label, len(_ORDER)), start, at


def _flat(ranked: list[Rank]) -> list[int]:
    """Greedy by rank."""
    ranked.sort()
    first = min(start for _, _, _, start, _ in ranked)
    taken = bytearray(max(start - negative for _, negative, _, start, _ in ranked) - first)
    chosen = []
    for _, negative, _, start, at in ranked:
        begin, end = start - first, start - first - negative
        if taken.find(1, begin, end) < 0:
            taken[begin:end] = b"\1" * -negative
            chosen.append((start, at))
    chosen.sort()
    return [at for _, at in chosen]


def _nested(ranked: list[Rank]) -> list[int]:
    """A sweep from left to right over a stack of what is open, each inside the one below; in O(n log n)."""
    chosen: list[Rank] = []
    opened: list[Rank] = []
    for one in sorted(ranked, key=_order):
        start = one[3]
        while opened and _end(opened[-1]) <= start:
            chosen.append(opened.pop())
        crossing = 0
        while crossing < len(opened) and _end(opened[-1 - crossing]) < _end(one):
            crossing += 1
        if all(one < other for other in opened[len(opened) - crossing :]):
            del opened[len(opened) - crossing :]
            opened.append(one)
    return [one[4] for one in sorted(chosen + opened, key=_order)]


def _order(one: Rank) -> Order:
    _, negative, label, start, at = one
    return start, negative, label, at


def _end(one: Rank) -> int:
    return one[3] - one[1]
