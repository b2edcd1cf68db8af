"""What must stand in a text for a pattern to match: words of which every match holds one, near its beginning.

Looking for the words of all rules in one pass, and trying each rule only where one of its words stands, is what a
search by literals does for regular expressions (R. Cox, "Regular Expression Matching with a Trigram Index", 2012),
here with the offsets at which a match may begin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from re import IGNORECASE
from re import _parser as parser  # type: ignore[attr-defined]  # see openings.py

from annotator.suggest.openings import Item, Lists, TooManyError, openings
from annotator.suggest.shares import share_of
from annotator.suggest.widths import width

DEPTHS = (2, 3, 4, 5, 6)
"""how many code points of a pattern's beginning are told apart: the first number that makes it rare enough"""
WIDEST = 16
"""by how many code points the place of a word in a match may vary"""
RARE = 0.0005
"""places to be tried for each character of a text that are few enough to look no further: three in two pages"""
_LOOKBEHIND = 9
"""more code points than a look behind has words"""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of which one stands `nearest` to `farthest` code points behind the beginning of a match.

    Below 0 they stand in front of it.
    """

    words: frozenset[str]
    nearest: int = 0
    farthest: int = 0

    @property
    def cost(self) -> float:
        """About how many places are to be tried for each character of a text."""
        places = self.farthest - self.nearest + 1
        return _share_of(self.words) * places

    def behind(self, nearest: int, farthest: int) -> Anchor:
        """The anchor of a pattern in which so many code points stand before this one's."""
        return Anchor(self.words, self.nearest + nearest, self.farthest + farthest)


def _share_of(words: Iterable[str]) -> float:
    return sum(map(share_of, words))


def anchors(pattern: str, lists: Lists) -> tuple[Anchor, ...]:
    """The anchors of a pattern: every match has a word of one of them. None where such words are not known.

    In the pattern a code point of `lists` stands for any of its words. Raises re.error where it is no pattern.
    """
    tree = parser.parse(pattern)
    return () if tree.state.flags & IGNORECASE else _anchors(list(tree), lists)


def _anchors(items: Sequence[Item], lists: Lists) -> tuple[Anchor, ...]:
    best: tuple[Anchor, ...] = ()
    least = inf
    for choice in _choices(items, lists):
        cost = sum(one.cost for one in choice)
        if cost < least:
            best, least = choice, cost
        if least <= RARE:
            break
    return best


def _choices(items: Sequence[Item], lists: Lists) -> Iterator[tuple[Anchor, ...]]:
    """Sets of anchors, each of which is enough by itself."""
    for at, item in enumerate(items):
        low, high = width(items[:at], lists)
        if high - low > WIDEST:
            return
        if words := _words(items[at:], lists):
            yield (Anchor(words, low, high),)
        if before := _before(item, lists):
            yield tuple(one.behind(low, high) for one in before)
        parts = [_anchors(list(part), lists) for part in _alternatives(item)]
        if parts and all(parts):
            yield tuple(one.behind(low, high) for part in parts for one in part)


def _before(item: Item, lists: Lists) -> list[Anchor]:
    """The anchors of a look behind: words that end where it stands."""
    if str(item[0]) != "ASSERT" or item[1][0] > 0:
        return []
    try:
        words = openings(item[1][1], lists, _LOOKBEHIND)
    except TooManyError:
        return []
    return [] if words.cut else [Anchor(frozenset({word}), -len(word), -len(word)) for word in words.whole if word]


def _alternatives(item: Item) -> Sequence[Sequence[Item]]:
    """What an item of the tree is one of, or made of."""
    name, argument = str(item[0]), item[1]
    if name == "BRANCH":
        return argument[1]  # type: ignore[no-any-return]
    return [argument[3]] if name == "SUBPATTERN" else []


def _words(items: Sequence[Item], lists: Lists) -> frozenset[str]:
    """With what a sequence begins, as far as can be told; empty where it may begin with anything or be empty."""
    best: frozenset[str] = frozenset()
    for depth in DEPTHS:
        words = _beginnings(items, lists, depth)
        best = words or best
        if not words or _share_of(words) <= RARE:
            break
    return best or _beginnings(items, lists, 1)


def _beginnings(items: Sequence[Item], lists: Lists, depth: int) -> frozenset[str]:
    try:
        words = openings(items, lists, depth).without_longer()
    except TooManyError:
        return frozenset()
    return frozenset() if "" in words else words
