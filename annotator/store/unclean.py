"""The quick look at a corpus whose last user was cut off: a crash, a kill, a power cut.

Whoever closes a corpus last folds its -wal in and takes it away. So one that has something in it, while nobody has the
file open, was left by an end that was none. SQLite makes the file whole by itself; this looks whether it really is.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from time import monotonic

from annotator.errors import AnnotatorError
from annotator.store.connection import open_alone, version_of
from annotator.store.lineage import FIRST_WITH_LINEAGE
from annotator.store.log import LINKED, LINKED_BEFORE, is_emptied, is_linked, purged
from annotator.store.queries import Queries
from annotator.store.sqlite import sqlite3

SECONDS = 2.0
"""how long the look may take; if it has not seen all by then, it says so"""
_TAIL = 1000  # events: what a cut-off program wrote last is at the end
_OPERATIONS = 500  # of SQLite's machine between two looks at the clock, or pages that its check reads: 2 MB


def look_over(path: Path, seconds: float = SECONDS) -> tuple[AnnotatorError, ...]:
    """What is wrong after an unclean end, or that not all could be seen, in a sentence.

    Nothing where all is well, or somebody has the file open.

    Whether it can be opened at all is not asked here: opening it says that better.
    """
    if not _has_leftover(path):
        return ()
    try:
        queries = open_alone(path)
    except AnnotatorError:
        return ()
    if queries is None:
        return ()
    with closing(queries):
        reason = _fault(queries, monotonic() + seconds)
    if reason is None:
        return (AnnotatorError("store.looked-in-part", path=path),)
    return (AnnotatorError("store.unclean-end", path=path, reason=reason),) if reason else ()


def _has_leftover(path: Path) -> bool:
    try:
        return Path(f"{path}-wal").stat().st_size > 0
    except OSError:
        return False


def _fault(queries: Queries, end: float) -> str | None:
    """The first thing that is wrong, or nothing: the end of the history first, then SQLite's own check.

    None where the time was over before that.
    """
    queries.db.conn.set_progress_handler(lambda: monotonic() > end, _OPERATIONS)
    try:
        return _broken_step(queries) or _broken_page(queries)
    except AnnotatorError as error:
        return str(error.fields.get("reason", error.key))
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorname", "") != "SQLITE_INTERRUPT":
            raise
        return None
    finally:
        queries.db.conn.set_progress_handler(None, 0)


def _broken_step(queries: Queries) -> str:
    gone: frozenset[str] | None = None
    linked = LINKED if version_of(queries) >= FIRST_WITH_LINEAGE else LINKED_BEFORE
    for found in queries.all(f"{linked} ORDER BY e.number DESC LIMIT {_TAIL}"):
        if not is_linked(found):
            gone = _purged(queries) if gone is None else gone
            if not is_emptied(found, gone):
                return f"step {found[9]}"
    return ""


def _purged(queries: Queries) -> frozenset[str]:
    """None in a corpus of a version that had no such table."""
    there = queries.value("SELECT 1 FROM sqlite_schema WHERE name = 'purges'")
    return purged(queries) if there else frozenset()


def _broken_page(queries: Queries) -> str:
    said = str(queries.value("PRAGMA quick_check(1)"))
    return "" if said == "ok" else said
