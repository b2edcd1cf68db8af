"""Who has a corpus open: told to whoever comes second, and never in anybody's way.

Whoever opens a corpus to work on it puts a small file beside it and keeps that locked. The lock goes with the process,
however it ends, so a file that is not locked is what a crash left, and whoever sees it takes it away. The corpus itself
is guarded by SQLite's own locks; this is for people.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from annotator.errors import AnnotatorError
from annotator.model import new_id, now

if sys.platform == "win32":  # not tried on Windows yet
    import msvcrt

    _FAR = 1 << 30  # a locked byte cannot be read by others there: one behind all that is written

    def _locked(handle: int, *, alone: bool) -> bool:  # noqa: ARG001  # Windows knows only locks for one
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(handle: int, *, alone: bool) -> bool:
        """Whether the lock was free. Not `lockf`: that one goes when the process closes any handle of the file."""
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


_TRIES = 5
_MOST = 10_000  # bytes


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a corpus open: the annotator, on which machine, since when (UTC, as steps say it)."""

    annotator: str
    machine: str
    since: str

    def said_of(self, corpus: Path) -> AnnotatorError:
        """That somebody has the corpus open, as a sentence."""
        return self._said("store.in-use", corpus)

    def keeps(self, corpus: Path) -> AnnotatorError:
        """That no other file may take its place meanwhile, as a sentence."""
        return self._said("store.restore-in-use", corpus)

    def _said(self, key: str, corpus: Path) -> AnnotatorError:
        when = datetime.fromisoformat(self.since).astimezone().strftime("%Y-%m-%d %H:%M") if self.since else "?"
        return AnnotatorError(key, path=corpus, annotator=self.annotator, machine=self.machine, since=when)


class Presence:
    """This program at a corpus, from `enter` until `leave`. Where nothing can be put beside it, nothing is said."""

    def __init__(self, file: Path, handle: int) -> None:
        self._file = file
        self._handle = handle

    @classmethod
    def enter(cls, corpus: Path, annotator: str) -> Presence | None:
        """Says that somebody works here; None where the folder does not take it."""
        said = asdict(Holder(annotator, platform.node(), now())) | {"process": os.getpid()}
        for _ in range(_TRIES):
            file = Path(f"{_beginning(corpus)}{new_id()[-8:]}")
            try:
                handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
            except OSError:
                return None
            here = cls(file, handle)
            try:
                os.write(handle, json.dumps(said).encode())
            except OSError:  # a full disk
                here.leave()
                return None
            if _locked(handle, alone=True) and file.exists():  # somebody may have taken it for what a crash left
                return here
            here.leave()
        return None

    def leave(self) -> None:
        """Takes the file away; the lock goes with its handle."""
        if sys.platform == "win32":
            os.close(self._handle)  # an open file cannot be removed there
        with suppress(OSError):
            self._file.unlink()
        if sys.platform != "win32":
            os.close(self._handle)


def holders(corpus: Path) -> list[Holder]:
    """Who else has a corpus open to work on it, the longest there first. What crashes left is taken away."""
    found = [said for file in _files(corpus) if (said := _holder(file))]
    others = [one for one, process in found if (one.machine, process) != (platform.node(), os.getpid())]
    return sorted(others, key=lambda one: one.since)


def _beginning(corpus: Path) -> Path:
    """What the files of a corpus begin with. Its name as a hash: with more behind it, a long one would be too long."""
    real = Path(os.path.realpath(corpus))
    return real.with_name(f".{blake2b(os.fsencode(real.name), digest_size=8).hexdigest()}.open-")


def _files(corpus: Path) -> Iterator[Path]:
    beginning = _beginning(corpus)
    with suppress(OSError):
        for name in sorted(os.listdir(beginning.parent)):
            if name.startswith(beginning.name):
                yield beginning.with_name(name)


def _holder(file: Path) -> tuple[Holder, int] | None:
    """Who keeps a file locked, and the number of that process; None, and the file is gone, when nobody does."""
    try:
        handle = os.open(file, os.O_RDONLY)
    except OSError:
        return None
    try:
        stale = _locked(handle, alone=False)
        said = b"" if stale else _content(handle)
    finally:
        os.close(handle)
    if stale:
        with suppress(OSError):
            file.unlink()
        return None
    return _read(said)


def _content(handle: int) -> bytes:
    os.lseek(handle, 0, os.SEEK_SET)
    with suppress(OSError):
        return os.read(handle, _MOST)
    return b""


def _read(said: bytes) -> tuple[Holder, int]:
    """What the file says; one that says nothing sensible is locked all the same, by somebody unknown."""
    try:
        value: Any = json.loads(said)
        since = datetime.fromisoformat(value["since"]).isoformat()
        return Holder(str(value["annotator"]), str(value["machine"]), since), int(value["process"])
    except (ValueError, KeyError, TypeError):
        return Holder("?", "?", ""), -1
