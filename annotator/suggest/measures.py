"""What numbers with units amount to, alone and together: 三斤二两, 6个月至3岁, 两到三百元.

Numbers with different units go together where `rules/units.toml` gives the sizes of both: 6个月至3岁 is half a year to
3 years. A range never falls: 8%至3% is none.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from annotator.suggest.numerals import Amount, amount, scale
from annotator.suggest.units import units

HALVES = frozenset({"一半", "半数"})
_NO_SCALE = re.compile("[^百千万亿]+")
_SHARED = re.compile("([^百千万亿]+)([百千万亿]+)")
_WHOLE = "倍"
"""what a part of a whole (三分之一) is told in"""


class Written(NamedTuple):
    """A number with its unit as it is written, folded: `number` and `scale` are 3 and 万; `over` is the divisor of a
    fraction (三分之一: number 一, over 三)."""

    number: str
    scale: str = ""
    over: str = ""
    unit: str = ""

    @property
    def is_part(self) -> bool:
        """Whether it is a part of a whole, without a unit: 三分之一, 一半."""
        return bool(self.over) or (self.number in HALVES and not self.unit)


def alone(written: Written) -> Amount | None:
    """The amount in the unit that is written; None where it is no number after all (千千)."""
    number = amount(written.number)
    if number is None:
        return None
    number = number.times(scale(written.scale))
    if written.over:
        over = amount(written.over)
        return None if over is None or not over.value or number.value is None else Amount(number.value / over.value)
    if written.unit == "折" and number.value is not None and number.value > 10:  # 九五折 is 9.5
        return number.times(Decimal("0.1"))
    return number


@lru_cache(maxsize=4096)
def between(first: Written, last: Written) -> Amount | None:
    """The range from one number to the other in the unit of the last; None where they make none.

    What is said once holds for both where the range then rises: 两到三百 is 200 to 300, but 800至1万 begins at 800.
    """
    low, high, ratio = alone(first), alone(last), _ratio(first, last)
    if low is None or high is None or ratio is None:
        return None
    for factor in (_shared(first, last), Decimal(1)):
        below = low.times(ratio * factor)
        if _lowest(below) < _highest(high):
            return Amount(None, _lowest(below), _highest(high))
    return None


def together(parts: tuple[Written, ...]) -> Amount | None:
    """The sum of numbers in falling units, in the first unit: 3小时20分钟; None where one of them is open."""
    total = Decimal(0)
    for part in parts:
        value, ratio = alone(part), _ratio(part, parts[0])
        if value is None or value.value is None or ratio is None:
            return None
        total += value.value * ratio
    return Amount(total)


def is_divided(major: str, minor: str) -> bool:
    """Whether a unit is divided into another: 小时 into 分钟."""
    sizes = units().sizes_of(major, minor)
    return sizes is not None and sizes[1] < sizes[0]


def _lowest(one: Amount) -> Decimal:
    found = one.value if one.low is None else one.low
    assert found is not None  # an amount has a value or bounds
    return found


def _highest(one: Amount) -> Decimal:
    found = one.value if one.high is None else one.high
    assert found is not None
    return found


def _ratio(of: Written, to: Written) -> Decimal | None:
    """How many units of `to` one of `of` is; None where they measure different things."""
    unit, other = (_WHOLE if one.is_part else one.unit for one in (of, to))
    if unit == other or not unit or not other or other.startswith((unit + "/", unit + "每")):
        return Decimal(1)
    sizes = units().sizes_of(unit, other)
    return None if sizes is None else Decimal(sizes[0]) / Decimal(sizes[1])


def _shared(first: Written, last: Written) -> Decimal:
    """What 百, 万 … behind the last number multiply the first by, which has no unit and none of its own."""
    if first.unit or first.over or first.scale or not _NO_SCALE.fullmatch(first.number):
        return Decimal(1)
    if last.scale:
        return scale(last.scale)
    shared = _SHARED.fullmatch(last.number)
    return Decimal(1) if shared is None else scale(shared[2])
