"""The only place that touches paths: whatever the disk says comes out as a sentence for people."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Any

from annotator.errors import AnnotatorError

MAX_BYTES = 40_000_000

_SETTINGS = {"annotation.conf", "visual.conf", "tools.conf", "kb_shortcuts.conf", "TypeSystem.xml"}
"""lie in each folder of brat's, or of UIMA's, and say nothing of the texts there"""
LOSSES = ".losses.json"
"""what the name of an export's loss report ends with, which stands beside it"""
_UNSPELLABLE = re.compile("[\ud800-\udfff]")

# a FIFO without a writer or a device would hold up `open` for ever; Windows has no such flag and needs O_BINARY
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


_Path: Any = type(Path())  # what a path is on this system


class Link(_Path):  # type: ignore[misc]
    """A link that lies in a folder which is gone through: nobody has named what it leads to, so it is never read."""


def shown(path: Path | str) -> str:
    """A path as text that can be stored and printed: bytes of a name that are no UTF-8 become U+FFFD."""
    return _UNSPELLABLE.sub("\ufffd", str(path))


def megabytes(size: int) -> str:
    """A number of bytes in millions, with one decimal where it is not zero."""
    return f"{size / 1_000_000:.1f}".removesuffix(".0")


def read_bytes(path: Path) -> bytes:
    """All bytes of a file, at most MAX_BYTES. Never blocks.

    Raises AnnotatorError when it is missing, a folder, not a regular file, empty, too large or may not be read.
    """
    with reading(path) as stream:
        size = os.fstat(stream.fileno()).st_size
        data = stream.read(size + 1) if size <= MAX_BYTES else b""  # to ask for much more takes longer than to read
        if len(data) > size:  # it grows
            data += stream.read(MAX_BYTES + 1 - len(data))
    if max(size, len(data)) > MAX_BYTES:
        sizes = {"size": megabytes(max(size, len(data))), "limit": megabytes(MAX_BYTES)}
        raise AnnotatorError("formats.too-large", path=shown(path), **sizes)
    return data


@contextmanager
def reading(path: Path, *, empty: bool = False) -> Iterator[BufferedReader]:
    """A regular file, opened for reading; faults while reading become sentences too, and so does an empty file."""
    try:
        if isinstance(path, Link):
            raise AnnotatorError("formats.link", path=shown(path))
        _check_kind(_status(path).st_mode, path)
        with os.fdopen(os.open(path, _READ), "rb") as stream:
            _check_kind(os.fstat(stream.fileno()).st_mode, path)  # it may have been exchanged since
            if not empty and not stream.peek(1):
                raise AnnotatorError("formats.empty", path=shown(path))
            yield stream
    except OSError as error:
        raise _reading_failed(error, path) from error


def _status(path: Path) -> os.stat_result:
    try:
        return os.stat(path)
    except ValueError as error:  # a NUL or what no file system can spell: no file is called so
        raise AnnotatorError("formats.missing", path=ascii(str(path))) from error


def _check_kind(mode: int, path: Path) -> None:
    if stat.S_ISDIR(mode):
        key = "formats.is-folder" if os.access(path, os.R_OK | os.X_OK) else "formats.no-permission"
        raise AnnotatorError(key, path=shown(path))
    if not stat.S_ISREG(mode):
        raise AnnotatorError("formats.not-regular", path=shown(path))


def _reading_failed(error: OSError, path: Path) -> AnnotatorError:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return AnnotatorError("formats.missing", path=shown(path))
        case PermissionError():
            return AnnotatorError("formats.no-permission", path=shown(path))
        case _:
            return AnnotatorError("formats.unreadable", path=shown(path), reason=error.strerror or str(error))


def walk(paths: Iterable[Path]) -> list[Path]:
    """The files that the paths stand for: folders are gone through in order of names, what is hidden is left out.

    A path that is named stays, even if it is hidden or missing: reading it says why it cannot be read. Links in a
    folder are not followed, for they may lead out of it or run in circles: each stands for itself as a `Link`, and so
    does a folder that may not be entered.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        for one in _files_below(path) if _is_folder(path) else [path]:
            if one is path and isinstance(found.get(one), Link):
                del found[one]  # it was met in a folder, and is named now: it is read
            found.setdefault(one, one)
    return list(found.values())


def is_hidden(name: str) -> bool:
    """Whether a file's name says that people do not mean it: those with a dot, Office's locks, others' settings,

    and what we say of an export that lies in the same folder.
    """
    return name.startswith((".", "~$")) or name in _SETTINGS or name.endswith(LOSSES)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir() and not isinstance(path, Link)
    except (OSError, ValueError):
        return False


def _files_below(top: Path) -> Iterator[Path]:
    closed: list[OSError] = []
    for folder, folders, names in os.walk(top, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        for name in sorted([*links, *(name for name in names if not is_hidden(name))]):
            yield (Link if os.path.islink(os.path.join(folder, name)) else Path)(folder, name)
    yield from (Path(error.filename) for error in closed)
