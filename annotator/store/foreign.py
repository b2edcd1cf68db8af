"""A corpus that somebody else made, read as what it is: a file that can hold anything.

What is here runs in a child process, on a private copy: if SQLite itself can be led astray by a file, it is not the
process that has our corpus open. The copy's schema must be ours to the letter before anything is read from it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import copyfileobj
from typing import Any, NamedTuple

from annotator import plain
from annotator.errors import AnnotatorError
from annotator.store import connection
from annotator.store.arriving import TheirEvent, TheirStep
from annotator.store.checking import Checking
from annotator.store.log import LINKED
from annotator.store.queries import Queries
from annotator.store.schema import VERSION, is_made_of
from annotator.store.sentences import in_sentences
from annotator.store.sound import check_sound
from annotator.store.sqlite import sqlite3
from annotator.store.tables import TABLES

LONGEST = 64_000_000
"""bytes of a single value, far above the longest report: a longer one is not read"""
_MEMORY = 512_000_000  # bytes that SQLite may take in the child
_FUNCTIONS = {"count", "max", "min", "coalesce", "octet_length", "json_each", "->>"}
_PRAGMAS = {"integrity_check", "foreign_key_check", "application_id", "user_version", "data_version"}
_READS = {getattr(sqlite3, name) for name in ("SQLITE_SELECT", "SQLITE_READ", "SQLITE_TRANSACTION", "SQLITE_RECURSIVE")}


class Examined(NamedTuple):
    """What another corpus is, once it is found sound."""

    copy: Path
    scheme: str
    events: int


def examine(source: Path, folder: Path) -> Examined:
    """Copies a corpus into a folder, brings the copy up to date and looks at every row.

    Raises AnnotatorError, which names the source, for whatever is not as this program writes it.
    """
    copy = folder / "theirs.corpus"
    _copy(source, copy)
    if os.path.lexists(wal := Path(f"{source}-wal")):
        _copy(wal, Path(f"{copy}-wal"))
    with closing(connection.open_own_copy(copy, source)) as queries:
        _bring_up_to_date(queries)
    with _reading(copy, source) as queries:
        return _look(queries, copy)


def _copy(source: Path, copy: Path) -> None:
    """A regular file's bytes; a link could lead to what is none of a colleague's business."""
    try:
        if source.is_symlink():
            raise AnnotatorError("store.merge-link", path=source)
        handle = os.open(source, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
                         | getattr(os, "O_BINARY", 0))  # fmt: skip
        with open(handle, "rb") as reading:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise AnnotatorError("store.not-a-corpus", path=source)
            with open(copy, "xb") as writing:
                copyfileobj(reading, writing, 1 << 20)
    except OSError as error:
        raise AnnotatorError("store.merge-unreadable", path=source, reason=error.strerror or error) from error


def _bring_up_to_date(queries: Queries) -> None:
    """Before a migration runs, the file must be what that version made, and nothing else."""
    version = connection.version_of(queries)
    if version > VERSION:
        raise AnnotatorError("store.merge-newer", path=queries.path, version=version, known=VERSION)
    with in_sentences(queries.path):
        if not is_made_of(queries.db, version):
            raise AnnotatorError("store.merge-schema", path=queries.path)
    if version < VERSION:
        with _world_s_fault(queries.path):
            connection.bring_up_to_date(queries)
    queries.run("PRAGMA wal_checkpoint(TRUNCATE)")
    queries.run("PRAGMA journal_mode = DELETE")


@contextmanager
def _reading(copy: Path, source: Path) -> Iterator[Queries]:
    """A connection that can do nothing but read what we read."""
    with closing(connection.open_own_copy(copy, source, "mode=ro&immutable=1")) as queries:
        _guard(queries)
        with _world_s_fault(source):
            yield queries


@contextmanager
def _world_s_fault(source: Path) -> Iterator[None]:
    """Whatever SQLite says of this file is the file's fault, and so is it if the limits of the child are too low."""
    try:
        yield
    except MemoryError as error:
        raise AnnotatorError("store.merge-memory", path=source) from error
    except (sqlite3.Error, UnicodeError) as error:
        raise AnnotatorError("store.damaged", path=source, reason=type(error).__name__) from error


def _guard(queries: Queries) -> None:
    queries.run(f"PRAGMA hard_heap_limit = {_MEMORY}")
    queries.db.conn.set_authorizer(_may)


def _may(action: int, first: str | None, second: str | None, _database: str | None, source: str | None) -> int:
    """What a statement may do: read our tables; nothing on behalf of a view or trigger (`source`)."""
    allowed = source is None and (
        action in _READS
        or (action == sqlite3.SQLITE_FUNCTION and second in _FUNCTIONS)
        or (action == sqlite3.SQLITE_PRAGMA and first in _PRAGMAS)
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _look_at_lengths(queries: Queries) -> None:
    """Before anything is read: lengths stand in the rows' heads."""
    tables = {table.name: table.columns for table in TABLES.values()}
    tables |= {"texts": ("sha256", "text"), "events": ("id", "row", "before", "after", "follows"), "steps": ("name",)}
    for table, columns in tables.items():
        longest = ", ".join(f'max(octet_length("{column}"))' for column in columns)
        found = queries.one(f"SELECT {longest} FROM {table}")
        if found and max((length or 0 for length in found), default=0) > LONGEST:
            raise AnnotatorError("store.merge-too-long", path=queries.path, table=table)


def _look(queries: Queries, copy: Path) -> Examined:
    _look_at_lengths(queries)
    for fault in Checking(queries).faults(derived=False):
        raise AnnotatorError("store.merge-unsound", path=queries.path, fault=fault)
    for table in TABLES.values():
        for row in queries.each(f"SELECT {table.names} FROM {table.name}"):
            check_sound(queries.path, table.name, dict(zip(table.columns, row, strict=True)))
    scheme = queries.value("SELECT body FROM schemes WHERE id = 'scheme' AND deleted = 0")
    if scheme is None:
        raise AnnotatorError("store.damaged", path=queries.path, reason="no scheme")
    return Examined(copy, scheme, int(queries.value("SELECT count(*) FROM events")))


def steps_of(copy: Path, source: Path) -> list[TheirStep]:
    """All steps of an examined copy, in order."""
    with _reading(copy, source) as queries:
        found = queries.all("SELECT id, kind, name, annotator, time, target FROM steps ORDER BY number")
        return [TheirStep(*one) for one in found]


def events_of(copy: Path, source: Path, after: int, most: int) -> tuple[int, list[TheirEvent]]:
    """Some events of an examined copy, those behind a number, and the number of the last of them."""
    with _reading(copy, source) as queries:
        query = f"{_NUMBERED} WHERE e.number > ? ORDER BY e.number LIMIT ?"
        found = queries.all(query, (after, most))
        return (found[-1][0] if found else after), [_event(one[1:]) for one in found]


_NUMBERED = LINKED.replace("SELECT ", "SELECT e.number, ", 1)


def _event(found: tuple[Any, ...]) -> TheirEvent:
    table, row, before, after, hash_, previous, device, number, id_, step, *_, follows = found
    return TheirEvent(table, row, before, after, hash_, previous, device, number, id_, step, follows)


def texts_of(copy: Path, source: Path, hashes: Collection[str]) -> dict[str, str]:
    """Those of the texts that an examined copy has, by hash."""
    with _reading(copy, source) as queries:
        return dict(queries.all(
            "SELECT sha256, text FROM texts WHERE sha256 IN (SELECT value FROM json_each(?))",
            (plain.dumps(list(hashes)),),
        ))  # fmt: skip
