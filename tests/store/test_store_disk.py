"""What the world does while a corpus is open: locks, full disks, dead processes, moved files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from store_values import OTHER, PERSON, annotation, child, live, other_program, sentence, with_document

from annotator.store import Store, connection

# ---- others at the same file


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_MS", 30)


@pytest.mark.usefixtures("hurried")
def test_a_corpus_that_another_program_writes_to(path: Path) -> None:
    Store.create(path).close()
    with closing(Store(path)) as store, other_program(path) as other:
        report = with_document(store)
        before = live(store)
        other.execute("BEGIN IMMEDIATE")
        with sentence("store.busy", path), store.step("annotate", PERSON) as writing:
            writing.put_annotation(annotation(report, 5, 11))
        with sentence("store.busy", path):
            store.undo(PERSON)
        assert live(store) == before  # reading goes on
        with closing(Store(path)) as another:  # so does opening
            assert another.read.document(report.id) == report
        other.execute("ROLLBACK")
        with store.step("annotate", PERSON) as writing:
            writing.put_annotation(annotation(report, 5, 11))
        assert len(store.read.annotations(report.id)) == 1
        assert store.check() == []


@pytest.mark.usefixtures("hurried")
def test_a_corpus_that_another_program_keeps_to_itself(store: Store) -> None:
    store.close()
    with other_program(store.path) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")
        with sentence("store.busy", store.path):
            Store(store.path)
        other.execute("ROLLBACK")
    Store(store.path).close()


def test_two_at_one_corpus(store: Store) -> None:
    with closing(Store(store.path, device="there")) as second:
        report = with_document(store)
        assert second.read.document(report.id) == report
        with second.step("annotate", OTHER) as writing:
            writing.put_annotation(annotation(report, 5, 11, by=OTHER))
        with store.step("annotate", PERSON) as writing:
            writing.put_annotation(annotation(report, 5, 11))
        assert store.read.annotations(report.id) == second.read.annotations(report.id)
        before = live(store)
        store.undo(PERSON)
        second.undo(OTHER)  # the next one back, not the same again
        assert store.read.annotations(report.id) == []
        second.redo(OTHER)
        store.redo(PERSON)
        assert live(second) == before
        assert store.check() == second.check() == []


def test_a_reader_does_not_stop_a_writer(store: Store) -> None:
    report = with_document(store)
    with other_program(store.path) as other:
        other.execute("BEGIN")
        assert other.execute("SELECT count(*) FROM documents").fetchone() == (1,)
        with_document(store, "另一篇报告。")
        assert other.execute("SELECT count(*) FROM documents").fetchone() == (1,)
        other.execute("COMMIT")
    assert [row.title for row in store.read.rows(PERSON)] == [report.title, "另一篇报告。"]


WORK = """
import sys
from pathlib import Path
from annotator.store import Store
store = Store(Path(sys.argv[1]), device=sys.argv[2])
for number in range(40):
    with store.step("annotate", sys.argv[2]) as writing:
        writing.annotator(f"{sys.argv[2]} {number}")
        writing.annotator(f"{sys.argv[2]} {number} again")
store.close()
"""


def test_two_processes_at_once_lose_nothing(store: Store) -> None:
    both = [subprocess.Popen([sys.executable, "-c", WORK, str(store.path), name]) for name in "ab"]
    assert [one.wait(timeout=120) for one in both] == [0, 0]
    assert len(store.read.annotators()) == 2 * 2 * 40
    assert store.check() == []
    assert len(list(store.steps())) == 2 * 40


def test_two_processes_bring_an_old_file_up_to_date(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes second finds the work done, although the file was old when it looked."""
    done = []

    def second_tables(db: object) -> None:
        done.append(db)

    monkeypatch.setattr(connection, "MIGRATIONS", (*connection.MIGRATIONS, second_tables))
    monkeypatch.setattr(connection, "VERSION", 2)
    real = connection._migrate

    def overtaken(queries: connection.Queries) -> None:
        answers = iter([1])
        ask = queries.value
        monkeypatch.setattr(queries, "value", lambda query: next(answers, None) or ask(query))
        with closing(connection._connect(store.path, store.path)) as first:
            real(first)
        real(queries)

    monkeypatch.setattr(connection, "_migrate", overtaken)
    Store(store.path).close()
    assert len(done) == 1


# ---- files that go away


@pytest.mark.parametrize("tried", [True, False])
@pytest.mark.parametrize("how", ["deleted", "moved", "replaced"])
def test_a_file_that_goes_away_while_it_is_open(store: Store, path: Path, how: str, tried: bool) -> None:
    """SQLite would go on writing, and say that all is well, to a file that nobody finds again."""
    elsewhere, new = path.with_name("elsewhere.corpus"), path.with_name("new.corpus")
    Store.create(new).close()
    report = with_document(store)
    path.rename(elsewhere)
    if how == "replaced":
        new.rename(path)
    if how == "deleted":
        elsewhere.unlink()
    if tried:
        with sentence("store.moved", path):
            with_document(store, "另一篇报告。")
        with sentence("store.moved", path):
            store.undo(PERSON)
    store.close()
    if how != "deleted":
        with closing(Store(elsewhere)) as again:  # with what was in the -wal that stayed behind
            assert again.read.document(report.id) == report
            assert again.check() == []
    if how == "replaced":
        with closing(Store(path)) as another:
            assert another.read.rows(PERSON) == []
            assert another.check() == []


# ---- full disks

FILL = """
import resource, sys
from pathlib import Path
from annotator.errors import AnnotatorError
from annotator.store import Store
path, limit = Path(sys.argv[1]), int(sys.argv[2])
store = Store(path, device="d") if path.exists() else None
if limit:
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
done = 0
try:
    store = store or Store.create(path, device="d")
    while done < 2000:
        with store.step("import", "me") as writing:
            writing.put_text("满" * 3000 + str(done))
            writing.put("annotators", {"id": f"{done}", "name": f"{done}"})
            writing.put("annotators", {"id": f"{done}b", "name": f"{done}b"})
        done += 1
except AnnotatorError as error:
    print(error.key, done)
    error.say
    if store is not None:
        print(len(store.read.annotators()), [str(fault) for fault in store.check()])
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
            with store.step("import", "me") as writing:
                writing.annotator("room again")
            print("room again" in store.read.annotators())
        store.close()
"""


def filled(path: Path, limit: int) -> list[str]:
    said = child(FILL, path, limit)
    assert not said.stderr, said.stderr
    return said.stdout.splitlines()


@pytest.mark.skipif(os.name != "posix", reason="limits of Unix")
@pytest.mark.parametrize("limit", [150_000, 151_111, 400_000, 1_000_000])
def test_a_file_that_may_not_grow(path: Path, limit: int) -> None:
    Store.create(path).close()
    stopped, state, after = filled(path, limit)
    key, done = stopped.split()
    assert key in ("store.disk-full", "store.disk-error")
    assert 0 < int(done) < 2000
    assert state == f"{2 * int(done)} []"  # whole steps, all that were acknowledged
    assert after == "True"  # and with room again the same window works on
    with closing(Store(path)) as again:
        assert len(again.read.annotators()) == 2 * int(done) + 1
        assert again.check() == []


@pytest.mark.skipif(os.name != "posix", reason="limits of Unix")
@pytest.mark.parametrize("limit", [1, 4096, 40_000])
def test_no_room_for_even_an_empty_corpus(path: Path, limit: int) -> None:
    (stopped,) = filled(path, limit)
    assert stopped.split()[0] in ("store.disk-full", "store.disk-error", "store.cannot-create")
    assert not [p for p in path.parent.iterdir() if p.name != "state"]


@contextmanager
def small_disk(kilobytes: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder], check=False, capture_output=True
        )
        if mounted.returncode:
            pytest.skip("this machine lets nobody mount a disk")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root mounts a disk")
def test_a_disk_that_is_full() -> None:
    with small_disk(600) as folder:
        path = folder / "x.corpus"
        stopped, state = filled(path, 0)
        key, done = stopped.split()
        assert key == "store.disk-full"
        assert state == f"{2 * int(done)} []"
        with closing(Store(path)) as again:
            assert len(again.read.annotators()) == 2 * int(done)
            assert again.check() == []


def test_a_database_that_may_not_grow(store: Store) -> None:
    """SQLite's own word for a full disk, wherever the test runs."""
    report = with_document(store)
    before = live(store)
    store._queries.run("PRAGMA max_page_count = 1")  # it takes the present size when that is larger
    with sentence("store.disk-full", store.path):
        with_document(store, "满" * 100_000)
    assert live(store) == before
    store._queries.run("PRAGMA max_page_count = 1000000")
    with_document(store, "满" * 100_000)
    assert report.id in {row.id for row in store.read.rows(PERSON)}
    assert store.check() == []


# ---- dead processes

ENDLESS = """
import sys
from pathlib import Path
from annotator.store import Store
store = Store(Path(sys.argv[1]), device="d")
names = set(store.read.annotators())
number = len(names) // 3
while True:
    with store.step("import", "me") as writing:
        for part in "abc":
            writing.annotator(f"{number}{part}")
        writing.put_text("正文" * 4000 + str(number))
    if number % 5 == 4:
        store.undo("me")
        store.redo("me")
    print(number, flush=True)
    number += 1
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal")
def test_a_process_that_is_killed_leaves_whole_steps(path: Path) -> None:
    Store.create(path).close()
    for acknowledged in (1, 3, 8, 15, 2, 40):
        working = subprocess.Popen([sys.executable, "-c", ENDLESS, str(path)], stdout=subprocess.PIPE, text=True)
        assert working.stdout is not None
        seen = [working.stdout.readline() for _ in range(acknowledged)]
        working.kill()
        seen += working.stdout.readlines()
        working.stdout.close()
        assert working.wait() == -signal.SIGKILL
        last = max(int(line) for line in seen if line.endswith("\n"))
        with closing(Store(path)) as again:
            names = set(again.read.annotators())
            assert {f"{last}{part}" for part in "abc"} <= names
            assert len(names) % 3 == 0  # no half step
            assert again.check() == []


def test_undo_goes_on_after_a_restart(store: Store) -> None:
    states = [live(store)]
    for text in ("一", "二", "三"):
        with_document(store, text)
        states.append(live(store))
    store.close()
    for state in (states[2], states[1]):
        with closing(Store(store.path, device="another")) as again:
            again.undo(OTHER)
            assert live(again) == state
    with closing(Store(store.path)) as again:
        again.redo(OTHER)
        again.redo(OTHER)
        assert live(again) == states[3]
        assert again.check() == []
