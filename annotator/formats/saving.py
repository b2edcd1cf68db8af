"""Files and folders that are there whole or not at all: written beside the target, then renamed over it."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from annotator.errors import AnnotatorError
from annotator.formats.files import shown

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def atomic_writer(path: Path) -> Iterator[BinaryIO]:
    """A stream of bytes that becomes the file when the block ends well; else the old file stays as it was.

    Raises AnnotatorError for a missing or read-only folder, a full disk, or a target that is no regular file.
    """
    with in_sentences(path):
        target = Path(os.path.realpath(path))  # a link stays a link, its file changes
        mode = _mode_of_target(path)
        temporary = _beside(target)
        try:
            with os.fdopen(os.open(temporary, _CREATE, 0o666), "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            if mode is not None:
                os.chmod(temporary, mode)
            os.replace(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)
        _sync_folder(target.parent)


@contextmanager
def atomic_folder(path: Path) -> Iterator[Path]:
    """An empty folder to fill, which becomes `path` when the block ends well. `path` must not be there, or be empty.

    Raises AnnotatorError as `atomic_writer` does, and for a folder that has something in it.
    """
    with in_sentences(path):
        target = Path(os.path.realpath(path))
        _check_vacant(path)
        temporary = _beside(target)
        os.mkdir(temporary)
        try:
            yield temporary
            _sync_all(temporary)
            with suppress(FileNotFoundError):
                target.rmdir()  # empty, as checked; not every system renames onto a folder
            os.replace(temporary, target)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        _sync_folder(target.parent)


@contextmanager
def spool_for(path: Path) -> Iterator[BinaryIO]:
    """A file without a name on the disk of `path`, for what comes in another order than it is written there.

    Raises AnnotatorError as `atomic_writer` does.
    """
    with in_sentences(path), TemporaryFile(dir=os.path.dirname(os.path.realpath(path))) as spool:
        yield cast("BinaryIO", spool)


def _beside(target: Path) -> Path:
    return target.with_name(f".{token_hex(8)}.part")


def _mode_of_target(path: Path) -> int | None:
    """The permissions of the file that will be replaced; None where there is none yet."""
    try:
        mode = os.stat(path).st_mode  # of what `/dev/stdout` leads to there is no real path
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise AnnotatorError("formats.target-is-folder", path=shown(path))
    if not stat.S_ISREG(mode):
        raise AnnotatorError("formats.target-not-regular", path=shown(path))
    if not os.access(path, os.W_OK):
        raise AnnotatorError("formats.target-read-only", path=shown(path))
    return stat.S_IMODE(mode)


def _check_vacant(path: Path) -> None:
    if path.is_dir() and any(path.iterdir()):
        raise AnnotatorError("formats.target-not-empty", path=shown(path))
    if path.exists() and not path.is_dir():
        raise AnnotatorError("formats.target-is-file", path=shown(path))


@contextmanager
def in_sentences(path: Path) -> Iterator[None]:
    """What the disk says while `path` is being written is raised as an AnnotatorError."""
    try:
        yield
    except OSError as error:
        raise _writing_failed(error, path) from error


def _writing_failed(error: OSError, path: Path) -> AnnotatorError:
    where = {"path": shown(path), "folder": shown(path.absolute().parent)}
    if error.errno in _FULL:
        return AnnotatorError("formats.disk-full", **where)
    if error.errno in _CLOSED:
        return AnnotatorError("formats.folder-read-only", **where)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return AnnotatorError("formats.folder-missing", **where)
    return AnnotatorError("formats.write-failed", **where, reason=error.strerror or str(error))


def _sync_all(folder: Path) -> None:
    """Thousands of small files reach the disk by one call where there is one: an fsync for each takes seconds."""
    if hasattr(os, "sync"):
        os.sync()
        return
    for path in filter(Path.is_file, folder.rglob("*")):
        with path.open("r+b") as stream:
            os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    """Makes the rename itself last through a power cut. Some file systems cannot, and then nothing is to be done."""
    if os.name != "posix":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
