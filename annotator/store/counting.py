"""Counts of what is in sight, kept by each step: statistics and lists need not count millions of rows again.

The rows of a document that was removed do not count, and count again once it is back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any

from annotator.errors import AnnotatorError
from annotator.store.queries import Queries
from annotator.store.sqlite import Database
from annotator.store.tables import Row

_COLUMNS: Mapping[str, tuple[str, str]] = {
    "annotations": ("annotator", "label"),
    "decisions": ("source", "kind"),
    "progress": ("annotator", "status"),
}
"""The tables whose rows are counted, and by what."""
_IN_SIGHT = "document IN (SELECT id FROM documents WHERE deleted = 0)"

Key = tuple[str, str, str]
"""kind, whose, name: the primary key of the counters"""


class Counting:
    """What one step adds to the counters and takes from them. Asked after each write, written at the step's end."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries
        self._more: Counter[Key] = Counter()
        self._in_sight: dict[str, bool] = {}

    def copy(self) -> Counting:
        """The same so far, which goes its own way. (That a document is in sight, nobody asks of one that is not.)"""
        other = Counting(self._queries)
        other._more, other._in_sight = self._more.copy(), self._in_sight
        return other

    def changed_all(self, table: str, changes: Iterable[tuple[str, Row | None, Row | None]]) -> None:
        """Rows were written: id, before and after; None stands for one that is not in sight."""
        if table == "documents":
            for row, before, after in changes:
                self._document(row, (after is not None) - (before is not None))
        elif table in _COLUMNS:
            said = list(changes)
            self._rows(table, (before for _, before, _ in said if before is not None), -1)
            self._rows(table, (after for _, _, after in said if after is not None), 1)

    def _rows(self, table: str, rows: Iterable[Row], sign: int) -> None:
        """Rows come into sight (1) or go (-1)."""
        whose, name = _COLUMNS[table]
        found = Counter(map(itemgetter("document", whose, name), rows))
        for (document, by, what), number in found.items():
            if self._counts(document):
                self._more[table, by, what] += sign * number

    def _document(self, document: str, sign: int) -> None:
        """A document comes into sight (1) or goes (-1), with all that was said in it."""
        if not sign:
            return
        self._in_sight[document] = sign > 0
        self._more["documents", "", ""] += sign
        for table in _COLUMNS:
            for whose, name, number in self._queries.all(_counted(table, "document = ?"), (document,)):
                self._more[table, whose, name] += sign * number

    def _counts(self, document: str) -> bool:
        if document not in self._in_sight:
            found = self._queries.value("SELECT deleted FROM documents WHERE id = ?", (document,))
            self._in_sight[document] = found == 0
        return self._in_sight[document]

    def write(self) -> None:
        """Brings the counters up to date."""
        more = [(*key, number) for key, number in self._more.items() if number]
        self._more.clear()
        if more:
            self._queries.run_all(
                "INSERT INTO counters VALUES (?, ?, ?, ?)"
                " ON CONFLICT (kind, whose, name) DO UPDATE SET number = number + excluded.number",
                more,
            )
            if any(number < 0 for *_, number in more):
                self._queries.run("DELETE FROM counters WHERE number = 0")


def counted(queries: Queries) -> dict[Key, int]:
    """What the counters say."""
    return {(kind, whose, name): number for kind, whose, name, number in queries.all("SELECT * FROM counters")}


def figures(queries: Queries, people: Mapping[str, str]) -> dict[str, Any]:
    """The counters as `Reading.counts` gives them; `people` are the annotators' names by id, two ids may have one.

    Raises AnnotatorError where damage has made one that can be none.
    """
    totals: dict[str, dict[str, Counter[str]]] = {kind: {} for kind in ("documents", *_COLUMNS)}
    for (kind, whose, name), number in counted(queries).items():
        if kind not in totals or not all(map(isinstance, (whose, name, number), (str, str, int))):
            raise AnnotatorError("store.counters-differ", path=queries.path)
        totals[kind].setdefault(people.get(whose, whose), Counter())[name] += number
    by_kind = {kind: {whose: _sorted(of) for whose, of in sorted(found.items())} for kind, found in totals.items()}
    annotations, decisions = by_kind["annotations"], by_kind["decisions"]
    return {
        "documents": by_kind["documents"].get("", {}).get("", 0),
        "annotations": sum(_added_up(annotations).values()),
        "decisions": sum(_added_up(decisions).values()),
        "labels": _added_up(annotations),
        "annotators": {name: sum(labels.values()) for name, labels in annotations.items()},
        "status": _added_up(by_kind["progress"]),
        "progress": by_kind["progress"],
        "sources": decisions,
    }


def _sorted(by_name: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(by_name.items()))


def _added_up(by_whose: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for by_name in by_whose.values():
        total.update(by_name)
    return _sorted(total)


def counted_anew(db: Database) -> dict[Key, int]:
    """What the counters should say: all rows in sight, counted."""
    documents = db.conn.execute("SELECT count(*) FROM documents WHERE deleted = 0").fetchone()[0]
    found: dict[Key, int] = {("documents", "", ""): documents} if documents else {}
    for table in _COLUMNS:
        for whose, name, number in db.conn.execute(_counted(table, _IN_SIGHT)):
            found[table, whose, name] = number
    return found


def count_all(db: Database) -> None:
    """Sets the counters right, inside the transaction under way."""
    db.conn.execute("DELETE FROM counters")
    rows = [(*key, number) for key, number in counted_anew(db).items()]
    db.conn.executemany("INSERT INTO counters VALUES (?, ?, ?, ?)", rows)


def _counted(table: str, where: str) -> str:
    columns = ", ".join(_COLUMNS[table])
    return f"SELECT {columns}, count(*) FROM {table} WHERE deleted = 0 AND {where} GROUP BY {columns}"
