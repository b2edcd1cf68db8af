"""All that was done to one document, here and in the corpora that packages of it came from."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from annotator import plain
from annotator.model import Entry, Past, RowChange, Step
from annotator.store.queries import Queries
from annotator.store.tables import TABLES, Row, to_past

_OF_DOCUMENTS = [table.name for table in TABLES.values() if "document" in table.columns and table.name != "past"]
_EVENTS = """
SELECT e.id, e.step, s.kind, s.name, s.annotator, s.time, e."table", e.row, e.before, e.after
FROM events e JOIN steps s ON s.id = e.step WHERE e.row IN (SELECT value FROM json_each(?)) ORDER BY e.number
"""
_BRINGERS = "SELECT DISTINCT step FROM events WHERE \"table\" = 'past' AND row IN (SELECT value FROM json_each(?))"

_STEPS_BROUGHT = """
SELECT step, max(time) AS latest, max(position) AS place, json_group_array(id) FROM past WHERE deleted = 0
GROUP BY step HAVING (latest, place, step) < (?, ?, ?) ORDER BY latest DESC, place DESC, step DESC LIMIT ?
"""
_PAGE = 300
"""steps that are read at once"""


class Pasts:
    """Reads histories of documents."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def of(self, document: str) -> tuple[Past, ...]:
        """What came with packages, in order, then what was done here.

        What the step that brought a past has written is told by that past, and not again. Raises AnnotatorError where
        a row is not what was written.
        """
        brought = self.brought(document)
        told = {one.id for one in brought}
        bringers = {step for (step,) in self._queries.all(_BRINGERS, (plain.dumps(sorted(told)),))}
        own = (one for one in self._own(document) if one.step not in bringers and one.id not in told)
        return (*brought, *own)

    def brought(self, document: str) -> tuple[Past, ...]:
        """What came with packages."""
        where = "WHERE deleted = 0 AND document = ? ORDER BY position, id"
        return tuple(to_past(row) for row in self._queries.rows(TABLES["past"], where, (document,)))

    def entries(self) -> Iterator[Entry]:
        """The steps that came with packages, the latest first, read page by page."""
        last = ("\U0010ffff", 0, "")
        while page := self._queries.all(_STEPS_BROUGHT, (*last, _PAGE)):
            for step, _, _, ids in page:
                where = "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY document, position, id"
                yield _entry(step, self._queries.rows(TABLES["past"], where, (ids,)))
            last = page[-1][1], page[-1][2], page[-1][0]

    def entries_of(self, annotation: str, rows: Collection[str]) -> list[Entry]:
        """Those that wrote any of these rows of an annotation's document, the latest first, with what happened to these
        alone."""
        where = (
            "WHERE deleted = 0 AND document = (SELECT document FROM annotations WHERE id = ?)"
            " AND body ->> 'row' IN (SELECT value FROM json_each(?)) ORDER BY position, id"
        )
        steps: dict[str, list[Row]] = {}
        for row in self._queries.rows(TABLES["past"], where, (annotation, plain.dumps(list(rows)))):
            steps.setdefault(row["step"], []).append(row)
        return [_entry(step, about, whole=False) for step, about in reversed(steps.items())]

    def known(self, events: Collection[str]) -> set[str]:
        """Those of these events that are in the history of this corpus."""
        query = "SELECT id FROM events WHERE id IN (SELECT value FROM json_each(?))"
        return {id_ for (id_,) in self._queries.all(query, (plain.dumps(list(events)),))}

    def _own(self, document: str) -> Iterator[Past]:
        places = {("documents", document)}
        for table in _OF_DOCUMENTS:
            found = self._queries.all(f"SELECT id FROM {table} WHERE document = ?", (document,))
            places |= {(table, row) for (row,) in found}
        people = dict(self._queries.all("SELECT id, name FROM annotators"))
        rows = plain.dumps(sorted({row for _, row in places}))
        for id_, step, kind, name, who, time, table, row, before, after in self._queries.all(_EVENTS, (rows,)):
            if (table, row) in places:
                change = RowChange(table, row, _told(before, people), _told(after, people))
                yield Past(id_, step, kind, name, who, time, change)


def _entry(id_: str, rows: Sequence[Row], *, whole: bool = True) -> Entry:
    """Not `whole`, the step does not say which documents it touched, as in `Log.steps_about`."""
    told = [to_past(row) for row in rows]
    first = told[0]
    documents = tuple(dict.fromkeys(row["document"] for row in rows)) if whole else ()
    step = Step(id_, first.kind, first.name, first.who, first.time, None, documents)
    return Entry(step, tuple(one.change for one in told), brought=True)


def _told(body: str | None, people: dict[str, str]) -> dict[str, Any] | None:
    """A row as the past says it: names in the place of ids, without the document."""
    if body is None:
        return None
    row: dict[str, Any] = json.loads(body)
    row.pop("document", None)
    if "annotator" in row:
        row["annotator"] = people.get(row["annotator"], row["annotator"])
    return row
