"""What the check finds where each row is what was written, but what it says cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from store_values import PERSON, TEXT, annotation, decision, document, suggestion, vandalise, with_document

from annotator.model import Adjudicated, Adjudication, Relation, Span, new_id
from annotator.store import Store, writing


def found(store: Store) -> list[str]:
    return [fault.key for fault in store.check()]


def test_the_same_label_twice_on_a_span(store: Store) -> None:
    report = with_document(store)
    with store.step("annotate", PERSON) as step:
        for start, label in ((5, "Measure"), (5, "Measure"), (5, "Program"), (6, "Measure")):
            step.put_annotation(annotation(report, start, 11, label))
        step.put_annotation(annotation(report, 5, 11, by="別人"))
    (fault,) = store.check()
    assert (fault.key, fault.fields["count"], fault.fields["label"]) == ("store.duplicate", 2, "Measure")


@pytest.mark.parametrize(
    ("time", "bad"),
    [
        ("", False),
        ("2026-03-01T08:30:00.000+00:00", False),
        ("now", False),
        ("20", False),
        ("30", True),
        ("1999-12-31T23:59:59+00:00", True),
        ("2026-03-01T08:30:00", True),
        ("昨天", True),
    ],
)
def test_times_that_cannot_be(store: Store, time: str, bad: bool) -> None:
    """A bare number stands for so many hours from now."""
    if time == "now" or time.isdigit():
        time = (datetime.now(UTC) + timedelta(hours=int(time.replace("now", "0")))).isoformat()
    report = with_document(store)
    with store.step("annotate", PERSON) as step:
        step.put_annotation(replace(annotation(report, 5, 11), changed=time))
    assert found(store) == ["store.bad-time"] * bad


def test_a_step_at_no_time(store: Store) -> None:
    with_document(store)
    store.close()
    vandalise(store.path, "UPDATE steps SET time = ''")
    again = Store(store.path)
    assert "store.bad-time" in found(again)
    again.close()


def test_references_to_what_is_out_of_sight(store: Store) -> None:
    report = with_document(store)
    one, two = annotation(report, 0, 3, "Place"), annotation(report, 5, 11)
    with store.step("annotate", PERSON) as step:
        step.put_annotation(one)
        step.put_annotation(two)
        step.put_relation(Relation(new_id(), report.id, PERSON, "located-in", two.id, one.id, created=two.created))
        step.put_decision(decision(suggestion(report, 5, 11), report, "accept", two.id))
    assert found(store) == []
    with store.step("remove", PERSON) as step:
        step.remove("annotations", two.id)
    assert {(fault.key, fault.fields["table"]) for fault in store.check()} == {
        ("store.dangling", "decisions"),
        ("store.dangling", "relations"),
    }
    store.undo(PERSON)
    assert found(store) == []


@pytest.mark.parametrize(("outcome", "kept", "faults"), [("taken", True, 0), ("nothing", True, 1), ("taken", False, 1)])
def test_gold_without_an_adjudication(store: Store, outcome: str, kept: bool, faults: int) -> None:
    report = with_document(store)
    time = annotation(report, 0, 1).created
    with store.step("adjudicate", PERSON) as step:
        one = Adjudication("j", report.id, PERSON, Span(5, 11), outcome, "person", "", "", (), time)
        step.put_adjudication(one)
        step.put_adjudicated(Adjudicated("g", report.id, "j", Span(5, 11), "Measure", Span(5, 11).of(TEXT)))
        if not kept:
            step.remove("adjudications", "j")
    assert found(store) == ["store.dangling"] * faults


def test_a_span_that_does_not_hold_its_words(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    report = with_document(store)
    monkeypatch.setattr(writing.Writing, "_check_slice", lambda *_: None)
    with store.step("annotate", PERSON) as step:
        step.put_annotation(replace(annotation(report, 5, 11), text="别的"))
        step.put_annotation(replace(annotation(report, 5, 11), span=Span(30, 999)))
        step.put_annotation(annotation(report, 6, 8))
    assert found(store) == ["store.slice-damaged"] * 2


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM search WHERE rowid = 1",
        "DELETE FROM text_numbers WHERE number = 1",
        "INSERT INTO search (rowid, body) VALUES (9, '6276')",
        "UPDATE search SET body = '6276 8d2b' WHERE rowid = 1",
    ],
)
def test_an_index_that_is_not_in_step(store: Store, statement: str) -> None:
    with_document(store)
    with store.step("import", PERSON) as step:
        step.put_document(document("另一篇报告。"), 2)
    store.close()
    vandalise(store.path, statement)
    again = Store(store.path)
    assert found(again) == ["store.search-differs"]
    again.close()
