"""How often the parts of the scheme are in use: what is in use must not vanish from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from annotator.store.queries import Queries
from annotator.store.tables import TABLES, Row
from annotator.work import Progress

LABELLED = ("annotations", "adjudicated", "proposals", "terms", "rules")
"""The tables whose rows have a label that the scheme must know. Decisions keep the label that was suggested then."""
_EXAMPLES = """
SELECT document, start, "end", min(id) FROM adjudicated
WHERE deleted = 0 AND label = :label AND document IN (SELECT id FROM documents WHERE deleted = 0)
GROUP BY text ORDER BY count(*) DESC, text LIMIT :most
"""
_AGREED = """
SELECT document, start, "end", min(id) FROM (
  SELECT document, start, "end", text, min(id) AS id FROM annotations
  WHERE deleted = 0 AND label = :label AND document IN (SELECT id FROM documents WHERE deleted = 0)
  GROUP BY document, start, "end" HAVING count(DISTINCT annotator) > 1)
GROUP BY text ORDER BY count(*) DESC, text LIMIT :most
"""
_ROWS = 20_000
"""Rows that are looked through at once."""
_EDGE = "SELECT max(id) FROM (SELECT id FROM {table} WHERE id > ? ORDER BY id LIMIT ?)"
_ATTRIBUTES = """
SELECT r.label, j.key, CASE j.type WHEN 'text' THEN j.value ELSE '' END, count(*)
FROM {table} r, json_each(r.attributes) j WHERE r.deleted = 0 AND r.id > ? AND r.id <= ? GROUP BY 1, 2, 3
"""
Place = tuple[str, int, int]


class Uses:
    """Counts over all rows that are there; those of a removed document too, for it may come back."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def labels(self) -> dict[tuple[str, str], int]:
        """(table, label) → rows."""
        counts = (f"SELECT '{table}', label, count(*) FROM {table} WHERE deleted = 0 GROUP BY 2" for table in LABELLED)
        return {(table, label): number for table, label, number in self._queries.all(" UNION ALL ".join(counts))}

    def attributes(self, progress: Progress | None = None) -> Counter[tuple[str, str, str]]:
        """(label, attribute, value where it is a text) → annotations; in the adjudicated layer as well.

        `progress(done, all)` is called now and then with the number of rows that are looked through; it may raise.
        """
        tables = ("annotations", "adjudicated")
        rows_of = {table: int(self._queries.value(f"SELECT count(*) FROM {table}")) for table in tables}
        found, done = Counter[tuple[str, str, str]](), 0
        for table, rows in rows_of.items():
            last = ""
            for at in range(0, rows, _ROWS):
                first, last = last, self._queries.value(_EDGE.format(table=table), (last, _ROWS))
                for label, name, value, number in self._queries.all(_ATTRIBUTES.format(table=table), (first, last)):
                    found[label, name, value] += number
                done += min(_ROWS, rows - at)
                if progress:
                    progress(done, sum(rows_of.values()))
        return found

    def domains(self) -> list[tuple[str, str, int]]:
        """(label, domain, terms and rules that have both)."""
        rows = " UNION ALL ".join(f"SELECT label, domain, deleted FROM {table}" for table in ("terms", "rules"))
        return self._queries.all(
            f"SELECT label, domain, count(*) FROM ({rows}) WHERE deleted = 0 AND domain <> '' GROUP BY 1, 2"
        )

    def relations(self) -> list[tuple[str, str, str, int]]:
        """(type, label of the head, label of the target, relations)."""
        return self._queries.all(
            "SELECT r.type, h.label, t.label, count(*) FROM relations r JOIN annotations h ON h.id = r.head"
            " JOIN annotations t ON t.id = r.target WHERE r.deleted = 0 GROUP BY 1, 2, 3"
        )

    def document_attributes(self) -> list[tuple[str, str, int]]:
        """(attribute, value as JSON, documents)."""
        return self._queries.all(
            "SELECT name, value, count(*) FROM document_attributes WHERE deleted = 0 GROUP BY 1, 2"
        )

    def rows_with(self, table: str, label: str) -> list[Row]:
        """The rows of one of LABELLED that have a label."""
        return self._queries.rows(TABLES[table], "WHERE deleted = 0 AND label = ? ORDER BY id", (label,))

    def ids_with(self, table: str, label: str) -> list[str]:
        """The ids of these rows, in the same order."""
        query = f"SELECT id FROM {table} WHERE deleted = 0 AND label = ? ORDER BY id"
        return [id_ for (id_,) in self._queries.all(query, (label,))]

    def rows_of(self, table: str, ids: Sequence[str]) -> list[Row]:
        """The rows of these ids that are there, by id: of as many as one question takes."""
        marks = ", ".join("?" * len(ids))
        return self._queries.rows(TABLES[table], f"WHERE deleted = 0 AND id IN ({marks}) ORDER BY id", ids)

    def adjudicated_examples(self, label: str, most: int) -> list[Place]:
        """Where the adjudicated layer has a label: one place of each text, those first that are there most often."""
        return [place[:3] for place in self._queries.all(_EXAMPLES, {"label": label, "most": most})]

    def agreed_examples(self, label: str, most: int) -> list[Place]:
        """The same of spans to which several annotators gave a label."""
        return [place[:3] for place in self._queries.all(_AGREED, {"label": label, "most": most})]
