"""Numbers as pictures show them: a picture has bars, a bar has parts and knows the reports that it stands for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import Generic, TypeVar

from annotator.text import fold

MOST_DOCUMENTS = 500
"""reports that a bar names; it knows how many there are besides"""
DECISIONS = ("accept", "correct", "reject", "manual")
"""the parts of a day and of a source, as they are stacked"""
_Z = 1.959964  # the normal distribution's 97.5 % point: intervals of 95 %


@dataclass(frozen=True, slots=True)
class Bar:
    """`title` is what data call it; where it is empty, `key` is a name that each language has a word for.

    `parts` are numbers by the name of a label, a kind of decision and the like. `documents` are ids of reports with
    what each gives to the bar, the most first; `spread` is how many there are. `low` and `high` are the bounds of the
    share in percent that a bar with them shows.
    """

    key: str
    title: str
    parts: tuple[tuple[str, float], ...]
    documents: tuple[tuple[str, float], ...] = ()
    spread: int = 0
    note: str = ""
    low: float | None = None
    high: float | None = None

    @property
    def total(self) -> float:
        """All parts together."""
        return sum(value for _, value in self.parts)

    def part(self, name: str) -> float:
        """One part; 0 where there is none of that name."""
        return dict(self.parts).get(name, 0)


@dataclass(frozen=True, slots=True)
class Picture:
    """`more` counts the bars that were left out as too many, `aside` the values that could not be added up."""

    name: str
    bars: tuple[Bar, ...]
    more: int = 0
    aside: int = 0


Key = TypeVar("Key", bound=Hashable)


@dataclass(slots=True)
class _Sum:
    parts: Counter[str] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)


class Gathering(Generic[Key]):
    """Adds up numbers by bar, part and report, however many come."""

    def __init__(self) -> None:
        self._sums: defaultdict[Key, _Sum] = defaultdict(_Sum)

    def add(self, key: Key, part: str, document: str, number: float) -> None:
        """One number; a report that is empty stands for none."""
        found = self._sums[key]
        found.parts[part] += number  # type: ignore[assignment]  # a Counter adds fractions as well
        if document:
            found.documents[document] += number  # type: ignore[assignment]

    def bars(self, made: Callable[[Key], Bar], order: Iterable[str] = ()) -> list[Bar]:
        """A bar for each key, the largest first; `made` gives its names, `order` that of its parts."""
        places = {name: at for at, name in enumerate(order)}
        found = [_filled(made(key), of, places) for key, of in self._sums.items()]
        return sorted(found, key=lambda bar: (-bar.total, bar.title or bar.key))


def _filled(bar: Bar, of: _Sum, places: Mapping[str, int]) -> Bar:
    parts = sorted(of.parts.items(), key=lambda part: (places.get(part[0], len(places)), part[0]))
    return Bar(
        bar.key, bar.title, tuple(parts), tuple(of.documents.most_common(MOST_DOCUMENTS)), len(of.documents), bar.note
    )


def picture(name: str, bars: list[Bar], most: int, aside: int = 0) -> Picture:
    """A picture of the first so many bars."""
    return Picture(name, tuple(bars[:most]), max(0, len(bars) - most), aside)


def by_document(
    rows: Iterable[tuple[str, str, int]], titles: Mapping[str, str], labels: Iterable[str], most: int
) -> Picture:
    """(document, label, number) as a bar for each report, its labels in the order of the scheme."""
    sums: Gathering[str] = Gathering()
    for document, label, number in rows:
        sums.add(document, label, document, number)
    return picture("labels", sums.bars(lambda key: Bar(key, titles.get(key, key), ()), labels), most)


def by_day(rows: Iterable[tuple[str, str, str, int]]) -> Picture:
    """(day, kind of work, document, number) as a bar for each day on which there was work, the earliest first.

    Days are written `2026-03-01`; an empty one (a time that is none) is left out and counted.
    """
    sums: Gathering[str] = Gathering()
    aside = 0
    for day, kind, document, number in rows:
        if day:
            sums.add(day, kind, document, number)
        else:
            aside += number
    bars = sums.bars(lambda key: Bar(key, key, ()), DECISIONS)
    return Picture("days", tuple(sorted(bars, key=lambda bar: bar.key)), aside=aside)


def by_term(rows: Iterable[tuple[str, str, str, str, int]], most: int) -> Picture:
    """(text, label, domain, document, number) as a bar for each term with its label, both scripts as one.

    It is called as it is written most often, and its note is the domain that it has most often.
    """
    sums: Gathering[tuple[str, str]] = Gathering()
    ways: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    domains: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for text, label, domain, document, number in rows:
        key = fold(text), label
        sums.add(key, label, document, number)
        ways[key][text] += number
        domains[key][domain] += number

    def made(key: tuple[str, str]) -> Bar:
        return Bar("\t".join(key), first_of(ways[key]), (), note=first_of(domains[key]))

    return picture("terms", sums.bars(made), most)


def by_domain(rows: Iterable[tuple[str, str, str, str, int]], carry: Iterable[str], labels: Iterable[str]) -> Picture:
    """The same as a bar for each domain, of the labels that carry one; an annotation without one counts as "-"."""
    carrying = set(carry)
    sums: Gathering[str] = Gathering()
    for _, label, domain, document, number in rows:
        if label in carrying:
            sums.add(domain or "-", label, document, number)
    return Picture("domains", tuple(sums.bars(lambda key: Bar(key, "", ()), labels)))


def by_source(rows: Iterable[tuple[str, str, str, int]]) -> Picture:
    """(source, kind, document, number) as a bar for each source, with the interval of its precision in percent."""
    sums: Gathering[str] = Gathering()
    for source, kind, document, number in rows:
        sums.add(source, kind, document, number)
    bars = []
    for bar in sums.bars(lambda key: Bar(key, "", ()), DECISIONS):
        low, high = interval(int(bar.part("accept")), int(bar.total))
        bars.append(Bar(bar.key, "", bar.parts, bar.documents, bar.spread, low=100 * low, high=100 * high))
    return Picture("sources", tuple(bars))


def interval(hits: int, all_: int) -> tuple[float, float]:
    """The 95 % interval of a share, 0 to 1, from `hits` of `all_`; 0 to 1 where there is nothing to judge by.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of the American
    Statistical Association 22 (1927), 209-212.
    """
    if not all_:
        return 0.0, 1.0
    share, square = hits / all_, _Z**2
    middle = share + square / (2 * all_)
    reach = _Z * sqrt(share * (1 - share) / all_ + square / (4 * all_**2))
    return max(0.0, (middle - reach) / (1 + square / all_)), min(1.0, (middle + reach) / (1 + square / all_))


def first_of(counted: Counter[str]) -> str:
    """What was counted most often; of several the first by order of characters."""
    return min(counted, key=lambda one: (-counted[one], one), default="")
