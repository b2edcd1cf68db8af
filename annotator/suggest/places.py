"""Known places in a text: which short names count, and which places stand so close that they are one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Sequence

from annotator.suggest.lexicon import Hit
from annotator.suggest.townships import townships

_DIVISION = re.compile("(?:自治区|自治州|自治县|地区|省|市|盟|州|县|区|旗)$")

_SMALLER = frozenset("镇乡村街社屯寨组路")


def runs_of_places(folded: str, hits: Sequence[Hit], short: Sequence[Hit]) -> dict[int, int]:
    """Start → end of each run of places that stand directly one behind another, in code points.

    A short name (方城) counts where the text has the name in full (方城县), where a known place stands right before it
    (河南方城), or where it goes on a list of places (内乡、方城); never where it names something smaller (友谊镇).
    A township counts where no term overlaps it.
    """
    lasts = [hit.end for hit in hits]
    known = [hit for hit in hits if hit.term.label == "Place"]
    places = {hit.start: hit.end for hit in known}
    places.update(place for place in townships(folded) if not _overlaps(*place, hits, lasts))
    if short:
        free = [hit for hit in short if not _overlaps(hit.start, hit.end, hits, lasts)]
        full = {_DIVISION.sub("", hit.term.text) for hit in known} if free else set()
        _add_short(folded, free, full, places)
    return _joined(places)


def _add_short(folded: str, short: Iterable[Hit], full: Container[str], places: dict[int, int]) -> None:
    """Adds the short names that count to the places, start → end."""
    ends = set(places.values())
    for start, end, term in short:
        if folded[end : end + 1] in _SMALLER:
            continue
        listed = folded[start - 1 : start] == "、" and start - 1 in ends
        if start in ends or listed or term.text in full:
            places[start] = end
            ends.add(end)


def _overlaps(start: int, end: int, hits: Sequence[Hit], lasts: Sequence[int]) -> bool:
    """Whether `[start, end)` holds a code point of one of the hits, which are in order and end at `lasts`."""
    at = bisect_right(lasts, start)
    return at < len(hits) and hits[at].start < end


def _joined(places: dict[int, int]) -> dict[int, int]:
    runs: dict[int, int] = {}
    last_start, last_end = -1, -1
    for start in sorted(places):
        if start == last_end:
            last_end = runs[last_start] = places[start]
        else:
            last_start, last_end = start, places[start]
            runs[start] = last_end
    return runs
