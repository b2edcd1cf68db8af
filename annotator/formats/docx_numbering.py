"""The numbers that Word shows before paragraphs: it keeps them out of the text, and counts them anew each time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from annotator.formats.docx_numerals import numeral
from annotator.formats.docx_symbols import symbol
from annotator.formats.ooxml import Element, child, kind, on, value

_PLACE = re.compile(r"%([1-9])")
_AFTER = {"tab": "\t", "space": " ", "nothing": ""}
_MOST_STYLES = 50  # based on each other; more is a circle


class Place(NamedTuple):
    """Where a paragraph stands in a list."""

    list: str
    level: int


@dataclass(frozen=True, slots=True)
class Level:
    """How a level of a list is counted and written."""

    start: int
    way: str
    text: str
    font: str
    after: str
    restart: int | None
    """the level, from 1, whose next number starts this one again; 0 never, None any above"""
    legal: bool
    style: str


class Numbering:
    """Counts through a text, paragraph by paragraph. `numbering` and `styles` are the roots of those parts, or None."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._styles = {value(one, "styleId"): one for one in _all(styles, "w:style")}
        self._abstract = {value(one, "abstractNumId"): one for one in _all(numbering, "w:abstractNum")}
        self._lists = {value(one, "numId") or "": one for one in _all(numbering, "w:num")}
        self._levels: dict[str, dict[int, Level]] = {}
        self._counts: dict[str | None, dict[int, int]] = {}
        self._begun: set[Place] = set()

    def before(self, properties: Element | None) -> str:
        """What Word shows before the paragraph with these properties, with the tab or blank after it; often nothing."""
        place = self._place(properties)
        level = self._levels_of(place.list).get(place.level) if place else None
        if place is None or level is None:
            return ""
        numbers = self._count(place, level)
        text = self._bullet(level) if level.way == "bullet" else self._written(place, level, numbers)
        return text + _AFTER.get(level.after, "\t") if text else ""

    def _place(self, properties: Element | None) -> Place | None:
        style = value(child(properties, "w:pStyle"))
        chain = [child(properties, "w:numPr"), *self._of_style(style)]
        list_ = next((id_ for one in chain if (id_ := value(child(one, "w:numId"))) is not None), None)
        if list_ is None or list_ not in self._lists:
            return None
        level = next((said for one in chain if (said := value(child(one, "w:ilvl"))) is not None), None)
        if level is not None:
            return Place(list_, _number(level, 0))
        linked = (at for at, one in self._levels_of(list_).items() if style and one.style == style)
        return Place(list_, next(linked, 0))

    def _of_style(self, name: str | None) -> Iterator[Element | None]:
        for _ in range(_MOST_STYLES):
            style = self._styles.get(name)
            if style is None:
                return
            yield child(style, "w:pPr", "w:numPr")
            name = value(child(style, "w:basedOn"))

    def _levels_of(self, list_: str) -> dict[int, Level]:
        if list_ not in self._levels:
            num = self._lists[list_]
            levels = {_number(value(one, "ilvl"), 0): one for one in _all(self._base(num), "w:lvl")}
            for change in _all(num, "w:lvlOverride"):
                if (other := child(change, "w:lvl")) is not None:
                    levels[_number(value(change, "ilvl"), 0)] = other
            self._levels[list_] = {at: _level(one) for at, one in levels.items()}
        return self._levels[list_]

    def _base(self, num: Element) -> Element | None:
        """The abstract list, by way of a list style where it only names one."""
        base = self._abstract.get(value(child(num, "w:abstractNumId")))
        if style := value(child(base, "w:numStyleLink")):
            linked = value(child(self._styles.get(style), "w:pPr", "w:numPr", "w:numId"))
            base = self._abstract.get(value(child(self._lists.get(linked or ""), "w:abstractNumId")))
        return base

    def _count(self, place: Place, level: Level) -> dict[int, int]:
        """Lists of one abstract list go on counting together; one that overrides the start begins again, once."""
        num = self._lists[place.list]
        counts = self._counts.setdefault(value(child(num, "w:abstractNumId")), {})
        start = self._start_again(num, place)
        if start is not None:
            counts[place.level] = start
        else:
            counts[place.level] = counts.get(place.level, level.start - 1) + 1
        for below, other in self._levels_of(place.list).items():
            if below > place.level and (other.restart is None or 0 < place.level + 1 <= other.restart):
                counts.pop(below, None)
        return counts

    def _start_again(self, num: Element, place: Place) -> int | None:
        if place in self._begun:
            return None
        self._begun.add(place)
        changes = (one for one in _all(num, "w:lvlOverride") if _number(value(one, "ilvl"), -1) == place.level)
        said = value(child(next(changes, None), "w:startOverride"))
        return None if said is None else _number(said, 1)

    def _written(self, place: Place, level: Level, counts: dict[int, int]) -> str:
        levels = self._levels_of(place.list)

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            if at not in levels:
                return ""
            way = "decimal" if level.legal and at != place.level else levels[at].way
            return numeral(counts.get(at, levels[at].start), way)

        return _PLACE.sub(number, level.text)

    def _bullet(self, level: Level) -> str:
        return "".join(symbol(ord(char), level.font) or "•" for char in level.text)


def _level(element: Element) -> Level:
    restart = value(child(element, "w:lvlRestart"))
    return Level(
        start=_number(value(child(element, "w:start")), 0),
        way=value(child(element, "w:numFmt")) or "decimal",
        text=value(child(element, "w:lvlText")) or "",
        font=value(child(element, "w:rPr", "w:rFonts"), "ascii") or "",
        after=value(child(element, "w:suff")) or "tab",
        restart=None if restart is None else _number(restart, 0),
        legal=on(child(element, "w:isLgl")),
        style=value(child(element, "w:pStyle")) or "",
    )


def _number(text: str | None, otherwise: int) -> int:
    """A small whole number; something else where it is none."""
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text) else otherwise


def _all(element: Element | None, name: str) -> list[Element]:
    return [] if element is None else [one for one in element if kind(one) == name]
