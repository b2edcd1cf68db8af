"""Which annotations of a document obviously belong together, judged by where they stand; computed, never stored.

A quantity behind the name of what it counts (贫困发生率降至0.6%) or right before or behind people (1200户贫困户); the
one place and the one time in the clause of a measure.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.model import AnnotationRow, Reason, Scheme

_CLAUSE_END = re.compile(r"[，。；！？,;!?\n\r]")
_REACH = 24
"""code points from an indicator to its quantities"""
_BESIDE = 3
"""code points between people and their number"""
_CLAUSE = 120
"""code points on either side of a measure that are looked through for the ends of its clause"""
_MEASURES = ("Program", "Measure")
_AROUND = (("Place", "located-in"), ("Time", "at-time"))


@dataclass(frozen=True, slots=True)
class Pair:
    """A relation that is proposed between two annotations, named by their ids, and why."""

    type: str
    head: str
    target: str
    why: Reason


def pairs(text: str, rows: Sequence[AnnotationRow], scheme: Scheme) -> list[Pair]:
    """The pairs that the scheme allows, in the order of their heads. `rows` are in order, as the corpus gives them."""
    labels = {row.id: row.label for row in rows}
    place = {row.id: number for number, row in enumerate(rows)}
    found = [*_counted(text, rows), *_of_clauses(text, rows)]
    allowed = [pair for pair in found if _allows(scheme, pair, labels)]
    return sorted(allowed, key=lambda pair: (place[pair.head], place[pair.target]))


def _allows(scheme: Scheme, pair: Pair, labels: dict[str, str]) -> bool:
    kind = scheme.relation(pair.type)
    return kind is not None and kind.allows(labels[pair.head], labels[pair.target])


def _counted(text: str, rows: Sequence[AnnotationRow]) -> Iterator[Pair]:
    """Each quantity with what it is of: an indicator before it, people beside it."""
    for number, row in enumerate(rows):
        if row.label == "Quantity" and (found := _counter_of(text, rows, number)):
            head, sentence = found
            words = (("head", head.span.of(text)), ("target", row.span.of(text)))
            yield Pair("has-quantity", head.id, row.id, Reason(sentence, words))


def _counter_of(text: str, rows: Sequence[AnnotationRow], number: int) -> tuple[AnnotationRow, str] | None:
    quantity = rows[number]
    behind = rows[number + 1] if number + 1 < len(rows) else None
    if behind and behind.label == "Beneficiary" and _near(text, quantity, behind, _BESIDE):
        return behind, "suggest.pair-before"
    for at in range(number - 1, -1, -1):
        row = rows[at]
        if row.label == "Beneficiary" and _near(text, row, quantity, _BESIDE):
            return row, "suggest.pair-behind"
        if row.label == "Indicator" and _near(text, row, quantity, _REACH):
            return row, "suggest.pair-indicator"
        if row.label not in ("Quantity", "Time"):  # 由2014年的13.1%降至0.6%: both are the indicator's
            return None
    return None


def _near(text: str, left: AnnotationRow, right: AnnotationRow, reach: int) -> bool:
    """Whether one stands behind the other in the same clause, so few code points apart."""
    gap = right.span.start - left.span.end
    return 0 <= gap <= reach and not _CLAUSE_END.search(text, left.span.end, right.span.start)


def _of_clauses(text: str, rows: Sequence[AnnotationRow]) -> Iterator[Pair]:
    """Each measure with the place and the time of its clause, where there is one and no more."""
    starts = [row.span.start for row in rows]
    for row in rows:
        if row.label not in _MEASURES:
            continue
        start, end = _clause(text, row)
        beside = rows[bisect_left(starts, start) : bisect_left(starts, end)]
        for label, type_ in _AROUND:
            here = [one for one in beside if one.label == label and not one.span.overlaps(row.span)]
            if len(here) == 1:
                words = (("head", row.span.of(text)), ("target", here[0].span.of(text)))
                yield Pair(type_, row.id, here[0].id, Reason("suggest.pair-clause", words))


def _clause(text: str, row: AnnotationRow) -> tuple[int, int]:
    """The clause around an annotation, half-open; cut where it is endless."""
    first, last = max(0, row.span.start - _CLAUSE), row.span.end + _CLAUSE
    ends = [match.end() for match in _CLAUSE_END.finditer(text, first, row.span.start)]
    behind = _CLAUSE_END.search(text, row.span.end, last)
    return ends[-1] if ends else first, behind.start() if behind else min(last, len(text))
