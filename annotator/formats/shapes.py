"""What our JSON must look like, part by part, and sentences for where it does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from annotator.errors import AnnotatorError

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, which every complaint names."""

    path: str
    line: int

    def wrong(self, key: str, **fields: object) -> AnnotatorError:
        """The sentence `formats.jsonl-<key>` about this line, to be raised."""
        return AnnotatorError(f"formats.jsonl-{key}", path=self.path, line=self.line, **fields)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of JSON value: what JSON calls it, and whether a value is one."""

    name: str
    holds: Callable[[Any], bool]


def _is_text(value: object) -> bool:
    return isinstance(value, str)


TEXT = Kind("string", _is_text)
FILLED = Kind("string, not empty", lambda value: isinstance(value, str) and value != "")
ID_OR_NULL = Kind("string or null", lambda value: value is None or isinstance(value, str))
INTEGER = Kind("integer", lambda value: type(value) is int)  # True is an int to isinstance
SHARE = Kind("number from 0 to 1", lambda value: type(value) in (int, float) and 0 <= value <= 1)
LIST = Kind("array", lambda value: isinstance(value, list))
OBJECT = Kind("object", lambda value: isinstance(value, dict))
OBJECT_OR_NULL = Kind("object or null", lambda value: value is None or isinstance(value, dict))
TEXT_LIST = Kind("array of strings", lambda value: isinstance(value, list) and all(map(_is_text, value)))
TEXTS = Kind("object of strings", lambda value: isinstance(value, dict) and all(map(_is_text, value.values())))
SCALARS = Kind(
    "object of strings, numbers, true, false and null",
    lambda value: isinstance(value, dict) and not any(isinstance(one, list | dict) for one in value.values()),
)

Shape = Mapping[str, Kind]

HEADER: Shape = {"kind": TEXT, "format": TEXT, "version": INTEGER, "unit": TEXT, "scheme": OBJECT}
SCHEME: Shape = {
    "name": TEXT,
    "title": TEXTS,
    "overlap": TEXT,
    "labels": LIST,
    "attributes": LIST,
    "relations": LIST,
    "document": LIST,
    "reasons": TEXT_LIST,
}
LABEL: Shape = {
    "name": FILLED,
    "title": TEXTS,
    "key": TEXT,
    "colour": TEXTS,
    "definition": TEXTS,
    "examples": TEXT_LIST,
}
ATTRIBUTE_TYPE: Shape = {"name": FILLED, "title": TEXTS, "labels": TEXT_LIST, "kind": TEXT, "choices": LIST}
RELATION_TYPE: Shape = {"name": FILLED, "title": TEXTS, "heads": TEXT_LIST, "targets": TEXT_LIST}
CHOICE: Shape = {"name": FILLED, "title": TEXTS}
DOCUMENT: Shape = {
    "kind": TEXT,
    "id": FILLED,
    "title": TEXT,
    "sha256": TEXT,
    "length": INTEGER,
    "text": FILLED,
    "origin": OBJECT,
    "status": TEXTS,
    "annotations": LIST,
    "decisions": LIST,
    "relations": LIST,
    "attributes": SCALARS,
    "adjudications": LIST,
    "adjudicated": LIST,
    "proposals": LIST,
}
ORIGIN: Shape = dict.fromkeys(("name", "sha256", "encoding", "newline", "extractor", "imported"), TEXT)
ANNOTATION: Shape = {
    "id": FILLED,
    "start": INTEGER,
    "end": INTEGER,
    "annotator": TEXT,
    "label": TEXT,
    "text": TEXT,
    "attributes": SCALARS,
    "note": TEXT,
    "source": TEXT,
    "created": TEXT,
    "changed": TEXT,
}
DECISION: Shape = {
    "id": FILLED,
    "annotator": TEXT,
    "kind": TEXT,
    "suggestion": OBJECT,
    "engine": TEXT,
    "annotation": ID_OR_NULL,
    "time": TEXT,
}
RELATION: Shape = dict.fromkeys(("id", "annotator", "type", "head", "target"), FILLED) | {
    "source": TEXT,
    "created": TEXT,
}
ADJUDICATION: Shape = {
    "id": FILLED,
    "start": INTEGER,
    "end": INTEGER,
    "annotator": FILLED,
    "outcome": TEXT,
    "strategy": TEXT,
    "reason": TEXT,
    "note": TEXT,
    "versions": LIST,
    "time": TEXT,
}
ADJUDICATED: Shape = {
    "id": FILLED,
    "start": INTEGER,
    "end": INTEGER,
    "adjudication": FILLED,
    "label": TEXT,
    "text": TEXT,
    "attributes": SCALARS,
}
SUGGESTION: Shape = {
    "start": INTEGER,
    "end": INTEGER,
    "label": TEXT,
    "text": TEXT,
    "score": SHARE,
    "source": TEXT,
    "why": OBJECT,
    "attributes": SCALARS,
}
PROPOSAL: Shape = {"id": FILLED, **{name: kind for name, kind in SUGGESTION.items() if name != "why"}, "source": FILLED}
PAST: Shape = dict.fromkeys(("id", "step", "kind", "name", "who", "time", "table", "row"), TEXT) | dict.fromkeys(
    ("before", "after"), OBJECT_OR_NULL
)
REASON: Shape = {"key": TEXT, "words": TEXTS}


def check(value: object, shape: Shape, place: Place, where: str = "") -> Plain:
    """The value, when it is an object with exactly the keys of the shape and a value of the right kind under each.

    `where` names the part inside the line, as `annotations[3]`. Raises AnnotatorError: an unknown key too, for to
    pass over it would lose something in silence.
    """
    if not isinstance(value, dict):
        raise place.wrong("wrong-type", part=where or "/", expected=OBJECT.name)
    for key, kind in shape.items():
        if key not in value:
            raise place.wrong("missing-key", part=_inside(where, key))
        found = value[key]
        if not (type(found) is str if kind is TEXT else kind.holds(found)):  # most are; a file may bring ten millions
            raise place.wrong("wrong-type", part=_inside(where, key), expected=kind.name)
    if len(value) > len(shape):
        raise place.wrong("unknown-key", part=_inside(where, next(key for key in value if key not in shape)))
    return value


def check_choice(value: str, allowed: tuple[str, ...], place: Place, where: str) -> None:
    """Raises AnnotatorError when the value is none of those allowed."""
    if value not in allowed:
        raise place.wrong("wrong-value", part=where, value=ascii(value)[:40], allowed=", ".join(allowed))


def _inside(where: str, key: str) -> str:
    shown = key if key.isidentifier() else ascii(key)[:40]
    return f"{where}.{shown}" if where else shown
