"""Whole files of JSON, an element of the outermost array at a time: the file may be of any size."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from io import BytesIO
from typing import BinaryIO

from annotator.formats.files import MAX_BYTES, reading
from annotator.formats.format import Remark, unheard
from annotator.formats.jsonlines import NumberError, beyond, decoder, mended
from annotator.formats.shapes import Place
from annotator.formats.source import Source

_CHUNK = 1_000_000
_BLANK = " \t\r\n"


def elements(source: Source, remark: Remark = unheard) -> Iterator[tuple[Place, object]]:
    """The elements of an array with their places, one at a time; a file that is no array is one element.

    U+FFFD stands for each lone surrogate, and `remark` hears of it. Raises AnnotatorError that names the line for bytes
    that are not UTF-8, broken or cut off JSON, NaN and numbers beyond 64 bits, lone surrogates in names of fields,
    nesting that is too deep, and an element above MAX_BYTES.
    """
    opened: AbstractContextManager[BinaryIO] = (
        nullcontext(BytesIO(source.content)) if source.content is not None else reading(source.path)
    )
    with opened as stream:
        feed = _Feed(stream, source.name, remark)
        if feed.next() != "[":
            yield feed.value()
        else:
            yield from _of_array(feed)
        if feed.next():
            raise feed.place().wrong("bad-json", column=1, reason="Extra data")


def _of_array(feed: _Feed) -> Iterator[tuple[Place, object]]:
    feed.pass_over()
    if feed.next() == "]":
        feed.pass_over()
        return
    while True:
        yield feed.value()
        mark = feed.next()
        feed.pass_over()
        if mark == "]":
            return
        if mark != ",":
            raise feed.place().wrong("bad-json", column=1, reason="Expecting ',' delimiter")


class _Feed:
    """The text of a stream as far as it was read and not used yet."""

    def __init__(self, stream: BinaryIO, name: str, remark: Remark) -> None:
        self._stream = stream
        self._remark = remark
        self._name = name
        self._bytes = codecs.getincrementaldecoder("utf-8-sig")()
        self._decoder = decoder()
        self._text = ""
        self._at = 0
        self._line = 1
        self._ended = False

    def place(self, at: int | None = None) -> Place:
        """The line of what comes next, or of a later place in the text."""
        return Place(self._name, self._line + self._text.count("\n", self._at, self._at if at is None else at))

    def next(self) -> str:
        """The next character that is no blank, which stays; empty at the end."""
        while True:
            at = self._at
            while at < len(self._text) and self._text[at] in _BLANK:
                at += 1
            self._use(at)
            if at < len(self._text):
                return self._text[at]
            if not self._more():
                return ""

    def pass_over(self) -> None:
        """Uses the next character."""
        self._use(self._at + 1)

    def value(self) -> tuple[Place, object]:
        """The next value, whole. Raises AnnotatorError where there is none."""
        self.next()
        place = self.place()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if self._may_go_on(error) and self._more():
                    continue
                column = error.pos - self._text.rfind("\n", 0, error.pos)
                raise self.place(error.pos).wrong("bad-json", column=column, reason=error.msg) from error
            except (NumberError, RecursionError) as error:
                raise beyond(error, place) from error
            if end == len(self._text) and not isinstance(value, dict | list) and self._more():
                continue  # a number may go on
            if "\\ud" in (used := self._text[self._at : end]) or "\\uD" in used:
                value = mended(value, place, self._remark)
            self._use(end)
            return place, value

    def _may_go_on(self, error: json.JSONDecodeError) -> bool:
        return error.msg.startswith("Unterminated string") or error.pos >= len(self._text) - 20

    def _use(self, end: int) -> None:
        self._line += self._text.count("\n", self._at, end)
        self._at = end

    def _more(self) -> bool:
        """Reads on: as much again as there is, so that trying again costs no more than reading."""
        rest = len(self._text) - self._at
        if self._ended:
            return False
        if rest > MAX_BYTES:
            raise self.place().wrong("too-deep")
        data = self._stream.read(max(_CHUNK, rest))
        self._ended = not data
        try:
            new = self._bytes.decode(data, final=self._ended)
        except UnicodeDecodeError as error:
            raise self.place(len(self._text)).wrong("not-utf8", offset=error.start) from error
        self._text = self._text[self._at :] + new
        self._at = 0
        return not self._ended or bool(new)
