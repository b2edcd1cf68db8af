"""Tables as text, CSV and TSV: each row is a document. Read only; a file of any size, a row at a time."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from io import BufferedReader, BytesIO, StringIO, TextIOWrapper
from typing import TextIO

from annotator.errors import AnnotatorError
from annotator.formats.encoding import decode
from annotator.formats.files import MAX_BYTES
from annotator.formats.format import Format, ReadOptions
from annotator.formats.preview import decode_telling
from annotator.formats.registry import formats
from annotator.formats.source import HEAD_BYTES, Source
from annotator.formats.text_column import Row, Table, documents
from annotator.model import Bundle

EXTRACTOR = "table 1"
_DELIMITERS = ",;\t|"
_QUOTED = re.compile(r'(?:^|[\t\r\n])"(?:[^"]|"")*"(?=[\t\r\n]|$)')
_BOMS = {"utf-16-le": "utf-16", "utf-16-be": "utf-16", "utf-32-le": "utf-32", "utf-32-be": "utf-32"}


def read(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """The documents of a table. Raises AnnotatorError for what is no text, broken quotes, and a table without texts."""
    with source.opened() as stream:
        digest = file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
        with _text(stream, source, options) as (lines, encoding):
            head = lines.read(HEAD_BYTES)
            lines.seek(0)
            rows = _rows(lines, head, source)
            yield from documents(Table(source.name, rows, digest, encoding, EXTRACTOR), source, options)


@contextmanager
def _text(stream: BufferedReader | BytesIO, source: Source, options: ReadOptions) -> Iterator[tuple[TextIO, str]]:
    """The text as a stream, its line ends as they are, and its encoding: all of it tells, in a large file its head."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) <= MAX_BYTES:
        decoded = decode_telling(data, source.name, options)
        yield StringIO(decoded.text, newline=""), decoded.recorded
        return
    decoded = decode(_head(data), source.name, options.encoding)
    stream.seek(0)
    wrapper = TextIOWrapper(stream, _codec(decoded.encoding, data), newline="")
    try:
        yield wrapper, decoded.recorded
    except UnicodeDecodeError as error:
        raise AnnotatorError("formats.table-undecodable", path=source.name, encoding=decoded.encoding) from error
    finally:
        wrapper.detach()


def _head(data: bytes) -> bytes:
    """The first bytes up to where a character ends: a line's end, or in UTF-16 and UTF-32 four bytes without a half."""
    if b"\0" not in data[:HEAD_BYTES]:
        return data[: data.rfind(b"\n", 0, HEAD_BYTES) + 1] or data
    end = HEAD_BYTES
    while any(0xD8 <= byte <= 0xDB for byte in data[end - 2 : end]):
        end -= 4
    return data[:end]


def _codec(encoding: str, data: bytes) -> str:
    """The codec that passes over a BOM where there is one."""
    has_bom = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))
    return _BOMS.get(encoding, encoding) if has_bom else encoding


def _rows(lines: TextIO, head: str, source: Source) -> Iterator[tuple[int, Row]]:
    csv.field_size_limit(MAX_BYTES)
    tabs = source.path.suffix.lower() != ".csv"
    delimiter = "\t" if tabs else _delimiter(head)
    plain = tabs and not _QUOTED.search(head)  # a quotation mark at the start of a cell then is one
    reader = (
        csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE, strict=True)
        if plain
        else csv.reader(lines, delimiter=delimiter, strict=True)
    )
    try:
        yield from enumerate(reader, 1)
    except csv.Error as error:
        raise AnnotatorError(
            "formats.table-broken", path=source.name, line=reader.line_num, reason=str(error)
        ) from error


def _delimiter(head: str) -> str:
    """What stands most often in the first line, quotes apart."""
    first = re.sub(r'"(?:[^"]|"")*"', "", head).lstrip("\r\n").split("\n")[0]
    return max(_DELIMITERS, key=first.count)


FORMAT = formats.register("table")(
    Format(
        name="table",
        title={"zh-Hans": "表格（CSV、TSV）", "zh-Hant": "表格（CSV、TSV）", "en": "Table (CSV, TSV)"},
        suffixes=(".csv", ".tsv", ".tab"),
        unit="code points",
        loses=(),
        read=read,
        write=None,
    )
)
