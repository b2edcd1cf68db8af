"""Whether a row that came from elsewhere says something: its JSON has the form that reading expects."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from annotator import plain
from annotator.errors import AnnotatorError
from annotator.model import ACCEPT, CORRECT, DONE, NEW, OFF, ON, OUTCOMES, REJECT, STARTED
from annotator.scheme import STATES
from annotator.store.tables import (
    Row,
    to_adjudicated,
    to_adjudication,
    to_annotation,
    to_decision,
    to_origin,
    to_past,
    to_proposal,
    to_relation,
)

LONGEST_NAME = 500
"""of names and titles, in code points"""
_LARGEST = 2**63 - 1
"""the largest number that a column holds"""


def _attributes(body: str) -> None:
    for name, value in _object(body).items():
        if not isinstance(name, str) or not isinstance(value, str | int | float | bool | None):
            raise TypeError(name)


def _object(body: str) -> Mapping[str, Any]:
    found = json.loads(body)
    if not isinstance(found, dict):
        raise TypeError(body)
    return found


def _named(name: str) -> None:
    if not name.strip() or not name.isprintable() or len(name) > LONGEST_NAME:
        raise ValueError(name)


def _annotation(row: Row) -> None:
    to_annotation(row, "")
    _named(row["label"])
    _attributes(row["attributes"])


def _decision(row: Row) -> None:
    _one_of(row["kind"], (ACCEPT, CORRECT, REJECT))
    why = to_decision(row, "").suggestion.why
    if not isinstance(why.key, str) or not all(isinstance(word, str) for pair in why.words for word in pair):
        raise TypeError(why)
    _attributes(row["attributes"])


def _adjudication(row: Row) -> None:
    _one_of(row["outcome"], OUTCOMES)
    for version in to_adjudication(row, "").versions:
        if not isinstance(version, dict):
            raise TypeError(version)


def _adjudicated(row: Row) -> None:
    to_adjudicated(row)
    _attributes(row["attributes"])


def _proposal(row: Row) -> None:
    to_proposal(row)
    _named(row["label"])
    _named(row["source"])
    _attributes(row["attributes"])


def _past(row: Row) -> None:
    change = to_past(row).change
    if not all(one is None or isinstance(one, dict) for one in (change.before, change.after)):
        raise TypeError(row["id"])


def _document(row: Row) -> None:
    if len(row["title"]) > LONGEST_NAME or not all(isinstance(part, str) for part in _object(row["origin"]).values()):
        raise ValueError(row["id"])
    to_origin(row["origin"])


def _value(row: Row) -> None:
    if isinstance(json.loads(row["value"]), list | dict):
        raise TypeError(row["name"])


def _rule(row: Row) -> None:
    _one_of(row["state"], (ON, OFF))
    if not row["pattern"]:
        raise ValueError(row["id"])


def _term(row: Row) -> None:
    _one_of(row["state"], STATES)
    if not row["text"]:
        raise ValueError(row["id"])


def _one_of(value: str, known: Collection[str]) -> None:
    if value not in known:
        raise ValueError(value)


_LOOKS: Mapping[str, Callable[[Row], object]] = {
    "annotators": lambda row: _named(row["name"]),
    "annotations": _annotation,
    "decisions": _decision,
    "relations": lambda row: to_relation(row, ""),
    "adjudications": _adjudication,
    "adjudicated": _adjudicated,
    "proposals": _proposal,
    "past": _past,
    "documents": _document,
    "document_attributes": _value,
    "progress": lambda row: _one_of(row["status"], (NEW, STARTED, DONE)),
    "rules": _rule,
    "terms": _term,
    "schemes": lambda row: plain.scheme_of(row["body"]),
}


def check_sound(path: Path | str, table: str, row: Row) -> None:
    """Raises AnnotatorError, which names the corpus at `path`, for a row that reading could not make sense of."""
    look = _LOOKS.get(table)
    try:
        if any(type(value) is int and abs(value) > _LARGEST for value in row.values()):
            raise ValueError(row["id"])
        if look:
            look(row)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise AnnotatorError("store.merge-bad-row", path=path, table=table, row=row["id"]) from error
