"""Corpora of older versions open for ever; those of newer ones are read, or say why not; none loses anything."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from store_values import PERSON, annotation, other_program, sentence, with_document

from annotator.corpus import Corpus
from annotator.store import Store, backup, backups, connection, opening
from annotator.store.schema import MIGRATIONS, VERSION

CORPORA = Path(__file__).parent / "corpora"
OLD = range(1, VERSION)
WITH_ALL_TABLES = 5
"""the first version that has all that reading asks for"""


@pytest.fixture(params=OLD, ids=lambda version: f"v{version}")
def old(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[int, Path]:
    return request.param, Path(shutil.copy(CORPORA / f"v{request.param}.corpus", tmp_path / "old.corpus"))


def rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All that stands in a file, by table, but for what belongs to the search index and the counters."""
    with other_program(path) as looking:
        names = [
            name for (name,) in looking.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            if not name.startswith(("search", "sqlite_", "counters", "text_numbers"))
        ]  # fmt: skip
        return {name: sorted(looking.execute(f"SELECT {columns(name)} FROM {name}"), key=repr) for name in names}


def columns(table: str) -> str:
    """Those of a table that every version has."""
    return {
        "events": 'number, id, device, device_number, step, "table", row, before, after, hash',
        "steps": "number, id, kind, name, annotator, time, target, next_undo, next_redo",
    }.get(table, "*")


def test_every_older_version_has_its_corpus() -> None:
    assert {path.name for path in CORPORA.glob("*.corpus")} == {f"v{version}.corpus" for version in OLD}
    assert len({migration.__name__ for migration in MIGRATIONS}) == len(MIGRATIONS)


def test_an_older_corpus_is_brought_up_to_date_and_loses_nothing(old: tuple[int, Path]) -> None:
    _, path = old
    before = rows(path)
    with closing(Store(path)) as store:
        assert store.refusal is None
        (remark,) = store.remarks
        assert remark.key == "store.brought-up-to-date"
        assert store.check() == []
        assert {"d0", "d1", "d2"} == {row.id for row in store.read.rows("小林")}
        assert [found.title for found in store.search.documents("雨露计划")] == ["宜州区工作总结"]
        assert store.read.counts()["annotators"]["陳太"] == 2
        assert store.read.annotations("d2")[0].note == "县名待核"
    after = rows(path)
    assert before.items() <= after.items()
    with closing(Store(path)) as again:
        assert again.remarks == ()
        before_undo = len(again.read.annotations("d0"))
        again.undo("小林")
        assert len(again.read.annotations("d0")) == before_undo - 1
        assert again.check() == []


def test_a_copy_is_made_first(old: tuple[int, Path]) -> None:
    version, path = old
    before = rows(path)
    Store(path).close()
    (copy,) = backups(path)
    assert rows(copy.path) == before
    with other_program(copy.path) as looking:
        assert looking.execute("PRAGMA user_version").fetchone() == (version,)


def test_without_a_copy_nothing_is_changed(old: tuple[int, Path]) -> None:
    _, path = old
    backup.folder_of(path).write_text("in the way")
    before = path.read_bytes()
    with sentence("store.no-backup", path):
        Store(path)
    assert path.read_bytes() == before


def test_a_migration_that_fails_leaves_the_corpus_as_it_was(
    old: tuple[int, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, path = old
    before = rows(path)

    def broken(db: Any) -> None:
        db.conn.execute("DELETE FROM decisions")
        raise ZeroDivisionError

    monkeypatch.setattr(connection, "MIGRATIONS", (*MIGRATIONS[: VERSION - 1], broken))
    with pytest.raises(ZeroDivisionError):
        Store(path)
    monkeypatch.undo()
    with closing(Store(path)) as store:
        assert store.check() == []
    assert before.items() <= rows(path).items()


@pytest.mark.parametrize("version", range(1, WITH_ALL_TABLES))
def test_an_older_corpus_that_lacks_a_table_cannot_be_only_read(version: int, tmp_path: Path) -> None:
    path = Path(shutil.copy(CORPORA / f"v{version}.corpus", tmp_path / "old.corpus"))
    before = path.read_bytes()
    with sentence("store.older", path, version, VERSION):
        Store(path, read_only=True)
    assert path.read_bytes() == before


def test_one_that_lacks_only_a_view_is_read_as_it_is(tmp_path: Path) -> None:
    path = Path(shutil.copy(CORPORA / f"v{WITH_ALL_TABLES}.corpus", tmp_path / "old.corpus"))
    before = path.read_bytes()
    with closing(Store(path, read_only=True)) as store:
        assert store.read.counts()["annotators"]["陳太"] == 2
        assert store.check() == []
        with sentence("store.opened-read-only", path):
            store.undo("小林")
    assert path.read_bytes() == before
    assert backups(path) == []


def test_a_colleague_s_older_corpus_is_brought_in_and_stays_as_it_is(old: tuple[int, Path], tmp_path: Path) -> None:
    _, theirs = old
    before = theirs.read_bytes()
    with closing(Corpus.create(tmp_path / "ours.corpus", annotator="李")) as ours:
        ours.merge([theirs], add=None, take=False, sure=True)
        assert {one.annotator for one in ours.assignments()} == {"小林", "陳太"}
    with other_program(tmp_path / "ours.corpus") as looking:
        found = looking.execute("SELECT annotator, version, kind FROM v_disagreements WHERE start < 3").fetchall()
    assert found == [("小林", "Place “𠮷林村”", "boundaries"), ("陳太", "Place “林村”", "boundaries")]
    with closing(Store(tmp_path / "ours.corpus")) as store:
        assert store.check() == []
    assert theirs.read_bytes() == before


# ---- newer ones


@pytest.fixture
def newer(store: Store) -> Iterator[Path]:
    report = with_document(store)
    with store.step("annotate", PERSON) as writing:
        writing.put_annotation(annotation(report, 5, 11))
    store.close()
    with other_program(store.path) as connection_:
        connection_.execute("PRAGMA journal_mode = DELETE")
        connection_.execute("ALTER TABLE annotations ADD COLUMN mood TEXT")
        connection_.execute("CREATE TABLE moods (id TEXT)")
        connection_.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = store.path.read_bytes()
    yield store.path
    assert store.path.read_bytes() == before


def test_a_newer_corpus_is_read_and_not_written_to(newer: Path) -> None:
    with closing(Store(newer)) as store:
        (remark,) = store.remarks
        assert remark.key == "store.newer"
        (row,) = store.read.rows(PERSON)
        assert len(store.read.annotations(row.id)) == row.annotations == 1
        assert store.read.counts()["annotations"] == 1
        assert len(list(store.steps())) == 2
        for attempt in (lambda: with_document(store), lambda: store.undo(PERSON), lambda: store.redo(PERSON)):
            with sentence("store.newer", newer, VERSION + 1, VERSION):
                attempt()


def test_a_newer_corpus_that_looks_quite_different_says_what(store: Store) -> None:
    store.close()
    with other_program(store.path) as connection_:
        connection_.execute("ALTER TABLE steps RENAME COLUMN next_undo TO undo_next")
        connection_.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = store.path.read_bytes()
    with sentence("store.newer-form", store.path, VERSION + 1, "steps"):
        Store(store.path)
    assert store.path.read_bytes() == before


def test_all_that_reading_asks_for_is_looked_for(store: Store) -> None:
    opening._check_readable(store._queries)


def test_a_corpus_opened_to_be_read_refuses_each_step(store: Store) -> None:
    report = with_document(store)
    with closing(Store(store.path, read_only=True)) as second:
        assert second.read.document(report.id) == report
        for attempt in (lambda: with_document(second, "二"), lambda: second.undo(PERSON), lambda: second.redo(PERSON)):
            with sentence("store.opened-read-only", store.path):
                attempt()
        with_document(store, "另一篇报告。")  # it does not stand in the way, and sees what is new
        assert len(second.read.rows(PERSON)) == 2
        assert second.check() == []
