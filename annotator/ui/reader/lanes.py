"""Lanes for spans that nest and cross: each span's line lies below the words at a depth where no other one is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from annotator.model import Span


def lanes(spans: Sequence[Span]) -> list[int]:
    """The lane of each span, from 0, which is nearest to the text; no two spans that overlap share one.

    Greedy colouring of the interval graph from the shortest span to the longest: the inner of two nested spans lies
    nearer to the text. Spans that only touch may share a lane.
    """
    found = [0] * len(spans)
    taken: list[list[tuple[int, int]]] = []
    for at in sorted(range(len(spans)), key=lambda at: (len(spans[at]), spans[at].start)):
        place = (spans[at].start, spans[at].end)
        lane = next((lane for lane, others in enumerate(taken) if _free(others, place)), len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].insert(bisect_left(taken[lane], place), place)
        found[at] = lane
    return found


def _free(others: list[tuple[int, int]], place: tuple[int, int]) -> bool:
    at = bisect_left(others, place)
    return (at == 0 or others[at - 1][1] <= place[0]) and (at == len(others) or place[1] <= others[at][0])
