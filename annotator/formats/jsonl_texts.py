"""JSON lines of others: a document for each line, its text in a field that is found as a table's column is. Read only.

Fields beside text and title stay out and are counted; lines with annotations have formats of their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import file_digest
from itertools import chain, islice

from annotator.formats.format import Format, ReadOptions, Remark
from annotator.formats.jsonlines import TEXTS, fields_of, is_patterns, kind_of, objects
from annotator.formats.registry import formats
from annotator.formats.shapes import Place, Plain
from annotator.formats.source import Source
from annotator.formats.text_column import SAMPLE, Row, Table, documents
from annotator.model import Bundle

EXTRACTOR = "jsonl-texts 1"


def read(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """The documents of a file, a line at a time. Raises AnnotatorError at broken lines, and where none has a text."""
    with source.opened() as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    table = Table(source.name, _rows(source, options.remark), digest, "utf-8", EXTRACTOR, headed=True)
    yield from documents(table, source, options)


def _rows(source: Source, remark: Remark) -> Iterator[tuple[int, Row]]:
    """The names of the fields in the first lines, then for each line what these hold; later names follow behind."""
    lines = ((place.line, value) for place, _, value in objects(source, remark))
    sample = list(islice(lines, SAMPLE - 1))
    if not sample:
        raise Place(source.name, 1).wrong("no-line")
    fields = dict.fromkeys(name for _, value in sample for name in value)
    yield 0, list(fields)
    for number, value in chain(sample, lines):
        fields |= dict.fromkeys(value)
        yield number, [_cell(value, name) for name in fields]


def _cell(value: Plain, name: str) -> str:
    found = value.get(name)
    if found is None or isinstance(found, str):
        return found or ""
    return json.dumps(found, ensure_ascii=False)


FORMAT = formats.register("jsonl-texts")(
    Format(
        name="jsonl-texts",
        title={"zh-Hans": "JSON 行（只有文字）", "zh-Hant": "JSON 行（只有文字）", "en": "JSON lines, texts only"},
        suffixes=(".jsonl", ".ndjson"),
        unit="code points",
        loses=(),
        read=read,
        write=None,
        recognises=lambda head: kind_of(head) in ("", TEXTS) and len(fields_of(head)) > 0 and not is_patterns(head),
    )
)
