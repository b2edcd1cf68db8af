"""The overview of a corpus: which documents fit, in which order, as an array of ids; and what stands in some rows.

Status is one annotator's; annotations and decisions are theirs or, with `everybody`, those of all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from annotator.model import DocumentSummary
from annotator.store.queries import Queries, by_and_by
from annotator.text import SCRIPT_SHOWS, script_of

Column = Literal[
    "position", "title", "status", "annotations", "decisions", "annotators", "length", "imported", "script", "open"
]
"""What an overview is sorted by. The last two are not in the file: here their documents stand as they came in."""

_AT_ONCE = 200
_STATUS = (
    "coalesce((SELECT status FROM progress p WHERE p.document = d.id AND p.annotator = :who AND p.deleted = 0), 'new')"
)
_BEGUN = "FROM progress p WHERE p.document = d.id AND p.deleted = 0 AND p.status <> 'new'"
_COUNTED = "(SELECT count(*) FROM {table} x WHERE x.document = d.id AND x.deleted = 0{whose})"
_KEYS = {
    "position": "d.position",
    "title": "d.title",
    "status": f"CASE {_STATUS} WHEN 'started' THEN 0 WHEN 'new' THEN 1 ELSE 2 END",
    "annotations": "coalesce(n.number, 0)",
    "decisions": "coalesce(n.number, 0)",
    "annotators": "coalesce(n.number, 0)",
    "length": "(SELECT length FROM texts t WHERE t.sha256 = d.sha256)",
    "imported": "d.origin ->> '$.imported'",
    **dict.fromkeys(("script", "open"), "d.position"),
}
_GROUPED = {
    "annotations": "annotations WHERE deleted = 0{whose}",
    "decisions": "decisions WHERE deleted = 0{whose}",
    "annotators": "progress WHERE deleted = 0 AND status <> 'new'",
}
_JOINED = "LEFT JOIN (SELECT document, count(*) AS number FROM {rows} GROUP BY document) n ON n.document = d.id"
_WHOSE = " AND annotator = :who"
_BEGINNING = f"substr(t.text, 1, {SCRIPT_SHOWS})"
_ROWS = f"""
SELECT d.id, d.title, d.sha256, t.length, coalesce(d.origin ->> '$.imported', ''), {_STATUS}, {{counts}},
       (SELECT count(*) FROM decisions x WHERE x.document = d.id AND x.deleted = 0{_WHOSE}),
       (SELECT json_group_array(name) FROM (
            SELECT DISTINCT a.name FROM annotators a WHERE a.id IN (SELECT p.annotator {_BEGUN}) ORDER BY a.name)),
       {_BEGINNING}
FROM documents d JOIN texts t ON t.sha256 = d.sha256 WHERE d.deleted = 0 AND d.id IN ({{marks}})
"""


@dataclass(frozen=True, slots=True)
class Sought:
    """Which documents an overview holds, and in which order; documents that are alike in this stand as they came in.

    `status` is the annotator's, `label` one that annotations have, `annotator` somebody who has begun: empty means all.
    """

    status: str = ""
    label: str = ""
    annotator: str = ""
    by: Column = "position"
    descending: bool = False


EVERY = Sought()


class Overview:
    """Answers by value. Texts never change, so the script of one is looked at once."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries
        self._scripts: dict[str, str] = {}

    def ids(self, who: str, sought: Sought, *, everybody: bool) -> list[str]:
        """The ids of the documents that fit, as the annotator of that name sees them."""
        whose = "" if everybody else _WHOSE
        rows = _GROUPED.get(sought.by, "").format(whose=whose)
        joined = _JOINED.format(rows=rows) if rows else ""
        conditions = ["d.deleted = 0", *_conditions(sought, whose)]
        direction = "DESC" if sought.descending and sought.by not in ("script", "open") else "ASC"
        found = self._queries.all(
            f"SELECT d.id FROM documents d {joined} WHERE {' AND '.join(conditions)}"
            f" ORDER BY {_KEYS[sought.by]} {direction}, d.position, d.id",
            {"who": self._id_of(who), "status": sought.status, "label": sought.label, "by": sought.annotator},
        )
        return [id_ for (id_,) in found]

    def rows(self, who: str, ids: Iterable[str], *, everybody: bool) -> Iterator[DocumentSummary]:
        """What is said of these documents, in this order; those that are not in sight are left out."""
        wanted = list(ids)
        whose = "" if everybody else _WHOSE
        counts = ", ".join(_COUNTED.format(table=table, whose=whose) for table in ("annotations", "decisions"))
        for at in range(0, len(wanted), _AT_ONCE):
            page = wanted[at : at + _AT_ONCE]
            values = {"who": self._id_of(who), **{f"d{number}": id_ for number, id_ in enumerate(page)}}
            marks = ", ".join(f":d{number}" for number in range(len(page)))
            rows = self._queries.all(_ROWS.format(counts=counts, marks=marks), values)
            found = {row[0]: self._summary(row) for row in rows}
            yield from (found[id_] for id_ in page if id_ in found)

    def scripts(self) -> dict[str, str]:
        """The script of each document's text, by the document's id: hans, hant, or nothing for what is no Chinese."""
        held = self._queries.all("SELECT id, sha256 FROM documents WHERE deleted = 0")
        if any(sha256 not in self._scripts for _, sha256 in held):
            for sha256, beginning in self._queries.each(f"SELECT sha256, {_BEGINNING} FROM texts t"):
                self._scripts.setdefault(sha256, script_of(beginning))
        return {id_: self._scripts.get(sha256, "") for id_, sha256 in held}

    def decided(self, who: str) -> dict[str, tuple[str, int]]:
        """The hash of each document's text, by the document's id, and how many decisions an annotator made in it."""
        rows = self._queries.all(
            "SELECT d.id, d.sha256, coalesce(n.number, 0) FROM documents d "
            + _JOINED.format(rows=_GROUPED["decisions"].format(whose=_WHOSE))
            + " WHERE d.deleted = 0",
            {"who": self._id_of(who)},
        )
        return {id_: (sha256, number) for id_, sha256, number in rows}

    def annotation_count(self, ids: Sequence[str]) -> int:
        """How many annotations all people together made in these documents."""
        total = 0
        for page, marks in by_and_by(ids):
            where = f"deleted = 0 AND document IN ({marks})"
            total += int(self._queries.value(f"SELECT count(*) FROM annotations WHERE {where}", page))
        return total

    def _summary(self, row: tuple[Any, ...]) -> DocumentSummary:
        id_, title, sha256, length, imported, status, annotations, decisions, own, people, beginning = row
        script = self._scripts.setdefault(sha256, script_of(beginning))
        who = tuple(json.loads(people))
        counts = annotations, decisions, own
        return DocumentSummary(id_, title, sha256, length, script, imported, status, *counts, who)

    def _id_of(self, name: str) -> str | None:
        found: str | None = self._queries.value("SELECT id FROM annotators WHERE name = ? AND deleted = 0", (name,))
        return found


def _conditions(sought: Sought, whose: str) -> Iterator[str]:
    if sought.status:
        yield f"{_STATUS} = :status"
    if sought.label:
        yield f"d.id IN (SELECT document FROM annotations WHERE deleted = 0 AND label = :label{whose})"
    if sought.annotator:
        yield f"EXISTS (SELECT 1 {_BEGUN} AND p.annotator IN (SELECT id FROM annotators WHERE name = :by))"
