"""A colleague's file can hold anything: it is refused with a sentence, and ours is untouched to the byte."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from time import sleep
from typing import Any

import pytest
from children import Here
from hostile_values import REPORT, files, merge, refused, relinked, sound, written
from store_values import OTHER, PERSON, annotation, child, other_program, vandalise
from trials import quick_folder, trials

from annotator import work
from annotator.corpus import Corpus
from annotator.errors import AnnotatorError
from annotator.model import SaidTerm, new_id
from annotator.store import Store, foreign, log, others
from annotator.store.tables import TABLES
from annotator.work import Worker


@pytest.fixture(autouse=True)
def _without_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "Worker", Here)


SCHEMAS = {
    "trigger": "CREATE TRIGGER t AFTER INSERT ON annotations BEGIN SELECT 1; END",
    "view": "CREATE VIEW v AS SELECT 1",
    "view in place of a table": "CREATE VIEW search_docsize2 AS SELECT 1",
    "table": "CREATE TABLE extra (x)",
    "generated column": "ALTER TABLE annotations ADD COLUMN twice TEXT GENERATED ALWAYS AS (text || text) VIRTUAL",
    "column": "ALTER TABLE terms ADD COLUMN more TEXT",
    "index": "CREATE INDEX i ON annotations (json(attributes))",
    "virtual table": "CREATE VIRTUAL TABLE search_more USING fts5 (x)",
    "trigger that is gone": "DROP TRIGGER events_stay",
    "statistics": "ANALYZE",
}


@pytest.mark.parametrize("statement", SCHEMAS.values(), ids=SCHEMAS)
def test_a_schema_that_is_not_ours_to_the_letter(ours: Path, theirs: Path, statement: str) -> None:
    with other_program(theirs) as looking:
        looking.execute(statement)
    assert refused(ours, theirs).key == "store.merge-schema"


def test_a_schema_that_lies(ours: Path, theirs: Path) -> None:
    with other_program(theirs) as looking:
        looking.execute("PRAGMA writable_schema = ON")
        looking.execute("UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')') WHERE name = 'events'")
    assert refused(ours, theirs).key == "store.merge-schema"


HEADS = {
    "no corpus": ("PRAGMA application_id = 1", "store.not-a-corpus"),
    "newer": ("PRAGMA user_version = 99", "store.merge-newer"),
    "older than it is": ("PRAGMA user_version = 2", "store.merge-schema"),
    "of no version": ("PRAGMA user_version = 0", "store.damaged"),
}


@pytest.mark.parametrize(("statement", "key"), HEADS.values(), ids=HEADS)
def test_a_head_that_lies(ours: Path, theirs: Path, statement: str, key: str) -> None:
    with other_program(theirs) as looking:
        looking.execute(statement)
    assert refused(ours, theirs).key == key


DAMAGE = {
    "a text that does not match its hash": "UPDATE texts SET text = replace(text, '低', '高') WHERE text LIKE '另%'",
    "a row changed past the history": "UPDATE terms SET state = 'quiet'",
    "a row gone": "DELETE FROM terms",
    "an event changed": "UPDATE events SET after = replace(after, 'shown', 'quiet') WHERE \"table\" = 'terms'",
    "an event that follows itself": "UPDATE events SET follows = id WHERE \"table\" = 'terms'",
    "an event gone": "DELETE FROM events WHERE number = 4",
    "a step by somebody else": "UPDATE steps SET annotator = 'x' WHERE number = 3",
    "a step of no kind that leads nowhere": "UPDATE steps SET target = 'x' WHERE number = 3",
}


@pytest.mark.parametrize("statement", DAMAGE.values(), ids=DAMAGE)
def test_rows_and_events_that_are_not_what_was_written(ours: Path, theirs: Path, statement: str) -> None:
    vandalise(theirs, statement)
    assert refused(ours, theirs).key == "store.merge-unsound"


ROWS: dict[str, tuple[str, dict[str, Any]]] = {
    "a span outside the text": ("annotations", {"start": 5000, "end": 5002, "text": "ab"}),
    "a slice that is not the text": ("annotations", {"text": "别的话"}),
    "attributes that are a list": ("annotations", {"attributes": "[1]"}),
    "attributes that are deep": ("annotations", {"attributes": '{"a":{"b":1}}'}),
    "a name of two lines": ("annotators", {"name": "甲\n乙"}),
    "a name of nothing": ("annotators", {"name": "  "}),
    "a name that is endless": ("annotators", {"name": "甲" * 501}),
    "an origin that is none": ("documents", {"origin": '{"x":1}'}),
    "a time that is none": ("annotations", {"created": "gestern"}),
    "a scheme that is none": ("schemes", {"body": '{"labels":[]}'}),
    "a scheme without labels' names": ("schemes", {"body": "[]"}),
}


@pytest.mark.parametrize(("table", "changes"), ROWS.values(), ids=ROWS)
def test_rows_that_say_what_no_row_says(ours: Path, theirs: Path, table: str, changes: dict[str, Any]) -> None:
    written(theirs, table, **changes)
    assert refused(ours, theirs).key in ("store.merge-unsound", "store.merge-bad-row")


def test_names_with_markup_are_names(ours: Path, theirs: Path) -> None:
    name = "<b>王</b><img src='http://x/y.png'>"
    written(theirs, "annotators", name=name)
    merge(ours, theirs)
    with closing(Corpus.open(ours)) as corpus:
        assert name in corpus.annotators()
    sound(ours)


def test_a_history_that_was_rewritten_from_its_beginning(ours: Path, theirs: Path) -> None:
    """Every hash fits, and yet the events that both know say something else."""
    relinked(theirs, lambda _table, _row, body: body.replace('"note":""', '"note":"假"'))
    written(theirs, "terms", state="quiet")
    with closing(Store(theirs)) as store:
        assert {fault.key for fault in store.check()} <= {"store.log-differs"}
    assert refused(ours, theirs).key in ("store.merge-other-content", "store.merge-unsound")


def test_an_id_that_ours_has_with_another_content(ours: Path, theirs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, path in enumerate((ours, theirs)):
        with monkeypatch.context() as same:
            same.setattr(log, "new_ids", lambda count: ["0" * 32] * count)
            with closing(Store(path, device=f"chain{number}")) as store, store.step("terms", PERSON) as writing:
                writing.put_terms([SaidTerm(f"词{number}", "Measure", "", "shown")])
    assert refused(ours, theirs).key == "store.merge-other-content"


def test_two_copies_that_went_on_with_one_chain(ours: Path, theirs: Path) -> None:
    for path in (ours, theirs):
        with closing(Store(path, device="of the machine")) as store, store.step("terms", PERSON) as writing:
            writing.put_terms([SaidTerm(new_id(), "Measure", "", "shown")])
    assert refused(ours, theirs).key == "store.merge-same-chain"


# ---- files


def test_a_link_is_not_followed(ours: Path, theirs: Path, tmp_path: Path) -> None:
    way = tmp_path / "way.corpus"
    way.symlink_to(theirs)
    assert refused(ours, way).key == "store.merge-link"
    Path(f"{theirs}-wal").symlink_to("/etc/hostname")
    with pytest.raises(AnnotatorError) as caught:
        merge(ours, theirs)
    assert caught.value.key == "store.merge-link"


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"no database at all" * 100, b"\0" * 8192])
def test_what_is_no_corpus(ours: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.corpus"
    path.write_bytes(content)
    assert refused(ours, path).key in ("store.not-a-corpus", "store.damaged")


def test_what_is_no_file(ours: Path, tmp_path: Path) -> None:
    assert refused(ours, tmp_path / "none.corpus").key == "store.merge-unreadable"
    assert refused(ours, tmp_path).key in ("store.merge-unreadable", "store.not-a-corpus")
    os.mkfifo(tmp_path / "pipe.corpus")
    assert refused(ours, tmp_path / "pipe.corpus").key == "store.not-a-corpus"


def test_a_wal_that_belongs_to_another_file(ours: Path, theirs: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(ours, tmp_path / "other.corpus"))
    with closing(Store(other)) as store:
        for number in range(20):
            with store.step("annotate", PERSON) as writing:
                writing.put_annotation(annotation(REPORT, number, number + 2))
        shutil.copy(f"{other}-wal", f"{theirs}-wal")
    before = files(ours)
    try:
        merge(ours, theirs)
    except AnnotatorError as error:
        assert error.key in ("store.merge-unsound", "store.damaged")  # noqa: PT017  # either may be
        assert files(ours) == before
    sound(ours)


def test_the_newest_work_in_a_wal_comes_along(ours: Path, theirs: Path) -> None:
    with closing(Store(theirs)) as store:
        with store.step("annotate", OTHER) as writing:
            writing.put_annotation(annotation(REPORT, 11, 13, by=OTHER))
        merge(ours, theirs)
    with closing(Store(ours)) as store:
        assert len(store.read.annotations(REPORT.id, OTHER)) == 2


def test_values_that_are_too_long(ours: Path, theirs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(theirs, "annotations", note="长" * 2000)
    monkeypatch.setattr(foreign, "LONGEST", 5000)
    assert refused(ours, theirs).key == "store.merge-too-long"


def test_a_child_that_dies_is_said(ours: Path, theirs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "Worker", Worker)
    monkeypatch.setattr(foreign, "examine", os.kill)

    def give(self: Worker, number: int, _function: object, *_: object) -> None:
        self.connection.send((number, os.abort, ()))

    monkeypatch.setattr(Worker, "give", give)
    assert refused(ours, theirs).key == "store.merge-unreadable"


def test_the_real_child_reads_and_refuses(ours: Path, theirs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "Worker", Worker)
    bad = Path(shutil.copy(theirs, theirs.with_name("bad.corpus")))
    with other_program(bad) as looking:
        looking.execute("CREATE VIEW v AS SELECT 1")
    assert refused(ours, bad).key == "store.merge-schema"
    merge(ours, theirs)
    with closing(Store(ours)) as store:
        assert len(store.read.annotations(REPORT.id, OTHER)) == 1
    sound(ours)


FORBIDDEN = [
    "DELETE FROM terms", "ATTACH '/tmp/x' AS x", "PRAGMA writable_schema = ON", "CREATE TABLE x (y)",
    "SELECT load_extension('x')", "SELECT * FROM v_annotations", "VACUUM",
]  # fmt: skip


def test_the_authorizer_lets_nothing_else_be_done(theirs: Path) -> None:
    with foreign._reading(theirs, theirs) as queries:
        for statement in FORBIDDEN:
            with pytest.raises(AnnotatorError), foreign._world_s_fault(theirs):
                queries.all(statement)


# ---- bytes


@contextmanager
def flipped(path: Path, dice: Random) -> Iterator[None]:
    data = bytearray(path.read_bytes())
    for _ in range(dice.choice((1, 1, 1, 2, 8))):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    whole = path.read_bytes()
    path.write_bytes(data)
    try:
        yield
    finally:
        path.write_bytes(whole)


@pytest.mark.torture
def test_flipped_bytes_are_refused_or_harmless_300_or_5000_times(ours: Path, theirs: Path, tmp_path: Path) -> None:
    dice, refusals = Random(7), 0
    expected = None
    number = trials(300, 5000)
    with quick_folder(tmp_path) as folder:
        path, other = folder / "again.corpus", Path(shutil.copy(theirs, folder))
        for _ in range(number):
            shutil.copy(ours, path)
            before = files(path)
            with flipped(other, dice):
                try:
                    merge(path, other)
                except AnnotatorError:
                    refusals += 1
                    assert files(path) == before
                    continue
            with closing(Store(path)) as store:
                assert store.check() == []
                rows = {table: store._queries.all(f"{TABLES[table].select} WHERE deleted = 0") for table in TABLES}
            expected = expected or rows
            assert rows == expected, "what is merged is what was there"
    assert number / 10 < refusals < number


# ---- limits of the child


def test_a_file_that_needs_more_memory_than_the_child_may_have(
    ours: Path, theirs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few bytes that become many: each of its lists takes three in the file and sixty in memory."""
    monkeypatch.setattr(work, "Worker", Worker)
    monkeypatch.setattr(others, "MEMORY", 500_000_000)
    bad = Path(shutil.copy(theirs, theirs.with_name("bad.corpus")))
    written(bad, "annotations", attributes='{"a":[' + "[]," * 12_000_000 + "0]}")
    assert refused(ours, bad).key == "store.merge-memory"
    merge(ours, theirs)
    sound(ours)


def test_a_file_that_takes_longer_than_it_may(ours: Path, theirs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one would at which the child goes round in circles; it is ended."""
    made: list[Worker] = []

    class Circling(Worker):
        def give(self, number: int, _function: object, *_: object) -> None:
            made.append(self)
            self.connection.send((number, sleep, (600,)))

    with monkeypatch.context() as circling:
        circling.setattr(work, "Worker", Circling)
        circling.setattr(others, "SECONDS", 0.2)
        assert refused(ours, theirs).key == "store.merge-slow"
    assert [one._process.is_alive() for one in made] == [False]
    merge(ours, theirs)
    sound(ours)


LIMITED = """
import sys
from pathlib import Path
sys.path[:0] = ["tests", "tests/store"]
from children import Here
from hostile_values import merge
from annotator import work
from annotator.errors import AnnotatorError
from annotator.store import foreign
work.Worker, foreign._MEMORY = Here, 8_000_000
for path in map(Path, sys.argv[2:]):
    try:
        merge(Path(sys.argv[1]), path)
        print("merged")
    except AnnotatorError as error:
        print(error.key)
"""


def test_a_file_that_needs_more_memory_than_sqlite_may_have(ours: Path, theirs: Path) -> None:
    bad = Path(shutil.copy(theirs, theirs.with_name("bad.corpus")))
    written(bad, "annotations", note="长" * 4_000_000)
    before = files(bad)
    said = child(LIMITED, ours, bad, theirs)
    refusal, other = said.stdout.split()
    assert (refusal in ("store.merge-memory", "store.merge-unsound"), other) == (True, "merged"), said.stderr
    assert files(bad) == before
    sound(ours)
