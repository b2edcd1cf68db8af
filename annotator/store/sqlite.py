"""The SQLite in use: pysqlite3 where it is installed, else the interpreter's own, as sqlite-utils chooses."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING


@contextmanager
def _hidden(*names: str) -> Iterator[None]:
    """What is imported in the block does not find these modules, but where they are there already."""
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None: there is no such module
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]
else:  # it imports these where they are, only to know their numbers: 60 ms and 20 MB of a window that has none
    with _hidden("numpy", "pandas"):
        from sqlite_utils import Database
        from sqlite_utils.utils import sqlite3

__all__ = ["Database", "run", "sqlite3", "sqlite_version"]


def sqlite_version() -> str:
    """The release in use, as `3.53.4`. Whether it is new enough is looked at in opening a corpus."""
    return str(sqlite3.sqlite_version)


def run(db: Database, script: str) -> None:
    """Executes a script inside the transaction under way (`executescript` would commit that first)."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.conn.execute(statement)
            statement = ""
