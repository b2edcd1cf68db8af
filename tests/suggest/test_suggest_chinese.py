"""Chinese numerals, beside cn2an: what both read is the same, and what only cn2an reads is no number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.suggest.chinese import value_of


def by_cn2an(numeral: str) -> Decimal | None:
    import cn2an

    try:
        return Decimal(str(cn2an.cn2an(numeral, "smart")))
    except (ValueError, KeyError):
        return None


def written(number: float) -> str:
    import cn2an

    return cn2an.an2cn(number)


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("零", "0"),
        ("十", "10"),
        ("十二", "12"),
        ("廿三", "23"),
        ("一百零五", "105"),
        ("一百五", "150"),
        ("一百十五", "115"),
        ("两千三", "2300"),
        ("两千零三", "2003"),
        ("一万五百", "10500"),
        ("一万零五十", "10050"),
        ("十万零一千", "101000"),
        ("十三万六", "136000"),
        ("三千五百万", "35000000"),
        ("一亿零五百万", "105000000"),
        ("一亿十万", "100100000"),  # cn2an loses the 十
        ("九千九百九十九万九千九百九十九亿", "9999999900000000"),
        ("二零一八", "2018"),
        ("十二点六五", "12.65"),
        ("零点五", "0.5"),
    ],
)
def test_values(numeral, value):
    assert value_of(numeral) == Decimal(value)


@pytest.mark.parametrize(
    "numeral", ["千千", "万", "二百万万", "百百一", "一亿五千", "三十十", "一点十", "点五", "三点", "一点一点一", ""]
)
def test_what_is_no_number(numeral):
    assert value_of(numeral) is None


@given(st.integers(0, 10**12) | st.integers(0, 10**5))
def test_every_number_as_it_is_written(number):
    assert value_of(written(number)) == number


@given(st.decimals(0, 100_000, places=3))
def test_every_decimal_as_it_is_written(number):
    assert value_of(written(float(number))) == number


@settings(max_examples=500)
@given(st.text("零一二两五十百千万亿点", max_size=7))
def test_a_value_is_the_one_that_cn2an_gives(numeral):
    value = value_of(numeral)
    if value is not None and "亿十" not in numeral:
        assert by_cn2an(numeral) == value
