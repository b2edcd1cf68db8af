"""Which of overlapping suggestions stay."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.model import Suggestion
from annotator.text import Apart

LABEL_ORDER = ("Program", "Measure", "Indicator", "Quantity", "Beneficiary", "Organisation", "Place", "Time")
_ORDER = {label: at for at, label in enumerate(LABEL_ORDER)}
LENGTH_BONUS, LONGEST = 0.02, 10


def merged(suggestions: Iterable[Suggestion], *, overlap: str = "flat") -> list[Suggestion]:
    """The suggestions sorted by start, then longer first; one for each stretch and label, the better one.

    With `overlap="flat"` none overlaps another: they are taken in order of `rank`, each that touches none taken before.
    With any other value one may lie inside another, but none begins inside another and ends outside: of two that do,
    the one of the better rank stays.
    """
    best: dict[tuple[int, int, str], Suggestion] = {}
    for suggestion in suggestions:
        known = best.get(suggestion.key)
        if known is None or suggestion.score > known.score:
            best[suggestion.key] = suggestion
    chosen = _flat(best.values()) if overlap == "flat" else _nested(best.values())
    return sorted(chosen, key=_place)


def rank(suggestion: Suggestion) -> tuple[float, int, int, int]:
    """What decides between overlapping suggestions; smaller is better.

    First the score, where each of the first ten code points counts two hundredths, so that of two about equally sure
    ones the longer wins (就业扶贫工程 over 就业扶贫); then the longer; then the label that is first in the guidelines.
    """
    length = len(suggestion.span)
    sure = suggestion.score + LENGTH_BONUS * min(length, LONGEST)
    return -round(sure, 6), -length, _label_order(suggestion.label), suggestion.span.start


def _place(suggestion: Suggestion) -> tuple[int, int, int]:
    return suggestion.span.start, -suggestion.span.end, _label_order(suggestion.label)


def _label_order(label: str) -> int:
    return _ORDER.get(label, len(_ORDER))


def _flat(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """Greedy by rank."""
    taken = Apart()
    return [suggestion for suggestion in sorted(suggestions, key=rank) if taken.take(suggestion.span)]


def _nested(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """A sweep from left to right over a stack of what is open, each inside the one below; in O(n log n)."""
    chosen: list[Suggestion] = []
    opened: list[Suggestion] = []
    for suggestion in sorted(suggestions, key=_place):
        while opened and opened[-1].span.end <= suggestion.span.start:
            chosen.append(opened.pop())
        crossing = 0
        while crossing < len(opened) and opened[-1 - crossing].span.end < suggestion.span.end:
            crossing += 1
        if all(rank(suggestion) < rank(other) for other in opened[len(opened) - crossing :]):
            del opened[len(opened) - crossing :]
            opened.append(suggestion)
    return chosen + opened
