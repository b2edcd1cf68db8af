"""Excel workbooks: each row of each sheet that is shown is a document; formulas count by their values. Read only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from hashlib import sha256
from io import BytesIO
from typing import Any
from warnings import catch_warnings

from annotator.errors import AnnotatorError
from annotator.formats.child import in_child
from annotator.formats.format import Format, ReadOptions
from annotator.formats.magic import refuse_legacy
from annotator.formats.registry import formats
from annotator.formats.source import Source
from annotator.formats.text_column import Row, Table, documents
from annotator.formats.zips import is_office, zip_of
from annotator.model import Bundle

EXTRACTOR = "xlsx 1"
_ESCAPED = re.compile(r"_x(000[9AaDd])_")
MOST_ROWS, MOST_CELLS = 1_048_576, 20_000_000
"""Excel has no more rows; a sheet of so many cells takes some seconds."""
Sheet = tuple[str, list[tuple[int, Row]]]


def read(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """The documents of a workbook. Raises AnnotatorError for what is none, is damaged, or has no text in any sheet."""
    data = source.read()
    refuse_legacy(data, source.name)
    sheets = in_child(source.name, sheets_of, data, source.name)
    if not sheets:
        raise AnnotatorError("formats.text-none", path=source.name)
    for title, rows in sheets:
        name = source.name if len(sheets) == 1 else f"{source.name}, {title}"
        yield from documents(Table(name, rows, sha256(data).hexdigest(), "", EXTRACTOR), source, options)


def sheets_of(data: bytes, name: str) -> list[Sheet]:
    """The sheets with something in them, rows with their numbers. Called in the other process; raises as `read`."""
    from openpyxl import load_workbook

    with zip_of(data, name):
        pass
    try:
        with catch_warnings(action="ignore"):  # of what is odd beside the cells
            workbook = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
            shown = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
            return [(sheet.title, rows) for sheet in shown if (rows := _rows(sheet, name))]
    except _damage() as error:
        raise AnnotatorError("formats.xlsx-broken", path=name) from error


def _damage() -> tuple[type[Exception], ...]:
    """What openpyxl raises at damaged files: whatever its code stumbles over."""
    from zipfile import BadZipFile
    from zlib import error as zlib_error

    from lxml.etree import LxmlError
    from openpyxl.utils.exceptions import InvalidFileException

    return (InvalidFileException, BadZipFile, zlib_error, LxmlError, SyntaxError, ArithmeticError, LookupError,
            AttributeError, TypeError, ValueError, OSError, EOFError, NotImplementedError, RuntimeError)  # fmt: skip


def _rows(sheet: Any, name: str) -> list[tuple[int, Row]]:
    """The rows with something in them. A single cell far out makes the library give all that are before it."""
    sheet.reset_dimensions()  # what a file says of its size may be a million columns
    found: list[tuple[int, Row]] = []
    cells = 0
    for number, values in enumerate(sheet.values, 1):
        cells += len(values)
        if number > MOST_ROWS or cells > MOST_CELLS:
            raise AnnotatorError("formats.xlsx-large", path=name, sheet=sheet.title, rows=MOST_ROWS, cells=MOST_CELLS)
        row = [_shown(value) for value in values]
        if any(row):
            found.append((number, row))
    return found


def _shown(value: object) -> str:
    match value:
        case str():
            return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
        case None | bool():
            return "" if value is None else str(value).upper()
        case float():
            return repr(value).removesuffix(".0")
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date() | time():  # a datetime is a date too
            return value.isoformat()
        case _:
            return str(value)


FORMAT = formats.register("xlsx")(
    Format(
        name="xlsx",
        title={"zh-Hans": "Excel 工作簿", "zh-Hant": "Excel 活頁簿", "en": "Excel workbook"},
        suffixes=(".xlsx", ".xlsm"),
        unit="code points",
        loses=(),
        read=read,
        write=None,
        recognises=lambda head: is_office(head, b"xl/"),
    )
)
