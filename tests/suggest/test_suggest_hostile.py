"""Texts that nobody would write, but a broken table, a bad scan or a prank does: suggested on all the same."""

from __future__ import annotations

import pytest
from costs import cost
from hypothesis import given
from hypothesis import strategies as st

from annotator.plain import dumps, from_suggestion
from annotator.suggest import Engine

ENGINE = Engine()
LISTS = Engine(model=None)
PROSE = "今年4月，驻村工作队帮助贫困户发展产业扶贫车间12个，落实低保，人均增收三千余元。\n"
RUNS = (
    "1",
    "1,234.",
    "一",
    "百千万亿",
    " ",
    "\u3000",
    "\t",
    "\n",
    "\r",
    "“",
    "《",
    "贫困户",
    "县",
    "工程",
    "2019年",
    "由1降至",
    "\u0301",
)
LENGTH = 10_000


@pytest.mark.parametrize("run", RUNS, ids=ascii)
def test_no_run_of_one_thing_costs_more_than_a_few_reports_of_its_length(run: str) -> None:
    report = (PROSE * LENGTH)[:LENGTH]
    ENGINE.suggest(PROSE)
    assert cost(lambda: ENGINE.suggest((run * LENGTH)[:LENGTH])) < 8 * cost(lambda: ENGINE.suggest(report))


@pytest.mark.parametrize(
    "text",
    [
        "亿三镇",
        "十" * 40 + "户",
        "亿亿亿亿元",
        "几几元",
        "零分之一",
        "2.5.6.7元",
        "1 . 2 . 3元",
        "一点一点一元",
        "一几点一元",
        "几一元",
        "0 9/5",
    ],
)
def test_what_only_looks_like_a_number_stops_nothing(text: str) -> None:
    ENGINE.suggest(f"{text}，{PROSE}")


@given(st.text("0123456789０.．,， ·一二两十百千万亿几数半点零余多至到-~由从元人户%", max_size=24))
def test_letters_of_numbers_in_any_order_stop_nothing(text: str) -> None:
    LISTS.suggest(text)


@pytest.mark.parametrize(
    "number",
    ["9" * 19, "5" * 18 + "亿亿", "1" * 5_000, "1至" + "9" * 19, "1,000,000,000,000,000,000"],
    ids=lambda number: number[:24],
)
def test_numbers_that_no_file_could_keep_are_no_quantities(number: str) -> None:
    found = ENGINE.suggest(f"共{number}元。")
    assert all(value < 2**63 for one in found for value in one.attributes.values() if not isinstance(value, str))
    assert [dumps(from_suggestion(one)) for one in found] == []


def test_the_largest_numbers_that_count_something_are_quantities() -> None:
    assert [(one.text, one.attributes["value"]) for one in ENGINE.suggest("共123456789012345678元，又2万亿元。")] == [
        ("123456789012345678元", 123_456_789_012_345_678),
        ("2万亿元", 2_000_000_000_000),
    ]


def test_blank_lines_of_any_width_in_a_broken_page_change_nothing() -> None:
    page = "各乡镇组织干部走村入户摸清底数并为每户制定\n" * 8
    assert [one.key for one in ENGINE.suggest(page)] == [one.key for one in ENGINE.suggest(f"{page}{' ' * 3_000}\n")]
