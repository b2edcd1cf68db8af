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

from annotator.model import AttributeValue, Reason
from annotator.suggest.find import Find, Said, Words
from annotator.suggest.measures import Written, alone, between, together
from annotator.suggest.numerals import Amount
from annotator.suggest.passage import Passage
from annotator.suggest.quantity import quantities, unit_of
from annotator.suggest.registry import suggesters
from annotator.suggest.units import units

SCORE, SCORE_CHINESE = 0.9, 0.8


@suggesters.register("quantities")
def by_quantities(passage: Passage) -> Iterator[Find]:
    """One find for each number with a unit or a scale (万, 亿); none for dates, ordinals and years."""
    villages = units().villages
    for start, end, written, way, side, vague, following in quantities(passage.folded):
        said = _said(written, way, side, vague, written[0].unit in ("个", "") and following.startswith(villages))
        if said is not None:
            yield Find(start, end, *said)


@lru_cache(maxsize=8192)
def _said(written: tuple[Written, ...], way: str, side: str, vague: bool, of_villages: bool) -> Said | None:
    """What is said of a quantity of these parts, wherever it stands; None where no number of it can be stored."""
    measured = measure(written, way)
    if measured is None or not measured.fits:
        return None
    number, unit = written[0].number, unit_of(written, way)
    score = SCORE if number[0].isdigit() else SCORE_CHINESE
    words: Words = (("number", number), ("unit", unit)) if unit else (("number", number),)
    why = Reason("suggest.why-quantity" if unit else "suggest.why-number", words)
    kind = "villages" if of_villages and unit in ("个", "") else kind_of(written[-1], unit)
    return (
        "Quantity",
        score,
        "quantities",
        why,
        attributes(measured, unit, kind, side, vague=vague or (way != "to" and measured.value is None)),
    )


def measure(written: tuple[Written, ...], way: str) -> Amount | None:
    """What the numbers amount to, scale included; None where they are none after all."""
    if way == "and":
        return together(written)
    return between(*written) if way == "to" else alone(written[0])


def attributes(measured: Amount, unit: str, kind: str, side: str, *, vague: bool) -> dict[str, AttributeValue]:
    """The attributes of the scheme that apply, in its order."""
    value, low, high = measured.value, measured.low, measured.high
    if side.endswith("以上"):
        value, low = None, value or low
    elif side.endswith(("以下", "以内")):
        value, high = None, value or high
    given: dict[str, AttributeValue] = {
        key: plain(part) for key, part in (("value", value), ("low", low), ("high", high)) if part is not None
    }
    if unit:
        given["unit"] = unit
    given["kind"] = kind
    if vague:
        given["approximate"] = True
    return given


def kind_of(written: Written, unit: str) -> str:
    """The kind of a quantity by its unit."""
    return "rate" if written.is_part else _kind_of(unit)


@lru_cache(maxsize=1024)
def _kind_of(unit: str) -> str:
    return units().kinds.get(re.split("[/每(]", unit)[0], "other")


def plain(number: Decimal) -> int | float:
    """The number as an int where it is whole, else as a float."""
    return int(number) if number == number.to_integral_value() else float(number)
