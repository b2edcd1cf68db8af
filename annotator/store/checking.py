"""Looking a corpus over: is every row what was written, and are the tables what the history makes of them?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from annotator.errors import AnnotatorError
from annotator.model import text_hash
from annotator.store.log import LINKED, is_linked
from annotator.store.queries import Queries
from annotator.store.steps import Tops, tops_after
from annotator.store.tables import TABLES, Table, is_intact


class Checking:
    """Reads everything and changes nothing. SQLite's own checks see broken pages; the hashes see broken values."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def faults(self) -> Iterator[AnnotatorError]:
        """All that is wrong, each as a sentence."""
        for look in (self._pages, self._links, self._texts, self._rows, self._log, self._fold, self._steps):
            yield from self._looking(look)

    def _looking(self, look: Callable[[], Iterator[AnnotatorError]]) -> Iterator[AnnotatorError]:
        try:
            yield from look()
        except AnnotatorError as fault:  # so damaged that it cannot even be read
            yield fault

    def _fault(self, key: str, **fields: object) -> AnnotatorError:
        return AnnotatorError(key, path=self._queries.path, **fields)

    def _pages(self) -> Iterator[AnnotatorError]:
        for (said,) in self._queries.all("PRAGMA integrity_check"):
            if said != "ok":
                yield self._fault("store.damaged", reason=said)

    def _links(self) -> Iterator[AnnotatorError]:
        for table, _, parent, _ in self._queries.all("PRAGMA foreign_key_check"):
            yield self._fault("store.damaged", reason=f"{table} → {parent}")

    def _texts(self) -> Iterator[AnnotatorError]:
        for sha256, length in self._queries.all("SELECT sha256, length FROM texts"):
            text = self._queries.value("SELECT text FROM texts WHERE sha256 = ?", (sha256,))
            if not isinstance(text, str) or text_hash(text) != sha256 or len(text) != length:
                yield self._fault("store.text-damaged", sha256=str(sha256)[:12])

    def _rows(self) -> Iterator[AnnotatorError]:
        for table in TABLES.values():
            for *values, kept in self._queries.all(table.select):
                if not is_intact(values, kept):
                    yield self._fault("store.row-damaged", table=table.name, row=values[0])

    def _log(self) -> Iterator[AnnotatorError]:
        steps = dict.fromkeys(found[9] for found in self._queries.all(LINKED) if not is_linked(found))
        yield from (self._fault("store.log-damaged", step=step) for step in steps)

    def _fold(self) -> Iterator[AnnotatorError]:
        """The history, gone through from its beginning, gives the rows that are there now."""
        due: dict[tuple[str, str], str] = {}
        for table, row, after in self._queries.all('SELECT "table", row, after FROM events ORDER BY number'):
            due.pop((table, row), None)
            if after is not None:
                due[table, row] = after
        for table in TABLES.values():
            yield from self._differences(
                table, {row: due.pop((name, row)) for name, row in [*due] if name == table.name}
            )
        yield from (self._fault("store.log-differs", table=table, row=row) for table, row in due)

    def _differences(self, table: Table, due: dict[str, str]) -> Iterator[AnnotatorError]:
        for *values, _ in self._queries.all(f"{table.select} WHERE deleted = 0"):
            if not _says(due.pop(values[0], None), dict(zip(table.columns, values, strict=True))):
                yield self._fault("store.log-differs", table=table.name, row=values[0])
        yield from (self._fault("store.log-differs", table=table.name, row=row) for row in due)

    def _steps(self) -> Iterator[AnnotatorError]:
        """What each step says is next to undo and redo follows from the kinds and targets alone."""
        before: dict[str | None, Tops] = {None: (None, None)}
        latest: Tops = (None, None)
        for step, kind, target, undo, redo in self._queries.all(
            "SELECT id, kind, target, next_undo, next_redo FROM steps ORDER BY number"
        ):
            before[step] = latest
            latest = tops_after(kind, step, before.get(target, (None, None)))
            if latest != (undo, redo):
                yield self._fault("store.log-damaged", step=step)


def _says(body: str | None, row: dict[str, object]) -> bool:
    """Whether an event's row is this one."""
    try:
        return body is not None and json.loads(body) == row
    except ValueError:
        return False
