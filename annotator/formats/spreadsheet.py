"""Annotations as a table for people with spreadsheets: a row each, in CSV or Excel's form. Only written.

A cell that a spreadsheet would take for a formula gets an apostrophe in front, as OWASP's page on CSV injection has it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from annotator import plain
from annotator.errors import AnnotatorError
from annotator.formats.format import Format, Written
from annotator.formats.registry import formats
from annotator.formats.saving import atomic_writer, in_sentences
from annotator.formats.tally import ALL_BUT_SPANS, Tally
from annotator.formats.xmltext import holdable, unholdable
from annotator.model import Annotation, Bundle, Document, Scheme

LOSES = ("texts", *ALL_BUT_SPANS)
LOSES_IN_EXCEL = ("texts", "long", "characters", *ALL_BUT_SPANS)
COLUMNS = ("document", "start", "end", "label", "text", "before", "after", "annotator")
LAST = ("other attributes", "note", "source", "created", "changed", "annotation", "document id")
_AROUND = 20
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
MOST_ROWS, MOST_CHARACTERS = 1_048_576, 32_767  # of a sheet, of a cell

Cell = str | int | float


def safe(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def head(scheme: Scheme) -> list[str]:
    """The names of the columns: the scheme's attributes have a column each."""
    return [*COLUMNS, *(safe(kind.name) for kind in scheme.attributes), *LAST]


def rows_of(bundle: Bundle, scheme: Scheme) -> Iterator[list[Cell]]:
    """The annotations of a document, in the order of the text; offsets are code points."""
    own = [kind.name for kind in scheme.attributes]
    for one in sorted(bundle.annotations, key=lambda one: (one.span, one.label, one.annotator, one.id)):
        others = {name: value for name, value in one.attributes.items() if name not in own}
        yield [
            *_about(one, bundle.document),
            *(_cell(one.attributes.get(name)) for name in own),
            safe(plain.dumps(others)) if others else "",
            *(safe(said) for said in (one.note, one.source, one.created, one.changed, one.id, bundle.document.id)),
        ]


def _about(one: Annotation, document: Document) -> list[Cell]:
    start, end = one.span.start, one.span.end
    before, after = document.text[max(0, start - _AROUND) : start], document.text[end : end + _AROUND]
    texts = (one.label, one.text, before, after, one.annotator)
    return [safe(document.title), start, end, *map(safe, texts)]


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, int | float) else safe(str(value)) if value is not None else ""


def write_csv(bundles: Iterable[Bundle], scheme: Scheme, path: Path) -> Written:
    """One file in UTF-8 with a BOM, by which Excel knows it. Raises AnnotatorError as `atomic_writer` does."""
    tally = Tally(LOSES)
    with atomic_writer(path) as stream:
        text = io.TextIOWrapper(stream, "utf-8-sig", newline="")
        writer = csv.writer(text)
        writer.writerow(head(scheme))
        for bundle in bundles:
            writer.writerows(rows_of(bundle, scheme))
            tally.add(bundle, bundle.annotations, texts=1)
        text.flush()
        text.detach()
    return tally.written()


def write_xlsx(bundles: Iterable[Bundle], scheme: Scheme, path: Path) -> Written:
    """One workbook with one sheet.

    A cell above 32,767 characters is cut, and characters that XML cannot hold become U+FFFD; both are counted. Raises
    AnnotatorError as `atomic_writer` does, and for more annotations than a sheet has rows.
    """
    from lxml.etree import SerialisationError
    from openpyxl import Workbook

    tally = Tally(LOSES_IN_EXCEL)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("annotations")
    with in_sentences(path):
        try:
            with closing(sheet):  # or what it has begun to write stays open when a row cannot be
                sheet.append(head(scheme))
                _fill(sheet, bundles, scheme, path, tally)
            with atomic_writer(path) as stream:
                book.save(stream)
        except SerialisationError as error:  # the disk's answer, as the library passes it on
            raise OSError(str(error)) from error
    return tally.written()


def _fill(sheet: Any, bundles: Iterable[Bundle], scheme: Scheme, path: Path, tally: Tally) -> None:
    count = 1
    for bundle in bundles:
        cut = replaced = 0
        for row in rows_of(bundle, scheme):
            count += 1
            if count > MOST_ROWS:
                raise AnnotatorError("formats.too-many-rows", path=path, limit=MOST_ROWS)
            texts = [cell for cell in row if isinstance(cell, str)]
            cut += any(len(text) > MOST_CHARACTERS for text in texts)
            replaced += sum(map(unholdable, texts))
            sheet.append([holdable(cell)[:MOST_CHARACTERS] if isinstance(cell, str) else cell for cell in row])
        tally.add(bundle, bundle.annotations, texts=1, long=cut, characters=replaced)


CSV = formats.register("annotations-csv")(
    Format(
        name="annotations-csv",
        title={"zh-Hans": "标注表（CSV）", "zh-Hant": "標註表（CSV）", "en": "Table of annotations (CSV)"},
        suffixes=(".csv",),
        unit="code points",
        loses=LOSES,
        read=None,
        write=write_csv,
    )
)

XLSX = formats.register("annotations-xlsx")(
    Format(
        name="annotations-xlsx",
        title={"zh-Hans": "标注表（Excel）", "zh-Hant": "標註表（Excel）", "en": "Table of annotations (Excel)"},
        suffixes=(".xlsx",),
        unit="code points",
        loses=LOSES_IN_EXCEL,
        read=None,
        write=write_xlsx,
    )
)
