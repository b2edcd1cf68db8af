"""Suggestions of quantities: a number with its unit, and the words of approximation that belong to it.

Attributes follow the scheme: 万 and 亿 are multiplied into `value` (2.65亿元 → 265000000 元); a rate keeps the number
that is written (10.3% → 10.3, unit %; 九成 → 9, unit 成; 三分之一 → 1/3, no unit); a range and an open bound have `low`
and `high`; what does not apply is left out. Units are in Simplified.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

from annotator.model import AttributeValue
from annotator.suggest.counting import HALVES
from annotator.suggest.find import Find, Words
from annotator.suggest.numerals import Amount, amount, scale
from annotator.suggest.passage import Passage
from annotator.suggest.quantity import Quantity, quantities
from annotator.suggest.registry import suggesters
from annotator.suggest.units import units

SCORE, SCORE_CHINESE = 0.9, 0.8


@suggesters.register("quantities")
def by_quantities(passage: Passage) -> Iterator[Find]:
    """One find for each number with a unit or a scale (万, 亿); none for dates, ordinals and years."""
    villages = units().villages
    for found in quantities(passage.folded):
        of_villages = found.unit in ("个", "") and found.following.startswith(villages)
        given = _attributes(found[2:-1], of_villages)
        if given is not None:
            score = SCORE if found.arabic else SCORE_CHINESE
            yield Find(found.start, found.end, "Quantity", score, "quantities", *_why(found), given)


@lru_cache(maxsize=8192)
def _attributes(parts: tuple[Any, ...], of_villages: bool) -> dict[str, AttributeValue] | None:
    """The attributes of a quantity of these parts, wherever it stands; None where no number of it can be stored."""
    found = Quantity._make((0, 0, *parts, units().villages[0] if of_villages else ""))
    measured = measure(found)
    return attributes(found, measured) if measured is not None and measured.fits else None


def _why(found: Quantity) -> tuple[str, Words]:
    if found.unit:
        return "suggest.why-quantity", (("number", found.number), ("unit", found.unit))
    return "suggest.why-number", (("number", found.number),)


def measure(found: Quantity) -> Amount | None:
    """What the number amounts to, scale included; None where it is no number after all."""
    first = amount(found.number)
    if first is None:
        return None
    first = first.times(scale(found.scale or found.last_scale if found.last else found.scale))
    if found.over:
        over = amount(found.over)
        return None if over is None or not over.value or first.value is None else Amount(first.value / over.value)
    if not found.last:
        return first
    last = amount(found.last)
    if last is None:
        return None
    last = last.times(scale(found.last_scale))
    return Amount(None, first.low or first.value, last.high or last.value)


def attributes(found: Quantity, measured: Amount) -> dict[str, AttributeValue]:
    """The attributes of the scheme that apply, in its order."""
    value, low, high = measured.value, measured.low, measured.high
    if found.side.endswith("以上"):
        value, low = None, value or low
    elif found.side.endswith(("以下", "以内")):
        value, high = None, value or high
    given: dict[str, AttributeValue] = {
        key: plain(part) for key, part in (("value", value), ("low", low), ("high", high)) if part is not None
    }
    if found.unit:
        given["unit"] = found.unit
    given["kind"] = kind(found)
    if found.vague or (value is None and not found.last):
        given["approximate"] = True
    return given


def kind(found: Quantity) -> str:
    """The kind of a quantity by its unit; a count of villages is one of villages."""
    if found.over or found.number in HALVES:
        return "rate"
    if found.unit in ("个", "") and found.following.startswith(units().villages):
        return "villages"
    return _kind_of(found.unit)


@lru_cache(maxsize=1024)
def _kind_of(unit: str) -> str:
    return units().kinds.get(re.split("[/每(]", unit)[0], "other")


def plain(number: Decimal) -> int | float:
    """The number as an int where it is whole, else as a float."""
    return int(number) if number == number.to_integral_value() else float(number)
