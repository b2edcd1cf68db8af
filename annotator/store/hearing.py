"""How far one long statement is, and its end when somebody does not want to wait for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from annotator.store.queries import Queries
from annotator.store.sqlite import sqlite3
from annotator.work import Progress

OPERATIONS = 20_000
"""of SQLite's machine between two looks: some milliseconds"""


@contextmanager
def hearing(queries: Queries, look: Callable[[], object], operations: int = OPERATIONS) -> Iterator[None]:
    """Calls `look` now and then while SQLite works. What it raises, Ctrl-C too, ends the statement, and comes out."""
    raised: list[BaseException] = []

    def called() -> bool:
        try:
            if not raised:
                look()
        except BaseException as error:  # noqa: BLE001  # SQLite would swallow it
            raised.append(error)
        return bool(raised)

    queries.db.conn.set_progress_handler(called, operations)
    try:
        yield
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorname", "") != "SQLITE_INTERRUPT":
            raise
        # nothing else interrupts: Ctrl-C that came as `called` began never reached it
        raise (raised[0] if raised else KeyboardInterrupt) from None
    finally:
        queries.db.conn.set_progress_handler(None, 0)


@contextmanager
def heard(queries: Queries, draft: Path, tell: Progress) -> Iterator[None]:
    """For one statement that copies a whole file into a draft: how many bytes of how many are there."""
    whole = size_of(queries)

    def look() -> None:
        with suppress(OSError):
            tell(min(draft.stat().st_size, whole), whole)

    with hearing(queries, look, OPERATIONS):
        yield


def size_of(queries: Queries) -> int:
    """How large the file is, in bytes, without its -wal."""
    return int(queries.value("PRAGMA page_count")) * int(queries.value("PRAGMA page_size"))
