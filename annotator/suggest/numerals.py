"""The values of numerals: 3,101 · 2.65 · 2万4千 · 三千五 · 数百 · 十几 · 二三十 · 半.

chinese.py reads Chinese numerals; what is no single number (几, 数, 半, two digits in a row) is handled around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from annotator.suggest.chinese import value_of

SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_DIGITS = "一二两三四五六七八九"
_FINANCIAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟〇○", "一二三四五六七八九十百千零零")
_NEIGHBOURS = re.compile(f"([{_DIGITS}])([{_DIGITS}])(?=[十百千万亿]|$)")
_FEW = re.compile("[几数]")
_ARABIC = re.compile(r"\d[\d,. ]*")
_MIXED_PART = r"(\d{1,9})([万亿]|千万|百万|千|百)"
_MIXED = re.compile(rf"(?:{_MIXED_PART})+(?:{_MIXED_PART}|(\d{{4}}))")
_MOST_DIGITS = 18
"""of a number that counts something; what is longer is the number of an account, a file, a card"""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, or all from `low` to `high` where the numeral leaves it open; then `value` is None."""

    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None

    def times(self, factor: Decimal) -> Amount:
        """The amount multiplied; what it leaves open stays open."""
        if factor == 1:
            return self
        return Amount(*(None if part is None else part * factor for part in (self.value, self.low, self.high)))

    @property
    def fits(self) -> bool:
        """Whether every part is a number that can be stored: below 2**63."""
        return all(abs(part) < 2**63 for part in (self.value, self.low, self.high) if part is not None)


@lru_cache(maxsize=256)
def scale(letters: str) -> Decimal:
    """What 万, 亿, 千万 … multiply by; 1 for none."""
    product = Decimal(1)
    for letter in letters:
        product *= SCALES.get(letter, 1)
    return product


@lru_cache(maxsize=4096)
def amount(numeral: str) -> Amount | None:
    """The value of a numeral in folded text, without unit; None for what is no number (千千, 五百万三万, 20 digits,
    1 . 2 . 3).

    几 and 数 stand for the digits that their place leaves open: 几十 is 20 to 99, 十几 11 to 19, 数百 200 to 999. Two
    neighbouring digits are a range: 二三十, or 二、三十, is 20 to 30. 半 alone is 0.5.
    """
    if _ARABIC.fullmatch(numeral):
        digits = numeral.replace(",", "").replace(" ", "")
        is_one = digits.count(".") <= 1 and len(digits) <= _MOST_DIGITS
        return Amount(Decimal(digits)) if is_one else None
    if match := _MIXED.fullmatch(numeral.replace(",", "")):
        parts = re.findall(_MIXED_PART, match[0])
        rest = Decimal(match.groups()[-1] or 0)
        return Amount(sum((int(digits) * scale(letters) for digits, letters in parts), rest))
    plain = numeral.translate(_FINANCIAL).replace("、", "")
    if plain in ("半", "一半", "半数"):
        return Amount(Decimal("0.5"))
    if _FEW.search(plain):
        return _few(plain)
    if neighbours := _neighbours(plain):
        return neighbours
    value = _chinese(plain)
    return None if value is None else Amount(value)


def _neighbours(plain: str) -> Amount | None:
    match = _NEIGHBOURS.search(plain)
    if match is None or "点" in plain:
        return None
    first, second = ("两", "三") if match[0] == "三两" else match.groups()
    if _digit(second) - _digit(first) not in (1, 2):
        return None
    low, high = (_chinese(plain[: match.start()] + digit + plain[match.end() :]) for digit in (first, second))
    return Amount(None, low, high) if low is not None and high is not None else None


def _digit(letter: str) -> int:
    return int("1223456789"[_DIGITS.index(letter)])


def _few(plain: str) -> Amount | None:
    at = _FEW.search(plain)
    assert at is not None  # the caller looked
    before, after = plain[: at.start()], plain[at.end() :]
    if after and after[0] not in SCALES:
        return None
    if before and after and SCALES[after[0]] < SCALES.get(before[-1], 0):  # 一百几十 is 一百 and 几十
        whole, rest = _chinese(before), _few(plain[at.start() :])
        return Amount(None, whole + rest.low, whole + rest.high) if whole and rest and rest.low and rest.high else None
    if before:
        low, high = _chinese(f"{before}一{after}"), _chinese(f"{before}九{after}")
    else:
        low = _chinese(f"二{after}") if after else None
        high = None if low is None else low * 5 - 1
    return Amount(None, low, high) if low is not None and high is not None else None


def _chinese(plain: str) -> Decimal | None:
    number = plain.rstrip("万亿") if "点" in plain else plain  # a scale behind a decimal fraction belongs to all of it
    value = value_of(f"一{number}" if number[0] in "百千万亿" else number)
    return None if value is None else value * scale(plain[len(number) :])
