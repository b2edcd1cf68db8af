"""The tables with history, and how the values of the model become their rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import blake2b
from operator import itemgetter
from typing import Any

from annotator import plain
from annotator.model import (
    Adjudicated,
    Adjudication,
    Annotation,
    Decision,
    Document,
    Origin,
    Past,
    PersonalRule,
    Proposal,
    Relation,
    SaidTerm,
    Span,
    Suggestion,
)

Row = dict[str, Any]
"""A row's own columns, `id` among them, without `deleted` and `row_hash`."""


_TYPES: Mapping[str, type] = {"start": int, "end": int, "position": int, "score": float}
"""The columns that are not text, in whichever table."""
_OPTIONAL = {"annotation"}


@dataclass(frozen=True)
class Table:
    """A table; its name is also what Changes calls a change of its rows."""

    name: str
    columns: tuple[str, ...]
    has_slice: bool = False
    """whether its rows hold start, end and the text between them"""

    @property
    def select(self) -> str:
        """The head of a query for whole rows with their hash behind, deleted ones among them."""
        return f"SELECT {self.names}, row_hash FROM {self.name}"

    @cached_property
    def insert(self) -> str:
        """Enters rows whose ids nobody has yet."""
        marks = ", ".join("?" * (len(self.columns) + 2))
        return f"INSERT INTO {self.name} ({self.names}, deleted, row_hash) VALUES ({marks})"

    @cached_property
    def upsert(self) -> str:
        """Enters rows, or writes over those that are there.

        Each time SQLite first copies all pages that it may write to, in case a foreign key refuses the row; and in a
        savepoint that grows with all that has been written before. What is new goes in by `insert`.
        """
        sets = ", ".join(f'"{c}" = excluded."{c}"' for c in (*self.columns[1:], "deleted", "row_hash"))
        return f"{self.insert} ON CONFLICT (id) DO UPDATE SET {sets}"

    def values(self, row: Row) -> tuple[Any, ...]:
        """A row's values in the order of the columns.

        Raises TypeError for a column too many or too few or of another type: SQLite would turn 1 into 1.0 or '1',
        and the row would not be the one that the log remembers.
        """
        try:
            values = self._taken(row)
        except KeyError:
            values = ()
        if tuple(map(type, values)) == self.types and len(row) == len(values):
            return values
        if row.keys() != set(self.columns):
            raise TypeError(f"{self.name} has {self.columns}, not {tuple(row)}")
        for column, value in row.items():
            left_out = value is None and column in _OPTIONAL
            if not left_out and type(value) is not _TYPES.get(column, str):
                raise TypeError(f"{self.name}.{column} cannot hold {value!r}")
        return values

    @cached_property
    def _taken(self) -> Callable[[Row], tuple[Any, ...]]:
        return itemgetter(*self.columns)

    @cached_property
    def types(self) -> tuple[type, ...]:
        """The types of a row's values, where none is left out."""
        return tuple(_TYPES.get(column, str) for column in self.columns)

    @property
    def names(self) -> str:
        """The columns as SQL writes them."""
        return ", ".join(f'"{column}"' for column in self.columns)


TABLES = {
    table.name: table
    for table in (
        Table("annotators", ("id", "name")),
        Table("schemes", ("id", "body")),
        Table("documents", ("id", "title", "sha256", "origin", "position")),
        Table("progress", ("id", "document", "annotator", "status")),
        Table(
            "annotations",
            ("id", "document", "annotator", "start", "end", "label", "text", "attributes", "note", "source", "created",
             "changed"),
            has_slice=True,
        ),
        Table(
            "decisions",
            ("id", "document", "annotator", "kind", "start", "end", "label", "text", "score", "source", "why",
             "attributes", "engine", "annotation", "time"),
            has_slice=True,
        ),
        Table("terms", ("id", "text", "label", "domain", "state")),
        Table("relations", ("id", "document", "annotator", "type", "head", "target", "source", "created")),
        Table("document_attributes", ("id", "document", "name", "value")),
        Table("rules", ("id", "pattern", "label", "domain", "note", "state")),
        Table(
            "adjudications",
            ("id", "document", "annotator", "start", "end", "text", "outcome", "strategy", "reason", "note",
             "versions", "time"),
            has_slice=True,
        ),
        Table(
            "adjudicated",
            ("id", "document", "adjudication", "start", "end", "label", "text", "attributes"),
            has_slice=True,
        ),
        Table(
            "proposals",
            ("id", "document", "start", "end", "label", "text", "score", "source", "attributes"),
            has_slice=True,
        ),
        Table("past", ("id", "document", "position", "step", "kind", "name", "who", "time", "body")),
        Table("purges", ("id", "sha256", "annotator", "time")),
    )
}  # fmt: skip


def row_hash(values: Sequence[Any]) -> str:
    """What a row's content is known by, its values in the order of the columns: SQLite notices no damaged value."""
    return blake2b(plain.dumps(values).encode(), digest_size=16).hexdigest()


def is_intact(values: Sequence[Any], kept: str) -> bool:
    """Whether values are those that a row's hash was made of."""
    return not any(isinstance(value, bytes) for value in values) and row_hash(values) == kept


def from_term(term: SaidTerm) -> Row:
    """Its `text` folded: a term in either script has one row."""
    return {
        "id": f"{term.label}:{term.text}",
        "text": term.text,
        "label": term.label,
        "domain": term.domain,
        "state": term.state,
    }


def from_document(document: Document, position: int) -> Row:
    return {
        "id": document.id,
        "title": document.title,
        "sha256": document.sha256,
        "origin": plain.dumps(plain.from_origin(document.origin)),
        "position": position,
    }


def from_annotation(annotation: Annotation, annotator: str) -> Row:
    """`annotator` is the annotator's id: rows refer to people by id, values by name."""
    return {  # spelled out: `asdict` takes ten times as long, and a file may bring a million
        "document": annotation.document,
        "id": annotation.id,
        "start": annotation.span.start,
        "end": annotation.span.end,
        "annotator": annotator,
        "label": annotation.label,
        "text": annotation.text,
        "attributes": plain.dumps(dict(annotation.attributes)) if annotation.attributes else "{}",
        "note": annotation.note,
        "source": annotation.source,
        "created": annotation.created,
        "changed": annotation.changed,
    }


def to_annotation(row: Mapping[str, Any], annotator: str) -> Annotation:
    rest = {key: row[key] for key in ("id", "document", "label", "text", "note", "source", "created", "changed")}
    attributes = json.loads(row["attributes"])
    return Annotation(annotator=annotator, span=Span(row["start"], row["end"]), attributes=attributes, **rest)


def from_decision(decision: Decision, annotator: str) -> Row:
    suggestion = plain.from_suggestion(decision.suggestion)
    return {
        **suggestion,
        "score": float(decision.suggestion.score) + 0.0,  # SQLite keeps no negative zero
        "id": decision.id,
        "document": decision.document,
        "annotator": annotator,
        "kind": decision.kind,
        "why": plain.dumps(suggestion["why"]),
        "attributes": plain.dumps(suggestion["attributes"]),
        "engine": decision.engine,
        "annotation": decision.annotation,
        "time": decision.time,
    }


def to_decision(row: Mapping[str, Any], annotator: str) -> Decision:
    suggestion = Suggestion(
        span=Span(row["start"], row["end"]),
        label=row["label"],
        text=row["text"],
        score=row["score"],
        source=row["source"],
        why=plain.to_reason(json.loads(row["why"])),
        attributes=json.loads(row["attributes"]),
    )
    rest = {key: row[key] for key in ("id", "document", "kind", "engine", "annotation", "time")}
    return Decision(annotator=annotator, suggestion=suggestion, **rest)


def to_origin(body: str) -> Origin:
    return plain.to_origin(json.loads(body))


def from_relation(relation: Relation, annotator: str) -> Row:
    """`annotator` is the annotator's id, as in `from_annotation`."""
    return {**asdict(relation), "annotator": annotator}


def to_relation(row: Mapping[str, Any], annotator: str) -> Relation:
    return Relation(**{**row, "annotator": annotator})


def from_rule(rule: PersonalRule) -> Row:
    return asdict(rule)


def to_rule(row: Mapping[str, Any]) -> PersonalRule:
    return PersonalRule(**row)


def from_adjudication(adjudication: Adjudication, annotator: str, text: str) -> Row:
    """`text` is the stretch of the document that the span holds."""
    plain_ = plain.from_adjudication(adjudication)
    versions = plain.dumps(plain_["versions"])
    return {**plain_, "document": adjudication.document, "annotator": annotator, "text": text, "versions": versions}


def to_adjudication(row: Mapping[str, Any], annotator: str) -> Adjudication:
    rest = {key: row[key] for key in ("id", "document", "outcome", "strategy", "reason", "note", "time")}
    span, versions = Span(row["start"], row["end"]), tuple(json.loads(row["versions"]))
    return Adjudication(annotator=annotator, span=span, versions=versions, **rest)


def from_adjudicated(one: Adjudicated) -> Row:
    return {**plain.from_adjudicated(one), "document": one.document, "attributes": plain.dumps(dict(one.attributes))}


def to_adjudicated(row: Mapping[str, Any]) -> Adjudicated:
    rest = {key: row[key] for key in ("id", "document", "adjudication", "label", "text")}
    return Adjudicated(span=Span(row["start"], row["end"]), attributes=json.loads(row["attributes"]), **rest)


def from_proposal(proposal: Proposal) -> Row:
    plain_ = plain.from_proposal(proposal)
    score = float(proposal.suggestion.score) + 0.0  # SQLite keeps no negative zero
    return {**plain_, "document": proposal.document, "score": score, "attributes": plain.dumps(plain_["attributes"])}


def to_proposal(row: Mapping[str, Any]) -> Proposal:
    return plain.to_proposal({**row, "attributes": json.loads(row["attributes"])}, row["document"])


def from_past(past: Past, document: str, position: int) -> Row:
    """`position` is its place in the history of the document."""
    plain_ = plain.from_past(past)
    body = {name: plain_.pop(name) for name in ("table", "row", "before", "after")}
    return {**plain_, "document": document, "position": position, "body": plain.dumps(body)}


def to_past(row: Mapping[str, Any]) -> Past:
    return plain.to_past({**row, **json.loads(row["body"])})
