"""A work package: a new corpus with some of a corpus's documents, which comes back by a merge.

Its rows are those of the corpus it is part of, and say so: each follows the event that stands there. So what comes back
is the work that was done in it, and nothing that was only given along.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from annotator import plain
from annotator.store.heads import PACKAGE, going_back, repeats
from annotator.store.log import Log
from annotator.store.queries import Queries
from annotator.store.tables import TABLES, Row
from annotator.store.writing import Join, Writing

_OF_ALL = ("schemes", "terms", "rules")
_OF_ANNOTATOR = ("annotations", "decisions", "relations", "progress")
_AMONG = "IN (SELECT value FROM json_each(?))"
_BEHIND = f"""
SELECT e.id, e.follows, s.kind, s.name, s.target FROM events e JOIN steps s ON s.id = e.step WHERE e.id {_AMONG}
"""


def given_to(queries: Queries) -> str:
    """For whom a package is: the only one who is known in it. Empty in any other corpus, and once others work there."""
    first = queries.value("SELECT name FROM steps ORDER BY number LIMIT 1")
    names = [name for (name,) in queries.all("SELECT name FROM annotators WHERE deleted = 0 LIMIT 2")]
    return names[0] if first == PACKAGE and len(names) == 1 else ""


class Giving:
    """What of a corpus goes into a package: scheme, terms, rules, some documents, and one annotator's work in them."""

    def __init__(self, queries: Queries, log: Log, documents: Sequence[str], annotator: str) -> None:
        """`documents` are ids; an empty `annotator` is nobody."""
        self._queries = queries
        self._log = log
        self._documents = plain.dumps(list(documents))
        self._annotator = annotator

    def write(self, writing: Writing) -> None:
        """Puts all into the step of a new corpus."""
        for sha256, text in self._queries.each(
            f"SELECT sha256, text FROM texts WHERE sha256 IN (SELECT sha256 FROM documents WHERE id {_AMONG})",
            (self._documents,),
        ):
            assert writing.put_text(text) == sha256
        for table, rows in self._rows():
            heads = self._log.heads(table, [row["id"] for row in rows])
            follows = self._grounds({id_: head for id_, head in heads.items() if head})
            writing.join(table, [Join(row["id"], None, row, follows.get(row["id"], ()), row) for row in rows])
        if self._annotator:
            writing.annotator(self._annotator)

    def _grounds(self, heads: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
        """The event that stands at each row, and behind one of a merge what it repeats: whoever has merged the same

        has no event of our merge, but knows those.
        """
        behind: dict[str, tuple[str, ...]] = {}
        waiting = set(heads.values())
        while waiting:
            asked = plain.dumps(sorted(waiting))
            waiting = set()
            for id_, follows, kind, name, target in self._queries.all(_BEHIND, (asked,)):
                behind[id_] = tuple((follows or "").split()) if repeats(kind, name, target) else ()
                waiting.update(behind[id_])
            waiting -= behind.keys()
        return {row: going_back(head, behind) for row, head in heads.items()}

    def _rows(self) -> Iterator[tuple[str, list[Row]]]:
        for table in _OF_ALL:
            yield table, self._of(table, "1")
        yield "annotators", self._of("annotators", "name = ?", self._annotator)
        yield "documents", self._of("documents", f"id {_AMONG}", self._documents)
        yield "document_attributes", self._of("document_attributes", f"document {_AMONG}", self._documents)
        yield "proposals", self._of("proposals", f"document {_AMONG}", self._documents)
        by = "annotator IN (SELECT id FROM annotators WHERE name = ?)"
        for table in _OF_ANNOTATOR:
            yield table, self._of(table, f"document {_AMONG} AND {by}", self._documents, self._annotator)

    def _of(self, table: str, condition: str, *values: str) -> list[Row]:
        return self._queries.rows(TABLES[table], f"WHERE deleted = 0 AND {condition}", values)
