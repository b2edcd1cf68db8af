"""How far apart the edges are where two annotators mean the same thing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

import numpy as np

from annotator.review.chance import Ints
from annotator.review.coding import Rows

_Key = tuple[int, int]


def distances(ours: Rows, theirs: Rows) -> Ints:
    """[3, M]: documents, labels and distances of spans of two annotators that overlap with the same label and differ.

    A distance is how many characters the start and the end differ by, together. Spans are paired one to one, those
    first that share most characters.
    """
    here, there = _by_key(ours), _by_key(theirs)
    found = [(*key, distance) for key, spans in here.items() for distance in _matched(spans, there.get(key, []))]
    return np.array(found, np.int64).reshape(-1, 3).T


def _by_key(rows: Rows) -> dict[_Key, list[tuple[int, int]]]:
    """Spans in order, by document and label."""
    found: defaultdict[_Key, list[tuple[int, int]]] = defaultdict(list)
    columns = (getattr(rows, name).tolist() for name in ("document", "label", "start", "end"))
    for document, label, start, end in zip(*columns, strict=True):
        found[document, label].append((start, end))
    return found


def _matched(ours: list[tuple[int, int]], theirs: list[tuple[int, int]]) -> list[int]:
    pairs = sorted(
        (-shared, one, other)
        for one in ours
        for other in theirs
        if (shared := min(one[1], other[1]) - max(one[0], other[0])) > 0
    )
    found = []
    taken: set[tuple[bool, tuple[int, int]]] = set()
    for _shared, one, other in pairs:
        if (True, one) not in taken and (False, other) not in taken:
            taken |= {(True, one), (False, other)}
            found.append(abs(one[0] - other[0]) + abs(one[1] - other[1]))
    return found


def middle(counts: Mapping[int, int]) -> float | None:
    """The median distance, of how many spans are so many characters apart; None where there is nothing."""
    size, upto = sum(counts.values()), 0
    found = []
    for distance in sorted(counts):
        before, upto = upto, upto + counts[distance]
        found += [distance for at in ((size - 1) // 2, size // 2) if before <= at < upto]
    return sum(found) / 2 if found else None


def spread(found: Ints, equal: int) -> dict[int, int]:
    """How many spans are 0, 1, 2 … characters apart."""
    counts = Counter(found.tolist()) + Counter({0: equal})
    return dict(sorted(counts.items()))
