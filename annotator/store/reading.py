"""Questions to the corpus, answered by value."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from annotator.errors import AnnotatorError
from annotator.model import Annotation, Decision, Document, DocumentRow, text_hash
from annotator.store.tables import TABLES, to_annotation, to_decision, to_origin

_TEXTS_KEPT = 4

_ROWS = """
SELECT d.id, d.title, d.sha256, t.length, coalesce(d.origin ->> '$.imported', ''),
       coalesce((SELECT status FROM progress p
                 WHERE p.document = d.id AND p.annotator = :who AND p.deleted = 0), 'new'),
       (SELECT count(*) FROM annotations a WHERE a.document = d.id AND a.annotator = :who AND a.deleted = 0),
       (SELECT count(*) FROM decisions c WHERE c.document = d.id AND c.annotator = :who AND c.deleted = 0)
FROM documents d JOIN texts t ON t.sha256 = d.sha256
WHERE d.deleted = 0 AND (:one IS NULL OR d.id = :one) ORDER BY d.position
"""


class Reading:
    """What the corpus holds now. Nothing here changes it."""

    def __init__(self, db: Database, path: Path) -> None:
        self._db = db
        self._path = path
        self._texts: OrderedDict[str, str] = OrderedDict()  # immutable, named by hash: it cannot be stale

    def scheme_body(self) -> str | None:
        return self._text_value("SELECT body FROM schemes WHERE id = 'scheme' AND deleted = 0")

    def annotators(self) -> dict[str, str]:
        """Annotators' ids by name."""
        return dict(self._db.conn.execute("SELECT name, id FROM annotators WHERE deleted = 0 ORDER BY name"))

    def rows(self, annotator: str, document: str | None = None) -> list[DocumentRow]:
        """All documents in order (or one), with the status and the counts of one annotator."""
        who = self.annotators().get(annotator)
        return [DocumentRow(*row) for row in self._db.conn.execute(_ROWS, {"who": who, "one": document})]

    def document(self, id_: str) -> Document:
        """A document with its text. Raises AnnotatorError when there is none, or its text is not what its hash says."""
        row = self._db.conn.execute(
            "SELECT title, sha256, origin FROM documents WHERE id = ? AND deleted = 0", (id_,)
        ).fetchone()
        if row is None:
            raise AnnotatorError("store.no-document", path=self._path, id=id_)
        return Document(id_, row[0], self._text(row[1]), to_origin(row[2]))

    def document_by_hash(self, sha256: str) -> str | None:
        """The id of the document with that text, if the corpus has one."""
        return self._text_value("SELECT id FROM documents WHERE sha256 = ? AND deleted = 0", (sha256,))

    def next_position(self) -> int:
        return int(self._value("SELECT coalesce(max(position), 0) + 1 FROM documents") or 1)

    def text_of(self, document: str) -> str:
        """A document's text, also of one that was removed (its history still refers to it)."""
        found = self._value("SELECT sha256 FROM documents WHERE id = ?", (document,))
        if found is None:
            raise AnnotatorError("store.no-document", path=self._path, id=document)
        return self._text(found)

    def _text(self, sha256: str) -> str:
        if sha256 not in self._texts:
            text = self._value("SELECT text FROM texts WHERE sha256 = ?", (sha256,))
            if text is None or text_hash(text) != sha256:
                raise AnnotatorError("store.text-damaged", path=self._path, sha256=sha256[:12])
            self._texts[sha256] = text
            if len(self._texts) > _TEXTS_KEPT:
                self._texts.popitem(last=False)
        return self._texts[sha256]

    def annotation(self, id_: str) -> Annotation | None:
        return next(iter(self._annotations("id = ?", (id_,))), None)

    def annotations(self, document: str, annotator: str | None = None) -> list[Annotation]:
        """A document's annotations by start, then the longer first; of one annotator, or of all."""
        found = self._annotations("document = ?", (document,))
        return [one for one in found if annotator in (None, one.annotator)]

    def _annotations(self, where: str, values: tuple[Any, ...]) -> list[Annotation]:
        people = self._people()
        order = 'ORDER BY start, "end" DESC, id'
        rows = self._rows("annotations", f"WHERE deleted = 0 AND {where} {order}", values)
        return [to_annotation(row, people[row["annotator"]]) for row in rows]

    def decisions(self, document: str, annotator: str | None = None) -> list[Decision]:
        """The decisions in force on a document's suggestions; earlier ones are in the history."""
        people = self._people()
        rows = self._rows(
            "decisions", 'WHERE deleted = 0 AND document = ? ORDER BY start, "end", label, id', (document,)
        )
        found = [to_decision(row, people[row["annotator"]]) for row in rows]
        return [one for one in found if annotator in (None, one.annotator)]

    def decision_of(self, annotation: str) -> Decision | None:
        """The decision that an annotation grew from; None for one made by hand."""
        rows = list(self._rows("decisions", "WHERE deleted = 0 AND annotation = ?", (annotation,)))
        return to_decision(rows[0], self._people()[rows[0]["annotator"]]) if rows else None

    def progress(self, document: str) -> dict[str, str]:
        """Status by annotator, where one has begun."""
        return dict(
            self._db.conn.execute(
                "SELECT p.name, g.status FROM progress g JOIN annotators p ON p.id = g.annotator"
                " WHERE g.document = ? AND g.deleted = 0 ORDER BY p.name",
                (document,),
            )
        )

    def label_counts(self, document: str, annotator: str) -> dict[str, int]:
        """How many annotations of each label an annotator has in a document."""
        return self._counts("label", "annotations", "document = ? AND annotator = ?", (document, self._who(annotator)))

    def counts(self) -> dict[str, Any]:
        """The whole corpus in figures: documents, annotations by label and annotator, decisions by kind and source."""
        people = self._people()
        by_annotator = self._counts("annotator", "annotations")
        pairs = self._db.conn.execute(
            "SELECT source, kind, count(*) FROM decisions WHERE deleted = 0 GROUP BY source, kind ORDER BY source, kind"
        )
        sources: dict[str, dict[str, int]] = {}
        for source, kind, number in pairs:
            sources.setdefault(source, {})[kind] = number
        return {
            "documents": int(self._value("SELECT count(*) FROM documents WHERE deleted = 0") or 0),
            "annotations": sum(by_annotator.values()),
            "decisions": sum(sum(kinds.values()) for kinds in sources.values()),
            "labels": self._counts("label", "annotations"),
            "annotators": {people[id_]: number for id_, number in by_annotator.items()},
            "status": self._counts("status", "progress"),
            "sources": sources,
        }

    def _counts(self, column: str, table: str, where: str = "1", values: tuple[Any, ...] = ()) -> dict[str, int]:
        query = (
            f"SELECT {column}, count(*) FROM {table} WHERE deleted = 0 AND {where} GROUP BY {column} ORDER BY {column}"
        )
        return dict(self._db.conn.execute(query, values))

    def _who(self, annotator: str) -> str | None:
        return self.annotators().get(annotator)

    def _people(self) -> dict[str, str]:
        return {id_: name for id_, name in self._db.conn.execute("SELECT id, name FROM annotators")}

    def _rows(self, table: str, rest: str, values: tuple[Any, ...]) -> Iterator[dict[str, Any]]:
        spec = TABLES[table]
        for row in self._db.conn.execute(f"{spec.select} {rest}", values):
            yield dict(zip(spec.columns, row, strict=True))

    def _text_value(self, query: str, values: tuple[Any, ...] = ()) -> str | None:
        found = self._value(query, values)
        return None if found is None else str(found)

    def _value(self, query: str, values: tuple[Any, ...] = ()) -> Any:
        row = self._db.conn.execute(query, values).fetchone()
        return None if row is None else row[0]
