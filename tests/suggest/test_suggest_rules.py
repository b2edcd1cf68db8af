"""Each rule finds what its examples show and nothing in its counterexamples; both stand in the data files."""

from __future__ import annotations

import re
import tomllib
from collections import Counter

import pytest
from costs import cost
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Scheme
from annotator.plain import read_scheme
from annotator.suggest import Engine
from annotator.suggest.domains import domain_of
from annotator.suggest.guards import allowed
from annotator.suggest.lexicon import Lexicon
from annotator.suggest.passage import Passage
from annotator.suggest.patterns import Names, any_of
from annotator.suggest.rulebook import rule_files, rules
from annotator.suggest.term import shipped_terms
from annotator.text import fold

each_rule = pytest.mark.parametrize("rule", rules(), ids=lambda rule: f"{rule.label}:{rule.name}")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(shipped_terms())


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return read_scheme()


def found(rule, text, lexicon):
    return [text[find.start : find.end] for find in rule.find(Passage(text, lexicon))]


@each_rule
def test_examples(rule, lexicon):
    assert rule.examples, "a rule without an example cannot be understood"
    for example in rule.examples:
        text = re.sub("[⟦⟧]", "", example)
        assert found(rule, text, lexicon) == re.findall("⟦(.+?)⟧", example), example


@each_rule
def test_counterexamples(rule, lexicon):
    for text in rule.counterexamples:
        assert found(rule, text, lexicon) == [], text


@each_rule
def test_a_rule_is_made_for_the_scheme_and_folded_text(rule, scheme):
    assert scheme.label(rule.label) is not None
    assert 0 < rule.score <= 1
    pattern = rule.pattern if hasattr(rule, "pattern") else rule.heads
    han = re.sub(r"[^\u3400-\u9fff]", "", pattern.pattern)
    assert fold(han) == han, "rules are written in Simplified: folded text holds nothing else"


def test_names_are_one_a_rule():
    assert [name for name, count in Counter((rule.label, rule.name) for rule in rules()).items() if count > 1] == []


def test_every_list_and_pattern_has_one_name_and_is_used():
    texts = [path.read_text("utf-8") for path in rule_files()]
    files = [tomllib.loads(text) for text in texts]
    names = [name for file in files for kind in ("lists", "patterns") for name in file.get(kind, {})]
    assert len(names) == len(set(names))
    assert [name for name in names if not any(f"~{name}~" in text for text in texts)] == []


def test_lists_expand_longest_first_and_through_other_lists():
    lists = {"body": "局 教育局 ~school~", "school": "小学 中心小学", "mark": "、 ,"}
    names = Names(lists)
    assert names.pattern("~body~") == "(?:中心小学|小学|教育局|局)"
    assert names.pattern("~mark~x") == "[、,]x"
    with pytest.raises(KeyError):
        names.pattern("~nobody~")


@given(st.lists(st.text("扶贫帮^-]", max_size=4), min_size=1), st.text("扶贫帮^-]", max_size=8))
def test_words_that_share_their_beginnings_match_as_a_row_of_them(words, text):
    row = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    for behind in ("", "贫", "(?!扶)", "+$"):
        alike = re.compile(any_of(words) + behind).match(text)
        plain = re.compile(f"(?:{row})" + behind).match(text)
        assert (alike and alike.span()) == (plain and plain.span())


def test_a_pattern_stands_as_it_is_written_and_may_name_others():
    names = Names({"body": "局 教育局"}, {"no_post": "(?!长)", "whole": r"~body~~no_post~\d?"})
    assert names.pattern("县~whole~") == r"县(?:教育局|局)(?!长)\d?"
    assert names.pattern("覆盖~no_post~") == "复盖(?!长)"


@pytest.mark.parametrize("length", [2_000])
def test_no_rule_backtracks_on_what_never_ends(lexicon, length):
    """Unclosed quotes, endless modifiers and digits: the step from n to 4n costs about 4 times as much, not 16."""

    def seconds(rule, text):
        passage = Passage(text, lexicon)
        assert passage.places is not None
        return cost(lambda: rule.find(passage))

    for piece in ("“农村贫困", "一二三四", "《关于", "农村贫困", "贵州省", "2019年12月", "帮扶培训", "“”、", "率率"):
        small, large = piece * (length // len(piece)), piece * (4 * length // len(piece))
        for rule in rules():
            short, long = seconds(rule, small), seconds(rule, large)
            assert long < 10 * short + 0.002, (rule.name, piece)


def test_domains_are_the_schemes(scheme):
    choices = {choice.name for kind in scheme.attributes if kind.name == "domain" for choice in kind.choices}
    assert {domain_of(name) for name in ("健康扶贫工程", "雨露计划", "危房改造", "某某行动")} <= choices
    assert domain_of("健康扶贫工程") == "健康"
    assert domain_of("某某行动") == "other"


@pytest.mark.parametrize(
    ("label", "text", "name", "may"),
    [
        ("Organisation", "民政局牵头", "民政局", True),
        ("Organisation", "民政局局长说", "民政局", False),
        ("Organisation", "立法会议员", "立法会", False),
        ("Place", "中国特色", "中国", False),
        ("Place", "中国方案", "中国", True),
        ("Beneficiary", "农民专业合作社", "农民", False),
    ],
)
def test_guards(label, text, name, may):
    start = text.index(name)
    assert allowed(label, text, start, start + len(name)) is may


def test_a_plan_is_one_as_taiwan_writes_it():
    (found,) = [
        one for one in Engine(model=None).suggest("推動長期照顧十年計畫2.0，附設計畫冊。") if one.label == "Program"
    ]
    assert found.text == "長期照顧十年計畫2.0"
    assert Passage("設計畫冊、規畫", Lexicon([])).folded == "设计画册、规划"
