"""What things cost does not grow with what they have nothing to do with.

Counted in instructions of SQLite's virtual machine, which are the same on every machine and every run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_values import PERSON, annotation, decision, document, suggestion

from annotator.model import Annotation, Document
from annotator.store import Store
from annotator.store.queries import Queries
from annotator.store.sqlite import Database, sqlite3

TEXT = "实施易地扶贫搬迁工程，落实农村低保。" * 8


def cost(store: Store, work: Callable[[], object]) -> int:
    """How many instructions SQLite spends on it."""
    ticks = count()
    connection = store._queries.db.conn
    connection.set_progress_handler(lambda: next(ticks) and 0, 1)
    work()
    connection.set_progress_handler(None, 0)
    return next(ticks)


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    found: list[str] = []
    store._queries.db.conn.set_trace_callback(found.append)
    yield found
    store._queries.db.conn.set_trace_callback(None)


def plans(store: Store, work: Callable[[], object]) -> str:
    """How SQLite goes about each statement of some work."""
    with statements(store) as found:
        work()
    asked = [one for one in found if one.lstrip().startswith("SELECT")]
    return "\n".join(row[3] for one in asked for row in store._queries.all(f"EXPLAIN QUERY PLAN {one}"))


def report(store: Store, number: int, spans: int = 6) -> tuple[Document, Annotation]:
    made = document(f"{TEXT}{number}", id_=f"d{number}")
    with store.step("import", PERSON) as writing:
        writing.put_document(made, number)
        for at in range(spans):
            one = annotation(made, at, at + 2)
            writing.put_annotation(one)
            writing.put_decision(decision(suggestion(made, at, at + 2), made, "accept", one.id))
        writing.put_status(made.id, PERSON, "started")
    return made, one


@pytest.fixture
def quick(store: Store) -> Store:
    store._queries.run("PRAGMA synchronous = OFF")  # instructions are counted here, not the disk's time
    return store


def note(store: Store, one: Annotation, text: str) -> None:
    with store.step("note", PERSON) as writing:
        writing.put("annotations", {**(writing.get("annotations", one.id) or {}), "note": text})


def a_round(store: Store, one: Annotation) -> list[int]:
    """What two steps cost, and undoing and redoing them in several orders; they leave nothing to redo."""
    back, forth = (lambda: store.undo(PERSON)), (lambda: store.redo(PERSON))
    first, second = (lambda: note(store, one, "一")), (lambda: note(store, one, "二"))
    return [cost(store, work) for work in (first, second, back, back, forth, forth, back, back, first, back)]


def steps(store: Store, one: Annotation) -> None:
    for number in range(3000):
        note(store, one, str(number))


def undone_steps(store: Store, one: Annotation) -> None:
    for number in range(1500):
        note(store, one, str(number))
    for _ in range(1500):
        store.undo(PERSON)


def steps_each_undone(store: Store, one: Annotation) -> None:
    for _ in range(1500):
        note(store, one, "x")
        store.undo(PERSON)


def a_step_back_and_forth(store: Store, one: Annotation) -> None:
    note(store, one, "x")
    for _ in range(1500):
        store.undo(PERSON)
        store.redo(PERSON)


@pytest.mark.parametrize("history", [steps, undone_steps, steps_each_undone, a_step_back_and_forth])
def test_a_step_and_its_undo_cost_the_same_however_long_the_history(
    quick: Store, history: Callable[[Store, Annotation], None]
) -> None:
    _, one = report(quick, 0)
    note(quick, one, "零")
    young = a_round(quick, one)
    history(quick, one)
    old = a_round(quick, one)
    assert all(after < 1.3 * before for before, after in zip(young, old, strict=True)), (young, old)


def test_the_whole_way_back_costs_as_much_as_the_way_there(quick: Store) -> None:
    _, one = report(quick, 0)
    there = [cost(quick, partial(note, quick, one, str(number))) for number in range(1000)]
    back = [cost(quick, lambda: quick.undo(PERSON)) for _ in range(1000)]
    forth = [cost(quick, lambda: quick.redo(PERSON)) for _ in range(1000)]
    for way in (there, back, forth):
        assert max(way) < 1.5 * min(way)


def test_reading_one_document_costs_the_same_among_many(quick: Store) -> None:
    made, one = report(quick, 0)
    read = quick.read
    work: list[Callable[[], object]] = [
        lambda: read.document(made.id), lambda: read.annotations(made.id), lambda: read.annotations(made.id, PERSON),
        lambda: read.decisions(made.id), lambda: read.decisions(made.id, PERSON), lambda: read.decision_of(one.id),
        lambda: read.annotation(one.id), lambda: read.progress(made.id),
        lambda: read.rows(PERSON, made.id), lambda: read.document_by_hash(made.sha256), read.next_position,
        lambda: quick.log.steps_about([one.id]),
    ]  # fmt: skip
    few = [cost(quick, one_of_them) for one_of_them in work]
    for number in range(1, 300):
        report(quick, number)
    many = [cost(quick, one_of_them) for one_of_them in work]
    assert all(after < 1.3 * before + 20 for before, after in zip(few, many, strict=True)), (few, many)


def test_the_list_of_documents_costs_so_much_a_document(quick: Store) -> None:
    def each() -> float:
        documents = quick.read.document_count()
        return cost(quick, lambda: quick.read.rows(PERSON)) / documents

    for number in range(50):
        report(quick, number)
    few = each()
    for number in range(50, 500):
        report(quick, number, spans=2)
    assert each() < 1.2 * few


def test_no_question_about_one_document_looks_through_a_table(quick: Store) -> None:
    made, one = report(quick, 0)

    def ask() -> None:
        read = quick.read
        read.annotations(made.id)
        read.annotations(made.id, PERSON)
        read.decisions(made.id, PERSON)
        read.decision_of(one.id)
        read.progress(made.id)
        read.rows(PERSON, made.id)
        read.next_position()
        read.document_by_hash(made.sha256)
        quick.log.steps_about([one.id, made.id])
        quick.undo(PERSON)
        quick.redo(PERSON)

    said = plans(quick, ask)
    assert "SEARCH annotations USING INDEX annotations_document (document=? AND annotator=?)" in said
    for table in ("annotations", "a", "decisions", "c", "progress", "p", "documents", "d", "texts", "events", "e"):
        assert f"SCAN {table}\n" not in f"{said}\n"
        assert f"SCAN {table} USING" not in said


def test_a_length_stands_before_its_text(quick: Store) -> None:
    """SQLite walks through all pages of a text to reach a column behind it."""
    columns = [row[1] for row in quick._queries.all("PRAGMA table_info(texts)")]
    assert columns.index("length") < columns.index("text")


def test_what_is_new_is_not_written_over(quick: Store) -> None:
    """`Table.upsert` in a savepoint takes the longer the more has been written in it; see there."""
    _, one = report(quick, 0)
    with statements(quick) as said:
        report(quick, 1)
    over = [line for line in said if "ON CONFLICT" in line]
    assert len([line for line in said if line.startswith("INSERT INTO annotations")]) == 6
    assert all(line.startswith("INSERT INTO counters") for line in over)
    with statements(quick) as said:
        note(quick, one, "一")
    assert any(line.startswith("INSERT INTO annotations") and "ON CONFLICT" in line for line in said)


def test_names_that_nobody_has_yet_are_not_asked_for_one_by_one(quick: Store) -> None:
    made, _ = report(quick, 0)
    new = [replace(annotation(made, at, at + 2), id=f"e{at}") for at in range(90)]
    with statements(quick) as said, quick.step("annotate", PERSON) as writing:
        writing.put_annotations(new)
    assert len([line for line in said if "BETWEEN" in line]) == 2
    assert not any(" IN (" in line and "annotations" in line for line in said)
    assert not any("json_each" in line and "e89" in line for line in said)


@given(there=st.text(min_size=1), others=st.lists(st.text(min_size=1)))
def test_a_name_that_is_there_is_never_passed_over(there: str, others: list[str]) -> None:
    """SQLite and Python agree on the order of names."""
    db = Database(sqlite3.connect(":memory:"), execute_plugins=False)
    db.conn.execute("CREATE TABLE t (id TEXT PRIMARY KEY) WITHOUT ROWID")
    db.conn.execute("INSERT INTO t VALUES (?)", (there,))
    queries = Queries(db, Path("x"))
    assert queries.any_among("t", "id", [*others, there])
    assert queries.any_among("t", "id", others) == (bool(others) and min(others) <= there <= max(others))
    queries.close()
