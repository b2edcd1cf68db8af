"""Backups: proven copies, made while others write, thinned out with age; and the way back."""

from __future__ import annotations

import os
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_values import sentence, vandalise

from annotator.corpus import Corpus
from annotator.errors import AnnotatorError
from annotator.keeping import check, fallen_since, repair
from annotator.model import Bundle, Document, Span
from annotator.store import backups, connection, gently, hearing, make_backup, restore
from annotator.store.backup import folder_of, to_keep

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
TEXT = "县里落实低保，推广雨露计划。"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with_work(tmp_path / "甲 #1.corpus", 3)
    return tmp_path / "甲 #1.corpus"


def with_work(path: Path, annotations: int) -> None:
    corpus = Corpus.open(path) if path.exists() else Corpus.create(path)
    if not corpus.documents():
        corpus.add([Bundle(Document("d", "题", TEXT))])
    for at in range(annotations):
        corpus.annotate("d", Span(at, at + 2), "Place")
    corpus.close()


def annotations(path: Path) -> int:
    corpus = Corpus.open(path)
    found = len(corpus.annotations("d"))
    corpus.close()
    return found


def test_a_backup_is_a_whole_corpus_of_its_own(path):
    made = make_backup(path, NOON)
    assert (made.documents, made.annotations, made.time) == (1, 3, NOON)
    assert made.path.parent == folder_of(path)
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600 or os.name == "nt"
    assert annotations(made.path) == 3
    assert check(made.path) == []
    assert [one.path for one in backups(path)] == [made.path]
    assert [entry.name for entry in folder_of(path).iterdir() if entry.name.startswith(".")] == []


def test_what_is_being_written_is_no_part_of_it_and_goes_on(path):
    corpus = Corpus.open(path)
    with corpus._store.step("annotate", corpus.annotator) as writing:
        writing.put_status("d", corpus.annotator, "done")
        made = make_backup(path, NOON)
    assert corpus.documents()[0].status == "done"
    corpus.close()
    copy = Corpus.open(made.path)
    assert copy.documents()[0].status == "started"
    copy.close()


@pytest.mark.parametrize(("long", "folded"), [(1, True), (gently.LONG, False)])
def test_what_is_written_meanwhile_is_folded_in_where_it_is_much(path, tmp_path, monkeypatch, long, folded):
    look = gently._Copying.look

    def decided_meanwhile(copying: object) -> int:
        if len(corpus.annotations("d")) < 5:
            corpus.annotate("d", Span(len(corpus.annotations("d")), 9), "Place")
        return look(copying)

    monkeypatch.setattr(gently, "BIT", 1)
    monkeypatch.setattr(gently, "LONG", long)
    monkeypatch.setattr(gently, "_OPERATIONS", 10)
    monkeypatch.setattr(connection, "CACHE_KB", 16)  # of so small a corpus all would be written at the end
    monkeypatch.setattr(gently._Copying, "look", decided_meanwhile)
    corpus = Corpus.open(path)
    made = make_backup(path, NOON)
    assert made.annotations == 3
    without_wal = tmp_path / "alone.corpus"
    without_wal.write_bytes(path.read_bytes())
    assert len(corpus.annotations("d")) == 5
    corpus.close()
    assert annotations(without_wal) == (5 if folded else 3)
    assert check(path) == []


def test_a_copy_goes_to_the_disk_bit_by_bit_and_what_the_disk_says_to_that_ends_nothing(path, monkeypatch):
    synced = []

    def to_disk(copying: object) -> None:
        synced.append(copying)
        raise OSError(28, "no room")

    monkeypatch.setattr(gently, "BIT", 4096)
    monkeypatch.setattr(gently, "_OPERATIONS", 10)
    monkeypatch.setattr(connection, "CACHE_KB", 16)  # of so small a corpus all would be written at the end
    monkeypatch.setattr(gently._Copying, "_to_disk", to_disk)
    made = make_backup(path, NOON)
    assert len(synced) > 3
    assert check(made.path) == []


def test_what_a_copy_that_was_cut_off_has_left_goes_and_one_under_way_stays(path):
    old = make_backup(path, NOON).path
    left, under_way = (old.with_name(f".{old.name}.{number}") for number in (1, 2))
    for draft, age in ((left, timedelta(hours=2)), (under_way, timedelta(minutes=2))):
        draft.write_bytes(b"half")
        at = (NOON - age).timestamp()
        os.utime(draft, (at, at))
    make_backup(path, NOON)
    assert (left.exists(), under_way.exists(), old.exists()) == (False, True, True)


def test_two_in_one_second_are_two(path):
    made = [make_backup(path, NOON).path for _ in range(11)]
    assert len(set(made)) == 11
    assert [one.path for one in backups(path)] == made[::-1], "the latest first, the tenth behind the ninth"


def test_a_damaged_corpus_is_not_backed_up_and_older_copies_stay(path):
    good = make_backup(path, NOON)
    data = bytearray(path.read_bytes())
    for at in range(4096, len(data), 4096):
        data[at : at + 64] = b"\xff" * 64
    path.write_bytes(data)
    with pytest.raises(AnnotatorError):
        make_backup(path, NOON + timedelta(days=400))
    assert [one.path for one in backups(path)] == [good.path]
    assert [entry.name for entry in folder_of(path).iterdir()] == [good.path.name]


def test_of_a_text_that_is_not_what_it_was_no_copy_is_made_and_older_ones_stay(path):
    """SQLite sees nothing of it, and copy after copy would take the place of those that have the text."""
    good = make_backup(path, NOON)
    vandalise(path, "UPDATE texts SET text = replace(text, '低保', '高保')")
    with sentence("store.text-damaged", path, "题"):
        make_backup(path, NOON + timedelta(days=400))
    assert list(folder_of(path).iterdir()) == [good.path]
    before_mending = make_backup(path, NOON + timedelta(days=400), as_it_is=True)
    assert [one.path for one in backups(path)] == [before_mending.path, good.path]


def test_restoring_passes_over_copies_whose_texts_are_not_what_they_were(path):
    good = make_backup(path, NOON)
    vandalise(path, "UPDATE texts SET text = replace(text, '低保', '高保')")
    mended, found, left = repair(path, "李")
    assert (found > 0, [fault.key for fault in left]) == (True, ["store.text-damaged"])
    assert restore(path)[0] == good.path
    assert check(path) == []
    assert restore(path, mended.path)[0] == mended.path, "whoever names one gets it"
    good.path.unlink()
    with sentence("store.no-backups"):
        restore(path)
    assert "store.text-damaged" in [fault.key for fault in check(path)]
    assert not list(path.parent.glob(".*")), "no draft is left"


@pytest.mark.parametrize("act", [make_backup, restore, check])
def test_long_work_says_how_far_it_is_and_can_be_stopped(path, monkeypatch, act):
    monkeypatch.setattr(gently, "_OPERATIONS", 10)
    monkeypatch.setattr(hearing, "OPERATIONS", 10)
    make_backup(path, NOON)
    before = [path, *folder_of(path).iterdir()], path.read_bytes()
    told = []

    def stop(done: int, all_: int) -> None:
        told.append((done, all_))
        if len(told) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        act(path, tell=stop)
    assert len(told) == 3
    assert told == sorted(told)
    assert all(0 <= done <= all_ for done, all_ in told)
    assert ([*path.parent.glob("*.corpus"), *folder_of(path).iterdir()], path.read_bytes()) == before
    act(path, tell=lambda *far: told.append(far))
    assert len(told) > 10


def test_ctrl_c_that_comes_between_two_looks_is_ctrl_c(path):
    """It may come as the look is being called: SQLite swallows it then, and only says that it was interrupted."""
    with closing(connection.open_read_only(path)) as queries:
        with pytest.raises(KeyboardInterrupt), hearing.hearing(queries, queries.db.conn.interrupt, 10):
            queries.run("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n")
        assert queries.value("SELECT count(*) FROM documents") == 1


def test_restoring_moves_what_was_there_aside_and_deletes_nothing(path):
    made = make_backup(path, NOON)
    with_work(path, 6)
    path.write_bytes(b"\0" * 5000)
    path.with_name(path.name + "-wal").write_bytes(b"stale")
    chosen, moved = restore(path, now=NOON)
    assert chosen == made.path
    assert annotations(path) == 3
    assert sorted(one.read_bytes() for one in moved) == sorted([b"\0" * 5000, b"stale"])
    assert (
        not path.with_name(path.name + "-wal").exists() or path.with_name(path.name + "-wal").read_bytes() != b"stale"
    )
    assert made.path.exists()
    restore(path, now=NOON)
    assert len(list(path.parent.glob("*.aside-*"))) == 3, "aside under another name each time"


def test_restoring_takes_the_latest_sound_copy_or_the_one_named(path):
    first = make_backup(path, NOON)
    with_work(path, 5)
    second = make_backup(path, NOON + timedelta(hours=1))
    third = make_backup(path, NOON + timedelta(hours=2))
    third.path.write_bytes(b"SQLite format 3\0" + b"\7" * 3000)
    assert [one.annotations for one in backups(path)] == [None, 5, 3]
    assert restore(path)[0] == second.path
    assert restore(path, first.path)[0] == first.path
    assert annotations(path) == 3
    with pytest.raises(AnnotatorError):
        restore(path, third.path)
    assert annotations(path) == 3


def test_without_a_sound_copy_nothing_is_touched(path):
    before = path.read_bytes()
    with pytest.raises(AnnotatorError) as caught:
        restore(path)
    assert caught.value.key == "store.no-backups"
    assert path.read_bytes() == before


def test_a_lost_file_comes_back(path):
    make_backup(path, NOON)
    path.unlink()
    restore(path)
    assert annotations(path) == 3


def test_the_alarm_goes_when_a_tenth_of_the_annotations_is_gone(path):
    with_work(path, 10)
    made = make_backup(path, NOON)
    assert fallen_since(path, 10) is None
    assert fallen_since(path, 9) is None
    assert fallen_since(path, 8) == made
    assert fallen_since(path.with_name("other.corpus"), 0) is None


def test_copies_that_are_no_longer_kept_go(path):
    for days in range(40):
        make_backup(path, NOON + timedelta(days=days))
    left = [one.time for one in backups(path)]
    assert set(left) == to_keep([NOON + timedelta(days=days) for days in range(40)], NOON + timedelta(days=39))
    assert len(left) < 25
    assert NOON + timedelta(days=39) in left


times = st.lists(st.integers(0, 800 * 24).map(lambda hours: NOON - timedelta(hours=hours)), max_size=60)


@given(times)
def test_what_is_kept(made):
    kept = to_keep(made, NOON)
    assert kept <= set(made)
    assert {time for time in made if NOON - time <= timedelta(days=2)} <= kept
    assert not made or max(made) in kept
    days = sorted({time.date() for time in made}, reverse=True)[:12]
    assert all(max(time for time in made if time.date() == day) in kept for day in days)
    assert to_keep(kept, NOON) == kept, "keeping again keeps the same"
    months = sorted({(time.year, time.month) for time in made}, reverse=True)[:9]
    assert all(any((time.year, time.month) == month for time in kept) for month in months)
