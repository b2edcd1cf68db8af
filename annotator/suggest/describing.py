"""What a report's title and beginning say of the report itself: its year, its region, the region's level, its type.

Only what is obvious is proposed: the year and the place of the title, else those that come most often at the beginning.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from annotator.model import AttributeType, AttributeValue, Reason, Suggestion
from annotator.resources import resource
from annotator.text import fold

BEGINNING = 1_500
"""code points of the text that are looked through"""
_TWICE = 2
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)|[一二][零〇○一二三四五六七八九]{3}(?=年)")
_DIGITS = str.maketrans("零〇○一二三四五六七八九", "000123456789")


@dataclass(frozen=True, slots=True)
class Said:
    """A value that is proposed for an attribute of a document, and why."""

    name: str
    value: AttributeValue
    why: Reason


def describe(
    kinds: Sequence[AttributeType], title: str, text: str, in_title: Sequence[Suggestion], in_text: Sequence[Suggestion]
) -> list[Said]:
    """What is proposed for the attributes `kinds` of a document.

    `in_title` and `in_text` are what an engine suggests in the title and in the beginning of the text.
    """
    known = {kind.name: kind for kind in kinds}
    of_region, of_title = list(_region(in_title, in_text)), list(_by_title(title))
    named = any(one.label == "Place" for one in in_title)
    found = [*_year(title, text), *(of_region + of_title if named else of_title + of_region)]
    first: dict[str, Said] = {}
    for said in found:
        if said.name in known and _fits(known[said.name], said.value):
            first.setdefault(said.name, said)
    return [first[kind.name] for kind in kinds if kind.name in first]


def _fits(kind: AttributeType, value: AttributeValue) -> bool:
    if kind.kind == "choice":
        return any(choice.name == value for choice in kind.choices)
    return isinstance(value, int) if kind.kind == "number" else kind.kind == "text"


def _year(title: str, text: str) -> Iterator[Said]:
    if found := _YEAR.search(fold(title)):
        year = found.group()
        yield Said("year", int(year.translate(_DIGITS)), Reason("suggest.said-in-title", (("words", f"{year}年"),)))
        return
    years = Counter(int(year.translate(_DIGITS)) for year in _YEAR.findall(fold(text[:BEGINNING])))
    if most := _most(years):
        yield Said("year", most[0], Reason("suggest.said-often", (("words", f"{most[0]}年"), ("count", str(most[1])))))


def _most(counts: Counter[int] | Counter[str]) -> tuple[int, int] | tuple[str, int] | None:
    """What comes most often, if at least twice and more often than anything else."""
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < _TWICE or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0]


def _region(in_title: Sequence[Suggestion], in_text: Sequence[Suggestion]) -> Iterator[Said]:
    """The place of the title, else the one that comes most often; with it its level."""
    places = [one.text for one in in_title if one.label == "Place"]
    if places:
        region, why = places[0], Reason("suggest.said-in-title", (("words", places[0]),))
    else:
        counts = Counter(one.text for one in in_text if one.label == "Place" and _level(one.text))
        most = _most(counts)
        if most is None:
            return
        region = str(most[0])
        why = Reason("suggest.said-often", (("words", region), ("count", str(most[1]))))
    yield Said("region", region, why)
    if level := _level(region):
        yield Said("level", level, Reason("suggest.said-by-region", (("words", region),)))


def _level(region: str) -> str:
    """The level of a region by what its name ends in; empty where that does not tell."""
    folded = fold(region)
    if named := _words()["regions"].get(folded):
        return named
    fitting = [ending for ending in _words()["endings"] if folded.endswith(ending) and folded != ending]
    return _words()["endings"][max(fitting, key=len)] if fitting else ""


def _by_title(title: str) -> Iterator[Said]:
    folded = fold(title)
    for name in ("level", "type"):
        for word, value in _words()[name].items():
            if word in folded:
                yield Said(name, value, Reason("suggest.said-in-title", (("words", word),)))


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(resource("describing.toml").read_text("utf-8"))
