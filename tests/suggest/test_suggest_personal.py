"""People's own rules: patterns in either script, spans in code points, and nothing that hangs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from annotator.i18n import LANGUAGES, Words
from annotator.model import PersonalRule, Reason, Span, Suggestion
from annotator.suggest import Personal
from annotator.suggest.expression import LONGEST, MOST, expression, fold_pattern
from annotator.text import fold


def rule(pattern: str, label: str = "Measure", **more: str) -> PersonalRule:
    return PersonalRule(
        **{"id": pattern, "pattern": pattern, "label": label, "domain": "", "note": "", "state": "on", **more}
    )


def found(pattern: str, text: str) -> list[str]:
    return [one.text for one in Personal([rule(pattern)]).suggestions(text)]


@pytest.mark.parametrize("pattern", ["扶贫车间", "扶貧車間", "扶[贫貧]车间", r"扶\p{Han}车间", r"扶贫\Q車\E间"])
def test_a_pattern_in_either_script_matches_both(pattern):
    assert found(pattern, "建扶贫车间，又建扶貧車間。") == ["扶贫车间", "扶貧車間"]


def test_offsets_are_code_points_whatever_stands_before():
    text = "𠮷林村👍🏽建扶貧車間\r\n𠮷🏽扶贫车间"
    spans = [one.span for one in Personal([rule("扶贫车间")]).suggestions(text)]
    assert [span.of(text) for span in spans] == ["扶貧車間", "扶贫车间"]
    assert found("林村.{2}", text) == ["林村👍🏽"]
    assert found("𠮷.", text) == ["𠮷林", "𠮷🏽"]


def test_a_named_group_marks_the_span_or_else_the_first():
    text = "实施春风送暖工程"
    assert found("实施(.+?工程)", text) == ["春风送暖工程"]
    assert found("(实施)(?P<span>.+?)工程", text) == ["春风送暖"]
    assert found("(?:实施)春风", text) == ["实施春风"]
    assert found("(停办)?春风", text) == ["春风"], "a group that took no part marks nothing"


def test_full_width_signs_are_letters_and_not_signs_of_patterns():
    assert found("雨露计划（试点）", "雨露计划（试点）和雨露计划(试点)") == ["雨露计划（试点）", "雨露计划(试点)"]
    assert found("[０-９]+户", "２０户和15户") == ["２０户", "15户"]
    assert found("[一-龥]{2}县", "惠东縣") == ["惠东縣"]
    assert fold_pattern("[（）]＋") == r"[\(\)]\+"
    assert fold_pattern(r"\（a\Q＋\E") == r"\(a\Q+\E"


def test_lines_are_the_pattern_s_ends_and_it_reaches_over_none():
    text = "一、产业\r\n二、就业\r\n"
    assert found("^.、产业$|^二.*$", text) == ["一、产业", "二、就业"]
    assert found(r"产业\s+二", text) == []


def test_breaks_of_a_page_are_looked_through():
    line = "全县紧紧围绕产业发展与群众增收两个关键环节持续发力久久为功"
    text = "\n".join([line] * 6 + ["随后实施", "完毕。"]).replace("久久为功\n全县", "久久为\n功全县")
    assert "久久为\n功" in found("久久为功", text)


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("(扶贫", "bracket"), ("扶贫)(车", "bracket"), ("[扶贫", "bracket"), ("*扶贫", "repetition"),
        ("a{1001}", "repetition"),
        ("(?=扶)贫", "look"), ("(?<!扶)贫", "look"), (r"\q", "escape"), (r"扶\C", "escape"), ("扶\\", "escape"),
        ("[b-a]", "range"), ("x*", "nothing"), ("^", "nothing"), (r"\b", "nothing"), ("(扶贫)?", "nothing"),
        ("扶" * (LONGEST + 1), "long"), ("扶\t贫", "control"), ("(?P<>扶)", "broken"),
    ],
)  # fmt: skip
def test_a_pattern_that_cannot_be_is_named(pattern, key):
    with pytest.raises(AnnotatorError) as caught:
        expression(pattern)
    assert caught.value.key == f"suggest.pattern-{key}"
    for language in LANGUAGES:
        assert caught.value.say(Words(language))
    assert not Personal([rule(pattern)])


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|aa)+$", "(.*)*x", "a([^x]*x)?", r"(\p{Han}+)+。", ".{1,200}.{1,200}x"]
)
def test_a_hostile_pattern_comes_back(pattern):
    """With backtracking, or the rest of the text read for each match, each of these would take longer than a life."""
    for text in ("a" * 300_000 + "b", "扶贫" * 150_000):
        assert len(Personal([rule(pattern)]).suggestions(text)) <= MOST


def test_there_is_a_most_of_matches():
    assert len(found("扶", "扶" * 3000)) == MOST
    assert len(found("扶", "扶\n" * 3000)) == MOST


def test_a_long_line_is_searched_to_its_end():
    assert found("扶贫车间", "无" * 20_001 + "扶贫车间") == ["扶贫车间"]


def test_no_match_of_a_long_line_is_looked_for_beyond_a_piece():
    """What one match may take grows with its line: in a million characters without a break it would be minutes."""
    found = list(expression("夜+").find("夜" * 12_000))
    assert [end - start for start, end in found] == [5_000, 5_000, 2_000]


def test_rules_say_who_and_why_and_take_part_in_the_one_ranking():
    shipped = Suggestion(Span(2, 4), "Program", "春风", 0.8, "rules", Reason("suggest.why-term"))
    personal = Personal([rule("春风行动", note="就业专项", domain="employment"), rule("无", state="off")])
    (one,) = personal.joined("实施春风行动", [shipped])
    assert (one.text, one.label, one.source, one.attributes) == (
        "春风行动",
        "Measure",
        "personal",
        {"domain": "employment"},
    )
    said = Words("zh-Hans").reason(one.why)
    assert "春风行动" in said
    assert "就业专项" in said
    assert len(personal.joined("实施春风行动", [shipped], overlap="nested")) == 2
    assert Personal([]).joined("春风", [shipped]) == [shipped]


def test_spans_are_slices_of_any_text():
    personal = Personal([rule("[扶貧a]+"), rule("(.)扶"), rule(r"\s.")])

    @given(st.text(alphabet="扶貧贫a𠮷👍🏽\r\n\u2028 ()", max_size=80))
    def check(text: str) -> None:
        for one in personal.suggestions(text):
            assert one.span.of(text) == one.text
            assert fold(one.text)
        assert all("\n" not in one.text for one in Personal([rule("[^扶]+")]).suggestions(text))

    check()
