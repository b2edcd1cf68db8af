"""Lines of JSON as objects, with every trap of JSON said in a sentence that names the line."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from annotator.formats.shapes import OBJECT, Place, Plain
from annotator.formats.source import Source

_BOM = b"\xef\xbb\xbf"
_LARGEST = 2**63 - 1


class _NumberError(ValueError):
    """A number that no part of the program could keep."""


def objects(source: Source) -> Iterator[tuple[Place, bytes, Plain]]:
    """Each line's place, bytes and object, one at a time; blank lines are passed over. JSON is UTF-8 by its standard.

    Raises AnnotatorError for bytes that are not UTF-8, broken JSON, NaN and numbers beyond 64 bits, lone surrogates,
    and lines that are no object.
    """
    for number, line in source.lines():
        content = line.removeprefix(_BOM) if number == 1 else line
        if content.strip():
            place = Place(source.name, number)
            yield place, content, _object(content, place)


def _object(line: bytes, place: Place) -> Plain:
    value = _value(line, place)
    if not isinstance(value, dict):
        raise place.wrong("wrong-type", part="/", expected=OBJECT.name)
    if b"\\ud" in line.lower():  # only an escape can bring a lone surrogate in
        _check_surrogates(value, place)
    return value


def _value(line: bytes, place: Place) -> object:
    try:
        text = line.decode("utf-8")
        return json.loads(text, parse_int=_integer, parse_float=_float, parse_constant=_constant)
    except UnicodeDecodeError as error:
        raise place.wrong("not-utf8", offset=error.start) from error
    except json.JSONDecodeError as error:
        raise place.wrong("bad-json", column=error.colno, reason=error.msg) from error
    except _NumberError as error:
        raise place.wrong("number", number=str(error)) from error
    except RecursionError as error:
        raise place.wrong("too-deep") from error


def _integer(digits: str) -> int:
    if len(digits) > 20 or abs(int(digits)) > _LARGEST:
        raise _NumberError(_short(digits))
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise _NumberError(_short(digits))
    return value


def _constant(name: str) -> Any:
    raise _NumberError(name)


def _short(digits: str) -> str:
    return digits if len(digits) <= 24 else f"{digits[:20]}…"


def _check_surrogates(value: Plain, place: Place) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except RecursionError as error:
        raise place.wrong("too-deep") from error
    except UnicodeEncodeError as error:
        raise place.wrong("surrogate", character=f"\\u{ord(error.object[error.start]):04x}") from error
