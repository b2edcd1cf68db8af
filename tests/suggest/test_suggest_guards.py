"""Words that carry a label only in company, and letters that end a name unless they stand inside a word."""

from __future__ import annotations

import pytest

from annotator.suggest import Engine


def spans(text: str, label: str) -> list[str]:
    return [one.text for one in Engine(model=None, labels=[label]).suggest(text)]


@pytest.mark.parametrize(
    "text",
    [
        "合作社带动{}增收。",
        "为{}送去口罩。",
        "全村三百户{}都有了分红。",
        "{}就近务工，日子好了。",
        "組織{}學技術。",
    ],
)
@pytest.mark.parametrize("people", ["村民", "农户", "老人", "鄉親們"])
def test_people_are_beneficiaries_where_something_is_done_for_them(text, people):
    assert spans(text.format(people), "Beneficiary") == [people]


@pytest.mark.parametrize("text", ["{}坐在门口聊天。", "记者遇到一位叫阿木的{}，他笑了。", "{}回家去了。"])
@pytest.mark.parametrize("people", ["村民", "农户", "老人", "鄉親們"])
def test_the_same_words_by_themselves_are_nothing(text, people):
    assert spans(text.format(people), "Beneficiary") == []


@pytest.mark.parametrize("text", ["央视网消息：", "央視網訊息：", "新华社消息："])
def test_who_brings_news_is_a_body_whatever_the_news_is_called(text):
    assert spans(text, "Organisation") == [text[:3]]


@pytest.mark.parametrize(
    "text", ["走进白银市场和东方市场", "南通市場價格", "在合作市场卖菜", "被命名为示范县", "东南阳光充足"]
)
def test_words_that_hold_a_place_by_chance_are_none(text):
    assert spans(text, "Place") == []


def test_a_place_with_its_halls_is_one():
    assert spans("大庆市场馆开放", "Place") == ["大庆市"]


@pytest.mark.parametrize("text", ["培育“田秀才”“土专家”“乡创客”", "选好“领头雁”", "从“光棍村”变成“小康村”"])
def test_figures_of_speech_in_quotation_marks_are_nothing(text):
    assert Engine(model=None).suggest(text) == []


@pytest.mark.parametrize(
    "name", ["“党支部+合作社+基地”", "“公司+农户”", "“黨建+產業”", "“扶贫大篷车”", "「無窮世代計畫」"]
)
def test_a_coined_name_in_quotation_marks_is_one_program(name):
    assert [(one.text, one.label) for one in Engine(model=None).suggest(f"推行{name}。")] == [(name, "Program")]


def test_a_share_of_a_variable_is_no_value_of_it():
    assert spans("民生支出占地区生产总值的12%。", "Indicator") == []
    assert spans("地区生产总值达到12亿元。", "Indicator") == ["地区生产总值"]


@pytest.mark.parametrize("name", ["就业增收惠民工程", "能源绿色转型行动计划", "经济薄弱村提升行动"])
def test_a_letter_inside_a_word_does_not_end_a_name(name):
    assert spans(f"县里实施{name}。", "Program") == [name]


@pytest.mark.parametrize("quoted", ["“精准扶贫”", "“乡村振兴”", "“最后一公里”"])
def test_aims_and_figures_of_speech_in_quotation_marks_are_no_programs(quoted):
    assert spans(f"各地开展{quoted}工作。", "Program") == []


@pytest.mark.parametrize(
    "text",
    ["財政司司長作答。", "全国人大代表来访。", "国务院总理讲话。", "工会干事探访长者。", "社署职员不在。"],
)
def test_a_body_inside_a_post_is_none(text):
    assert spans(text, "Organisation") == []


@pytest.mark.parametrize("text", ["发展中国家的经验", "東中西部協調發展", "宗教中国化方向"])
def test_no_place_is_found_inside_an_ordinary_word(text):
    assert spans(text, "Place") == []


@pytest.mark.parametrize("kind", ["失業", "單親", "成人", "低收入", "長者"])
def test_a_kind_of_assistance_is_named_in_full_and_so_is_who_receives_it(kind):
    assert spans(f"他申請{kind}綜援，", "Measure") == [f"{kind}綜援"]
    assert spans(f"協助{kind}綜援受助人。", "Beneficiary") == [f"{kind}綜援受助人"]


def test_a_line_of_poverty_is_a_measure_only_where_it_is_drawn():
    assert spans("貧窮線不是扶貧線。", "Measure") == []
    assert spans("政府訂立貧窮線。", "Measure") == ["訂立貧窮線"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("建设法治{}。", "陕西"),
        ("{}青年李强回到村里。", "北京"),
        ("{}经济社会发展很快。", "西藏"),
        ("这里有{}特色的产品。", "江西"),
        ("{}移动应急装备产业。", "湖北"),
    ],
)
def test_a_place_in_front_of_a_common_word_is_one(text, place):
    assert spans(text.format(place), "Place") == [place]


@pytest.mark.parametrize("text", ["有中国特色的道路。", "中国移动公司捐款。", "健康中国行动。", "山东农业大学的专家。"])
def test_a_place_that_is_part_of_a_fixed_name_is_none(text):
    assert spans(text, "Place") == []


@pytest.mark.parametrize("name", ["家庭危机支援中心", "标准工时委员会", "上饶市和恺服饰有限公司", "三级中医医院"])
def test_a_body_is_found_in_full(name):
    assert spans(f"市民到{name}求助。", "Organisation") == [name]


def test_no_name_of_a_body_reaches_over_de():
    assert spans("数字技术走进西藏的农牧职业中学。", "Organisation") == ["农牧职业中学"]


@pytest.mark.parametrize("text", ["选派2.3万名干部驻村", "選派2.3萬名幹部駐村"])
def test_a_program_does_not_begin_inside_a_number(text):
    assert spans(text, "Program") == []


@pytest.mark.parametrize("text", ["帮助残疾人增收", "資助殘疾人上學", "救助残疾人"])
def test_help_for_the_disabled_is_not_found_across_the_words(text):
    """助残 stood in a list, and hid 残疾人 behind each verb that ends in 助."""
    assert [(one.text, one.label) for one in Engine(model=None).suggest(text)] == [(text[2:5], "Beneficiary")]


@pytest.mark.parametrize("level", ["乡", "镇", "街道", "社区"])
@pytest.mark.parametrize("body", ["财政所", "派出所", "综治中心", "扶贫工作站"])
def test_a_local_body_has_its_level(level, body):
    assert spans(f"当天，{level}{body}派人前来。", "Organisation") == [level + body]
