"""Who has a corpus open is told to the next one; what a crash left is in nobody's way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from store_values import sentence

from annotator.store import Presence, Store, holders, make_backup, restore
from annotator.store.presence import _beginning

AT_WORK = """
import sys
from pathlib import Path
from annotator.store import Presence
here = Presence.enter(Path(sys.argv[1]), sys.argv[2])
print("in", flush=True)
sys.stdin.read()
here.leave()
"""


@contextmanager
def at_work(path: Path, name: str) -> Iterator[subprocess.Popen[str]]:
    """Somebody in another process."""
    process = subprocess.Popen(
        [sys.executable, "-c", AT_WORK, str(path), name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdin is not None
    with process:
        assert process.stdout.readline() == "in\n"
        try:
            yield process
        finally:
            process.stdin.close()


def notices(path: Path) -> list[str]:
    return [one.name for one in path.parent.iterdir() if one.name.startswith(".")]


def test_others_are_told_by_name_until_they_leave(path: Path) -> None:
    assert holders(path) == []
    with at_work(path, "小林"), at_work(path, "陳太"):
        assert [one.annotator for one in holders(path)] == ["小林", "陳太"]
        assert all(one.machine and one.since for one in holders(path))
        said = holders(path)[0].said_of(path)
        assert "小林" in str(said)
        assert str(path) in str(said)
    assert holders(path) == []
    assert notices(path) == []


def test_no_copy_takes_the_place_of_a_corpus_that_somebody_works_in(path: Path) -> None:
    """All that is done there from then on would go into the file that was moved aside."""
    Store.create(path).close()
    copy = make_backup(path)
    before = path.stat().st_ino
    with at_work(path, "小林"):
        with sentence("store.restore-in-use", path, "小林"):
            restore(path)
        with sentence("store.restore-in-use", path):
            restore(path, copy.path)
        assert path.stat().st_ino == before
        assert not list(path.parent.glob("*.aside-*"))
    assert restore(path)[0] == copy.path


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal")
def test_what_a_crash_leaves_is_taken_away(path: Path) -> None:
    with at_work(path, "小林") as working:
        working.kill()
        working.wait()
        assert len(notices(path)) == 1
        assert holders(path) == []
        assert notices(path) == []
        here = Presence.enter(path, "陳太")
        assert here is not None
        here.leave()


def test_this_program_itself_is_nobody_else(path: Path) -> None:
    here = Presence.enter(path, "小林")
    assert here is not None
    assert holders(path) == []
    assert len(notices(path)) == 1
    here.leave()
    assert notices(path) == []


@pytest.mark.parametrize("said", [b"", b"\xff", b"[]", b'{"annotator": 1}', b'{"since": "soon"}', b"{" * 20_000])
def test_nonsense_that_somebody_keeps_locked_is_somebody(path: Path, said: bytes) -> None:
    here = Presence.enter(path, "小林")
    assert here is not None
    here._file.write_bytes(said)
    (found,) = holders(path)
    assert found.annotator == "?"
    assert str(path) in str(found.said_of(path))
    here.leave()


def test_by_whichever_name_and_however_long(tmp_path: Path) -> None:
    real, link = tmp_path / ("長" * 80 + ".corpus"), tmp_path / "link.corpus"
    real.touch()
    os.symlink(real, link)
    with at_work(link, "小林"):
        assert [one.annotator for one in holders(real)] == ["小林"]
        assert holders(tmp_path / "other.corpus") == []


def test_where_nothing_can_be_put_nothing_is_said(tmp_path: Path) -> None:
    assert Presence.enter(tmp_path / "none" / "x.corpus", "小林") is None
    assert holders(tmp_path / "none" / "x.corpus") == []


def test_one_that_is_taken_for_a_leftover_says_so_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody looks in the moment between the file's making and its lock."""
    beginning = _beginning(path)
    real = os.write

    def seen_too_early(handle: int, said: bytes) -> int:
        monkeypatch.setattr(os, "write", real)
        assert holders(path) == []
        return real(handle, said)

    monkeypatch.setattr(os, "write", seen_too_early)
    here = Presence.enter(path, "小林")
    assert here is not None
    assert notices(path) == [here._file.name]
    assert here._file.name.startswith(beginning.name)
    here.leave()
