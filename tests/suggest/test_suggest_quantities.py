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


FORMS = """
投入2.65亿元|2.65亿元|265000000|||元|money
投入2.65億元|2.65億元|265000000|||元|money
共3,101,500元|3,101,500元|3101500|||元|money
共３，１０１，５００元|３，１０１，５００元|3101500|||元|money
投入３０００万元|３０００万元|30000000|||元|money
每人每年１．２万元|１．２万元|12000|||元|money
逾26 000宗個案|26 000宗|26000|||宗|count
涉及1 261宗|1 261宗|1261|||宗|count
三千五百元|三千五百元|3500|||元|money
兩萬三千元|兩萬三千元|23000|||元|money
壹佰貳拾元|壹佰貳拾元|120|||元|money
叁萬伍仟元|叁萬伍仟元|35000|||元|money
十二点六五亿元|十二点六五亿元|1265000000|||元|money
一百零五亩|一百零五亩|105|||亩|area
二百五十户|二百五十户|250|||户|households
津貼$2,240|$2,240|2240|||元|money
每月HK$3,000|HK$3,000|3000|||港元|money
約US$500|約US$500|500|||美元|money
¥100补贴|¥100|100|||元|money
每人100元/人|100元/人|100|||元/人|money
1900元/生·年|1900元/生·年|1900|||元/生·年|money
500元/亩|500元/亩|500|||元/亩|money
80元/天|80元/天|80|||元/天|money
2000元/户|2000元/户|2000|||元/户|money
6元/斤|6元/斤|6|||元/斤|money
480元/月|480元/月|480|||元/月|money
842元/月|842元/月|842|||元/月|money
1.5萬元/人|1.5萬元/人|15000|||元/人|money
5000元左右|5000元左右|5000|||元|money
两千多元|两千多元|2000|||元|money
两三千元|两三千元||2000|3000|元|money
近百万元|近百万元|1000000|||元|money
几百元|几百元||200|999|元|money
數千元|數千元||2000|9999|元|money
几万元|几万元||20000|99999|元|money
3000-5000元|3000-5000元||3000|5000|元|money
3000元至5000元|3000元至5000元||3000|5000|元|money
3000～5000元|3000～5000元||3000|5000|元|money
8000—10000元|8000—10000元||8000|10000|元|money
1萬至2萬元|1萬至2萬元||10000|20000|元|money
2至3万元|2至3万元||20000|30000|元|money
三到五户|三到五户||3|5|户|households
三至五年|三至五年||3|5|年|duration
5-7人|5-7人||5|7|人|people
1-2名|1-2名||1|2|名|people
18元至24元|18元至24元||18|24|元|money
60—64歲|60—64歲||60|64|岁|other
60至64歲|60至64歲||60|64|岁|other
15歲至59歲|15歲至59歲||15|59|岁|other
3-5%|3-5%||3|5|%|rate
率降至0.4%|0.4%|0.4|||%|rate
率降至０．４％|０．４％|0.4|||%|rate
达95.6%|95.6%|95.6|||%|rate
百分之九十|百分之九十|90|||%|rate
百分之六十五点五|百分之六十五点五|65.5|||%|rate
百分之一百|百分之一百|100|||%|rate
百分之５０|百分之５０|50|||%|rate
百分之四十以上|百分之四十以上||40||%|rate
五分之一|五分之一|0.2||||rate
三分之二|三分之二|0.6666666666666666||||rate
四分之三以上|四分之三以上||0.75|||rate
占九成|九成|9|||成|rate
近四成|近四成|4|||成|rate
約八成|約八成|8|||成|rate
八成以上|八成以上||8||成|rate
提高5个百分点|5个百分点|5|||个百分点|rate
下降1.8个百分点|1.8个百分点|1.8|||个百分点|rate
上升0.5個百分點|0.5個百分點|0.5|||个百分点|rate
３个百分点|３个百分点|3|||个百分点|rate
增加2倍|2倍|2|||倍|rate
翻了1.5倍|1.5倍|1.5|||倍|rate
10倍以上|10倍以上||10||倍|rate
3.78‰|3.78‰|3.78|||‰|rate
60%以上|60%以上||60||%|rate
30%左右|30%左右|30|||%|rate
近20%|近20%|20|||%|rate
約10%|約10%|10|||%|rate
40余亩|40余亩|40|||亩|area
40餘畝|40餘畝|40|||亩|area
1.2万亩|1.2万亩|12000|||亩|area
三十多亩|三十多亩|30|||亩|area
2.66万平方公里|2.66万平方公里|26600|||平方公里|area
142.79平方公里|142.79平方公里|142.79|||平方公里|area
20平方米|20平方米|20|||平方米|area
8400.3公顷|8400.3公顷|8400.3|||公顷|area
半亩|半亩|0.5|||亩|area
近10公里|近10公里|10|||公里|length
464万公里|464万公里|4640000|||公里|length
五十多公里|五十多公里|50|||公里|length
几十里|几十里||20|99|里|length
800米|800米|800|||米|length
1.5米|1.5米|1.5|||米|length
收了三吨|三吨|3|||吨|weight
5.6万吨|5.6万吨|56000|||吨|weight
两千斤|两千斤|2000|||斤|weight
25公斤|25公斤|25|||公斤|weight
百余斤|百余斤|100|||斤|weight
约二万多人|约二万多人|20000|||人|people
85.5万人次|85.5万人次|855000|||人次|people
4.8億人次|4.8億人次|480000000|||人次|people
5万多名|5万多名|50000|||名|people
19萬名|19萬名|190000|||名|people
11994名|11994名|11994|||名|people
二三十人|二三十人||20|30|人|people
數百名|數百名||200|999|名|people
十几人|十几人||11|19|人|people
十多位|十多位|10|||位|people
三四百人|三四百人||300|400|人|people
七八个人|七八个||7|8|个|count
500余人|500余人|500|||人|people
500餘人|500餘人|500|||人|people
100多人|100多人|100|||人|people
近千名|近千名|1000|||名|people
将近两千名|将近两千名|2000|||名|people
大约300名|大约300名|300|||名|people
3万余名|3万余名|30000|||名|people
十几户人家|十几户人家||11|19|户人家|households
104户|104户|104|||户|households
１２５６万户|１２５６万户|12560000|||户|households
近1000万户|近1000万户|10000000|||户|households
两百多户|两百多户|200|||户|households
五十餘戶|五十餘戶|50|||户|households
50户以下|50户以下|||50|户|households
552个贫困村|552个|552|||个|villages
552個貧困村|552個|552|||个|villages
128个行政村|128个|128|||个|villages
十个自然村|十个|10|||个|villages
两个乡镇|两个|2|||个|count
兩個鄉鎮|兩個|2|||个|count
1407家|1407家|1407|||家|count
112所学校|112所|112|||所|count
二十多座|二十多座|20|||座|count
8条措施|8条|8|||条|count
52项措施|52项|52|||项|count
三大类|三大类|3|||大类|count
43栋大棚|43栋|43|||栋|count
120張合約|120張|120|||张|count
26間機構|26間|26|||间|count
30000只|30000只|30000|||只|count
五千头|五千头|5000|||头|count
６场次|６场次|6|||场次|count
4,000餘宗|4,000餘宗|4000|||宗|count
8省市|8省市|8|||省市|count
32年|32年|32|||年|duration
两年|两年|2|||年|duration
兩個多月|兩個多月|2|||个多月|duration
17個小時|17個小時|17|||个小时|duration
四十餘載|四十餘載|40|||载|duration
10分鐘|10分鐘|10|||分钟|duration
7天|7天|7|||天|duration
六個月以上|六個月以上||6||个月|duration
三個月內|三個月|3|||个月|duration
120小時|120小時|120|||小时|duration
20學時|20學時|20|||学时|duration
14歲|14歲|14|||岁|other
六十五歲以上|六十五歲以上||65||岁|other
五十五歲以上|五十五歲以上||55||岁|other
未滿二十歲|二十歲|20|||岁|other
76.34岁|76.34岁|76.34|||岁|other
100千瓦|100千瓦|100|||千瓦|other
2230万立方米|2230万立方米|22300000|||立方米|other
300兆瓦|300兆瓦|300|||兆瓦|other
1188万|1188万|11880000||||other
490多万|490多万|4900000||||other
1.3億|1.3億|130000000||||other
490余万人|490余万人|4900000|||人|people
2000余万元|2000余万元|20000000|||元|money
1万余元|1万余元|10000|||元|money
約6000餘元|約6000餘元|6000|||元|money
百万元以上|百万元以上||1000000||元|money
1000元以上|1000元以上||1000||元|money
3万元以下|3万元以下|||30000|元|money
5万元以内|5万元以内|||50000|元|money
65歲或以上|65歲或以上||65||岁|other
12個月或以上|12個月或以上||12||个月|duration
12歲以下|12歲以下|||12|岁|other
近一亿人|近一亿人|100000000|||人|people
一万亿元|一万亿元|1000000000000|||元|money
1.6万亿元|1.6万亿元|1600000000000|||元|money
两三年|两三年||2|3|年|duration
三五户|三五户||3|5|户|households
十七八岁|十七八岁||17|18|岁|other
一两个月|一两个月||1|2|个月|duration
几千万元|几千万元||20000000|99999999|元|money
一点五倍|一点五倍|1.5|||倍|rate
两三百元|两三百元||200|300|元|money
由2000元至3000元不等|2000元至3000元||2000|3000|元|money
由10.3%降至0.4%|10.3%|10.3|||%|rate
從１２％減至８％|１２％|12|||%|rate
每年約1,000至2,000人|約1,000至2,000人||1000|2000|人|people
三成以下|三成以下|||3|成|rate
十分之三|十分之三|0.3||||rate
千分之五|千分之五|0.005||||rate
百分之十二左右|百分之十二左右|12|||%|rate
占百分之三十以下|百分之三十以下|||30|%|rate
五百万元以上|五百万元以上||5000000||元|money
一千二百多户|一千二百多户|1200|||户|households
两亿三千万元|两亿三千万元|230000000|||元|money
三萬六千餘人|三萬六千餘人|36000|||人|people
廿五年|廿五年|25|||年|duration
每日80港元|80港元|80|||港元|money
港幣300元|300元|300|||元|money
新臺幣三千元|三千元|3000|||元|money
5千米|5千米|5|||千米|length
"""
"""Text, name, value, low, high, unit, kind: what reports write, in both scripts and in all kinds of numerals."""


def form(line):
    """The text of a line of FORMS, and what it should give: [(name, attributes)]."""
    text, name, value, low, high, unit, kind = line.split("|")
    numbers = {"value": value, "low": low, "high": high}
    wanted = {key: float(number) for key, number in numbers.items() if number}
    return text, [(name, wanted | ({"unit": unit} if unit else {}) | {"kind": kind})]


def measured(text):
    """The first quantity of a text by value, whatever is said of how exact it is."""
    found = list(by_quantities(Passage(text, EMPTY)))[:1]
    return [
        (text[one.start : one.end], {key: part for key, part in one.attributes.items() if key != "approximate"})
        for one in found
    ]


def test_nearly_all_forms_are_right_by_value():
    forms = [form(line) for line in FORMS.split("\n") if line]
    wrong = [(text, measured(text)) for text, wanted in forms if measured(text) != wanted]
    assert len(forms) >= 150
    assert 1 - len(wrong) / len(forms) >= 0.97, wrong


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
            "十几户人家",
            {"low": 11, "high": 19, "unit": "户人家", "kind": "households", "approximate": True},
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
        ("干了两个多月", "两个多月", exactly(2, "个多月", "duration")),
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
