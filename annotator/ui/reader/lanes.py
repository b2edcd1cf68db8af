"""Lanes for spans that nest and cross: each span's line lies below the words at a depth where no other one is."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.model import Span
from annotator.text import Apart


def lanes(spans: Sequence[Span]) -> list[int]:
    """The lane of each span, from 0, which is nearest to the text; no two spans that overlap share one.

    Greedy colouring of the interval graph from the shortest span to the longest: the inner of two nested spans lies
    nearer to the text. Spans that only touch may share a lane.
    """
    found = [0] * len(spans)
    taken: list[Apart] = []
    for at in sorted(range(len(spans)), key=lambda at: (len(spans[at]), spans[at].start)):
        lane = next((lane for lane, others in enumerate(taken) if others.take(spans[at])), len(taken))
        if lane == len(taken):
            taken.append(Apart())
            taken[lane].take(spans[at])
        found[at] = lane
    return found
