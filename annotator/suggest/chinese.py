"""The values of Chinese numerals: 三千五百 · 十二万 · 一万零五十 · 两千三 · 二〇一八 · 十二点六五.

Our own, because cn2an, with which a test compares it, takes a tenth of a second to load. A number has sections before
亿, before 万 and at its end, and each section the units 千, 百, 十 in falling order with 零 over a gap. As people say
it, 零 may be left out (一万五百 is 10500) and the last unit too (两千三 is 2300).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from annotator.suggest.prepared import expression

_VALUES = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_DIGIT = "[一二两三四五六七八九]"
_DIGITS = re.compile("[零一二两三四五六七八九]+")
_SPOKEN = re.compile(f"(.*([百千万])){_DIGIT}", re.DOTALL)


def _number_source() -> str:
    """A number with its units and 零, as it is written in full."""
    tens = f"(?:{_DIGIT}?十{_DIGIT}?|{_DIGIT})"
    hundreds = f"(?:{_DIGIT}百(?:零{_DIGIT}|{_DIGIT}十{_DIGIT}?)?)"
    thousands = f"(?:{_DIGIT}千(?:零{tens}|{hundreds})?)"
    section = f"(?:{thousands}|{hundreds}|{tens})"
    below_100_million = f"(?:{section}万(?:零(?:{hundreds}|{tens})|{thousands})?|{section})"
    behind_100_million = f"(?:零{below_100_million}|{section}万(?:零(?:{hundreds}|{tens})|{thousands})?)"
    return f"零|{below_100_million}亿{behind_100_million}?|{below_100_million}"


EXPRESSIONS = {"chinese number": (_number_source, 0)}


@cache
def _number() -> re.Pattern[str]:
    return expression("chinese number", *EXPRESSIONS["chinese number"])


@cache
def _left_out() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What speech leaves out: where, and the letters for it."""
    places = {
        "廿": "二十",
        "零(?=[十百])": "零一",
        f"(?<=万)零(?={_DIGIT}千)": "",
        f"(?<=[万亿])(?={_DIGIT}[十百])": "零",
        f"(?<=千)(?={_DIGIT}?十)": "零",
        "(?<=百)(?=十)": "一",
    }
    return tuple((re.compile(place), letters) for place, letters in places.items())


def value_of(numeral: str) -> Decimal | None:
    """The value of a numeral of 零一二两三四五六七八九十百千万亿廿点; None for what is no number (千千, 二百万万)."""
    whole, point, fraction = numeral.partition("点")
    value = _whole(whole)
    if not point or value is None:
        return value
    return value + Decimal(f"0.{_digits(fraction)}") if _DIGITS.fullmatch(fraction) else None


def _whole(numeral: str) -> Decimal | None:
    for place, letters in _left_out():
        numeral = place.sub(letters, numeral)
    if _DIGITS.fullmatch(numeral):
        return Decimal(_digits(numeral))
    if _number().fullmatch(numeral):
        return Decimal(_sum(numeral))
    spoken = _SPOKEN.fullmatch(numeral)
    if spoken is None or not _number().fullmatch(spoken[1]):
        return None
    return Decimal(_sum(spoken[1]) + _VALUES[numeral[-1]] * (_UNITS | {"万": 10_000})[spoken[2]] // 10)


def _digits(numeral: str) -> str:
    return "".join(str(_VALUES[char]) for char in numeral)


def _sum(numeral: str) -> int:
    for unit, factor in (("亿", 100_000_000), ("万", 10_000)):
        before, found, behind = numeral.partition(unit)
        if found:
            return _sum(before) * factor + _sum(behind)
    total, digit = 0, 0
    for char in numeral:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _VALUES[char]
    return total + digit
