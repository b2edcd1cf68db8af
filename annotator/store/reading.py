"""Questions to the corpus, answered by value."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from annotator.errors import AnnotatorError
from annotator.model import (
    Adjudicated,
    Adjudication,
    Annotation,
    AnnotationRow,
    Assignment,
    AttributeValue,
    Decision,
    Document,
    DocumentRow,
    PersonalRule,
    Proposal,
    Relation,
    Span,
    SuggestionKey,
    text_hash,
)
from annotator.store.counting import figures
from annotator.store.lists import AS_THEY_CAME, Order, all_rows, document_ids, rows_of
from annotator.store.proof import text_damaged
from annotator.store.queries import Queries, Values, by_and_by
from annotator.store.tables import (
    TABLES,
    Row,
    to_adjudicated,
    to_adjudication,
    to_annotation,
    to_decision,
    to_origin,
    to_proposal,
    to_relation,
    to_rule,
)

_TEXTS_KEPT = 4

_IN_SIGHT = "deleted = 0 AND document IN (SELECT id FROM documents WHERE deleted = 0)"
_SEEN = "deleted = 0 AND (SELECT d.deleted FROM documents d WHERE d.id = document) = 0"
"""The same for few rows: it looks for their documents alone, and makes no list of all."""
_TAUGHT = """source NOT IN ('lexicon', 'quantities') OR EXISTS (
SELECT 1 FROM decisions c WHERE c.annotation = annotations.id AND c.deleted = 0 AND c.kind = 'correct')"""
_DONE = """FROM documents d JOIN progress p ON p.document = d.id
WHERE d.deleted = 0 AND p.deleted = 0 AND p.status = 'done'"""
_BY = "annotator IN (SELECT id FROM annotators WHERE name = ?)"


class Reading:
    """What the corpus holds now. Nothing here changes it.

    Every method raises AnnotatorError where the disk fails or a row is not what was written (by its row hash).
    """

    def __init__(self, queries: Queries) -> None:
        self._queries = queries
        self._path = queries.path
        self._scheme: tuple[str | None, str | None] = (None, None)  # what its row's hash is, and its body, proven once
        self._texts: OrderedDict[str, str] = OrderedDict()  # immutable, named by hash: it cannot be stale

    def scheme_body(self) -> str | None:
        """The scheme as `plain.scheme_of` reads it; None only in a damaged corpus."""
        proof = self._queries.value("SELECT row_hash FROM schemes WHERE id = 'scheme' AND deleted = 0")
        if proof is None or proof != self._scheme[0]:
            found = self._queries.rows(TABLES["schemes"], "WHERE id = 'scheme' AND deleted = 0")
            self._scheme = (proof, found[0]["body"] if found else None)
        return self._scheme[1]

    def annotators(self) -> dict[str, str]:
        """Annotators' ids by name."""
        return dict(self._queries.all("SELECT name, id FROM annotators WHERE deleted = 0 ORDER BY name"))

    def ids_of(self, annotator: str) -> frozenset[str]:
        """The ids of the annotators of a name: of several, where corpora came together."""
        return frozenset(id_ for (id_,) in self._queries.all("SELECT id FROM annotators WHERE name = ?", (annotator,)))

    def rows(self, annotator: str, document: str | None = None) -> list[DocumentRow]:
        """All documents in order (or one), with the status and the counts of one annotator."""
        if document is None:
            return all_rows(self._queries, annotator)
        return list(self.rows_of([document], annotator))

    def document_ids(self, annotator: str, order: Order = AS_THEY_CAME, status: str = "") -> list[str]:
        """The ids of all documents in an order, or of those that have a status with an annotator."""
        return document_ids(self._queries, annotator, order, status)

    def titles(self, *, in_order: bool = True, gone: bool = False) -> dict[str, str]:
        """The title of every document, by id, in order or, which is quicker, in none; `gone` those taken away too."""
        those = f"WHERE {'1' if gone else 'deleted = 0'}" + (" ORDER BY position, id" if in_order else "")
        return dict(self._queries.all(f"SELECT id, title FROM documents {those}"))

    def titles_of(self, ids: Sequence[str]) -> list[str]:
        """The titles of these documents, in this order; nothing for one that is not there."""
        marks = ", ".join("?" * len(ids))
        found = dict(self._queries.all(f"SELECT id, title FROM documents WHERE deleted = 0 AND id IN ({marks})", ids))
        return [found.get(id_, "") for id_ in ids]

    def rows_of(self, ids: Iterable[str], annotator: str) -> Iterator[DocumentRow]:
        """Documents as lists show them, in the order of the ids; those that are not there are left out."""
        return rows_of(self._queries, annotator, ids)

    def document(self, id_: str) -> Document:
        """A document with its text. Raises AnnotatorError when there is none, or its text is not what its hash says."""
        found = self._queries.rows(TABLES["documents"], "WHERE id = ? AND deleted = 0", (id_,))
        if not found:
            raise AnnotatorError("store.no-document", path=self._path, id=id_)
        row = found[0]
        return Document(id_, row["title"], self.text_named(row["sha256"]), to_origin(row["origin"]))

    def document_by_hash(self, sha256: str) -> str | None:
        """The id of the document with that text, if the corpus has one."""
        return self._text_value("SELECT id FROM documents WHERE sha256 = ? AND deleted = 0", (sha256,))

    def document_count(self) -> int:
        return int(self._queries.value("SELECT coalesce(max(number), 0) FROM counters WHERE kind = 'documents'"))

    def hash_of(self, document: str) -> str | None:
        """The hash of a document's text, also of one that was removed; None for an id that was never there."""
        return self._text_value("SELECT sha256 FROM documents WHERE id = ?", (document,))

    def next_position(self) -> int:
        """The place behind all documents, removed ones too: an undo may bring those back."""
        return int(self._queries.value("SELECT coalesce(max(position), 0) + 1 FROM documents"))

    def text_of(self, document: str) -> str:
        """A document's text, also of one that was removed (its history still refers to it)."""
        found = self.hash_of(document)
        if found is None:
            raise AnnotatorError("store.no-document", path=self._path, id=document)
        return self.text_named(found)

    def text_named(self, sha256: str) -> str:
        """The text of that hash, which documents name. Raises AnnotatorError where it is damaged or gone."""
        if sha256 not in self._texts:
            text = self._queries.value("SELECT text FROM texts WHERE sha256 = ?", (sha256,))
            if not isinstance(text, str) or text_hash(text) != sha256:
                raise text_damaged(self._queries, sha256)
            self._texts[sha256] = text
            if len(self._texts) > _TEXTS_KEPT:
                self._texts.popitem(last=False)
        return self._texts[sha256]

    def annotation(self, id_: str) -> Annotation | None:
        """One annotation, whoever made it; None when it is not there."""
        return next(iter(self._annotations("id = ?", (id_,))), None)

    def annotations(self, document: str, annotator: str | None = None) -> list[Annotation]:
        """A document's annotations by start, then the longer first; of one annotator, or of all."""
        return self._annotations(*_of(document, annotator))

    def annotation_rows(self, document: str, annotator: str, within: Span | None = None) -> list[AnnotationRow]:
        """One annotator's annotations as the page shows them, by start, the longer first: a tenth of the work.

        With `within` those that begin in a stretch of the text.
        """
        where, values = _of(document, annotator)
        if within is not None:
            where, values = f"{where} AND start >= ? AND start < ?", (*values, within.start, within.end)
        found = self._queries.all(
            f'SELECT id, start, "end", label, source FROM annotations WHERE deleted = 0 AND {where}'
            ' ORDER BY start, "end" DESC, id',
            values,
        )
        return [AnnotationRow(id_, Span(start, end), label, source) for id_, start, end, label, source in found]

    def labels_over(self, document: str, annotator: str, within: Span) -> list[tuple[Span, str]]:
        """The spans and labels of one annotator's annotations that overlap a stretch of the text, by start."""
        where, values = _of(document, annotator)
        found = self._queries.all(
            f'SELECT start, "end", label FROM annotations WHERE deleted = 0 AND {where} AND start < ? AND "end" > ?'
            ' ORDER BY start, "end" DESC, id',
            (*values, within.end, within.start),
        )
        return [(Span(start, end), label) for start, end, label in found]

    def spans(self, document: str) -> list[Span]:
        """Where anybody has annotated a document, by start, the longer first."""
        found = self._queries.all(
            'SELECT start, "end" FROM annotations WHERE deleted = 0 AND document = ? ORDER BY start, "end" DESC',
            (document,),
        )
        return [Span(start, end) for start, end in found]

    def _annotations(self, where: str, values: tuple[str | int, ...]) -> list[Annotation]:
        order = 'ORDER BY start, "end" DESC, id'
        rows = self._queries.rows(TABLES["annotations"], f"WHERE deleted = 0 AND {where} {order}", values)
        people = self._people()
        return [to_annotation(row, self._who(people, row)) for row in rows]

    def decisions(self, document: str, annotator: str | None = None) -> list[Decision]:
        """The decisions in force on a document's suggestions; earlier ones are in the history."""
        return self._decisions(*_of(document, annotator))

    def decided(self, document: str, annotator: str) -> dict[str, SuggestionKey]:
        """The suggestions of a document that an annotator has decided on, by the decisions' ids."""
        where, values = _of(document, annotator)
        query = f'SELECT id, start, "end", label FROM decisions WHERE deleted = 0 AND {where}'
        return {id_: (start, end, label) for id_, start, end, label in self._queries.all(query, values)}

    def decision_on(self, document: str, annotator: str, suggestion: SuggestionKey) -> Decision | None:
        """An annotator's decision on a suggestion, if it is made."""
        where, values = _of(document, annotator)
        found = self._decisions(f'{where} AND start = ? AND "end" = ? AND label = ?', (*values, *suggestion))
        return next(iter(found), None)

    def decision_of(self, annotation: str) -> Decision | None:
        """The decision that an annotation grew from; None for one made by hand."""
        return next(iter(self._decisions("annotation = ?", (annotation,))), None)

    def _decisions(self, where: str, values: tuple[str | int, ...]) -> list[Decision]:
        order = 'ORDER BY start, "end", label, id'
        rows = self._queries.rows(TABLES["decisions"], f"WHERE deleted = 0 AND {where} {order}", values)
        people = self._people() if rows else {}  # mostly nobody has decided yet
        return [to_decision(row, self._who(people, row)) for row in rows]

    def relations(self, document: str, annotator: str | None = None) -> list[Relation]:
        """A document's relations, of one annotator or of all, the oldest first."""
        where, values = _of(document, annotator)
        return self._relations(where, values)

    def relations_at(self, annotation: str) -> list[Relation]:
        """The relations that begin or end at an annotation."""
        return self._relations("(head = :it OR target = :it)", {"it": annotation})

    def relation(self, id_: str) -> Relation | None:
        return next(iter(self._relations("id = ?", (id_,))), None)

    def _relations(self, where: str, values: Values) -> list[Relation]:
        rows = self._queries.rows(TABLES["relations"], f"WHERE deleted = 0 AND {where} ORDER BY created, id", values)
        people = self._people()
        return [to_relation(row, self._who(people, row)) for row in rows]

    def proposals(self, document: str) -> list[Proposal]:
        """What other programs suggest in a document, by start, the longer first."""
        where = 'WHERE deleted = 0 AND document = ? ORDER BY start, "end" DESC, id'
        return [to_proposal(row) for row in self._queries.rows(TABLES["proposals"], where, (document,))]

    def document_attributes(self, document: str) -> dict[str, AttributeValue]:
        """What people say of a document itself."""
        where = "WHERE deleted = 0 AND document = ? ORDER BY name"
        rows = self._queries.rows(TABLES["document_attributes"], where, (document,))
        return {row["name"]: json.loads(row["value"]) for row in rows}

    def begun_count(self) -> int:
        """How many documents in sight somebody has begun."""
        return int(
            self._queries.value(f"SELECT count(DISTINCT document) FROM progress WHERE {_IN_SIGHT} AND status <> 'new'")
        )

    def rules(self) -> list[PersonalRule]:
        """The patterns that people wrote, switched on or off."""
        rows = self._queries.rows(TABLES["rules"], "WHERE deleted = 0 ORDER BY label, pattern, id")
        return [to_rule(row) for row in rows]

    def adjudications(self, document: str) -> list[Adjudication]:
        """The decisions on a document's disagreements, by place."""
        where = 'WHERE deleted = 0 AND document = ? ORDER BY start, "end", id'
        rows = self._queries.rows(TABLES["adjudications"], where, (document,))
        people = self._people()
        return [to_adjudication(row, self._who(people, row)) for row in rows]

    def adjudicated(self, document: str) -> list[Adjudicated]:
        """The adjudicated layer of a document, by start, then the longer first."""
        where = 'WHERE deleted = 0 AND document = ? ORDER BY start, "end" DESC, id'
        rows = self._queries.rows(TABLES["adjudicated"], where, (document,))
        return [to_adjudicated(row) for row in rows]

    def accepted_terms(self, texts: Sequence[str] | None = None) -> list[tuple[str, str, str, int, int]]:
        """(text, label, domain, all, taught) of all annotations, or of those of these texts, as they are written.

        Taught are those that did not grow, as they are, from a shipped list or a quantity: these know them already.
        """
        where, values = _among(texts)
        seen = _IN_SIGHT if texts is None else _SEEN
        return self._queries.all(
            f"SELECT text, label, coalesce(max(attributes ->> '$.domain'), ''), count(*), sum({_TAUGHT})"
            f" FROM annotations WHERE {seen}{where} GROUP BY text, label",
            values,
        )

    def rejected_terms(self, texts: Sequence[str] | None = None) -> list[tuple[str, str, int]]:
        """(text, label, count) of all suggestions that people rejected or made into something else, likewise."""
        where, values = _among(texts)
        seen = _IN_SIGHT if texts is None else _SEEN
        return self._queries.all(
            f"SELECT text, label, count(*) FROM decisions WHERE {seen} AND kind <> 'accept'{where}"
            " GROUP BY text, label",
            values,
        )

    def surroundings(self, text: str, label: str) -> list[tuple[str, str, int]]:
        """The characters before and after each place of a term (none at a text's ends), and 1 where it was annotated,

        0 where its suggestion was not accepted.
        """
        return self._queries.all(
            f'WITH places AS (SELECT document, start, "end" AS stop, 1 AS stood FROM annotations WHERE {_SEEN}'
            f' AND text = :text AND label = :label UNION ALL SELECT document, start, "end", 0 FROM decisions'
            f" WHERE {_SEEN} AND kind <> 'accept' AND text = :text AND label = :label)"
            " SELECT CASE start WHEN 0 THEN '' ELSE substr(t.text, start, 1) END, substr(t.text, stop + 1, 1), stood"
            " FROM places p JOIN documents d ON d.id = p.document JOIN texts t ON t.sha256 = d.sha256",
            {"text": text, "label": label},
        )

    def has_domain(self, texts: Sequence[str], label: str, domain: str) -> bool:
        """Whether an annotation of one of these texts, with this label, is of a domain."""
        where, values = _among(texts)
        query = f"SELECT 1 FROM annotations WHERE {_SEEN}{where} AND label = ? AND attributes ->> '$.domain' = ?"
        return self._queries.one(f"{query} LIMIT 1", (*values, label, domain)) is not None

    def corrections(self, annotation: str) -> int:
        """How many decisions in force say that an annotation was made from another suggestion."""
        query = "SELECT count(*) FROM decisions WHERE annotation = ? AND deleted = 0 AND kind = 'correct'"
        return int(self._queries.value(query, (annotation,)))

    def in_sight(self, documents: Collection[str]) -> set[str]:
        """Those of these documents that are there and not removed."""
        found: set[str] = set()
        for some, marks in by_and_by(list(documents)):
            found.update(*self._queries.all(f"SELECT id FROM documents WHERE deleted = 0 AND id IN ({marks})", some))
        return found

    def finished_documents(self, most: int) -> list[str]:
        """The documents that somebody has marked done, those that come last in the list first, at most so many."""
        query = f"SELECT DISTINCT d.id, d.position {_DONE} ORDER BY d.position DESC LIMIT ?"
        return [id_ for id_, _ in self._queries.all(query, (most,))]

    def count_finished(self) -> int:
        return int(self._queries.value(f"SELECT count(DISTINCT d.id) {_DONE}"))

    def said_terms(self, texts: Sequence[str] | None = None) -> list[tuple[str, str, str, str]]:
        """(folded text, label, domain, state) of the terms that people have said something of, or of these texts."""
        where, values = _among(texts)
        rows = self._queries.rows(TABLES["terms"], f"WHERE deleted = 0{where} ORDER BY text, label", values)
        return [(row["text"], row["label"], row["domain"], row["state"]) for row in rows]

    def progress(self, document: str) -> dict[str, str]:
        """Status by annotator, where one has begun."""
        return dict(
            self._queries.all(
                "SELECT p.name, g.status FROM progress g JOIN annotators p ON p.id = g.annotator"
                " WHERE g.document = ? AND g.deleted = 0 ORDER BY p.name",
                (document,),
            )
        )

    def assignments(self) -> list[Assignment]:
        """Who has begun which document or has annotations in it; documents in order, then annotators by name."""
        found = self._queries.all(
            "WITH made AS (SELECT document, annotator, count(*) AS number FROM annotations WHERE deleted = 0"
            " GROUP BY document, annotator), begun AS (SELECT document, annotator, status FROM progress"
            " WHERE deleted = 0), who AS (SELECT document, annotator FROM made UNION"
            " SELECT document, annotator FROM begun)"
            " SELECT w.document, p.name, coalesce(b.status, 'new'), coalesce(m.number, 0) FROM who w"
            " JOIN documents d ON d.id = w.document AND d.deleted = 0 JOIN annotators p ON p.id = w.annotator"
            " LEFT JOIN made m ON m.document = w.document AND m.annotator = w.annotator"
            " LEFT JOIN begun b ON b.document = w.document AND b.annotator = w.annotator"
            " ORDER BY d.position, d.id, p.name"
        )
        return [Assignment(*row) for row in found]

    def counts(self) -> dict[str, Any]:
        """The whole corpus in figures: documents, annotations by label and annotator, decisions by kind and source.

        What belongs to a document that was removed does not count.
        """
        return figures(self._queries, self._people())

    def _people(self) -> dict[str, str]:
        return dict(self._queries.all("SELECT id, name FROM annotators"))

    def _who(self, people: dict[str, str], row: Row) -> str:
        """The name of the annotator of a row; foreign keys see to it that only damage can take it away."""
        if row["annotator"] not in people:
            raise AnnotatorError("store.row-damaged", path=self._path, table="annotators", row=row["annotator"])
        return people[row["annotator"]]

    def _text_value(self, query: str, values: tuple[str, ...]) -> str | None:
        found = self._queries.value(query, values)
        return None if found is None else str(found)


def _among(texts: Sequence[str] | None) -> tuple[str, Sequence[str]]:
    """A further condition for rows of these texts, and its values; none for all."""
    return ("", ()) if texts is None else (f" AND text IN ({', '.join('?' * len(texts))})", texts)


def _of(document: str, annotator: str | None) -> tuple[str, tuple[str | int, ...]]:
    """The condition for the rows of a document, of one annotator or of all, and its values."""
    if annotator is None:
        return "document = ?", (document,)
    return f"document = ? AND {_BY}", (document, annotator)
