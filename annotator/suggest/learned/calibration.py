"""How often what is said with a number is right: isotonic regression.

The pool-adjacent-violators algorithm (M. Ayer and others, Annals of Mathematical Statistics 26(4), 1955) as B. Zadrozny
and C. Elkan use it on scores (KDD 2002), with straight lines between the blocks' means.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

LEAST, MOST = 0.01, 0.99
"""no score is surer than this"""
SMALLEST_BLOCK = 20
"""cases that a block rests on at least"""
Case = tuple[float, bool]
"""What was said, and whether it was right."""
Outcome = tuple[float, bool, bool]
"""The value of a span that was chosen, whether another suggester chose it too, whether it was right."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Points through which scores go, both rising."""

    said: tuple[float, ...] = (0.0, 1.0)
    right: tuple[float, ...] = (0.0, 1.0)

    def __call__(self, value: float) -> float:
        """The share of right ones among what is said with this value, within [LEAST, MOST]."""
        at = bisect_right(self.said, value)
        if at in (0, len(self.said)):
            return _within(self.right[min(at, len(self.said) - 1)])
        x0, x1 = self.said[at - 1], self.said[at]
        y0, y1 = self.right[at - 1], self.right[at]
        return _within(y0 + (y1 - y0) * (value - x0) / (x1 - x0))

    def to_plain(self) -> list[list[float]]:
        return [list(self.said), list(self.right)]

    @classmethod
    def from_plain(cls, plain: Sequence[Sequence[float]]) -> Curve:
        said, right = plain
        return cls(tuple(said), tuple(right))


def _within(share: float) -> float:
    return min(max(share, LEAST), MOST)


def curves(outcomes: Iterable[Outcome]) -> tuple[Curve, Curve]:
    """What makes scores of values: for spans that the model alone has, and for those that it shares."""
    cases: dict[bool, list[Case]] = {False: [], True: []}
    for value, shared, right in outcomes:
        cases[shared].append((value, right))
    return fitted(cases[False]), fitted(cases[True])


Block = tuple[float, int, int]
"""The sum of what was said, the right ones, the count."""


def fitted(cases: Iterable[Case]) -> Curve:
    """The rising curve that is nearest to the cases by least squares; straight where there are too few of them."""
    blocks = _pooled(_blocks(cases))
    if len(blocks) < 2:
        return Curve()
    said = tuple(round(total_said / count, 4) for total_said, _, count in blocks)
    right = tuple(round(hits / count, 4) for _, hits, count in blocks)
    return Curve(said, right)


def _blocks(cases: Iterable[Case]) -> list[Block]:
    """Neighbours put together until they are SMALLEST_BLOCK; all of whom the same was said are in one."""
    blocks: list[Block] = []
    for said, same in groupby(sorted((round(said, 3), hit) for said, hit in cases), key=itemgetter(0)):
        hits = [hit for _, hit in same]
        block = said * len(hits), sum(hits), len(hits)
        if blocks and blocks[-1][2] < SMALLEST_BLOCK:
            blocks[-1] = _together(blocks[-1], block)
        else:
            blocks.append(block)
    if len(blocks) > 1 and blocks[-1][2] < SMALLEST_BLOCK:
        last = blocks.pop()
        blocks[-1] = _together(blocks[-1], last)
    return blocks


def _together(before: Block, after: Block) -> Block:
    return before[0] + after[0], before[1] + after[1], before[2] + after[2]


def _pooled(blocks: Iterable[Block]) -> list[Block]:
    """Blocks that fall are put together until all rise."""
    rising: list[Block] = []
    for block in blocks:
        rising.append(block)
        while len(rising) > 1 and rising[-2][1] * rising[-1][2] >= rising[-1][1] * rising[-2][2]:
            last = rising.pop()
            rising[-1] = _together(rising[-1], last)
    return rising
