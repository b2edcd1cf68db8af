"""Breaks that a page put into lines: looked through, and the offsets are those of the stored text all the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.suggest import Engine
from annotator.suggest.wrapping import FULL_LINES, unwrapped

PROSE = (
    "各乡镇组织干部走村入户摸清底数并为每户制定办法确保不漏一人同时把帮扶责任落到人头让建档立卡贫困户看得见干得成"
    "县里还拿出一笔钱修好了通往山里的道路又请来老师教大家种茶养蜂并且在家门口办起工厂吸纳农村贫困人口就近就业"
) * 3


def page(width: int, newline: str = "\n") -> str:
    return newline.join(PROSE[at : at + width] for at in range(0, len(PROSE), width))


@pytest.mark.parametrize("newline", ["\n", "\r\n", " \n"])
@pytest.mark.parametrize("width", [17, 22, 31])
def test_a_page_is_put_together_and_suggested_as_if_it_had_no_breaks(width, newline):
    text = page(width, newline)
    assert unwrapped(text).text == PROSE
    engine = Engine()
    whole, broken = engine.suggest(PROSE), engine.suggest(text)
    assert [(one.label, one.score) for one in whole] == [(one.label, one.score) for one in broken]
    assert [one.text for one in whole] == [one.text.replace(newline, "") for one in broken]
    assert all(one.text == text[one.span.start : one.span.end] for one in broken)
    assert any(newline in one.text for one in broken)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "一行\n两行",
        "产业扶贫\n就业扶贫\n教育扶贫\n健康扶贫\n生态扶贫\n",
        "\n\n".join([PROSE[:40]] * 6),
        "。\n".join([PROSE[:40]] * 6),
        "\n　　".join([PROSE[:40]] * 6),
        "\n".join(PROSE[:20] + "\n" + PROSE + "。" for _ in range(6)),
    ],
    ids=["empty", "two", "list", "paragraphs", "sentences", "indented", "headings"],
)
def test_lines_that_are_paragraphs_stay(text):
    assert unwrapped(text) is None


def test_a_page_with_some_paragraphs_in_one_line_each_is_put_together_all_the_same():
    text = "\n".join([page(40), "一、" + PROSE + "。", "二、" + PROSE + "。", page(40)])
    assert unwrapped(text).text == "\n".join([PROSE, "一、" + PROSE + "。", "二、" + PROSE + "。", PROSE])


def test_a_line_that_stops_inside_a_second_sentence_goes_on_and_a_heading_does_not():
    heading, begun, whole = "一、总体要求", "（二）落实责任。各级部门要按照分工", PROSE + "。"
    text = "\n".join([page(40) + "。", heading, page(40) + "。", begun, PROSE[:40] + "。"])
    assert unwrapped(text).text == "\n".join([whole, heading, whole, begun + PROSE[:40] + "。"])


def test_lines_of_a_wide_page_may_differ_by_what_is_narrow_in_them():
    lines = [PROSE[at : at + 60] + "12345678"[: at // 60 * 2] for at in range(0, 300, 60)]
    assert unwrapped("\n".join([*lines, "共享。"])).text == "".join([*lines, "共享。"])


@settings(deadline=None)
@given(st.integers(16, 60), st.sampled_from(["\n", "\r\n", "\r"]), st.data())
def test_every_character_keeps_its_place(width, newline, data):
    text = page(width, newline)
    found = unwrapped(text)
    if found is None:
        assert len(PROSE) // width < FULL_LINES
        return
    at = data.draw(st.integers(0, len(found.text) - 1))
    assert text[found.offset(at)] == found.text[at]
