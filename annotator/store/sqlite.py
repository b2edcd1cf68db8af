"""The SQLite in use: pysqlite3 where it is installed, else the interpreter's own, as sqlite-utils chooses."""

from __future__ import annotations

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

__all__ = ["sqlite3"]
