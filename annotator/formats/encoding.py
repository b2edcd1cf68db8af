"""Bytes to text, once and for ever: the text is kept as it was decoded, newlines and all; only a BOM is taken off."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from annotator.errors import AnnotatorError
from annotator.formats.guess import Guess, damaged_double_byte, damaged_utf8, guess_double_byte, guess_wide
from annotator.formats.magic import kind_of_binary, refuse_legacy

SHORT = 32
_BOMS = (  # UTF-32 first: its little-endian BOM begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
_STRIP_THEIR_BOM = {"utf-16", "utf-32", "utf-8-sig"}
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, the encoding it was in, its newline style (LF, CRLF, CR, mixed, or "" with no line end).

    `sure` is False where another encoding would have fitted nearly as well: a person should look.
    """

    text: str
    encoding: str
    newline: str
    sure: bool

    @property
    def recorded(self) -> str:
        """The encoding as a document's origin keeps it: with a question mark where it was a close guess."""
        return self.encoding if self.sure else f"{self.encoding}?"


def decode(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text of a file; `name` is what sentences call the file. An encoding given by a person wins over every guess.

    Raises AnnotatorError when the bytes are no text, do not decode, or the encoding does not exist.
    """
    refuse_legacy(data, name)
    if binary := kind_of_binary(data):
        raise AnnotatorError("formats.binary", path=name, kind=binary)
    text, found, sure = _given(data, name, encoding) if encoding else _recognised(data, name)
    if not text:
        raise AnnotatorError("formats.empty", path=name)
    if "\0" in text:
        raise AnnotatorError("formats.binary-unknown", path=name)
    return Decoded(text, found, newline_style(text), sure)


def newline_style(text: str) -> str:
    """LF, CRLF, CR, mixed, or "" for a text of one line."""
    pairs = text.count("\r\n")
    counts = {"CRLF": pairs, "LF": text.count("\n") - pairs, "CR": text.count("\r") - pairs}
    used = [style for style, count in counts.items() if count]
    return "mixed" if len(used) > 1 else "".join(used)


def line_of(text: str, offset: int) -> int:
    """The number, from 1, of the line that holds a code point; LF, CRLF and CR end lines."""
    return sum(1 for end in _LINE_END.finditer(text) if end.end() <= offset) + 1


def _given(data: bytes, name: str, encoding: str) -> tuple[str, str, bool]:
    try:
        codec = codecs.lookup(encoding).name
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise _undecodable(error, data, name) from error
    except (LookupError, ValueError) as error:  # ValueError: a NUL in the encoding's name, or idna's own objections
        raise AnnotatorError("formats.unknown-encoding", path=name, encoding=ascii(encoding)) from error
    if surrogate := _SURROGATE.search(text):
        raise AnnotatorError("formats.surrogate", path=name, line=line_of(text, surrogate.start()))
    return text if codec in _STRIP_THEIR_BOM else text.removeprefix("\ufeff"), codec, True


def _recognised(data: bytes, name: str) -> tuple[str, str, bool]:
    for bom, found, codec in _BOMS:
        if data.startswith(bom) and not (codec == "utf-32-le" and len(data) % 4):
            return _strictly(data[len(bom) :], codec, name, len(bom)), found, True
    if b"\0" in data:
        return _wide(data, name)
    try:
        return data.decode("utf-8"), "utf-8", True
    except UnicodeDecodeError as error:
        return _legacy(data, name, error)


def _wide(data: bytes, name: str) -> tuple[str, str, bool]:
    """Zero bytes: UTF-16 or UTF-32 that says not which, or no text."""
    guess = guess_wide(data)
    if guess is None:
        raise AnnotatorError("formats.binary-unknown", path=name)
    return _of_guess(data, guess)


def _legacy(data: bytes, name: str, error: UnicodeDecodeError) -> tuple[str, str, bool]:
    """Not UTF-8: one of the double-byte encodings, or UTF-16 of nothing but Chinese characters, or a damaged file."""
    if damaged_utf8(data):
        raise _undecodable(error, data, name) from error
    guess = guess_double_byte(data)
    if damaged := damaged_double_byte(data, guess):
        return _strictly(data, damaged, name), damaged, False
    if guess is None:
        line = data.count(b"\n", 0, error.start) + 1
        raise AnnotatorError("formats.unrecognised", path=name, offset=error.start, line=line) from error
    return _of_guess(data, guess)


def _of_guess(data: bytes, guess: Guess) -> tuple[str, str, bool]:
    text = data.decode(guess.encoding)
    return text.removeprefix("\ufeff"), guess.encoding, guess.clear and len(data) >= SHORT


def _strictly(data: bytes, codec: str, name: str, skipped: int = 0) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise _undecodable(error, data, name, skipped) from error


def _undecodable(error: UnicodeDecodeError, data: bytes, name: str, skipped: int = 0) -> AnnotatorError:
    before = data[: error.start].decode(error.encoding, "replace")
    return AnnotatorError(
        "formats.undecodable",
        path=name,
        encoding=error.encoding,
        offset=error.start + skipped,
        line=line_of(before, len(before)),
    )
