"""Parquet: a row a document, with its annotations and relations as lists of records, and the rest as JSON.

The scheme stands in the file's own metadata, so nothing is lost. Needs pyarrow, which is an extra.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO

from annotator import plain
from annotator.errors import AnnotatorError
from annotator.formats.checked import checked_bundle, checked_scheme
from annotator.formats.foreign import Foreign, document_in
from annotator.formats.format import Format, ReadOptions, Written
from annotator.formats.jsonl import NOT_IN_FIRST, UNIT, from_bundle
from annotator.formats.parts import as_object, listed, offsets, word
from annotator.formats.registry import formats
from annotator.formats.saving import atomic_writer
from annotator.formats.shapes import DOCUMENT, Place, Plain, check
from annotator.formats.source import Source
from annotator.formats.tally import HISTORY
from annotator.model import Bundle, Scheme

NAME, VERSION = "annotator-parquet", 2
EXTRACTOR = "parquet 1"
_KEY = b"annotator"
_TEXTS = ("id", "title", "sha256", "text")
_RECORDS: Mapping[str, tuple[str, ...]] = {
    "annotations": ("id", "annotator", "label", "text", "attributes", "note", "source", "created", "changed"),
    "relations": ("id", "annotator", "type", "head", "target", "source", "created"),
}
"""Lists of records and the texts in them; annotations also have `start` and `end`."""
_JSON = ("origin", "status", "decisions", "attributes", "adjudications", "adjudicated", "proposals")
_ROWS = 200
_SPANS = ("annotations", "spans", "entities")


def pyarrow() -> ModuleType:
    """The library, at the first need. Raises AnnotatorError that says how to get it."""
    try:
        import pyarrow
        import pyarrow.parquet  # an attribute of pyarrow once it is imported
    except ImportError as error:
        raise AnnotatorError("formats.library-missing", format="Parquet", library="pyarrow") from error
    found: ModuleType = pyarrow
    return found


# ---- writing


def schema_of(scheme: Scheme) -> Any:
    """The columns, with our scheme in the metadata."""
    arrow = pyarrow()
    texts = {kind: [(name, arrow.string()) for name in names] for kind, names in _RECORDS.items()}
    places = [("start", arrow.int64()), ("end", arrow.int64())]
    records = {
        "annotations": arrow.list_(arrow.struct(places + texts["annotations"])),
        "relations": arrow.list_(arrow.struct(texts["relations"])),
    }
    columns = [(name, arrow.string()) for name in _TEXTS]
    columns += [("length", arrow.int64()), *records.items()]
    columns += [(name, arrow.string()) for name in _JSON]
    about = {"format": NAME, "version": VERSION, "unit": UNIT, "scheme": plain.from_scheme(scheme)}
    return arrow.schema(columns, metadata={_KEY: plain.dumps(about).encode()})


def rows_of(line: Plain) -> Plain:
    """A row from a document's line as `jsonl` has it."""
    row = {name: line[name] for name in (*_TEXTS, "length", "relations")}
    row["annotations"] = [{**one, "attributes": plain.dumps(one["attributes"])} for one in line["annotations"]]
    return row | {name: plain.dumps(line[name]) for name in _JSON}


def write_rows(stream: BinaryIO, rows: Iterable[Plain], scheme: Scheme) -> None:
    """Writes rows, so many at a time that memory stays bounded."""
    arrow = pyarrow()
    schema = schema_of(scheme)
    remaining = iter(rows)
    with arrow.parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        while chunk := list(islice(remaining, _ROWS)):
            writer.write_table(arrow.Table.from_pylist(chunk, schema=schema))


def write(bundles: Iterable[Bundle], scheme: Scheme, path: Path) -> Written:
    """One file. Raises AnnotatorError as `atomic_writer` does, and where pyarrow is not installed."""
    counts = [0, 0, 0]

    def rows() -> Iterator[Plain]:
        for bundle in bundles:
            for at, number in enumerate((1, len(bundle.annotations), len(bundle.decisions))):
                counts[at] += number
            yield rows_of(from_bundle(bundle))

    pyarrow()
    with atomic_writer(path) as stream:
        write_rows(stream, rows(), scheme)
    return Written(counts[0], counts[1], counts[2])


# ---- reading


def read(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """The documents, some rows at a time. In files of others: a column `text`, and spans in one of `_SPANS`.

    Raises AnnotatorError for a damaged file, for what does not fit, and where pyarrow is not installed.
    """
    file = _opened(source)
    scheme = _scheme(file, source)
    if scheme is None and "text" not in file.schema_arrow.names:
        raise AnnotatorError("formats.no-text", path=source.name)
    labels = frozenset(label.name for label in scheme.labels) if scheme else None
    for number, row in enumerate(_rows(file, source), 1):
        place = Place(source.name, number)
        yield _ours(row, labels, place) if labels is not None else _foreign(row, source, options, place)


def read_scheme(source: Source) -> Scheme | None:
    """The scheme in the metadata; None in files of others. Raises AnnotatorError as `read` does."""
    return _scheme(_opened(source), source)


def _damaged(source: Source) -> AnnotatorError:
    return AnnotatorError("formats.damaged", path=source.name, format="Parquet")


def _opened(source: Source) -> Any:
    arrow = pyarrow()
    try:
        return arrow.parquet.ParquetFile(BytesIO(source.read()))
    except (arrow.ArrowException, OSError, ValueError) as error:
        raise _damaged(source) from error


def _rows(file: Any, source: Source) -> Iterator[Plain]:
    arrow = pyarrow()
    try:
        for batch in file.iter_batches(batch_size=_ROWS):
            yield from batch.to_pylist()
    except (arrow.ArrowException, OSError, ValueError) as error:
        raise _damaged(source) from error


def _scheme(file: Any, source: Source) -> Scheme | None:
    place = Place(source.name, 1)
    about = (file.schema_arrow.metadata or {}).get(_KEY)
    if about is None:
        return None
    value = as_object(_json(about.decode("utf-8", "replace"), place, "metadata"), place, "metadata")
    version = value.get("version")
    if type(version) is not int or version > VERSION:
        raise place.wrong("newer", version=ascii(version)[:40], known=VERSION)
    return checked_scheme(as_object(value.get("scheme"), place, "scheme"), place)


def _json(text: object, place: Place, part: str) -> Any:
    try:
        return json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError) as error:
        raise place.wrong("wrong-type", part=part, expected="JSON") from error


def _ours(row: Plain, labels: frozenset[str], place: Place) -> Bundle:
    said = {name: _json(row.get(name), place, name) for name in _JSON if name in row}
    line: Plain = {"kind": "document", **NOT_IN_FIRST, **row, **said}
    line["annotations"] = [
        {**one, "attributes": _json(one.get("attributes"), place, "attributes")} for one in row.get("annotations") or []
    ]
    return checked_bundle(check(line, DOCUMENT, place), labels, place)


def _foreign(row: Plain, source: Source, options: ReadOptions, place: Place) -> Bundle:
    text = word(row, "text", place)
    if not text:
        raise place.wrong("missing-key", part="text")
    title = row.get("title")
    document = document_in(source, place, text, EXTRACTOR, title if isinstance(title, str) else "")
    foreign = Foreign(document, options, unit=options.unit or UNIT)
    for key in _SPANS:
        for at, value in enumerate(listed(row, key, place)):
            part = f"{key}[{at}]"
            span = as_object(value, place, part)
            label = word(span, "label", place, part)
            foreign.add(offsets(span, ("start", "end"), place, part), label, place, part=part)
    return foreign.bundle()


FORMAT = formats.register("parquet")(
    Format(
        name="parquet",
        title={"zh-Hans": "Parquet 表", "zh-Hant": "Parquet 表", "en": "Parquet"},
        suffixes=(".parquet",),
        unit=UNIT,
        loses=(HISTORY,),
        read=read,
        write=write,
        recognises=lambda head: head.startswith(b"PAR1"),
        scheme=read_scheme,
    )
)
