"""Counts for pictures: rows grouped by the store, given out one by one, so that millions of them fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from annotator.store.counting import figures
from annotator.store.queries import Queries, by_and_by

_IN_SIGHT = "r.deleted = 0 AND d.deleted = 0"
_WHOSE = "(:who = '' OR r.annotator IN (SELECT id FROM annotators WHERE name = :who))"
_DAY = "coalesce(date({time}, 'localtime'), '')"

_UNCOUNTED = ("relations", "document_attributes", "adjudications", "adjudicated", "proposals")
"""Tables of which no counters are kept."""

_OUTCOMES = """
SELECT source, label, score, kind = 'accept', count(*) FROM decisions
WHERE deleted = 0 AND annotator IN (SELECT id FROM annotators WHERE name = :who) AND document IN (
  SELECT d.id FROM documents d JOIN progress p ON p.document = d.id
  WHERE d.deleted = 0 AND p.deleted = 0 AND p.status = 'done'
    AND p.annotator IN (SELECT id FROM annotators WHERE name = :who)
  ORDER BY d.position DESC, d.id LIMIT :most)
GROUP BY 1, 2, 3, 4
"""


class Figures:
    """Questions whose answers are many numbers. `who` is an annotator's name; empty means all of them together.

    What belongs to a document that was removed does not count. Days are those of this machine's clock.
    """

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def sizes(self) -> dict[str, int]:
        """How many documents there are, and how many rows of each kind that speaks of one, by its table."""
        kept = figures(self._queries, {})  # of what there may be millions
        rest = {
            kind: int(self._queries.value(
                f"SELECT count(*) FROM {kind} r JOIN documents d ON d.id = r.document WHERE {_IN_SIGHT}"
            ))
            for kind in _UNCOUNTED
        }  # fmt: skip
        counted = {kind: kept[kind] for kind in ("documents", "annotations", "decisions")}
        return {**counted, "progress": sum(kept["status"].values()), **rest}

    def labels(self, who: str = "") -> Iterator[tuple[str, str, int]]:
        """(document, label, annotations)."""
        return self._each("r.document, r.label, count(*)", "annotations", "1, 2", who)

    def terms(self, who: str = "") -> Iterator[tuple[str, str, str, str, int]]:
        """(text as written, label, domain or nothing, document, annotations)."""
        columns = "r.text, r.label, coalesce(r.attributes ->> '$.domain', ''), r.document, count(*)"
        return self._each(columns, "annotations", "1, 2, 3, 4", who)

    def days(self, who: str = "") -> Iterator[tuple[str, str, str, int]]:
        """(day, kind of decision or "manual", document, number); the day is empty where the time is none."""
        yield from self._each(
            f"{_DAY.format(time='r.time')}, r.kind, r.document, count(*)", "decisions", "1, 2, 3", who
        )
        columns = f"{_DAY.format(time='r.created')}, 'manual', r.document, count(*)"
        yield from self._each(columns, "annotations", "1, 3", who, "r.source = 'manual'")

    def sources(self, who: str = "") -> Iterator[tuple[str, str, str, int]]:
        """(source of suggestions, kind of decision, document, decisions)."""
        return self._each("r.source, r.kind, r.document, count(*)", "decisions", "1, 2, 3", who)

    def outcomes(self, who: str, most: int) -> list[tuple[str, str, float, bool, int]]:
        """(source, label, score, whether accepted as it was, decisions) of one annotator, in the documents that they
        have marked done: those that come last in the list, at most so many.
        """
        return [
            (source, label, score, bool(accepted), count)
            for source, label, score, accepted, count in self._queries.all(_OUTCOMES, {"who": who, "most": most})
        ]

    def annotated(self, who: str = "") -> list[tuple[str, str]]:
        """(document, annotator's name) wherever somebody has annotated something, in the order of the documents."""
        return self._queries.all(
            "SELECT DISTINCT r.document, p.name FROM annotations r JOIN documents d ON d.id = r.document"
            f" JOIN annotators p ON p.id = r.annotator WHERE {_IN_SIGHT} AND {_WHOSE}"
            " ORDER BY d.position, d.id, p.name",
            {"who": who},
        )

    def titles(self, ids: Iterable[str]) -> dict[str, str]:
        """The titles of those of these documents that are in sight."""
        return dict(self._among("SELECT id, title FROM documents WHERE deleted = 0 AND id IN", ids))

    def ids(self, hashes: Iterable[str]) -> dict[str, str]:
        """The ids of the documents in sight, by the hashes of their texts."""
        return dict(self._among("SELECT sha256, id FROM documents WHERE deleted = 0 AND sha256 IN", hashes))

    def _among(self, query: str, values: Iterable[str]) -> Iterator[tuple[str, str]]:
        for some, marks in by_and_by(sorted(set(values))):
            yield from self._queries.all(f"{query} ({marks})", some)

    def _each(self, columns: str, table: str, grouped: str, who: str, more: str = "1") -> Iterator[Any]:
        return self._queries.each(
            f"SELECT {columns} FROM {table} r JOIN documents d ON d.id = r.document"
            f" WHERE {_IN_SIGHT} AND {_WHOSE} AND {more} GROUP BY {grouped}",
            {"who": who},
        )
