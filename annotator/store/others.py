"""Reading other people's corpora through a child process: what of them is new here."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from annotator import plain
from annotator.errors import AnnotatorError
from annotator.store import foreign
from annotator.store.arriving import Arrival, TheirEvent
from annotator.store.foreign import Examined
from annotator.store.queries import Queries
from annotator.work import Progress

if TYPE_CHECKING:
    from annotator.work import Worker

_PAGE = 2000  # events
_TEXTS = 50
_PATIENCE = 0.1  # seconds between two looks whether somebody wants to stop
SECONDS = 600.0
"""the longest that the child may take for one question, and more for a large file: see SLOWEST"""
SLOWEST = 500_000
"""bytes that it reads in a second at the least: a tenth of what was measured on a busy machine with a slow disk"""
MEMORY = 2_000_000_000
"""the most bytes that the child may have: six times what a sound corpus with a million events takes"""


class Others:
    """A child process that reads other corpora. `progress(done, all)` is called now and then and may raise to stop."""

    def __init__(self, queries: Queries, worker: Worker, folder: Path, progress: Progress) -> None:
        self._queries = queries
        self._worker = worker
        self._folder = folder
        self._progress = progress

    def examine(self, path: Path) -> Examined:
        """Proves a corpus. Raises AnnotatorError for one that is not sound, or is ours."""
        if path.exists() and os.path.samefile(path, self._queries.path):
            raise AnnotatorError("store.merge-itself", path=path)
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        found: Examined = self._ask(path, foreign.examine, path, folder)
        return found

    def arrival(self, path: Path, examined: Examined) -> Arrival:
        """What a corpus has that ours has not, in its order; what cannot be new under its name is among it."""
        arrival = Arrival(path, self._ask(path, foreign.steps_of, examined.copy, path))
        after = seen = 0
        while page := self._page(path, examined, after):
            after, events = page
            seen += len(events)
            known = self._known(events)
            arrival.events += [one for one in events if _fingerprint(one) not in known]
            self._progress(seen, examined.events)
        arrival.texts = self._texts(path, examined, arrival)
        return arrival

    def _page(self, path: Path, examined: Examined, after: int) -> tuple[int, list[TheirEvent]] | None:
        last, events = self._ask(path, foreign.events_of, examined.copy, path, after, _PAGE)
        return (last, events) if events else None

    def _known(self, events: Sequence[TheirEvent]) -> set[tuple[Any, ...]]:
        query = """SELECT id, hash, device, device_number, "table", row, step, follows FROM events
            WHERE id IN (SELECT value FROM json_each(?))"""
        return set(self._queries.all(query, (plain.dumps([one.id for one in events]),)))

    def _texts(self, path: Path, examined: Examined, arrival: Arrival) -> dict[str, str]:
        """The texts of the documents that are new."""
        bodies = (one.after or one.before for one in arrival.events if one.table == "documents")
        hashes = set(filter(None, map(_hash_in, bodies)))
        query = "SELECT sha256 FROM texts WHERE sha256 IN (SELECT value FROM json_each(?))"
        here = {sha256 for (sha256,) in self._queries.all(query, (plain.dumps(list(hashes)),))}
        wanted = sorted(hashes - here)
        found: dict[str, str] = {}
        for at in range(0, len(wanted), _TEXTS):
            found |= self._ask(path, foreign.texts_of, examined.copy, path, wanted[at : at + _TEXTS])
        return found

    def _ask(self, path: Path, function: Callable[..., Any], *args: Any) -> Any:
        """The child's answer. Raises AnnotatorError, also where the file has made it end, or needs too much."""
        try:
            self._worker.give(0, function, *args)
            self._wait(path)
            return self._worker.take()[1]
        except MemoryError as error:
            raise AnnotatorError("store.merge-memory", path=path) from error
        except AnnotatorError as error:
            if error.key == "work.worker-died":
                raise AnnotatorError("store.merge-unreadable", path=path, reason=error) from error
            raise

    def _wait(self, path: Path) -> None:
        most = SECONDS + _size(path) / SLOWEST
        end = monotonic() + most
        while not self._worker.ready(_PATIENCE):
            self._progress(0, 0)
            if monotonic() > end:
                raise AnnotatorError("store.merge-slow", path=path, seconds=round(most))


def _size(path: Path) -> int:
    """In bytes; nothing of a file that is not there, which the child says better."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _hash_in(body: str | None) -> str:
    """The text that a document's row names; none of one that is no row, which is refused when it arrives."""
    try:
        return str(json.loads(body or "{}").get("sha256", ""))
    except (ValueError, AttributeError, RecursionError):
        return ""


def _fingerprint(one: TheirEvent) -> tuple[Any, ...]:
    return (one.id, one.hash, one.device, one.device_number, one.table, one.row, one.step, one.follows)


@contextmanager
def reading_others(queries: Queries, progress: Progress) -> Iterator[Others]:
    """A child process and a folder that only we can enter, both gone at the end of the block."""
    from annotator.work import Worker  # only who merges needs processes: to import them takes a while

    with tempfile.TemporaryDirectory(prefix="annotator-", ignore_cleanup_errors=True) as folder:
        worker = Worker(nice=5, memory=MEMORY)
        try:
            yield Others(queries, worker, Path(folder), progress)
        finally:
            worker.end()
