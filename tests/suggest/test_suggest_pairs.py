"""Pairs of annotations that obviously belong together, on sentences whose spans are given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import plain
from annotator.model import AnnotationRow, Span
from annotator.suggest import pairs

SCHEME = plain.read_scheme()
LABELS = {label.key: label.name for label in SCHEME.labels}


def rows_of(text: str, **parts: str) -> list[AnnotationRow]:
    """Annotations on parts of a text: `i="贫困发生率"` is an Indicator (by its first letter) with the id "i"."""
    names = {
        "p": "Program",
        "m": "Measure",
        "i": "Indicator",
        "q": "Quantity",
        "b": "Beneficiary",
        "l": "Place",
        "t": "Time",
    }
    rows = []
    for id_, part in parts.items():
        at = text.index(part)
        rows.append(AnnotationRow(id_, Span(at, at + len(part)), names[id_[0]], "manual"))
    return sorted(rows, key=lambda row: (row.span.start, -row.span.end))


@pytest.mark.parametrize(
    ("text", "parts", "expected"),
    [
        ("贫困发生率降至0.6%。", {"i": "贫困发生率", "q": "0.6%"}, {("has-quantity", "i", "q")}),
        (
            "贫困发生率由2014年的13.1%降至0.6%",
            {"i": "贫困发生率", "t": "2014年", "q1": "13.1%", "q2": "0.6%"},
            {("has-quantity", "i", "q1"), ("has-quantity", "i", "q2")},
        ),
        ("贫困发生率下降，新增就业300人", {"i": "贫困发生率", "q": "300人"}, set()),
        ("带动1200户貧困戶增收", {"q": "1200户", "b": "貧困戶"}, {("has-quantity", "b", "q")}),
        ("贫困户共1200户", {"b": "贫困户", "q": "1200户"}, {("has-quantity", "b", "q")}),
        ("贫困户通过发展茶叶种植增收1200元", {"b": "贫困户", "q": "1200元"}, set()),
        (
            "2019年方城县实施危房改造，资金到位",
            {"t": "2019年", "l": "方城县", "m": "危房改造"},
            {("located-in", "m", "l"), ("at-time", "m", "t")},
        ),
        ("方城县和南召县实施危房改造", {"l1": "方城县", "l2": "南召县", "m": "危房改造"}, set()),
        ("方城县脱贫。危房改造继续", {"l": "方城县", "m": "危房改造"}, set()),
    ],
)
def test_what_is_paired(text, parts, expected):
    found = pairs(text, rows_of(text, **parts), SCHEME)
    assert {(pair.type, pair.head, pair.target) for pair in found} == expected
    assert all(pair.why.key.startswith("suggest.pair-") for pair in found)


@given(
    st.text("元户人，。在年县", max_size=60),
    st.lists(st.tuples(st.integers(0, 59), st.integers(1, 12), st.sampled_from(sorted(LABELS.values()))), max_size=12),
)
def test_pairs_are_such_as_the_scheme_allows_and_each_is_said_once(text, spans):
    rows = sorted(
        (
            AnnotationRow(str(number), Span(start, start + length), label, "manual")
            for number, (start, length, label) in enumerate(spans)
            if start + length <= len(text)
        ),
        key=lambda row: (row.span.start, -row.span.end, row.id),
    )
    labels = {row.id: row.label for row in rows}
    found = pairs(text, rows, SCHEME)
    said = [(pair.type, pair.head, pair.target) for pair in found]
    assert len(set(said)) == len(said)
    assert all(SCHEME.relation(type_).allows(labels[head], labels[target]) for type_, head, target in said)


def test_a_scheme_without_relations_has_no_pairs():
    text = "贫困发生率降至0.6%"
    rows = rows_of(text, i="贫困发生率", q="0.6%")
    bare = type(SCHEME)(SCHEME.name, SCHEME.title, SCHEME.overlap, SCHEME.labels, SCHEME.attributes)
    assert pairs(text, rows, bare) == []
