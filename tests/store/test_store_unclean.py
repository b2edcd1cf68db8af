"""After an unclean end: a quick look at opening, which says something only where something is wrong."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from store_values import PERSON, annotation, child, other_program, sentence, vandalise, with_document

from annotator.model import Document, new_id
from annotator.store import Store, opening, unclean
from annotator.store.unclean import look_over

CUT_OFF = """
import os, sys
from pathlib import Path
sys.path.insert(0, "tests/store")
from store_values import PERSON, annotation, vandalise, with_document
from annotator.store import Store, opening, unclean

store = Store(Path(sys.argv[1]), device="there")
report = with_document(store, "另一份报告：落实低保。")
one = annotation(report, 6, 10)
with store.step("annotate", PERSON) as step:
    step.put_annotation(one)
for statement in sys.argv[2:]:
    vandalise(store.path, statement)
os._exit(9)
"""
HOLDER = """
import sys
sys.path.insert(0, "tests/store")
from store_values import other_program
with other_program(sys.argv[1]) as holder:
    print(holder.execute("SELECT count(*) FROM documents").fetchone()[0], flush=True)
    sys.stdin.read()
"""
EVENT = "UPDATE events SET after = replace(after, 'Measure', 'Program') WHERE \"table\" = 'annotations'"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def corpus(path: Path) -> Path:
    """A corpus that was closed properly."""
    with closing(Store.create(path, device="here")) as store:
        report = with_document(store)
        with store.step("annotate", PERSON) as step:
            step.put_annotation(annotation(report, 5, 11))
    return path


def cut_off(path: Path, *damage: str) -> Path:
    """Ends the program that works in it, without a word, after it was damaged in some way."""
    ended = child(CUT_OFF, path, *damage)
    assert ended.returncode == 9, ended.stderr
    assert wal_of(path).stat().st_size > 0
    return path


def page_of(path: Path, table: str) -> tuple[int, int]:
    """Where a table's first page begins in the file, and how long a page is, both in bytes."""
    with other_program(path) as looking:
        (size,) = looking.execute("PRAGMA page_size").fetchone()
        (root,) = looking.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    return (root - 1) * size, size


def cut_off_with_a_broken_page(path: Path) -> Path:
    """The page of a table that the program did not touch, as a bad disk leaves it."""
    at, size = page_of(path, "rules")
    cut_off(path)
    with path.open("r+b") as stream:
        stream.seek(at)
        stream.write(b"\xaa" * size)
    return path


def wal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def test_nothing_is_said_when_all_is_well(corpus: Path) -> None:
    with closing(Store(cut_off(corpus))) as store:
        assert store.remarks == ()
        assert store.read.document_count() == 2
        with_document(store, "第三份。")
        assert store.check() == []


def test_a_purge_shortly_before_is_no_damage(corpus: Path) -> None:
    purging = CUT_OFF.replace(
        "for statement in sys.argv[2:]:\n    vandalise(store.path, statement)",
        "store.purge(store.to_purge(report.id), PERSON)",
    )
    more = 'with_document(store, "又一份。")\nos._exit(9)'
    assert child(purging.replace("os._exit(9)", more), corpus).returncode == 9
    assert wal_of(corpus).stat().st_size > 0
    assert look_over(corpus) == ()
    with other_program(corpus) as looking:
        assert looking.execute("SELECT count(*) FROM purges").fetchone() == (1,)


def test_a_damaged_event_is_said_at_opening(corpus: Path) -> None:
    with closing(Store(cut_off(corpus, EVENT.replace("WHERE", "WHERE device = 'there' AND")))) as store:
        (said,) = store.remarks
        with sentence("store.unclean-end", corpus):
            raise said
        assert "store.log-damaged" in {fault.key for fault in store.check()}


def test_a_broken_page_is_said(corpus: Path) -> None:
    """Which the history does not know of: only SQLite's own check sees it."""
    (said,) = look_over(cut_off_with_a_broken_page(corpus))
    assert said.key == "store.unclean-end"


def test_after_a_clean_end_nothing_is_looked_at(corpus: Path) -> None:
    vandalise(corpus, EVENT)
    assert not wal_of(corpus).exists()
    with closing(Store(corpus)) as store:
        assert store.remarks == ()


def test_while_somebody_has_it_open_nothing_is_looked_at(corpus: Path) -> None:
    cut_off(corpus, EVENT.replace("WHERE", "WHERE device = 'there' AND"))
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", HOLDER, corpus], cwd=ROOT, **pipes) as holder:  # type: ignore[call-overload]
        assert holder.stdout.readline().strip() == b"2"
        with other_program(corpus) as writing:  # so that there is something in the -wal
            writing.execute("CREATE TABLE mine (x)")
            assert look_over(corpus) == (), "somebody in this process"
        assert look_over(corpus) == (), "somebody in another"
        holder.communicate(timeout=60)


def test_the_look_leaves_the_file_to_others(corpus: Path) -> None:
    assert look_over(cut_off(corpus)) == ()
    with closing(Store(corpus)) as one, closing(Store(corpus)) as two:
        with_document(one, "第三份。")
        assert two.read.document_count() == 3


def test_what_takes_longer_is_given_up_and_said(corpus: Path) -> None:
    """What was not seen may be damaged: a remark says so, and names the look at all of it, which finds that."""
    with closing(Store(corpus)) as store, store.step("import", PERSON) as step:
        for number in range(300):
            step.put_document(Document(new_id(), "长", f"第{number}份：" + "落实低保，推广雨露计划。" * 30), number + 5)
    cut_off_with_a_broken_page(corpus)
    copy = corpus.with_name("copy.corpus")
    for end in ("", "-wal"):
        copy.with_name(copy.name + end).write_bytes(corpus.with_name(corpus.name + end).read_bytes())
    (said,) = look_over(copy, seconds=-1.0)
    with sentence("store.looked-in-part", copy, f"annotator check {copy}"):
        raise said
    (said,) = look_over(corpus)
    assert said.key == "store.unclean-end"


def test_the_clock_is_looked_at_every_few_pages(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else two seconds would be three where the disk is slow: SQLite's check of all pages is one of its operations."""
    with closing(Store(corpus)) as store, store.step("import", PERSON) as step:
        for number in range(20):
            step.put_document(
                Document(new_id(), "长", f"第{number}份：" + "落实低保，推广雨露计划。" * 8_000), number + 5
            )
    cut_off(corpus)
    looks = []
    monkeypatch.setattr(unclean, "_broken_step", lambda _queries: "")
    monkeypatch.setattr(unclean, "monotonic", lambda: looks.append(1) or 0.0)  # type: ignore[func-returns-value]
    assert look_over(corpus) == ()
    with other_program(corpus) as looking:
        (pages,) = looking.execute("PRAGMA page_count").fetchone()
    assert len(looks) > pages / 1_000 > 1


def test_a_look_in_part_is_among_the_remarks(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "look_over", partial(look_over, seconds=-1.0))
    monkeypatch.setattr(unclean, "_OPERATIONS", 1)
    with closing(Store(cut_off(corpus))) as store:
        assert [one.key for one in store.remarks] == ["store.looked-in-part"]
        assert store.refusal is None
        with_document(store, "第三份。")
