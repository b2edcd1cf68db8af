"""The quantities of a folded text: one number with its unit, or two and more that make one.

These are a range (3至5万元), two bounds (六万元以上三十万元以下), a unit and its parts (3小时20分钟).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from annotator.suggest.counting import (
    BEFORE,
    NUMERALS,
    always_counts,
    before,
    counts,
    counts_in_chinese,
    currency_before,
    is_year,
    may_count_bare,
    stands_alone,
)
from annotator.suggest.grammar import EXPRESSIONS
from annotator.suggest.measures import Written, between, is_divided, together
from annotator.suggest.numerals import amount
from annotator.suggest.prepared import expression
from annotator.suggest.units import units

_CURRENCY = {"$": "元", "¥": "元", "HK$": "港元", "US$": "美元", "NT$": "新台币", "HKD": "港元", "USD": "美元"}
_JOINTS = frozenset("-~—–－至到 、")
_LEADS_ON = _JOINTS | frozenset("0123456789" + NUMERALS)
"""what may follow a number that is not all of its quantity"""
_JOINT = re.compile(r"[ ]?[-~—–－至到]{1,2}[ ]?|(?<=[^\d.第、][1-9])、(?=[1-9]\D)|(?<=\d)、(?=\d)")
_BARE = 2
"""the group of the number; where it is the last that matched, nothing else is written"""
_DIGITS = {ord(han): str(digit) for digit, han in enumerate("零一二三四五六七八九")}
_HANS = {ord(str(digit)): han for digit, han in enumerate("零一二三四五六七八九")}


class _Matches(NamedTuple):
    """What makes one quantity: its first match and its last, which may be the same, its numbers, and how they belong
    together."""

    first: re.Match[str]
    last: re.Match[str]
    written: tuple[Written, ...]
    way: str = ""


class Quantity(NamedTuple):
    """A quantity at `[start, end)` in code points, in its parts; all in folded text, empty where there is none.

    `way` says how its numbers belong together: "to" for a range of two, "and" for a unit with its parts. `following` is
    what stands behind, to tell villages from other counts.
    """

    start: int
    end: int
    written: tuple[Written, ...]
    way: str = ""
    side: str = ""
    vague: bool = False
    following: str = ""


@cache
def _grammar() -> re.Pattern[str]:
    return expression("quantity", *EXPRESSIONS["quantity"])


@cache
def _starts() -> re.Pattern[str]:
    return expression("quantity starts", *EXPRESSIONS["quantity starts"])


def quantities(folded: str) -> Iterator[Quantity]:
    """The quantities of a folded text from left to right."""
    begins, grammar, at = _starts().search, _grammar().match, 0
    while (start := begins(folded, at)) is not None:
        match = grammar(folded, start.start())
        if match is None:
            at = start.start() + 1
            continue
        since, at = at, match.end()
        next_to_it = folded[at : at + 1]
        if next_to_it in _LEADS_ON and (several := _several(match, next_to_it, folded)) is not None:
            at = several.last.end()
            first, last, written, way = several
            if counts(first, last, unit_of(written, way) or written[0].unit, way, folded):
                yield _quantity(several, folded, since)
        elif (found := _single(match, folded, since)) is not None:
            yield found


def unit_of(written: tuple[Written, ...], way: str) -> str:
    """The unit in which the numbers are told: that of the last of a range, but of the first of 3小时20分钟; none where
    the last is a part of a whole (20%到一半)."""
    if way == "and" or not (written[-1].unit or written[-1].is_part):
        return written[0].unit
    return written[-1].unit


def _single(match: re.Match[str], folded: str, since: int) -> Quantity | None:
    """The quantity that is one number, if it counts anything."""
    start, end = match.span()
    groups = match.groups()
    currency, number, _, _, _, _, few, scale, rest, more, unit, inner, tail, still, side = groups
    if match.lastindex == _BARE and currency is None and not may_count_bare(number, end, folded):
        return None
    if rest or inner or tail or currency or unit is None:
        sure, written = None, _written(groups)
    elif number[0] < ":":  # a digit
        if unit == "年" and scale is None and is_year(number):
            return None
        sure = unit in _plain_units()
        written = Written(number, scale or "", "", unit) if sure else _written(groups)
    else:
        sure = counts_in_chinese(number, unit)
        if sure is False and still is None:
            return None
        written = Written(number, scale or "", "", unit.lstrip())
    if not (stands_alone(start, folded) if sure else counts(match, match, written.unit, "", folded)):
        return None
    if start and folded[start - 1] in BEFORE:
        return _quantity(_Matches(match, match, (written,)), folded, since)
    vague = (few or more or still or side) is not None or ((inner or rest) is not None and _is_vague(match))
    return Quantity(start, end, (written,), "", side or "", vague, folded[end : end + 5])


@cache
def _plain_units() -> frozenset[str]:
    return frozenset(unit for unit in units().kinds if always_counts(unit))


@cache
def _divided_units() -> frozenset[str]:
    return frozenset(unit for sizes in units().sizes.values() for unit in sizes)


def _several(match: re.Match[str], next_to_it: str, folded: str) -> _Matches | None:
    """The quantity of more than one number that begins with a match; None where the match stands alone."""
    if next_to_it not in _JOINTS:
        may_go_on = match["side"] or (match["unit"] or "").lstrip() in _divided_units()
        return _goes_on(match, folded) if may_go_on else None
    if next_to_it == "、" and match.lastindex != _BARE:
        return None
    joint = _JOINT.match(folded, match.end())
    last = None if joint is None else _grammar().match(folded, joint.end())
    if joint is None or last is None:
        return None
    if joint.group() == "、" and not _are_neighbours(match["number"], last["number"]):
        return None
    written = _range(match, last)
    return None if written is None else _Matches(match, last, written, "to")


def _are_neighbours(number: str, last: str) -> bool:
    """Whether two numbers with 、 between them are a range (3、5年; 57、58岁) and not two of a list."""
    if not (number.isdecimal() and last.isdecimal()):
        return False
    return len(number) == len(last) == 1 or int(last) == int(number) + 1


def _range(match: re.Match[str], last: re.Match[str]) -> tuple[Written, Written] | None:
    """The two numbers of a range; None where they are none, as of 8%至3%, 2户至30人."""
    if match["side"] or match["still"] or last["currency"] not in (None, match["currency"]):
        return None
    low, high = _written(match.groups()), _written(last.groups())
    if not high.unit and not high.is_part and not match["currency"] and not (match["part"] and low.unit):
        return None
    if low.is_part != high.is_part and not (low.unit or high.unit):
        return None
    return _rising(low, high)


def _rising(low: Written, high: Written) -> tuple[Written, Written] | None:
    return None if between(low, high) is None else (low, high)


def _goes_on(match: re.Match[str], folded: str) -> _Matches | None:
    """What a number with a unit goes on with, without a joint: the other bound, or parts of its unit."""
    if match["unit"] is None:
        return None
    last, grammar = match, _grammar().match
    if match["side"]:
        bound = grammar(folded, match.end()) if match["side"].endswith("以上") else None
        if bound is None or not bound["unit"] or bound["side"] not in ("以下", "以内"):
            return None
        written = _rising(_written(match.groups()), _written(bound.groups()))
        return None if written is None else _Matches(match, bound, written, "to")
    parts = [_written(match.groups())]
    while (
        (part := grammar(folded, _behind_zero(last.end(), folded))) is not None
        and part["unit"] is not None
        and not part["currency"]
    ):
        minor = _written(part.groups())
        if not is_divided(parts[-1].unit, minor.unit):
            break
        parts.append(minor)
        last = part
    return _Matches(match, last, tuple(parts), "and") if len(parts) > 1 and together(tuple(parts)) is not None else None


def _behind_zero(at: int, folded: str) -> int:
    """Where the number begins whose 零 stands at a place: 12年零5个月."""
    return at + 1 if folded[at : at + 1] == "零" and folded[at + 1 : at + 2].isdecimal() else at


def _written(groups: tuple[str | Any, ...]) -> Written:
    """The number of a match with its unit: 3块5 is 3.5 块, 两个半月 2.5 个月, 三分之一 一 over 三."""
    currency, number, part, part2, ratio, over, _, scale, rest, _, unit, inner, tail, _, _ = groups
    if part or part2:
        part = part or part2 or ""
        return Written(part, unit="%") if number == "百" else Written(part, over=number)
    if over or ratio:
        return Written(number, over=over or "1")
    if unit is None:
        unit = _CURRENCY[currency.rstrip()] if currency else ""
    unit = unit.lstrip() if "\\" not in unit else "%"
    if inner:
        unit = unit.replace(inner, "", 1)
    if rest:
        number, scale = f"{number}{scale}{rest}".replace("余", "").replace("多", ""), None
    elif tail or inner == "半":
        number = _with_tenths(number, tail or "半", scale)
    return Written(number, scale or "", unit=unit)


def _with_tenths(number: str, tenths: str, scale: str | None) -> str:
    """A number with what is said behind its unit, where it is exact: 1米78 is 1.78, 三斤半 三点五."""
    exact = None if scale or "点" in number or "." in number else amount(number)
    if exact is None or exact.value is None:
        return number
    tenths = "五" if tenths == "半" else tenths
    if number[0].isdigit():
        return f"{number}.{tenths.translate(_DIGITS)}"
    return f"{number}点{tenths.translate(_HANS)}"


def _quantity(matches: _Matches, folded: str, since: int) -> Quantity:
    """The quantity of these matches, with the words before it that belong to it; these are behind `since`."""
    match, last, written, way = matches
    end, number = last.end(), match["number"]
    start, about = before(match.start(), number, folded)
    if start < since:
        start, about = match.start(), False
    if currency := currency_before(match.start(), folded):
        written = tuple(one._replace(unit=currency) if one.unit == "元" else one for one in written)
    is_bounded = bool(match["side"]) and way == "to"
    side = "" if is_bounded else last["side"] or ""
    vague = about or bool(side) or (not is_bounded and (_is_vague(match) or _is_vague(last)))
    return Quantity(start, end, written, way, side, vague, folded[end : end + 5])


def _is_vague(match: re.Match[str]) -> bool:
    rest = match["rest"] or ""
    return any(match.group("few", "more", "still", "side")) or match["inner"] == "多" or "多" in rest or "余" in rest
