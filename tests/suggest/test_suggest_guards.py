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


def test_a_share_of_a_variable_is_no_value_of_it():
    assert spans("民生支出占地区生产总值的12%。", "Indicator") == []
    assert spans("地区生产总值达到12亿元。", "Indicator") == ["地区生产总值"]


@pytest.mark.parametrize("name", ["就业增收惠民工程", "能源绿色转型行动计划", "经济薄弱村提升行动"])
def test_a_letter_inside_a_word_does_not_end_a_name(name):
    assert spans(f"县里实施{name}。", "Program") == [name]


@pytest.mark.parametrize("quoted", ["“精准扶贫”", "“乡村振兴”", "“最后一公里”"])
def test_aims_and_figures_of_speech_in_quotation_marks_are_no_programs(quoted):
    assert spans(f"各地开展{quoted}工作。", "Program") == []
