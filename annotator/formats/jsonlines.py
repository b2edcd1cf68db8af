"""Lines of JSON as objects, with every trap of JSON said in a sentence that names the line."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, TypeVar

from annotator.errors import AnnotatorError
from annotator.formats.format import Remark, unheard
from annotator.formats.shapes import OBJECT, Place, Plain
from annotator.formats.source import Source

OURS, DOCCANO, PRODIGY, TEXTS = "jsonl", "doccano", "prodigy", "texts"
_KEYS = (  # of a first line, the surest first
    (OURS, re.compile(rb'"kind"\s*:\s*"corpus"')),
    (PRODIGY, re.compile(rb'"(spans|_input_hash|_task_hash|_annotator_id)"\s*:')),
    (DOCCANO, re.compile(rb'"(labels?|entities)"\s*:\s*\[')),
    (OURS, re.compile(rb'"kind"\s*:')),
    (TEXTS, re.compile(rb'"text"\s*:')),
)
_BEGINNINGS = (b"{", b"[", b"[{")
"""lines with which something begins that people can read"""
_BOM = b"\xef\xbb\xbf"
_LARGEST = 2**63 - 1
_SURELY_FITS = 19
"""so many digits less one, with or without a sign"""
_HALF = re.compile("[\ud800-\udfff]")
_OUR_KINDS = ("corpus", "document")

T = TypeVar("T")


class NumberError(ValueError):
    """A number that no part of the program could keep."""


def kind_of(head: bytes) -> str:
    """Whose lines a file holds, by the keys of its first one: OURS, DOCCANO, PRODIGY, mere TEXTS, or empty."""
    first = head.removeprefix(_BOM).lstrip()
    if not first.startswith(b"{"):
        return ""
    line = first.split(b"\n", 1)[0]
    return next((kind for kind, key in _KEYS if key.search(line)), "")


def fields_of(head: bytes) -> frozenset[str]:
    """The fields of a first line that is whole and an object; else none."""
    line, end, _ = head.removeprefix(_BOM).lstrip().partition(b"\n")
    try:
        value = json.loads(line) if line.startswith(b"{") and (end or line.rstrip().endswith(b"}")) else None
    except (ValueError, RecursionError):
        return frozenset()
    return frozenset(value) if isinstance(value, dict) else frozenset()


def is_patterns(head: bytes) -> bool:
    """Whether a file holds rules by which spaCy's entity ruler or Prodigy finds spans."""
    return {"label", "pattern"} <= fields_of(head) <= {"label", "pattern", "id"}


def objects(source: Source, remark: Remark = unheard) -> Iterator[tuple[Place, bytes, Plain]]:
    """Each line's place, bytes and object, one at a time; blank lines are passed over. JSON is UTF-8 by its standard.

    In lines of others U+FFFD stands for each lone surrogate, and `remark` hears of it. Raises AnnotatorError for bytes
    that are not UTF-8, broken JSON, NaN and numbers beyond 64 bits, lone surrogates in names of fields and in lines of
    ours, of which a hash proves the text, and lines that are no object.
    """
    for number, line in source.lines():
        content = line.removeprefix(_BOM) if number == 1 else line
        if content.strip():
            place = Place(source.name, number)
            yield place, content, object_in(content, place, remark)


def object_in(line: bytes, place: Place, remark: Remark = unheard) -> Plain:
    """The object of one line. Raises AnnotatorError as `objects` does."""
    value = _value(line, place)
    if not isinstance(value, dict):
        raise place.wrong("wrong-type", part="/", expected=OBJECT.name)
    if b"\\ud" in line.lower():  # only an escape can bring a lone surrogate in
        if value.get("kind") not in _OUR_KINDS:
            return mended(value, place, remark)
        check_surrogates(value, place)
    return value


def _value(line: bytes, place: Place) -> object:
    try:
        return decoder().decode(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise place.wrong("not-utf8", offset=error.start) from error
    except json.JSONDecodeError as error:
        if line.strip() in _BEGINNINGS:
            raise place.wrong("many-lines") from error
        raise place.wrong("bad-json", column=error.colno, reason=error.msg) from error
    except (NumberError, RecursionError) as error:
        raise beyond(error, place) from error


def decoder() -> json.JSONDecoder:
    """JSON as the program can keep it: what is beyond that ends in NumberError."""
    return json.JSONDecoder(parse_int=_integer, parse_float=_float, parse_constant=_constant)


def beyond(error: NumberError | RecursionError, place: Place) -> AnnotatorError:
    """The sentence for JSON that is right and that no part of the program could keep."""
    return place.wrong("number", number=str(error)) if isinstance(error, NumberError) else place.wrong("too-deep")


def _integer(digits: str) -> int:
    if len(digits) < _SURELY_FITS:
        return int(digits)
    if len(digits) > 20 or abs(int(digits)) > _LARGEST:
        raise NumberError(_short(digits))
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise NumberError(_short(digits))
    return value


def _constant(name: str) -> Any:
    raise NumberError(name)


def _short(digits: str) -> str:
    return digits if len(digits) <= 24 else f"{digits[:20]}…"


def mended(value: T, place: Place, remark: Remark) -> T:
    """The value with U+FFFD for each half of a character, one for one, so that offsets stay; a remark says how many.

    Raises AnnotatorError for one in the name of a field.
    """
    count = 0

    def whole(part: Any) -> Any:
        nonlocal count
        if isinstance(part, str):
            text, found = _HALF.subn("\ufffd", part)
            count += found
            return text
        if isinstance(part, dict):
            return {name: whole(one) for name, one in part.items()}
        return [whole(one) for one in part] if isinstance(part, list) else part

    try:
        made: T = whole(value)
    except RecursionError as error:
        raise place.wrong("too-deep") from error
    check_surrogates(made, place)
    if count:
        remark(place.wrong("surrogates", count=count))
    return made


def check_surrogates(value: object, place: Place) -> None:
    """Raises AnnotatorError for half a character anywhere in the value."""
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except RecursionError as error:
        raise place.wrong("too-deep") from error
    except UnicodeEncodeError as error:
        raise place.wrong("surrogate", character=f"\\u{ord(error.object[error.start]):04x}") from error
