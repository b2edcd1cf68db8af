"""Money and people by program: the quantities that belong to it, added up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from annotator.insight.figures import Bar, Gathering, Picture, first_of, picture
from annotator.insight.interventions import Found, Intervention
from annotator.text import fold

UNITS = {
    "money": frozenset(("元", "块钱", "块", "人民币", "元人民币")),
    "people": frozenset(("人", "名", "位", "口", "口人")),
}
"""What can be added up: yuan, and persons. Other currencies, sums for each person, and visits (人次) cannot."""

_Key = tuple[str, str]


def by_program(rows: Iterable[Intervention], kind: str, most: int) -> Picture:
    """The money or people of each program or measure over all its reports, the most first.

    Of a range its lower bound counts. The same number of the same program counts once in a report, however often it is
    said and however many people annotated it. What is in other units is left out, and counted in `aside`.
    """
    sums: Gathering[_Key] = Gathering()
    ways: defaultdict[_Key, Counter[str]] = defaultdict(Counter)
    seen: set[tuple[str, _Key, float]] = set()
    aside: set[tuple[str, int, int]] = set()
    for row in rows:
        key = fold(row.text), row.label
        for found in row.cells["quantities"]:
            if found.attributes.get("kind") != kind:
                continue
            value = _countable(found, kind)
            if value is None:
                aside.add((row.document, found.span.start, found.span.end))
            elif (row.document, key, value) not in seen:
                seen.add((row.document, key, value))
                ways[key][row.text] += 1
                sums.add(key, row.label, row.document, value)

    def made(key: _Key) -> Bar:
        return Bar("\t".join(key), first_of(ways[key]), ())

    return picture(kind, sums.bars(made), most, len(aside))


def _countable(found: Found, kind: str) -> float | None:
    """The number, if it is one in a unit that can be added up."""
    if found.attributes.get("unit") not in UNITS[kind]:
        return None
    for name in ("value", "low", "high"):
        value = found.attributes.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
    return None
