"""Townships: some thirty thousand names, kept apart from the lists of terms.

They are read when the first 镇, 乡, 街道 or 苏木 asks for them, as sets of strings. That takes a tenth of the time by
which they would slow the automaton of the terms at every start.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from annotator.resources import resource

SHORTEST = 2
"""code points of a name without its kind; shorter ones are mostly other words (山乡, 古镇)"""
_KIND = re.compile(
    "街道(?!办?[两旁边上])|苏木|镇(?![化静压守痛定江长级里内上域区])|乡(?![村镇亲土愁音贤间里情风下音长级])"
)


@cache
def _names() -> Mapping[str, frozenset[str]]:
    """The folded names by their kind, as resources/lexicons/places-townships.txt has them."""
    lines = resource("lexicons", "places-townships.txt").read_text("utf-8").splitlines()
    return {kind: frozenset(names) for kind, *names in map(str.split, lines)}


@cache
def _longest() -> int:
    return max(len(name) for names in _names().values() for name in names)


def townships(folded: str) -> Iterator[tuple[int, int]]:
    """Start and end of each known township in a folded text, the longest name where several end there. O(length)."""
    for match in _KIND.finditer(folded):
        names, kind = _names()[match.group()], match.start()
        for start in range(max(0, kind - _longest()), kind - SHORTEST + 1):
            if folded[start:kind] in names:
                yield start, match.end()
                break
