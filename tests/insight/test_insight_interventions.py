"""The table of interventions: links first, nearness in the sentence else, and each quantity with one program only."""

from __future__ import annotations

from costs import cost
from hypothesis import given
from hypothesis import strategies as st

from annotator.insight import LINKED, NEAR, Intervention, amount, by_program, interventions, to_cells
from annotator.model import Annotation, Relation, Span
from annotator.plain import read_scheme

SCHEME = read_scheme()
TEXT = (
    "2019年，大坪县开展技能培训120人，贫困发生率降至0.4%；实施“暖心连户”行动，投入300万元。\r\n"
    "𠮷林村落实低保，惠及贫困户，发放50元。次年推广光伏扶贫。"
)
MONEY = {"kind": "money", "unit": "元"}


def at(text: str, label: str, **attributes: object) -> Annotation:
    start = TEXT.index(text)
    return Annotation(text, "d", "李", Span(start, start + len(text)), label, text, attributes)


TIME, PLACE, POOR = at("2019年", "Time"), at("大坪县", "Place"), at("贫困户", "Beneficiary")
TRAINING = at("技能培训", "Measure", domain="就业")
PEOPLE = at("120人", "Quantity", kind="people", unit="人", value=120)
RATE, FALLEN = at("0.4%", "Quantity", kind="rate", unit="%", value=0.4), at("贫困发生率", "Indicator")
PROGRAM, FUNDS = at("“暖心连户”行动", "Program"), at("300万元", "Quantity", value=3_000_000, **MONEY)
VILLAGE, DOLE, PAID = at("𠮷林村", "Place"), at("低保", "Measure"), at("50元", "Quantity", value=50, **MONEY)
SUN = at("光伏扶贫", "Measure")
ALL = [TIME, PLACE, TRAINING, PEOPLE, FALLEN, RATE, PROGRAM, FUNDS, VILLAGE, DOLE, POOR, PAID, SUN]


def linked(head: Annotation, target: Annotation, kind: str) -> Relation:
    return Relation(f"{head.id}{target.id}", "d", "李", kind, head.id, target.id)


def texts(row: Intervention, column: str) -> list[str]:
    return [found.text for found in row.cells[column]]


def by_text(rows: list[Intervention]) -> dict[str, Intervention]:
    return {row.text: row for row in rows}


def test_nearness_stays_in_the_sentence_and_an_indicator_keeps_its_number():
    rows = by_text(interventions(TEXT, ALL, [], SCHEME))
    assert list(rows) == ["技能培训", "“暖心连户”行动", "低保", "光伏扶贫"]
    assert texts(rows["技能培训"], "quantities") == ["120人"]
    assert texts(rows["技能培训"], "times") == ["2019年"]
    assert texts(rows["技能培训"], "places") == ["大坪县"]
    assert texts(rows["“暖心连户”行动"], "quantities") == ["300万元"]
    assert texts(rows["“暖心连户”行动"], "beneficiaries") == []
    assert (texts(rows["低保"], "places"), texts(rows["低保"], "beneficiaries")) == (["𠮷林村"], ["贫困户"])
    assert all(texts(rows["光伏扶贫"], column) == [] for column in rows["光伏扶贫"].cells)
    assert "0.4%" not in [text for row in rows.values() for text in texts(row, "quantities")]
    assert rows["技能培训"].domain == "就业"
    assert {row.how("quantities") for row in rows.values()} == {NEAR, ""}


def test_links_win_over_nearness_and_a_linked_number_is_nobody_elses():
    rows = by_text(
        interventions(
            TEXT, ALL, [linked(SUN, FUNDS, "has-quantity"), linked(DOLE, PLACE, "located-in")], SCHEME
        )
    )  # fmt: skip
    assert texts(rows["光伏扶贫"], "quantities") == ["300万元"]
    assert rows["光伏扶贫"].how("quantities") == LINKED
    assert texts(rows["“暖心连户”行动"], "quantities") == []
    assert texts(rows["低保"], "places") == ["大坪县"]
    assert texts(rows["低保"], "quantities") == ["50元"], "another column is still filled by nearness"


def test_the_numbers_of_its_beneficiaries_are_a_programs_too():
    links = [linked(SUN, POOR, "targets"), linked(POOR, PEOPLE, "has-quantity")]
    rows = by_text(interventions(TEXT, ALL, links, SCHEME))
    assert texts(rows["光伏扶贫"], "quantities") == ["120人"]
    assert texts(rows["技能培训"], "quantities") == []


def test_a_row_of_a_file_says_what_is_linked_and_what_is_near():
    rows = by_text(interventions(TEXT, ALL, [linked(DOLE, PAID, "has-quantity")], SCHEME))
    start = TEXT.index("低保")
    assert to_cells(rows["低保"], "甲") == [
        "甲", "Measure", "低保", "", "50元", "50 元", "贫困户", "", "𠮷林村", "", "quantities", "beneficiaries, places",
        "李", start, start + 2,
    ]  # fmt: skip


def test_amounts():
    assert amount({"value": 0.4, "unit": "%"}) == "0.4 %"
    assert amount({"low": 10, "high": 12, "unit": "户"}) == "10–12 户"
    assert amount({"low": 10}) == "10–"
    assert amount({}) == "—"


def test_a_scheme_without_such_relations_has_no_table():
    from dataclasses import replace

    assert interventions(TEXT, ALL, [], replace(SCHEME, relations=())) == []


STARTS = [at for at, sign in enumerate(TEXT) if sign not in "。；\r\n"]
LABELS = ("Program", "Measure", "Indicator", "Quantity", "Beneficiary", "Place", "Time", "Organisation")
spans = st.lists(st.tuples(st.sampled_from(STARTS), st.integers(1, 12), st.sampled_from(LABELS)), max_size=30)


@given(spans)
def test_whatever_overlaps_each_loose_number_has_one_owner_in_its_sentence(them):
    annotations = [
        Annotation(str(number), "d", "李", Span(start, min(start + length, len(TEXT))), label, "")
        for number, (start, length, label) in enumerate(them)
    ]
    rows = interventions(TEXT, annotations, [], SCHEME)
    assert [row.id for row in rows] == [
        one.id for one in sorted(annotations, key=lambda one: one.span) if one.label in ("Program", "Measure")
    ]
    owned = [found.id for row in rows for found in row.cells["quantities"]]
    assert len(owned) == len(set(owned))
    ends = [at for at, sign in enumerate(TEXT) if sign in "。；\n"]
    for row in rows:
        for found in (one for cells in row.cells.values() for one in cells):
            low, high = sorted((row.span.start, found.span.start))
            assert not any(low <= end < high for end in ends), "both begin in one sentence"


def test_one_line_of_many_spans_takes_no_square_of_them():
    text = "低保50元，" * 40_000
    annotations = [
        one
        for number in range(0, 4_000)
        for one in (
            Annotation(f"m{number}", "d", "李", Span(6 * number, 6 * number + 2), "Measure", "低保"),
            Annotation(f"q{number}", "d", "李", Span(6 * number + 2, 6 * number + 5), "Quantity", "50元"),
        )
    ]
    rows = interventions(text, annotations, [], SCHEME)
    assert all(row.id[1:] == row.cells["quantities"][0].id[1:] for row in rows)
    quarter = cost(lambda: interventions(text, annotations[:2_000], [], SCHEME))
    assert cost(lambda: interventions(text, annotations, [], SCHEME)) < 8 * quarter, "four times the spans"


def test_money_by_program_counts_a_number_once_and_leaves_out_what_cannot_be_added():
    other = at("50元", "Quantity", kind="money", unit="美元", value=7)
    again = Annotation("again", "d", "王", PAID.span, "Quantity", "50元", {"value": 50, **MONEY})
    ranged = at("50元", "Quantity", kind="money", unit="元", low=10, high=20)
    rows = [
        *interventions(TEXT, ALL, [], SCHEME),
        *interventions(TEXT, [DOLE, again], [], SCHEME),
        *interventions(TEXT, [DOLE, other], [], SCHEME),
        *interventions(TEXT, [DOLE, ranged], [], SCHEME),
    ]
    picture = by_program(rows, "money", 10)
    assert [(bar.title, bar.total, bar.documents) for bar in picture.bars] == [
        ("“暖心连户”行动", 3_000_000, (("d", 3_000_000),)),
        ("低保", 60, (("d", 60),)),
    ]
    assert picture.aside == 1
    assert [(bar.title, bar.total) for bar in by_program(rows, "people", 10).bars] == [("技能培训", 120)]
    assert by_program(rows, "money", 1).more == 1
