"""What of other people's rows our scheme has a place for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from annotator import plain
from annotator.errors import AnnotatorError
from annotator.model import Scheme
from annotator.scheme import allowed_attributes, check_document_attribute

Row = dict[str, Any]


class Fitting:
    """Leaves out of rows what only their schemes have a place for.

    What neither scheme knows came with a file, and stays as it does there; what has a label that ours has not stays
    too, until somebody has settled that.
    """

    def __init__(self, ours: Scheme, theirs: Sequence[Scheme]) -> None:
        self._ours = ours
        self._labels = {label.name for label in ours.labels}
        self._attributes = {kind.name for scheme in theirs for kind in scheme.attributes}
        self._relations = {kind.name for scheme in theirs for kind in scheme.relations}
        self._said = {kind.name for scheme in theirs for kind in scheme.document}

    def __call__(self, table: str, row: Row, ends: tuple[str, str]) -> Row | None:
        """The row as it may come, None for one that may not. `ends` are the labels at the ends of a relation."""
        match table:
            case "annotations" | "adjudicated":
                return self._described(row)
            case "relations":
                return row if self._joins(row["type"], ends) else None
            case "document_attributes":
                return row if self._may_be_said(row) else None
            case _:
                return row

    def _described(self, row: Row) -> Row:
        if row["label"] not in self._labels:
            return row
        attributes: Mapping[str, Any] = json.loads(row["attributes"])
        ours = allowed_attributes(self._ours, row["label"], attributes)
        kept = {name: value for name, value in attributes.items() if name in ours or name not in self._attributes}
        return row if kept == attributes else {**row, "attributes": plain.dumps(kept)}

    def _joins(self, type_: str, ends: tuple[str, str]) -> bool:
        if type_ not in self._relations or not self._labels.issuperset(ends):
            return True
        kind = self._ours.relation(type_)
        return kind is not None and kind.allows(*ends)

    def _may_be_said(self, row: Row) -> bool:
        if row["name"] not in self._said:
            return True
        try:
            check_document_attribute(self._ours, row["name"], json.loads(row["value"]))
        except AnnotatorError:
            return False
        return True
