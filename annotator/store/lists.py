"""Documents as lists show them: which and in which order as an array of ids, and what stands in a row for some ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.model import DocumentRow
from annotator.store.queries import Queries, by_and_by

By = Literal["position", "title", "length", "imported", "status", "annotations", "decisions"]

_AT_ONCE = 200
_IDS = "(SELECT id FROM annotators WHERE name = :who)"  # several where corpora were merged: one person all the same
_ROW = f"""
SELECT d.id, d.title, d.sha256, t.length, coalesce(d.origin ->> '$.imported', ''),
       coalesce((SELECT status FROM progress p
                 WHERE p.document = d.id AND p.annotator IN {_IDS} AND p.deleted = 0), 'new'),
       (SELECT count(*) FROM annotations a WHERE a.document = d.id AND a.annotator IN {_IDS} AND a.deleted = 0),
       (SELECT count(*) FROM decisions c WHERE c.document = d.id AND c.annotator IN {_IDS} AND c.deleted = 0)
FROM documents d JOIN texts t ON t.sha256 = d.sha256
WHERE d.deleted = 0 AND d.id
"""
_ALL = """
SELECT d.id, d.title, d.sha256, t.length, coalesce(d.origin ->> '$.imported', '')
FROM documents d JOIN texts t ON t.sha256 = d.sha256 WHERE d.deleted = 0 ORDER BY d.position, d.id
"""
_STATUSES = f"SELECT document, status FROM progress WHERE annotator IN {_IDS} AND deleted = 0"
_NUMBERS = "SELECT document, count(*) FROM {table} WHERE annotator IN " + _IDS + " AND deleted = 0 GROUP BY document"
_STATUS = (
    "coalesce((SELECT status FROM progress p"
    f" WHERE p.document = d.id AND p.annotator IN {_IDS} AND p.deleted = 0), 'new')"
)
_KEYS: dict[str, str] = {
    "position": "d.position",
    "title": "d.title",
    "length": "(SELECT length FROM texts t WHERE t.sha256 = d.sha256)",
    "imported": "d.origin ->> '$.imported'",
    "status": f"CASE {_STATUS} WHEN 'started' THEN 0 WHEN 'new' THEN 1 ELSE 2 END",
    "annotations": "coalesce(n.number, 0)",
    "decisions": "coalesce(n.number, 0)",
}
_COUNTED = (
    "LEFT JOIN (SELECT document, count(*) AS number FROM {table} WHERE annotator IN "
    + _IDS
    + " AND deleted = 0 GROUP BY document) n ON n.document = d.id"
)


@dataclass(frozen=True, slots=True)
class Order:
    """How a list is sorted; documents that are alike in this stand as they came in."""

    by: By = "position"
    descending: bool = False


AS_THEY_CAME = Order()


_ORDERED = "FROM documents d WHERE d.deleted = 0 AND (d.position, d.id) {side} (:position, :id)"
Place = tuple[int, str]
"""Where a document stands in the order as they came: its position, and its id for those of one position."""
BEFORE_ALL: Place = (-(2**63), "")


class Lists:
    """The order of all documents, step by step: nothing here walks through all of a large corpus."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def extent(self) -> tuple[int, int]:
        """What differs once documents have come or gone: how many there are, and the place of the last."""
        count = "SELECT coalesce(max(number), 0) FROM counters WHERE kind = 'documents'"
        found = self._queries.one(f"SELECT ({count}), (SELECT coalesce(max(position), 0) FROM documents)")
        return found or (0, 0)

    def there(self, documents: Iterable[str]) -> Iterator[str]:
        """Those of some documents that are in sight, in their order."""
        wanted = list(documents)
        for page, marks in by_and_by(wanted):
            found = self._queries.all(f"SELECT id FROM documents WHERE deleted = 0 AND id IN ({marks})", page)
            known = {id_ for (id_,) in found}
            yield from (id_ for id_ in page if id_ in known)

    def place(self, document: str) -> Place | None:
        """Where a document stands, or stood before it was removed; None for one that was never there."""
        found = self._queries.one("SELECT position, id FROM documents WHERE id = ?", (document,))
        return found and (found[0], found[1])

    def after(self, place: Place, most: int) -> list[tuple[int, str, str]]:
        """The next documents in sight behind a place, as many as that: where each stands, and its text's hash."""
        return self._queries.all(
            f"SELECT d.position, d.id, d.sha256 {_ORDERED.format(side='>')} ORDER BY d.position, d.id LIMIT :most",
            {"position": place[0], "id": place[1], "most": most},
        )

    def before(self, place: Place) -> str | None:
        """The document in sight that stands before a place."""
        found: str | None = self._queries.value(
            f"SELECT d.id {_ORDERED.format(side='<')} ORDER BY d.position DESC, d.id DESC LIMIT 1",
            {"position": place[0], "id": place[1]},
        )
        return found

    def next_with(self, who: str, statuses: Sequence[str], place: Place = BEFORE_ALL) -> str | None:
        """The first document behind a place that has one of these statuses with an annotator."""
        marks = ", ".join(f":s{number}" for number in range(len(statuses)))
        named = {f"s{number}": status for number, status in enumerate(statuses)}
        found: str | None = self._queries.value(
            f"SELECT d.id {_ORDERED.format(side='>')} AND {_STATUS} IN ({marks}) ORDER BY d.position, d.id LIMIT 1",
            {"who": who, "position": place[0], "id": place[1], **named},
        )
        return found


def document_ids(queries: Queries, who: str, order: Order, status: str) -> list[str]:
    """The ids of the documents in sight, in an order; `who` is the name of the annotator it is told for."""
    joined = _COUNTED.format(table=order.by) if order.by in ("annotations", "decisions") else ""
    condition = f" AND {_STATUS} = :status" if status else ""
    direction = "DESC" if order.descending else "ASC"
    found = queries.all(
        f"SELECT d.id FROM documents d {joined} WHERE d.deleted = 0{condition}"
        f" ORDER BY {_KEYS[order.by]} {direction}, d.position, d.id",
        {"who": who, "status": status},
    )
    return [id_ for (id_,) in found]


def all_rows(queries: Queries, who: str) -> list[DocumentRow]:
    """The rows of all documents in sight, as they came: a query for each thing, not one for each row."""
    name = {"who": who}
    status = dict(queries.all(_STATUSES, name))
    annotations = dict(queries.all(_NUMBERS.format(table="annotations"), name))
    decisions = dict(queries.all(_NUMBERS.format(table="decisions"), name))
    return [
        DocumentRow(id_, title, sha256, length, imported, status.get(id_, "new"), annotations.get(id_, 0),
                    decisions.get(id_, 0))
        for id_, title, sha256, length, imported in queries.all(_ALL)
    ]  # fmt: skip


def rows_of(queries: Queries, who: str, ids: Iterable[str]) -> Iterator[DocumentRow]:
    """The rows of these documents, in this order; those that are not in sight are left out."""
    wanted = list(ids)
    for at in range(0, len(wanted), _AT_ONCE):
        page = wanted[at : at + _AT_ONCE]
        marks = ", ".join(f":d{number}" for number in range(len(page)))
        values = {"who": who, **{f"d{number}": id_ for number, id_ in enumerate(page)}}
        found = {row[0]: DocumentRow(*row) for row in queries.all(f"{_ROW} IN ({marks})", values)}
        yield from (found[id_] for id_ in page if id_ in found)
