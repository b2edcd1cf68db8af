"""Long work beside others, and a clock that goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from store_values import PERSON, live, other_program, with_document
from trials import quick_folder, trials

from annotator.store import Store, backups, make_backup, steps

WORK = """
import sys
from pathlib import Path
from annotator.errors import AnnotatorError
from annotator.store import Store
store, name = Store(Path(sys.argv[1]), device=sys.argv[2]), sys.argv[2]
number = 0
while number < int(sys.argv[3]):
    try:
        with store.step("annotate", name) as writing:
            writing.annotator(f"{name} {number}")
        number += 1
    except AnnotatorError as error:
        if error.key != "store.busy":  # said after five seconds; nothing was changed, and the person tries again
            raise
store.close()
"""

TURNING_BACK = """
import sys
from pathlib import Path
from time import monotonic
from annotator.errors import AnnotatorError
from annotator.store import Store
store, name = Store(Path(sys.argv[1]), device=sys.argv[2]), sys.argv[2]
acknowledged = 0
def attempt(work, *args):
    global acknowledged
    while True:
        begun = monotonic()
        try:
            work(*args)
            acknowledged += 1
            return
        except AnnotatorError as error:
            if error.key in ("store.nothing-to-redo", "store.nothing-to-undo"):
                return  # the other program has gone ahead
            if error.key != "store.busy" or monotonic() - begun < 4.5:
                raise
def write(number):
    with store.step("annotate", name) as writing:
        writing.annotator(f"{name} {number}")
for number in range(int(sys.argv[3])):
    attempt(write, number)
    attempt(store.undo, name)
    attempt(store.redo, name)
print(acknowledged)
store.close()
"""
"""Steps that read before they write. Nobody is told that the corpus is busy who has not waited five seconds."""


@pytest.fixture
def quick(tmp_path: Path) -> Iterator[Store]:
    """A corpus in memory: these trials are about who waits for whom."""
    with quick_folder(tmp_path) as folder, closing(Store.create(folder / "x.corpus", device="here")) as store:
        yield store


@pytest.mark.torture
def test_two_programs_write_10000_or_40000_steps(quick: Store) -> None:
    store, number = quick, trials(5_000, 20_000)
    both = [subprocess.Popen([sys.executable, "-c", WORK, str(store.path), name, str(number)]) for name in "ab"]
    assert [one.wait(timeout=3_000) for one in both] == [0, 0]
    assert set(store.read.annotators()) == {f"{name} {at}" for name in "ab" for at in range(number)}
    assert len(list(store.steps())) == 2 * number
    assert store.check() == []


@pytest.mark.torture
def test_two_programs_take_back_what_the_other_has_done(quick: Store) -> None:
    """What began by reading and was overtaken would fail at once: each of these waits its turn."""
    store, number = quick, trials(400, 4_000)
    both = [
        subprocess.Popen([sys.executable, "-c", TURNING_BACK, str(store.path), name, str(number)],
                         stdout=subprocess.PIPE, text=True)
        for name in "ab"
    ]  # fmt: skip
    said = [one.communicate(timeout=3_000)[0] for one in both]
    assert [one.returncode for one in both] == [0, 0]
    assert len(list(store.steps())) == sum(map(int, said)) > 2 * number
    assert store.check() == []


@pytest.mark.torture
def test_a_reader_stays_while_10000_or_40000_steps_are_written(quick: Store) -> None:
    """It holds up the folding in of the -wal, and nothing else; once it goes, the -wal shrinks again."""
    store = quick
    report, number = with_document(store), trials(10_000, 40_000)
    with other_program(store.path) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM annotators").fetchone() == (0,)
        for at in range(number):
            with store.step("annotate", PERSON) as writing:
                writing.annotator(f"{at}")
        assert reader.execute("SELECT count(*) FROM annotators").fetchone() == (0,)
        reader.execute("COMMIT")
        assert reader.execute("SELECT count(*) FROM annotators").fetchone() == (number,)
    assert store.read.document(report.id) == report
    assert store.check() == []
    wal = Path(f"{store.path}-wal")
    assert wal.stat().st_size > 0
    store.close()
    assert not wal.exists()


def test_a_clock_that_is_set_back_a_day(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps are told apart by their order, never by their time: undo, history and the check go on as they should."""
    states = [live(store)]
    with_document(store, "一")
    states.append(live(store))
    yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat(timespec="milliseconds")
    monkeypatch.setattr(steps, "now", lambda: yesterday)
    with_document(store, "二")
    assert [step.time == yesterday for step in store.steps()] == [True, False]
    store.undo(PERSON)
    assert live(store) == states[1]
    store.undo(PERSON)
    assert live(store) == states[0]
    store.redo(PERSON)
    assert live(store) == states[1]
    assert store.check() == []


def test_backups_of_a_clock_that_is_set_back_a_day(path: Path) -> None:
    """None made before takes the name of one made after, or is let go for being of the future."""
    Store.create(path).close()
    today = datetime.now(UTC)
    first = make_backup(path, today)
    second = make_backup(path, today - timedelta(days=1))
    third = make_backup(path, today - timedelta(days=1))
    assert {one.path for one in backups(path)} == {first.path, second.path, third.path}


@pytest.mark.skipif(os.name != "posix", reason="permissions of Unix")
@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can be somebody else")
def test_a_folder_that_turns_read_only_while_the_corpus_is_open(tmp_path: Path) -> None:
    """Steps go on, for SQLite has its files open; at the end the -wal stays, and whoever may write takes it in."""
    script = """
import os, sys
from pathlib import Path
from annotator.errors import AnnotatorError
from annotator.i18n import catalogue
from annotator.store import Store, make_backup
catalogue()
os.setgroups([]); os.setgid(65534); os.setuid(65534)
store = Store.create(Path(sys.argv[1]) / "x.corpus", device="d")
with store.step("annotate", "me") as writing:
    writing.annotator("before")
os.chmod(sys.argv[1], 0o555)
with store.step("annotate", "me") as writing:
    writing.annotator("after")
try:
    make_backup(store.path)
except AnnotatorError as error:
    print(error.key)
store.close()
"""
    folder = Path(os.path.realpath(tmp_path)) / "open"
    folder.mkdir()
    for one in (*folder.parents, folder):
        if str(one).startswith("/tmp/"):
            os.chmod(one, 0o755)
    os.chown(folder, 65534, 65534)
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=False, timeout=120,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout.split() == ["store.no-backup"]
    os.chmod(folder, 0o755)
    with closing(Store(folder / "x.corpus")) as again:
        assert set(again.read.annotators()) == {"before", "after"}
        assert again.check() == []
