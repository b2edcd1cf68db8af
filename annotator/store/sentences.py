"""What the world does to a database file, said so that a person can mend it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.store.sqlite import sqlite3

_SENTENCES = {  # SQLite's primary result codes → what a person should know
    "SQLITE_FULL": "store.disk-full",
    "SQLITE_READONLY": "store.read-only",
    "SQLITE_CANTOPEN": "store.cannot-open",
    "SQLITE_BUSY": "store.busy",
    "SQLITE_LOCKED": "store.busy",
    "SQLITE_PROTOCOL": "store.busy",
    "SQLITE_NOTADB": "store.not-a-corpus",
    "SQLITE_CORRUPT": "store.damaged",
    "SQLITE_TOOBIG": "store.damaged",  # a length of gigabytes, read from a broken page
    "SQLITE_IOERR": "store.disk-error",
    "SQLITE_PERM": "store.cannot-open",
}
_DAMAGE = ("Could not decode to UTF-8", "malformed JSON", "unsupported file format")
"""Errors without a code of their own. Only valid text and JSON is ever stored, so reading anything else is damage."""


class in_sentences:  # noqa: N801  # used as the function it was; a generator takes four times as long, at each statement
    """Turns what the world does to a database file into AnnotatorError; what we did wrong stays what it is."""

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is not None:
            self._say(error)

    def _say(self, error: BaseException) -> None:
        if isinstance(error, UnicodeDecodeError):  # SQLite's message quotes what it found, and that is no text
            raise AnnotatorError("store.damaged", path=self._path, reason=error.reason) from error
        if isinstance(error, sqlite3.DatabaseError) and (key := _sentence(error)):
            raise AnnotatorError(key, path=self._path, reason=str(error)) from error


def _sentence(error: Exception) -> str | None:
    if str(error).startswith(_DAMAGE):
        return "store.damaged"
    name = getattr(error, "sqlite_errorname", None) or ""
    return next((key for code, key in _SENTENCES.items() if name.startswith(code)), None)


@contextmanager
def sound(path: Path | str) -> Iterator[None]:
    """For writing only what a file says, this one or others: a constraint that refuses that is damage of it."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise AnnotatorError("store.damaged", path=path, reason=str(error)) from error
