"""The SQLite in use: pysqlite3 where it is installed, else the interpreter's own, as sqlite-utils chooses."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

__all__ = ["run", "sqlite3", "sqlite_version"]


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
