"""Parts of JSON that others wrote, looked at one by one: what is missing is empty, what is of a wrong kind is said."""

from __future__ import annotations

from typing import Any

from annotator.formats.shapes import INTEGER, LIST, OBJECT, TEXT, Kind, Place, Plain


def as_object(value: object, place: Place, part: str) -> Plain:
    """The value, an object. Raises AnnotatorError for anything else."""
    found: Plain = _of_kind(value, OBJECT, place, part)
    return found


def listed(value: Plain, key: str, place: Place, part: str = "") -> list[Any]:
    """The list under a key; an empty one when there is none or null. Raises AnnotatorError for anything else."""
    found = value.get(key)
    return [] if found is None else _of_kind(found, LIST, place, _inside(part, key))


def word(value: Plain, key: str, place: Place, part: str = "") -> str:
    """The text under a key; empty when there is none or null. Raises AnnotatorError for anything else."""
    found = value.get(key)
    return "" if found is None else _of_kind(found, TEXT, place, _inside(part, key))


def offsets(value: Plain, keys: tuple[str, str], place: Place, part: str) -> tuple[int, int]:
    """Two offsets. Raises AnnotatorError where one is missing or no integer."""
    for key in keys:
        if key not in value:
            raise place.wrong("missing-key", part=_inside(part, key))
        _of_kind(value[key], INTEGER, place, _inside(part, key))
    return value[keys[0]], value[keys[1]]


def _of_kind(value: object, kind: Kind, place: Place, part: str) -> Any:
    if not kind.holds(value):
        raise place.wrong("wrong-type", part=part or "/", expected=kind.name)
    return value


def _inside(part: str, key: str) -> str:
    return f"{part}.{key}" if part else key
