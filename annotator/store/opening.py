"""Opening a corpus of any version: to be written to where that can be, else to be read; and what is to be said."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.store import connection
from annotator.store.backup import make_backup
from annotator.store.queries import Queries
from annotator.store.schema import VERSION
from annotator.store.tables import TABLES
from annotator.store.unclean import look_over

_READ = {table.name: set(table.columns) for table in TABLES.values()} | {
    "texts": {"sha256", "length", "text"},
    "steps": {"number", "id", "kind", "name", "annotator", "time", "target", "next_undo", "next_redo", "merged"},
    "events": {"number", "step", "table", "row", "before", "after", "hash", "device", "device_number", "id", "follows"},
    "text_numbers": {"number", "sha256"},
    "search": {"body"},
    "counters": {"kind", "whose", "name", "number"},
}
"""The tables and columns that reading asks for."""
_NOT_WRITABLE = ("store.cannot-open", "store.read-only", "store.no-backup")


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection, why nothing may be written through it (None: all may), and what a person should know."""

    queries: Queries
    refusal: AnnotatorError | None = None
    remarks: tuple[AnnotatorError, ...] = ()


def open_corpus(path: Path, *, read_only: bool = False) -> Opened:
    """Opens a corpus; an older one is brought up to date, after a backup; a newer one can only be read.

    After an unclean end it is looked over quickly, and what is wrong is among the remarks, or that not all was seen.
    Where the disk lets nothing be written to the file or beside it, it can only be read.

    Raises AnnotatorError for a missing file, a folder, a file that is no corpus (none of these is written to), a newer
    one that has become something else, and an older one where no backup can be made.
    """
    if read_only:
        return _to_read(path, AnnotatorError("store.opened-read-only", path=path))
    found = look_over(path)
    try:
        opened = _to_write(path)
    except AnnotatorError as error:
        if error.key not in _NOT_WRITABLE or not _is_guarded(path):
            raise
        opened = _to_read(path, AnnotatorError("store.only-readable", path=path))
    return replace(opened, remarks=(*found, *opened.remarks))


def _to_write(path: Path) -> Opened:
    queries = connection.open_writable(path)
    try:
        if (version := connection.version_of(queries)) <= VERSION:
            if not os.access(path, os.W_OK):
                raise AnnotatorError("store.read-only", path=path, reason=os.strerror(errno.EACCES))
            return Opened(queries, None, _brought_up_to_date(queries, version))
    except BaseException:
        queries.close()
        raise
    queries.close()
    return _to_read(path, AnnotatorError("store.newer", path=path, version=version, known=VERSION))


def _is_guarded(path: Path) -> bool:
    """Whether the file, or the folder that has to take its -wal, may be read but not written to."""
    return os.access(path, os.R_OK) and not (os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK))


def _brought_up_to_date(queries: Queries, version: int) -> tuple[AnnotatorError, ...]:
    path = queries.path
    copy = make_backup(path, as_it_is=True).path if version < VERSION else None
    connection.bring_up_to_date(queries)
    if copy is None:
        return ()
    return (AnnotatorError("store.brought-up-to-date", path=path, version=version, known=VERSION, backup=copy),)


def _to_read(path: Path, refusal: AnnotatorError) -> Opened:
    queries = connection.open_to_read(path)
    try:
        _check_readable(queries)
    except BaseException:
        queries.close()
        raise
    return Opened(queries, refusal, (refusal,))


def _check_readable(queries: Queries) -> None:
    """All that reading asks for is there, in whichever version."""
    version = connection.version_of(queries)
    lacking = [
        name for name, columns in _READ.items()
        if not columns <= {column for (column,) in queries.all("SELECT name FROM pragma_table_info(?)", (name,))}
    ]  # fmt: skip
    if not lacking:
        return
    if version < VERSION:
        raise AnnotatorError("store.older", path=queries.path, version=version, known=VERSION)
    if version > VERSION:
        names = ", ".join(sorted(lacking))
        raise AnnotatorError("store.newer-form", path=queries.path, version=version, known=VERSION, names=names)
    raise AnnotatorError("store.incomplete", path=queries.path, names=", ".join(sorted(lacking)))
