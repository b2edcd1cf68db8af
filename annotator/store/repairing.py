"""Repairing what can be made again from what is sound: rows from the history, indexes from tables, counts from rows.

Nothing is deleted, and nothing is guessed: a row is written again only where it is not what was written (its hash says
so) or is gone, and the event that wrote it last is proven by its link.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from annotator.errors import AnnotatorError
from annotator.store.counting import count_all
from annotator.store.log import LINKED, is_linked
from annotator.store.queries import Queries
from annotator.store.searching import index_all
from annotator.store.sentences import in_sentences
from annotator.store.tables import TABLES, Row, is_intact
from annotator.store.writing import Writing

_ROWS = {"store.row-damaged", "store.log-differs"}


def repair_rows(queries: Queries, writing: Writing, faults: Iterable[AnnotatorError]) -> None:
    """Writes rows again, inside a step, that the check has found to be damaged or missing."""
    found = {(str(one.fields["table"]), str(one.fields["row"])) for one in faults if one.key in _ROWS}
    for table, row in sorted(found):
        if table in TABLES and (due := _due(queries, table, row)):
            writing.put_again(table, due)


def repair_indexes(queries: Queries, faults: Iterable[AnnotatorError]) -> None:
    """Makes anew, inside a transaction, what follows from the rows: indexes, where they are at fault, and counts."""
    keys = {fault.key for fault in faults}
    if "store.damaged" in keys:
        queries.run("REINDEX")
    with in_sentences(queries.path):
        if "store.search-differs" in keys:
            index_all(queries.db)
        count_all(queries.db)


def _due(queries: Queries, table: str, row: str) -> Row | None:
    """What the history says a row is, if it is proven and the row that stands there is not; else None."""
    event = queries.one(f'{LINKED} WHERE e."table" = ? AND e.row = ? ORDER BY e.number DESC LIMIT 1', (table, row))
    if event is None or event[3] is None or not is_linked(event):
        return None
    there = queries.one(f"{TABLES[table].select} WHERE id = ?", (row,))
    if there is not None and is_intact(there[:-1], there[-1]):
        return None  # whole, and yet not what the history says: which of the two is right only a person can tell
    body: Row = json.loads(event[3])
    return body
