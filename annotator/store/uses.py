"""How often the parts of the scheme are in use: what is in use must not vanish from it."""

from __future__ import annotations

from annotator.store.queries import Queries
from annotator.store.tables import TABLES, Row

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
Place = tuple[str, int, int]


class Uses:
    """Counts over all rows that are there; those of a removed document too, for it may come back."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def labels(self) -> dict[tuple[str, str], int]:
        """(table, label) → rows."""
        counts = (f"SELECT '{table}', label, count(*) FROM {table} WHERE deleted = 0 GROUP BY 2" for table in LABELLED)
        return {(table, label): number for table, label, number in self._queries.all(" UNION ALL ".join(counts))}

    def attributes(self) -> list[tuple[str, str, str, int]]:
        """(label, attribute, value where it is a text, annotations); in the adjudicated layer as well."""
        one = (
            "SELECT r.label, j.key, CASE j.type WHEN 'text' THEN j.value ELSE '' END, count(*)"
            " FROM {table} r, json_each(r.attributes) j WHERE r.deleted = 0 GROUP BY 1, 2, 3"
        )
        return self._queries.all(
            " UNION ALL ".join(one.format(table=table) for table in ("annotations", "adjudicated"))
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

    def adjudicated_examples(self, label: str, most: int) -> list[Place]:
        """Where the adjudicated layer has a label: one place of each text, those first that are there most often."""
        return [place[:3] for place in self._queries.all(_EXAMPLES, {"label": label, "most": most})]

    def agreed_examples(self, label: str, most: int) -> list[Place]:
        """The same of spans to which several annotators gave a label."""
        return [place[:3] for place in self._queries.all(_AGREED, {"label": label, "most": most})]
