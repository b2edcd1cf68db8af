"""The tables with history, and how the values of model.py become their rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from annotator import plain
from annotator.model import Annotation, Decision, Origin, Span, Suggestion

Row = dict[str, Any]
"""A row's own columns, `id` among them, without `deleted` and `row_hash`."""


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[str, ...]
    has_slice: bool = False
    """whether its rows hold start, end and the text between them"""

    @property
    def kind(self) -> str:
        """What Changes calls a change of this table."""
        return self.name

    @property
    def select(self) -> str:
        """The head of a query for whole rows, deleted ones among them."""
        return f"SELECT {self._names} FROM {self.name}"

    @property
    def upsert(self) -> str:
        marks = ", ".join("?" * (len(self.columns) + 2))
        sets = ", ".join(f'"{c}" = excluded."{c}"' for c in (*self.columns[1:], "deleted", "row_hash"))
        return (
            f"INSERT INTO {self.name} ({self._names}, deleted, row_hash) VALUES ({marks})"
            f" ON CONFLICT (id) DO UPDATE SET {sets}"
        )

    @property
    def _names(self) -> str:
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
    )
}  # fmt: skip


def row_hash(row: Mapping[str, Any]) -> str:
    """What a row's content is known by: SQLite itself notices no damaged value."""
    return blake2b(plain.dumps(dict(sorted(row.items()))).encode(), digest_size=16).hexdigest()


def from_annotation(annotation: Annotation, annotator: str) -> Row:
    """`annotator` is the annotator's id: rows refer to people by id, values by name."""
    row = {"document": annotation.document, **plain.from_annotation(annotation), "annotator": annotator}
    return {**row, "attributes": plain.dumps(dict(annotation.attributes))}


def to_annotation(row: Mapping[str, Any], annotator: str) -> Annotation:
    rest = {key: row[key] for key in ("id", "document", "label", "text", "note", "source", "created", "changed")}
    attributes = json.loads(row["attributes"])
    return Annotation(annotator=annotator, span=Span(row["start"], row["end"]), attributes=attributes, **rest)


def from_decision(decision: Decision, annotator: str) -> Row:
    suggestion = plain.from_suggestion(decision.suggestion)
    return {
        **suggestion,
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
