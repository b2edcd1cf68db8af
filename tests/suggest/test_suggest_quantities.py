"""Quantities: where one begins and ends, and what it amounts to."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.i18n import catalogue
from annotator.plain import read_scheme
from annotator.suggest.byquantities import by_quantities
from annotator.suggest.lexicon import Lexicon
from annotator.suggest.numerals import amount, scale
from annotator.suggest.passage import Passage
from annotator.suggest.units import units

EMPTY = Lexicon([])


def quantities(text):
    return {text[one.start : one.end]: dict(one.attributes) for one in by_quantities(Passage(text, EMPTY))}


def exactly(value, unit, kind):
    return {"value": value, "unit": unit, "kind": kind}


def about(value, unit, kind):
    return {**exactly(value, unit, kind), "approximate": True}


@pytest.mark.parametrize(
    ("text", "name", "attributes"),
    [
        ("投入2.65亿元", "2.65亿元", exactly(265_000_000, "元", "money")),
        ("投入2.65億元", "2.65億元", exactly(265_000_000, "元", "money")),
        ("投入３，１０１万元", "３，１０１万元", exactly(31_010_000, "元", "money")),
        ("逾26 000宗個案", "26 000宗", exactly(26_000, "宗", "count")),
        ("共3,101,500元", "3,101,500元", exactly(3_101_500, "元", "money")),
        ("共三千五百元", "三千五百元", exactly(3500, "元", "money")),
        ("共兩萬三千元", "兩萬三千元", exactly(23_000, "元", "money")),
        ("合計壹佰貳拾元", "壹佰貳拾元", exactly(120, "元", "money")),
        ("十二点六五亿元", "十二点六五亿元", exactly(1_265_000_000, "元", "money")),
        ("津貼$2,240", "$2,240", exactly(2240, "元", "money")),
        ("每人100元/人", "100元/人", exactly(100, "元/人", "money")),
        ("按1900元/生·年发", "1900元/生·年", exactly(1900, "元/生·年", "money")),
        ("收入5000元左右", "5000元左右", about(5000, "元", "money")),
        ("收入两千多元", "两千多元", about(2000, "元", "money")),
        ("率降至0.4%", "0.4%", exactly(0.4, "%", "rate")),
        ("率降至０．４％", "０．４％", exactly(0.4, "%", "rate")),
        ("达百分之九十", "百分之九十", exactly(90, "%", "rate")),
        ("占五分之一", "五分之一", {"value": 0.2, "kind": "rate"}),
        ("占九成", "九成", exactly(9, "成", "rate")),
        ("提高5个百分点", "5个百分点", exactly(5, "个百分点", "rate")),
        ("超过60%以上", "60%以上", {"low": 60, "unit": "%", "kind": "rate", "approximate": True}),
        ("降到0.7%以下", "0.7%以下", {"high": 0.7, "unit": "%", "kind": "rate", "approximate": True}),
        ("有40余亩", "40余亩", about(40, "亩", "area")),
        ("有40餘畝", "40餘畝", about(40, "亩", "area")),
        ("面积2.66万平方公里", "2.66万平方公里", exactly(26_600, "平方公里", "area")),
        ("铺了近10公里路", "近10公里", about(10, "公里", "length")),
        ("收了三吨", "三吨", exactly(3, "吨", "weight")),
        ("约二万多人", "约二万多人", about(20_000, "人", "people")),
        ("补助85.5万人次", "85.5万人次", exactly(855_000, "人次", "people")),
        ("5万多名党员", "5万多名", about(50_000, "名", "people")),
        ("二三十人", "二三十人", {"low": 20, "high": 30, "unit": "人", "kind": "people", "approximate": True}),
        ("数百名工人", "数百名", {"low": 200, "high": 999, "unit": "名", "kind": "people", "approximate": True}),
        (
            "十几户人家",
            "十几户",
            {"low": 11, "high": 19, "unit": "户", "kind": "households", "approximate": True},
        ),
        ("三到五户一组", "三到五户", {"low": 3, "high": 5, "unit": "户", "kind": "households"}),
        ("给3000-5000元", "3000-5000元", {"low": 3000, "high": 5000, "unit": "元", "kind": "money"}),
        ("给3000元至5000元", "3000元至5000元", {"low": 3000, "high": 5000, "unit": "元", "kind": "money"}),
        ("60—64歲長者", "60—64歲", {"low": 60, "high": 64, "unit": "岁", "kind": "other"}),
        ("有552个贫困村", "552个", exactly(552, "个", "villages")),
        ("两个乡镇", "两个", exactly(2, "个", "count")),
        ("兩個鄉鎮", "兩個", exactly(2, "个", "count")),
        ("企业1407家", "1407家", exactly(1407, "家", "count")),
        ("戴了32年帽子", "32年", exactly(32, "年", "duration")),
        ("干了两个多月", "两个多月", about(2, "个月", "duration")),
        ("半亩地", "半亩", exactly(0.5, "亩", "area")),
        ("总人口1188万，", "1188万", {"value": 11_880_000, "kind": "other"}),
        ("490多万贫困人口", "490多万", {"value": 4_900_000, "kind": "other", "approximate": True}),
        ("500余人", "500余人", about(500, "人", "people")),
    ],
)
def test_one(text, name, attributes):
    assert quantities(text) == {name: attributes}


@pytest.mark.parametrize(
    "text",
    [
        "第一书记",
        "第4名",
        "2018年7月",
        "2018—2022年",
        "二〇一八年",
        "一个个村子",
        "三年级学生",
        "六大行动",
        "一心一意",
        "数据显示",
        "几家企业",
        "4G网络",
        "“3+N”",
        "万岁",
        "十分高兴",
        "统一部署",
        "三农工作",
        "五保户",
        "一批干部",
        "节约用水",
        "初一学生",
    ],
)
def test_none(text):
    assert quantities(text) == {}


def test_from_and_to_are_two():
    assert list(quantities("贫困发生率由10.3%降至0.4%")) == ["10.3%", "0.4%"]


def test_saving_is_no_approximation():
    assert list(quantities("节约20万元，约20万元")) == ["20万元", "约20万元"]


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("0", 0),
        ("1,234.5", Decimal("1234.5")),
        ("十", 10),
        ("一百零五", 105),
        ("廿五", 25),
        ("两万", 20_000),
        ("三千五", 3500),
        ("百", 100),
        ("千", 1000),
        ("一万亿", 10**12),
        ("三点五", Decimal("3.5")),
        ("半", Decimal("0.5")),
        ("〇", 0),
    ],
)
def test_numerals(numeral, value):
    assert amount(numeral).value == value


@pytest.mark.parametrize(
    ("numeral", "low", "high"),
    [
        ("几十", 20, 99),
        ("数百", 200, 999),
        ("几千", 2000, 9999),
        ("十几", 11, 19),
        ("几十万", 200_000, 999_999),
        ("十几万", 110_000, 190_000),
        ("三四", 3, 4),
        ("三四百", 300, 400),
        ("十七八", 17, 18),
        ("两三", 2, 3),
        ("三五", 3, 5),
    ],
)
def test_numerals_that_leave_it_open(numeral, low, high):
    assert (amount(numeral).value, amount(numeral).low, amount(numeral).high) == (None, low, high)


@pytest.mark.parametrize("numeral", ["几", "数", "千千", "万万百"])
def test_what_is_no_number(numeral):
    assert amount(numeral) is None


@settings(deadline=None)
@given(st.integers(0, 10**12 - 1))
def test_chinese_numerals_of_cn2an_come_back(number):
    import cn2an

    written = cn2an.an2cn(number)
    read = amount(written)
    assert read is not None
    assert read.value == number


@settings(deadline=None)
@given(st.integers(1, 99_999), st.sampled_from(["", "十", "百", "千", "万", "亿", "千万", "百万"]))
def test_scales_multiply(number, letters):
    assert scale(letters) * number == amount(str(number)).times(scale(letters)).value


def test_every_kind_is_the_schemes():
    scheme = read_scheme()
    kinds = {choice.name for kind in scheme.attributes if kind.name == "kind" for choice in kind.choices}
    assert set(units().kinds.values()) <= kinds
    assert {"suggest.why-quantity", "suggest.why-number"} <= catalogue().keys()
