"""Known places in a text: which short names count, and which places stand so close that they are one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from annotator.suggest.lexicon import Hit

_DIVISION = re.compile("(?:自治区|自治州|自治县|地区|省|市|盟|州|县|区|旗)$")

_SMALLER = frozenset("镇乡村街社屯寨组路")


def runs_of_places(folded: str, hits: Iterable[Hit], short: Iterable[Hit]) -> dict[int, int]:
    """Start → end of each run of places that stand directly one behind another, in code points.

    A short name (方城) counts where the text has the name in full (方城县), where a known place stands right before it
    (河南方城), or where it goes on a list of places (内乡、方城); never where it names something smaller (友谊镇).
    """
    known = [hit for hit in hits if hit.term.label == "Place"]
    taken = _taken(hits)
    full = {_DIVISION.sub("", hit.term.text) for hit in known}
    ends = {hit.end: hit.start for hit in known}
    places = {hit.start: hit.end for hit in known}
    for hit in sorted(short, key=lambda one: one.start):
        if folded[hit.end : hit.end + 1] in _SMALLER:
            continue
        listed = folded[hit.start - 1 : hit.start] == "、" and hit.start - 1 in ends
        if not _overlaps(hit, taken) and (hit.start in ends or listed or hit.term.text in full):
            places[hit.start] = hit.end
            ends[hit.end] = hit.start
    return _joined(places)


def _taken(hits: Iterable[Hit]) -> set[int]:
    return {at for hit in hits for at in range(hit.start, hit.end)}


def _overlaps(hit: Hit, taken: set[int]) -> bool:
    return any(at in taken for at in range(hit.start, hit.end))


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
