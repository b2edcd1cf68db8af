"""A plain table as CSV or as a workbook of Excel: a line of names, then rows. Only written.

No cell is a formula to a spreadsheet: see `spreadsheet.safe`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.formats.saving import atomic_writer
from annotator.formats.spreadsheet import MOST_CHARACTERS, MOST_ROWS, Cell, safe
from annotator.formats.xmltext import holdable


def write_grid(path: Path, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Writes .csv (UTF-8 with a BOM) or .xlsx, by the name's ending; returns how many rows there were.

    A workbook's cell above 32,767 characters is cut. Raises AnnotatorError as `atomic_writer` does, for another ending,
    and for more rows than a sheet has.
    """
    write = {".csv": _write_csv, ".xlsx": _write_xlsx}.get(path.suffix.lower())
    if write is None:
        raise AnnotatorError("formats.grid-suffix", path=path)
    count = 0

    def cells() -> Iterable[list[Cell]]:
        nonlocal count
        yield [safe(name) for name in head]
        for count, row in enumerate(rows, 1):  # noqa: B007  # it is read when the last row is written
            yield [safe(cell) if isinstance(cell, str) else cell for cell in row]

    write(path, cells())
    return count


def _write_csv(path: Path, rows: Iterable[Sequence[Cell]]) -> None:
    with atomic_writer(path) as stream:
        text = io.TextIOWrapper(stream, "utf-8-sig", newline="")
        csv.writer(text).writerows(rows)
        text.flush()
        text.detach()


def _write_xlsx(path: Path, rows: Iterable[Sequence[Cell]]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    with closing(sheet):  # or what it has begun to write stays open when a row cannot be
        for number, row in enumerate(rows, 1):
            if number > MOST_ROWS:
                raise AnnotatorError("formats.grid-too-many-rows", path=path, limit=MOST_ROWS)
            sheet.append([holdable(cell)[:MOST_CHARACTERS] if isinstance(cell, str) else cell for cell in row])
    with atomic_writer(path) as stream:
        book.save(stream)
