"""Damage is noticed: by SQLite where pages break, by hashes where values do, and always as a sentence."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from store_values import PERSON, annotation, decision, document, live, other_program, sentence, suggestion, vandalise
from trials import quick_folder, trials

from annotator.errors import AnnotatorError
from annotator.i18n import LANGUAGES, Words
from annotator.store import Store

FOLLOWS = {"store.counters-differ", "store.dangling", "store.search-differs", "store.slice-damaged"}
"""What damage elsewhere brings with it."""
REPORTS = 12
FEW = 4
"""of which to read everything is quick"""


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return with_history(tmp_path_factory.mktemp("history") / "x.corpus", REPORTS).read_bytes()


@pytest.fixture
def worked(path: Path, history: bytes) -> Path:
    """A corpus with a history, for each test anew."""
    path.write_bytes(history)
    return path


def with_history(path: Path, reports: int) -> Path:
    """A corpus with a history: several documents, annotations, decisions, an undo and a redo; closed."""
    with closing(Store.create(path, device="here")) as store:
        for number in range(reports):
            report = document("扶贫报告：实施易地搬迁，落实低保。" * 40 + str(number), id_=f"r{number}")
            with store.step("import", PERSON) as writing:
                writing.put("schemes", {"id": "scheme", "body": '{"name": "x"}'})
                writing.put_document(report, number)
            with store.step("accept", PERSON) as writing:
                one = annotation(report, 5, 11)
                writing.put_annotation(one)
                writing.put_decision(decision(suggestion(report, 5, 11), report, "accept", one.id))
                writing.put_status(report.id, PERSON, "started")
        store.undo(PERSON)
        store.undo(PERSON)
        store.redo(PERSON)
        assert store.check() == []
    return path


def questions(store: Store, reports: int) -> list[Callable[[], Any]]:
    """Everything that can be asked of a corpus."""
    read = store.read
    each: list[Callable[[], Any]] = []
    for number in range(reports):
        id_ = f"r{number}"
        each += [lambda id_=id_: read.document(id_), lambda id_=id_: read.annotations(id_)]
        each += [lambda id_=id_: read.decisions(id_, PERSON), lambda id_=id_: read.progress(id_)]
        each += [lambda id_=id_: read.text_of(id_)]
        each += [lambda id_=id_: [read.decision_of(one.id) for one in read.annotations(id_)]]
    return [
        *each, read.scheme_body, read.annotators, read.counts, read.next_position, lambda: read.rows(PERSON),
        lambda: [store.log.changes_of(step.id) for step in store.steps()],
    ]  # fmt: skip


def answer(question: Callable[[], Any]) -> Any:
    """What a question is answered with; for damage its sentence's key. Anything but a sentence goes through."""
    try:
        return question()
    except AnnotatorError as error:
        return said(error)


def said(error: AnnotatorError) -> str:
    """The key of a sentence of this room that can be said in every language."""
    return error.key if all(error.say(Words(language)) for language in LANGUAGES) else ""


def answers(store: Store, reports: int = REPORTS) -> list[Any]:
    return [answer(question) for question in questions(store, reports)]


def tried(path: Path, reports: int = REPORTS) -> tuple[list[Any], list[AnnotatorError]]:
    """What a corpus answers, and what a check finds. One that cannot be opened says so in a sentence."""
    try:
        store = Store(path)
    except AnnotatorError as error:
        return [said(error)], [error]
    with closing(store):
        faults = store.check()
        found = answers(store, reports)
        answer(lambda: store.undo(PERSON))
        answer(lambda: store.redo(PERSON))
        return found, faults


@pytest.mark.torture
def test_2000_or_10000_flipped_bits_are_noticed_or_do_not_matter(tmp_path: Path) -> None:
    """Wherever a byte changes: no answer is wrong without the check saying so, and no error is a bare one.

    Lists of titles and counts are not proven row by row when they are read; the check proves them.
    """
    dice = random.Random(20)
    noticed, number = 0, trials(2_000, 10_000)
    with quick_folder(tmp_path) as folder:
        whole = with_history(folder / "whole.corpus", FEW).read_bytes()
        with closing(Store(folder / "whole.corpus")) as store:
            right = answers(store, FEW)
        copy = folder / "flipped.corpus"
        for _ in range(number):
            at = dice.randrange(len(whole))
            copy.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << dice.randrange(8))]) + whole[at + 1 :])
            found, faults = tried(copy, FEW)
            noticed += bool(faults)
            assert faults or found == right, f"byte {at} changed an answer and no check sees it"
            for one in folder.glob("flipped*"):
                one.unlink()
    assert noticed > number / 10


@pytest.mark.parametrize("width", [16, 512, 4096])
def test_stretches_of_rubbish_are_noticed(worked: Path, tmp_path: Path, width: int) -> None:
    whole = worked.read_bytes()
    dice = random.Random(width)
    with quick_folder(tmp_path) as folder:
        for number in range(60):
            copy = folder / f"{number}.corpus"
            at = dice.randrange(len(whole) - width)
            copy.write_bytes(whole[:at] + dice.randbytes(width) + whole[at + width :])
            found, faults = tried(copy)
            assert found
            assert faults or width < 4096


def test_a_file_that_is_cut_off_is_noticed(worked: Path, tmp_path: Path) -> None:
    whole = worked.read_bytes()
    for size in [*range(1, 600, 37), *range(600, len(whole), 1777), len(whole) - 1]:
        copy = tmp_path / f"{size}.corpus"
        copy.write_bytes(whole[:size])
        found, faults = tried(copy)
        assert found
        assert faults
        copy.unlink()


# ---- values that changed, in a file whose pages are sound

ROWS = [
    ("UPDATE annotations SET label = 'Program' WHERE document = 'r3'", "annotations"),
    ("UPDATE annotations SET start = 4 WHERE document = 'r3'", "annotations"),
    ("UPDATE annotations SET attributes = '{\"a\": 1}' WHERE document = 'r3'", "annotations"),
    ("UPDATE decisions SET kind = 'reject' WHERE document = 'r3'", "decisions"),
    ("UPDATE decisions SET score = 0.5 WHERE document = 'r3'", "decisions"),
    ("UPDATE documents SET title = 'x' WHERE id = 'r3'", "documents"),
    ("UPDATE annotations SET row_hash = 'x' WHERE document = 'r3'", "annotations"),
]


@pytest.mark.parametrize(("statement", "table"), ROWS)
def test_a_changed_row_is_noticed_when_it_is_read(worked: Path, statement: str, table: str) -> None:
    vandalise(worked, statement)
    with closing(Store(worked)) as store:
        asked = {
            "annotations": store.read.annotations,
            "decisions": store.read.decisions,
            "documents": store.read.document,
        }
        with sentence("store.row-damaged", worked, table):
            asked[table]("r3")
        asked[table]("r4")
        assert "store.row-damaged" in {fault.key for fault in store.check()}


@pytest.mark.parametrize("table", ["annotators", "schemes", "progress"])
def test_a_changed_row_is_noticed_by_the_check(worked: Path, table: str) -> None:
    column = {"annotators": "name", "schemes": "body", "progress": "status"}[table]
    value = {"annotators": "x", "schemes": "{}", "progress": "done"}[table]
    vandalise(worked, f"UPDATE {table} SET {column} = '{value}' WHERE id = (SELECT min(id) FROM {table})")
    with closing(Store(worked)) as store:
        assert {fault.key for fault in store.check()} - FOLLOWS == {"store.row-damaged", "store.log-differs"}


@pytest.mark.parametrize("column", ["start", "end", "text", "created"])
@pytest.mark.parametrize("value", ["'7x'", "x'ff'", "1.5", "7"])
def test_a_value_that_became_one_of_another_type_is_noticed(worked: Path, column: str, value: str) -> None:
    """As a flipped bit in a page can do, past what a strict table lets anybody write."""
    strict, lax = ") STRICT, WITHOUT ROWID", ") WITHOUT ROWID"
    _schema(worked, strict, lax)
    vandalise(worked, f"UPDATE annotations SET \"{column}\" = {value} WHERE document = 'r3'")
    _schema(worked, lax, strict)
    with closing(Store(worked)) as store:
        assert "store.row-damaged" in {fault.key for fault in store.check()}


def _schema(path: Path, old: str, new: str) -> None:
    """Another text of the annotations' table; the rows stay as they are."""
    with other_program(path) as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE name = 'annotations'", (old, new))
        db.commit()


def test_a_changed_text_is_noticed(worked: Path) -> None:
    first = "sha256 = (SELECT min(sha256) FROM texts)"
    vandalise(worked, f"UPDATE texts SET text = replace(text, '低保', '高保') WHERE {first}")
    with closing(Store(worked)) as store:
        with other_program(worked) as looking:
            (id_,) = looking.execute(f"SELECT id FROM documents WHERE {first}").fetchone()
        for ask in (store.read.document, store.read.text_of):
            with sentence("store.text-damaged", worked):
                ask(id_)
        assert {fault.key for fault in store.check()} - FOLLOWS == {"store.text-damaged"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE annotations SET deleted = 1 WHERE document = 'r3'",
        "DELETE FROM decisions WHERE document = 'r3'",
        "DELETE FROM progress WHERE document = 'r3'",
        "UPDATE annotations SET deleted = 0 WHERE document = 'r11'",
    ],
)
def test_a_row_that_went_or_came_past_the_history_is_noticed(worked: Path, statement: str) -> None:
    vandalise(worked, statement)
    with closing(Store(worked)) as store:
        assert {fault.key for fault in store.check()} - FOLLOWS == {"store.log-differs"}


LAST = "(SELECT max(number) FROM events)"
EVENTS = [
    "UPDATE events SET after = replace(after, '{', '{ ') WHERE number = 9",
    "UPDATE events SET before = '{}' WHERE number = 9",
    "UPDATE events SET row = 'x' WHERE number = 9",
    "UPDATE events SET \"table\" = 'documents' WHERE number = 9",
    "UPDATE events SET device = 'x' WHERE number = 9",
    "UPDATE events SET id = 'x' WHERE number = 9",
    "UPDATE events SET hash = 'x' WHERE number = 9",
    f"UPDATE events SET follows = NULL WHERE number = {LAST}",
    "UPDATE events SET follows = id WHERE number = 9",
    "DELETE FROM events WHERE number = 9",
    "UPDATE steps SET annotator = 'x' WHERE number = 2",
    "UPDATE steps SET time = 'x' WHERE number = 2",
    "UPDATE steps SET name = 'x' WHERE number = 2",
    "UPDATE steps SET kind = 'do', target = NULL WHERE number = (SELECT max(number) FROM steps)",
    "UPDATE steps SET next_undo = NULL WHERE number = 5",
    "UPDATE steps SET next_redo = id WHERE number = 5",
]


@pytest.mark.parametrize("statement", EVENTS)
def test_a_changed_history_is_noticed(worked: Path, statement: str) -> None:
    vandalise(worked, statement)
    with closing(Store(worked)) as store:
        assert "store.log-damaged" in {fault.key for fault in store.check()}


def test_a_history_that_lost_its_end_is_noticed(worked: Path) -> None:
    vandalise(worked, f"DELETE FROM events WHERE number = {LAST}")
    with closing(Store(worked)) as store:
        assert "store.log-differs" in {fault.key for fault in store.check()}


def test_two_events_that_changed_places_are_noticed(worked: Path) -> None:
    vandalise(
        worked,
        "UPDATE events SET device_number = -1 WHERE device_number = 6",
        "UPDATE events SET device_number = 6 WHERE device_number = 7",
        "UPDATE events SET device_number = 7 WHERE device_number = -1",
    )
    with closing(Store(worked)) as store:
        assert "store.log-damaged" in {fault.key for fault in store.check()}


def test_an_undo_does_not_write_from_a_damaged_history(worked: Path) -> None:
    vandalise(worked, f"UPDATE events SET before = '{{}}' WHERE number = {LAST}")
    with closing(Store(worked)) as store:
        before = live(store)
        with sentence("store.log-damaged", worked):
            store.undo(PERSON)
        assert live(store) == before
        assert len(store.read.rows(PERSON)) == 12


def test_an_undo_does_not_write_over_what_the_history_does_not_know(worked: Path) -> None:
    vandalise(worked, "DELETE FROM progress WHERE document = 'r10'")
    with closing(Store(worked)) as store:
        store.undo(PERSON)  # the import of the last report
        before = live(store)
        with sentence("store.changed-since"):
            store.undo(PERSON)
        assert live(store) == before


def test_a_damaged_annotator(worked: Path) -> None:
    vandalise(worked, "UPDATE annotators SET id = 'x'")
    with closing(Store(worked)) as store:
        with sentence("store.row-damaged", "annotators"):
            store.read.annotations("r3")
        with sentence("store.row-damaged", "annotators"):
            store.read.decisions("r3")


def test_a_check_changes_nothing(worked: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copy(worked, copy)
    with closing(Store(worked)) as store:
        assert store.check() == []
    assert worked.read_bytes() == copy.read_bytes()
