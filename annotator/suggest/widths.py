"""How many code points a pattern may match, read off its parse tree (openings.py)."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.suggest.openings import EMPTY, REPEATS, Item, Lists

_UNBOUNDED = 1 << 20


def width(items: Iterable[Item], lists: Lists) -> tuple[int, int]:
    """The least and the most code points that a sequence of the tree matches."""
    widths = [_width(item, lists) for item in items]
    return sum(low for low, _ in widths), min(sum(high for _, high in widths), _UNBOUNDED)


def _width(item: Item, lists: Lists) -> tuple[int, int]:
    name, argument = str(item[0]), item[1]
    low, high = 0, _UNBOUNDED
    if name in EMPTY:
        high = 0
    elif name in ("ANY", "NOT_LITERAL"):
        low = high = 1
    elif name == "IN":
        low, high = _least_and_most(_width(one, lists) if str(one[0]) == "LITERAL" else (1, 1) for one in argument)
    elif name == "LITERAL":
        low, high = _least_and_most((len(word), len(word)) for word in lists.get(argument, (" ",)))
    elif name == "SUBPATTERN":
        low, high = width(argument[3], lists)
    elif name == "BRANCH":
        low, high = _least_and_most(width(one, lists) for one in argument[1])
    elif name in REPEATS:
        low, high = width(argument[2], lists)
        low, high = low * argument[0], min(high * int(argument[1]), _UNBOUNDED)
    return low, high


def _least_and_most(widths: Iterable[tuple[int, int]]) -> tuple[int, int]:
    lows, highs = zip(*widths, strict=True)
    return min(lows), max(highs)
