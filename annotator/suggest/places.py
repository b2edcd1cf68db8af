"""Known places in a text: which short names count, and which places stand so close that they are one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Mapping, Sequence

from annotator.suggest.guards import short_place
from annotator.suggest.lexicon import Hit
from annotator.suggest.townships import townships

_DIVISION = re.compile("(?:自治区|自治州|自治县|地区|省|市|盟|州|县|区|旗)$")

LISTED = 3
"""places in a row that make a list of places, whatever the names are else"""
_SAID_TO_BE_PLACES = re.compile("(?:等?(?:[0-9]{1,3}|[两二三四五六七八九十]{1,3})个?|等)[省市州县区旗地]|分别")
"""what makes one of two"""
_SMALLER = frozenset("镇乡村街社屯寨组路")


def runs_of_places(folded: str, hits: Sequence[Hit], short: Sequence[Hit]) -> dict[int, int]:
    """Start → end of each run of places that stand directly one behind another, in code points.

    A short name (方城) counts where the text has the name in full (方城县), where a known place stands right before it
    (河南方城), where it goes on a list of places (内乡、方城), where three or more stand in a list, or two that are
    said to be places (安康、石泉等地), or where what stands around it says so (来到方城考察); never where it names
    something smaller (友谊镇). Townships and short names count where no term overlaps them: in 浙江安吉 stands 安吉,
    and not 江安.
    """
    lasts = [hit.end for hit in hits]
    known = [hit for hit in hits if hit.term.label == "Place"]
    places = {hit.start: hit.end for hit in known}
    places.update(place for place in townships(folded) if not _overlaps(*place, hits, lasts))
    if besides := _besides(short, hits, lasts):
        _add_short(folded, besides, {_DIVISION.sub("", hit.term.text) for hit in known}, places)
    return _joined(places)


def _add_short(folded: str, short: Sequence[Hit], full: Container[str], places: dict[int, int]) -> None:
    """Adds the short names that count to the places, start → end."""
    ends = set(places.values())
    among, said = _among_others(folded, short, places), short_place()
    for start, end, term in short:
        if folded[end : end + 1] in _SMALLER:
            continue
        listed = start in among or (folded[start - 1 : start] == "、" and start - 1 in ends)
        if start in ends or listed or term.text in full or said.is_said(folded, start, end):
            places[start] = end
            ends.add(end)


def _among_others(folded: str, short: Sequence[Hit], places: Mapping[int, int]) -> set[int]:
    """Where short names begin that stand in a list of at least three places (册亨、罗甸、望谟), or of two and 等地."""
    spans = dict(places) | {hit.start: hit.end for hit in short}
    ends = set(spans.values())
    among: set[int] = set()
    for first in spans:
        if folded[first - 1 : first] == "、" and first - 1 in ends:
            continue  # not the first of its list
        row = [first]
        while folded[spans[row[-1]] : spans[row[-1]] + 1] == "、" and spans[row[-1]] + 1 in spans:
            row.append(spans[row[-1]] + 1)
        if len(row) >= LISTED or (len(row) > 1 and _SAID_TO_BE_PLACES.match(folded, spans[row[-1]])):
            among.update(row)
    return among


def _overlaps(start: int, end: int, hits: Sequence[Hit], lasts: Sequence[int]) -> bool:
    """Whether `[start, end)` holds a code point of one of the hits, which are in order and end at `lasts`."""
    at = bisect_right(lasts, start)
    return at < len(hits) and hits[at].start < end


def _besides(short: Iterable[Hit], hits: Sequence[Hit], lasts: Sequence[int]) -> list[Hit]:
    """The short names that overlap no term, from left to right, the longest at each place; they do not overlap."""
    found: list[Hit] = []
    stop = 0
    for hit in sorted(short, key=_longest_first):
        if hit.start >= stop and not _overlaps(hit.start, hit.end, hits, lasts):
            found.append(hit)
            stop = hit.end
    return found


def _longest_first(hit: Hit) -> tuple[int, int]:
    return hit.start, -hit.end


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
