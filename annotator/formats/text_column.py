"""Which column of a table holds the texts, and which their titles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from annotator.errors import AnnotatorError
from annotator.formats.encoding import newline_style
from annotator.formats.extracted import tell, without_zeros
from annotator.formats.format import ReadOptions
from annotator.formats.origin import title_of
from annotator.formats.source import Source
from annotator.model import Bundle, Document, Origin, new_id, now

TEXTS = ("text", "正文", "内容", "內容", "全文", "文本", "报告", "報告", "full_text", "fulltext", "content", "body")
TITLES = ("title", "标题", "標題", "题目", "題目", "名称", "名稱", "文件名", "name", "headline")
SAMPLE = 100
_LONGEST_NAME = 40

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the text and perhaps the title stand; `named` when the first row holds the names and not a text."""

    text: int
    title: int | None
    named: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows with their numbers in the file, from 1, and what the documents of it have in common.

    `headed` when the first row is known to hold the names of the columns.
    """

    name: str
    rows: Iterable[tuple[int, Row]]
    sha256: str
    encoding: str
    extractor: str
    headed: bool = False


def documents(table: Table, source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """A document for each row with a text, called after the file and the row; remarks say what was not taken.

    Raises AnnotatorError when the column that a person named is not there, and when no row has a text.
    """
    rows = iter(table.rows)
    sample = list(islice(rows, SAMPLE))
    columns = columns_of([row for _, row in sample], options.column, table.name)
    blank, taken, others = 0, 0, set[int]()
    for number, row in chain(sample[columns.named or table.headed :], rows):
        text = _cell(row, columns.text)
        others |= {at for at, cell in enumerate(row) if cell.strip() and at not in (columns.text, columns.title)}
        if text.strip():
            taken += 1
            text = without_zeros(text, f"{table.name}:{number}", options)
            yield _document(table, source, number, text, _cell(row, columns.title))
        else:
            blank += any(cell.strip() for cell in row)
    if not taken:
        raise AnnotatorError("formats.text-none", path=table.name)
    tell(table.name, {"rows": blank, "fields": len(others)}, options)


def _document(table: Table, source: Source, number: int, text: str, title: str) -> Bundle:
    name = f"{source.file_name}:{number}"
    origin = Origin(name, table.sha256, table.encoding, newline_style(text), table.extractor, now())
    named = " ".join(title.split()) or title_of(text, f"{source.stem}:{number}")
    return Bundle(Document(new_id(), named, text, origin))


def columns_of(rows: Sequence[Row], wanted: str, name: str) -> Columns:
    """The columns of a table by its first rows: the one that is wanted, else by name, else the one with most text.

    Raises AnnotatorError when there is no column of the wanted name.
    """
    head = [cell.strip().removeprefix("\ufeff").casefold() for cell in rows[0]] if rows else []
    title = _first(head, TITLES)
    if wanted:
        return Columns(_wanted(head, wanted, name), title, named=True)
    text = _first(head, TEXTS)
    if text is not None:
        return Columns(text, title, named=True)
    longest = _longest(rows)
    named = title is not None or _are_names(head, longest, rows)
    return Columns(longest, title if title != longest else None, named)


def _wanted(head: Sequence[str], wanted: str, name: str) -> int:
    if wanted.strip().casefold() not in head:
        known = ", ".join(cell for cell in head if cell)[:300]
        raise AnnotatorError("formats.column-missing", path=name, column=wanted, columns=known)
    return head.index(wanted.strip().casefold())


def _first(head: Sequence[str], names: Sequence[str]) -> int | None:
    return next((head.index(name) for name in names if name in head), None)


def _longest(rows: Sequence[Row]) -> int:
    """The column with most text in these rows; the first of several."""
    width = max(map(len, rows), default=0)
    lengths = [sum(len(_cell(row, at)) for row in rows[1:] or rows) for at in range(width)]
    return lengths.index(max(lengths)) if lengths else 0


def _are_names(head: Sequence[str], longest: int, rows: Sequence[Row]) -> bool:
    """Whether a first row without known names holds names all the same: short, none twice, and shorter than texts."""
    shown = [cell for cell in head if cell]
    short = all(len(cell) <= _LONGEST_NAME for cell in shown) and len(set(shown)) == len(shown)
    texts = [len(_cell(row, longest)) for row in rows[1:]]
    return short and bool(texts) and 3 * len(_cell(head, longest)) <= max(texts) and len(head) > longest


def _cell(row: Row, at: int | None) -> str:
    return row[at] if at is not None and at < len(row) else ""
