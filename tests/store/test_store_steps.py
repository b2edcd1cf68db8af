"""One step: all or nothing, and what it may not write."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import time
from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_values import (
    OTHER,
    PERSON,
    TEXT,
    annotation,
    decision,
    document,
    live,
    other_program,
    sentence,
    suggestion,
    with_document,
)

from annotator.model import Annotation, Changes, SaidTerm, Span, new_id, new_ids
from annotator.store import Store, Writing
from annotator.store.sqlite import sqlite3
from annotator.store.tables import TABLES, from_annotation, from_decision

TABLE_NAMES = ["annotators", "documents", "progress", "annotations", "decisions"]


def test_a_step_says_what_it_changed(store: Store) -> None:
    report = document()
    with store.step("import", PERSON) as writing:
        assert writing.changes == Changes()
        writing.put_document(report, 1)
        writing.put_annotation(annotation(report, 5, 11))
    assert writing.changes.name == "import"
    assert writing.changes.kinds == {"documents", "annotators", "annotations"}
    assert writing.changes.documents == {report.id}
    (step,) = store.steps()
    assert (step.id, step.kind, step.name, step.annotator) == (writing.changes.step, "do", "import", PERSON)
    assert step.documents == (report.id,)


def test_a_step_that_changes_nothing_leaves_no_trace(store: Store) -> None:
    report = with_document(store)
    one = annotation(report, 5, 11)
    with store.step("annotate", PERSON) as writing:
        writing.put_annotation(one)
    with store.step("annotate", PERSON) as writing:
        writing.put_annotation(one)
        writing.remove("annotations", "no such id")
        writing.put_text("一篇没有报告的正文")
    assert not writing.changes
    assert len(list(store.steps())) == 2
    assert store.check() == []


def _step_inside(store: Store, writing: Writing) -> None:
    writing.annotator(PERSON)
    with store.step("inner", PERSON):
        pass


@pytest.mark.parametrize("trouble", [RuntimeError, KeyboardInterrupt, GeneratorExit])
def test_a_step_that_fails_leaves_no_trace(store: Store, trouble: type[BaseException]) -> None:
    report = with_document(store)
    before = live(store)
    with pytest.raises(trouble), store.step("annotate", PERSON) as writing:
        _write_and_fail(writing, annotation(report, 5, 11), trouble)
    assert live(store) == before
    with_document(store, "之后照常工作。")
    assert store.check() == []


def _write_and_fail(writing: Writing, one: Annotation, trouble: type[BaseException]) -> None:
    writing.put_annotation(one)
    raise trouble


def test_steps_do_not_nest(store: Store) -> None:
    before = live(store)
    with pytest.raises(sqlite3.OperationalError), store.step("outer", PERSON) as writing:
        _step_inside(store, writing)
    assert live(store) == before


def test_a_step_that_is_over_writes_no_more(store: Store) -> None:
    with store.step("import", PERSON) as writing:
        writing.annotator(PERSON)
    with pytest.raises(RuntimeError):
        writing.annotator(OTHER)
    assert set(store.read.annotators()) == {PERSON}


def test_removing_keeps_the_row_and_putting_brings_it_back(store: Store) -> None:
    report = with_document(store)
    one = annotation(report, 5, 11)
    for _ in range(2):
        with store.step("annotate", PERSON) as writing:
            writing.put_annotation(one)
        assert store.read.annotation(one.id) == one
        with store.step("remove", PERSON) as writing:
            writing.remove("annotations", one.id)
            assert writing.get("annotations", one.id) is None
        assert store.read.annotation(one.id) is None
    with other_program(store.path) as looking:
        assert looking.execute("SELECT text, deleted FROM annotations").fetchall() == [(one.text, 1)]
    assert store.check() == []


def test_a_slice_that_is_not_the_text(store: Store) -> None:
    report = with_document(store)
    before = live(store)
    one = annotation(report, 5, 11)
    with pytest.raises(ValueError, match="holds"), store.step("annotate", PERSON) as writing:
        writing.put_annotation(replace(one, text="别的"))
    with pytest.raises(ValueError, match="holds"), store.step("annotate", PERSON) as writing:
        writing.put_annotation(replace(one, span=Span(5, len(TEXT) + 1), text=TEXT[5:]))
    with sentence("store.no-document", "nowhere"), store.step("annotate", PERSON) as writing:
        writing.put_annotation(replace(one, document="nowhere"))
    with pytest.raises(ValueError, match="holds"), store.step("reject", PERSON) as writing:
        writing.put_decision(decision(suggestion(report, 5, 11)._replace(text="别的"), report))
    assert live(store) == before


def test_every_slice_of_a_text_with_astral_letters_and_crlf(store: Store) -> None:
    report = with_document(store)
    size = len(TEXT)
    every = [annotation(report, a, b) for a in range(size) for b in range(a + 1, size + 1)]
    with store.step("annotate", PERSON) as writing:
        for one in every:
            writing.put_annotation(one)
    found = store.read.annotations(report.id)
    assert sorted(found, key=lambda one: one.id) == sorted(every, key=lambda one: one.id)
    assert [(one.span.start, -one.span.end) for one in found] == sorted((o.span.start, -o.span.end) for o in every)


# ---- rows that are not the table's


def filled(store: Store) -> None:
    report = with_document(store)
    one = annotation(report, 5, 11)
    with store.step("accept", PERSON) as writing:
        writing.put("schemes", {"id": "scheme", "body": "{}"})
        writing.put_annotation(one)
        writing.put_decision(decision(suggestion(report, 5, 11), report, "accept", one.id))
        writing.put_status(report.id, PERSON, "started")


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_no_column_takes_a_value_of_another_type(store: Store, table: str) -> None:
    filled(store)
    before = live(store)
    row = next(row for (name, _), row in before.items() if name == table)
    for column, value in row.items():
        for wrong in (b"bytes", True, 3, 3.5, "3", None, [3]):
            if type(wrong) is type(value) or (wrong is None and column == "annotation"):
                continue
            with pytest.raises(TypeError, match=column), store.step("wrong", PERSON) as writing:
                writing.put(table, {**row, column: wrong})
    assert live(store) == before
    assert store.check() == []


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_no_column_too_many_or_too_few(store: Store, table: str) -> None:
    filled(store)
    before = live(store)
    row = next(row for (name, _), row in before.items() if name == table)
    for wrong in ({**row, "colour": "red"}, {k: v for k, v in row.items() if k == "id"}):
        with pytest.raises(TypeError, match=table), store.step("wrong", PERSON) as writing:
            writing.put(table, wrong)
    assert live(store) == before


@pytest.mark.parametrize("table", [*TABLE_NAMES, "schemes", "texts", "steps", "events"])
def test_the_tables_are_strict(store: Store, table: str) -> None:
    """Whatever program writes to the file, no column takes a value that it is not made for."""
    filled(store)
    with other_program(store.path) as connection:
        columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
        names = [f'"{name}"' for _, name, *_ in columns]
        for at, (_, _, type_, *_) in enumerate(columns):
            values = [*names]
            values[at] = "x'00'" if type_ == "TEXT" else "'word'"
            copied = f"SELECT {', '.join(values)} FROM {table} LIMIT 1"
            with pytest.raises(sqlite3.IntegrityError, match=r"cannot store|mismatch"):
                connection.execute(f"INSERT INTO {table} ({', '.join(names)}) {copied}")


@pytest.mark.parametrize("score", [1, 0, -0.0, True, 0.1 + 0.2, 1e-300, 2**53])
def test_a_score_comes_back_as_it_was_stored(store: Store, score: float) -> None:
    report = with_document(store)
    made = decision(suggestion(report, 5, 11)._replace(score=score), report)
    with store.step("reject", PERSON) as writing:
        writing.put_decision(made)
    assert store.read.decisions(report.id) == [made]
    assert store.check() == []
    store.undo(PERSON)
    store.redo(PERSON)
    assert store.check() == []


@pytest.mark.parametrize("score", [float("nan"), float("inf")])
def test_a_score_that_is_no_number(store: Store, score: float) -> None:
    report = with_document(store)
    with pytest.raises(ValueError, match="JSON"), store.step("reject", PERSON) as writing:
        writing.put_decision(decision(suggestion(report, 5, 11)._replace(score=score), report))


def test_text_of_every_kind_comes_back(store: Store) -> None:
    report = with_document(store, "零\0字\x01符\u2028行\ufeff尾\x7f\U0010ffff完")
    note = "第一行\r\n\0\"'\\ {} \u202e %s"
    one = replace(annotation(report, 0, len(report.text)), note=note, attributes={"a": None, "b": 1.5, "c": "值"})
    with store.step("annotate", PERSON) as writing:
        writing.put_annotation(one)
    with closing(Store(store.path)) as again:
        assert again.read.annotation(one.id) == one
        assert again.read.document(report.id) == report
        assert again.check() == []


def test_half_a_surrogate_pair_is_refused_whole(store: Store) -> None:
    report = with_document(store)
    before = live(store)
    with pytest.raises(UnicodeEncodeError), store.step("note", PERSON) as writing:
        writing.put_annotation(replace(annotation(report, 5, 11), note="\ud83d"))
    assert live(store) == before


def test_a_document_keeps_its_text(store: Store) -> None:
    report = with_document(store)
    with pytest.raises(sqlite3.IntegrityError, match="keeps its text"), store.step("import", PERSON) as writing:
        writing.put_document(document("别的正文", id_=report.id), 1)
    with store.step("import", PERSON) as writing:
        writing.put_document(replace(report, title="新的标题"), 1)
    assert store.read.document(report.id) == replace(report, title="新的标题")


def test_an_empty_text_is_refused(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError), store.step("import", PERSON) as writing:
        writing.put_text("")


def test_a_text_is_stored_once(store: Store) -> None:
    with_document(store)
    with_document(store)
    with other_program(store.path) as looking:
        assert looking.execute("SELECT count(*), sum(length) FROM texts").fetchall() == [(1, len(TEXT))]
        assert TEXT not in str(looking.execute("SELECT * FROM events").fetchall())


def test_two_of_what_there_can_be_one_of(store: Store) -> None:
    report = with_document(store)
    first, second = (decision(suggestion(report, 5, 11), report) for _ in range(2))
    with store.step("reject", PERSON) as writing:
        writing.put_decision(first)
    with pytest.raises(sqlite3.IntegrityError), store.step("reject", PERSON) as writing:
        writing.put_decision(second)
    with store.step("reject", OTHER) as writing:  # somebody else may say no as well
        writing.put_decision(replace(second, annotator=OTHER))
        writing.remove("decisions", first.id)
    assert [one.annotator for one in store.read.decisions(report.id)] == [OTHER]


def test_a_link_to_nothing(store: Store) -> None:
    report = with_document(store)
    with pytest.raises(sqlite3.IntegrityError), store.step("accept", PERSON) as writing:
        writing.put_decision(decision(suggestion(report, 5, 11), report, "accept", "no such annotation"))


@pytest.mark.parametrize("table", ["events", "steps", "texts"])
def test_history_can_only_grow(store: Store, table: str) -> None:
    filled(store)
    column = "length" if table == "texts" else "number"
    again = store._queries  # our own connection, with all its settings
    for statement in (
        f"UPDATE {table} SET {column} = {column} + 1000",
        f"DELETE FROM {table}",
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            again.run(statement)
    with other_program(store.path) as connection:
        for statement in (f"UPDATE {table} SET {column} = 7", f"DELETE FROM {table}"):
            with pytest.raises(sqlite3.IntegrityError, match="never"):
                connection.execute(statement)
    assert store.check() == []


def test_rows_and_values_are_the_same_thing(store: Store) -> None:
    report = with_document(store)
    one = annotation(report, 5, 11)
    made = decision(suggestion(report, 5, 11), report, "accept", one.id)
    assert from_annotation(one, "id").keys() == set(TABLES["annotations"].columns)
    assert from_decision(made, "id").keys() == set(TABLES["decisions"].columns)


def test_the_same_name_is_the_same_annotator(store: Store) -> None:
    with store.step("import", PERSON) as writing:
        assert writing.annotator(PERSON) == writing.annotator(PERSON) != writing.annotator(OTHER)
    with store.step("import", PERSON) as writing:
        assert writing.annotator(PERSON) == store.read.annotators()[PERSON]
    with pytest.raises(sqlite3.IntegrityError), store.step("import", PERSON) as writing:
        writing.annotator("")


def test_nothing_to_undo(store: Store) -> None:
    with sentence("store.nothing-to-undo"):
        store.undo(PERSON)
    with sentence("store.nothing-to-redo"):
        store.redo(PERSON)
    with_document(store)
    with sentence("store.nothing-to-redo"):
        store.redo(PERSON)
    assert len(list(store.steps())) == 1


def test_many_rows_at_once_leave_what_one_by_one_leave(store):
    terms = [SaidTerm(f"词{number}", "Measure", "", "shown") for number in range(1_200)]
    with store.step("terms", PERSON) as writing:
        writing.put_terms([*terms, replace(terms[5], state="quiet"), replace(terms[7], state="")])
    assert sorted(store.read.said_terms()) == sorted(
        (one.text, one.label, one.domain, "quiet" if at == 5 else one.state) for at, one in enumerate(terms) if at != 7
    )
    assert len(store.log.changes_of(next(store.steps()).id)) == 1_199
    with store.step("terms", PERSON) as writing:
        writing.put_terms([terms[0], replace(terms[1], state="forgotten"), replace(terms[2], state="")])
    changes = {one.row: (one.before, one.after) for one in store.log.changes_of(writing.changes.step)}
    assert {row: after and after["state"] for row, (_, after) in changes.items()} == {
        "Measure:词1": "forgotten",
        "Measure:词2": None,
    }
    assert store.check() == []
    store.undo(PERSON)
    store.undo(PERSON)
    assert list(store.read.said_terms()) == []
    assert store.check() == []


@given(st.lists(st.tuples(st.text(), st.text(max_size=8)), max_size=4))
def test_whatever_is_written_its_links_hold(said: list[tuple[str, str]]) -> None:
    """The log spells what it hashes by itself; the check has it spelled by JSON's encoder."""
    with TemporaryDirectory() as folder, closing(Store.create(Path(folder) / "x.corpus")) as store:
        for name, note in said:
            with store.step(name, note) as writing:
                writing.put(
                    "terms", {"id": f"x{name}", "text": f"{note}x", "label": name, "domain": note, "state": "shown"}
                )
                writing.remove("terms", f"x{name}")
        assert store.check() == []
        assert [(one.name, one.annotator) for one in store.steps()] == said[::-1]


def test_names_made_together_are_as_those_made_alone() -> None:
    names = [*new_ids(500), new_id(), new_id()]
    assert len(set(names)) == 502
    for name in names:
        made = UUID(name)
        assert (made.hex, made.version, made.variant) == (name, 7, RFC_4122)
        assert abs((made.int >> 80) / 1000 - time()) < 60
    assert max(names[:500]) < min(names[500:]), "names made later stand behind"
