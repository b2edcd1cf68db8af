"""Looking a corpus over: is every row what was written, and are the tables what the history makes of them?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial

from annotator.errors import AnnotatorError
from annotator.store.content import Content
from annotator.store.heads import PACKAGE
from annotator.store.log import LINKED, is_emptied, is_linked, purged
from annotator.store.proof import damaged_texts
from annotator.store.queries import Queries
from annotator.store.steps import Tops, tops_after
from annotator.store.tables import TABLES, Table, is_intact
from annotator.work import Progress, unwatched

_LAST = 'SELECT after FROM events e WHERE e.row = {row} AND e."table" = {table} ORDER BY e.number DESC LIMIT 1'

_EMPTIED = (
    "coalesce(({body}) ->> '$.purged' AND ({body}) ->> '$.document' IN (SELECT id FROM purges WHERE deleted = 0), 0)"
)
_EVENTS = 'SELECT id, number, "table" FROM events'
_FOLLOWING = """
SELECT e.step, e.number, e."table", e.follows, s.name FROM events e LEFT JOIN steps s ON s.id = e.step
WHERE e.follows IS NOT NULL
"""
Look = Callable[[], Iterator[AnnotatorError]]


class Checking:
    """Reads everything and changes nothing. SQLite's own checks see broken pages; the hashes see broken values."""

    def __init__(self, queries: Queries, tell: Progress = unwatched) -> None:
        """`tell(done, all)` hears at which of how many looks it is, and may raise to stop."""
        self._queries = queries
        self._tell = tell

    def faults(self, *, derived: bool = True) -> Iterator[AnnotatorError]:
        """All that is wrong, each as a sentence, of one state of the file: others may write meanwhile.

        Without `derived` what can be made anew is left out, and so are duplicates, which a merge brings into one.
        """
        content = Content(self._queries)
        looks: list[Look] = [self._pages, self._links, self._texts]
        looks += [partial(self._rows, table) for table in TABLES.values()]
        looks += [self._missing, self._log, self._lineage, self._steps]
        looks += content.looks if derived else content.looks_at_rows
        self._queries.run("BEGIN")
        try:
            for at, look in enumerate(looks):
                self._tell(at, len(looks))
                yield from self._looking(look)
        finally:
            if self._queries.in_transaction:  # want of memory may have ended it
                self._queries.run("ROLLBACK")

    def _looking(self, look: Look) -> Iterator[AnnotatorError]:
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
        yield from damaged_texts(self._queries)

    def _rows(self, table: Table) -> Iterator[AnnotatorError]:
        """Each row is what was written, and what the history, gone through from its beginning, makes of it."""
        last = _LAST.format(row="t.id", table=f"'{table.name}'")
        columns = f"{table.names}, row_hash, deleted, ({last})"
        for *values, kept, deleted, said in self._queries.each(f"SELECT {columns} FROM {table.name} t"):
            if not is_intact(values, kept):
                yield self._fault("store.row-damaged", table=table.name, row=values[0])
            if not _says(said, None if deleted else dict(zip(table.columns, values, strict=True))):
                yield self._fault("store.log-differs", table=table.name, row=values[0])

    def _missing(self) -> Iterator[AnnotatorError]:
        """Rows that the history knows and the tables do not, but for those of reports that were removed for good."""
        there = " ".join(f"WHEN '{name}' THEN EXISTS (SELECT 1 FROM {name} t WHERE t.id = o.row)" for name in TABLES)
        last = _LAST.format(row="o.row", table='o."table"')
        found = self._queries.each(
            f'SELECT DISTINCT "table", row FROM events o WHERE NOT CASE "table" {there} ELSE 0 END'
            f" AND ({last}) IS NOT NULL AND NOT {_EMPTIED.format(body=last)}"
        )
        yield from (self._fault("store.log-differs", table=table, row=row) for table, row in found)

    def _log(self) -> Iterator[AnnotatorError]:
        gone = purged(self._queries)
        faulty = (found for found in self._queries.each(LINKED) if not (is_linked(found) or is_emptied(found, gone)))
        yield from (self._fault("store.log-damaged", step=step) for step in dict.fromkeys(one[9] for one in faulty))
        mute = "kind IN ('do', 'base') AND NOT EXISTS (SELECT 1 FROM events WHERE step = s.id)"
        for (step,) in self._queries.all(f"SELECT id FROM steps s WHERE {mute}"):
            yield self._fault("store.log-damaged", step=step)

    def _lineage(self) -> Iterator[AnnotatorError]:
        """Each event follows earlier ones of the same table; what no link proves of old ones is at least possible."""
        numbers = {id_: (number, table) for id_, number, table in self._queries.each(_EVENTS)}
        for step, number, table, follows, name in self._queries.each(_FOLLOWING):
            if not isinstance(follows, str):  # a flipped bit makes a number or bytes of it
                yield self._fault("store.log-damaged", step=step)
                continue
            found = [numbers[id_] for id_ in follows.split(" ") if id_ in numbers]
            away = len(found) <= follows.count(" ")
            if name == PACKAGE:  # what its rows follow stands in the corpus that it is part of, or came later
                continue
            if away or not all(before < number and of == table for before, of in found):
                yield self._fault("store.log-damaged", step=step)

    def _steps(self) -> Iterator[AnnotatorError]:
        """What each step says is next to undo and redo follows from the kinds and targets alone."""
        before: dict[str | None, Tops] = {None: (None, None)}
        latest: Tops = (None, None)
        for step, kind, target, undo, redo, merged in self._queries.all(
            "SELECT id, kind, target, next_undo, next_redo, merged FROM steps ORDER BY number"
        ):
            before[step] = latest
            if merged is None:  # what was done elsewhere is not for undo to take back here
                latest = tops_after(kind, step, before.get(target, (None, None)))
            if latest != (undo, redo):
                yield self._fault("store.log-damaged", step=step)


def _says(body: str | None, row: dict[str, object] | None) -> bool:
    """Whether the last event of a row is this; None stands for a row that is not there."""
    if body is None or row is None:
        return body is None and row is None
    try:
        return bool(json.loads(body) == row)
    except ValueError:
        return False
