"""Opening a corpus file: the settings that make it safe, and sentences for all that the world may answer."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from annotator.errors import AnnotatorError
from annotator.store.schema import APPLICATION_ID, MIGRATIONS, VERSION
from annotator.store.sqlite import sqlite3

NEEDED = (3, 51, 3)  # older ones can lose commits when a checkpoint and a reader meet
SQLITE_VERSION = ".".join(map(str, sqlite3.sqlite_version_info))
_PRAGMAS = """
PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON; PRAGMA busy_timeout = 5000;
"""
_SENTENCES = {  # SQLite's primary result codes → what a person should know
    "SQLITE_FULL": "store.disk-full",
    "SQLITE_READONLY": "store.read-only",
    "SQLITE_CANTOPEN": "store.cannot-open",
    "SQLITE_BUSY": "store.busy",
    "SQLITE_LOCKED": "store.busy",
    "SQLITE_NOTADB": "store.not-a-corpus",
    "SQLITE_CORRUPT": "store.damaged",
    "SQLITE_IOERR": "store.disk-error",
    "SQLITE_PERM": "store.cannot-open",
}


@contextmanager
def in_sentences(path: Path) -> Iterator[None]:
    """Turns what the world does to a database file into AnnotatorError; what we did wrong stays what it is."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        for code, key in _SENTENCES.items():
            if name.startswith(code):
                raise AnnotatorError(key, path=path, reason=str(error)) from error
        raise


def create(path: Path) -> None:
    """Makes an empty corpus at `path`, whole or not at all, readable by its owner only.

    Raises AnnotatorError when something is there already or the folder does not take it.
    """
    if path.exists():
        raise AnnotatorError("store.exists", path=path)
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with in_sentences(path):
            db = _connect(draft)
            _migrate(db)
            db.conn.close()  # the last connection folds the -wal back in
        _publish(draft, path)
    except FileExistsError as error:
        raise AnnotatorError("store.exists", path=path) from error
    except OSError as error:
        raise AnnotatorError("store.cannot-create", path=path, reason=error.strerror or error) from error
    finally:
        for leftover in (draft, Path(f"{draft}-wal"), Path(f"{draft}-shm")):
            leftover.unlink(missing_ok=True)


def _publish(draft: Path, path: Path) -> None:
    """Gives the finished file its name; a link refuses to replace what another program made meanwhile."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        os.rename(draft, path)


def open_database(path: Path) -> Database:
    """The connection to an existing corpus, brought up to the present version.

    Raises AnnotatorError for a missing file, a folder, a file that is no corpus, and one made by a newer version.
    """
    _check_path(path)
    with in_sentences(path):
        db = _connect(path)
        try:
            _check_identity(db, path)
            _migrate(db)
        except BaseException:
            db.conn.close()
            raise
    return db


def _check_path(path: Path) -> None:
    if path.is_dir():
        raise AnnotatorError("store.is-folder", path=path)
    if not path.exists():
        raise AnnotatorError("store.missing", path=path)
    if not path.is_file():
        raise AnnotatorError("store.not-a-corpus", path=path)


def _connect(path: Path) -> Database:
    assert sqlite3.sqlite_version_info >= NEEDED, f"SQLite {SQLITE_VERSION} is too old: {NEEDED} is needed"
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    try:
        connection.executescript(_PRAGMAS)
    except BaseException:
        connection.close()
        raise
    return Database(connection, execute_plugins=False)


def _check_identity(db: Database, path: Path) -> None:
    if _pragma(db, "application_id") != APPLICATION_ID:
        raise AnnotatorError("store.not-a-corpus", path=path)
    if (version := _pragma(db, "user_version")) > VERSION:
        raise AnnotatorError("store.newer", path=path, version=version, known=VERSION)


def _pragma(db: Database, name: str) -> int:
    return int(db.conn.execute(f"PRAGMA {name}").fetchone()[0])


def _migrate(db: Database) -> None:
    for number, migration in enumerate(MIGRATIONS[_pragma(db, "user_version") :], _pragma(db, "user_version")):
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            migration(db)
            db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.conn.execute(f"PRAGMA user_version = {number + 1}")
            db.conn.execute("COMMIT")
        except BaseException:
            db.conn.execute("ROLLBACK")
            raise
