"""Our exchange file, which loses nothing: a zip of tables as JSON lines, and a manifest that counts and hashes them.

The tables are what `jsonl` has in a document's line, each kind by itself; one more kind is one more name in KINDS. The
bytes follow from the corpus alone: no clock, no order but the corpus's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO, Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from annotator import plain
from annotator.errors import AnnotatorError
from annotator.formats.checked import checked_bundle, checked_past, checked_scheme
from annotator.formats.files import reading
from annotator.formats.format import Format, ReadOptions, Written
from annotator.formats.jsonl import UNIT, from_bundle
from annotator.formats.jsonlines import object_in
from annotator.formats.registry import formats
from annotator.formats.saving import atomic_writer, spool_for
from annotator.formats.shapes import DOCUMENT, Place, Plain, check
from annotator.formats.source import Source
from annotator.formats.zips import content, entry_lines, opened_zip
from annotator.model import Bundle, Scheme

NAME, VERSION = "annotator-package", 2
MANIFEST = "manifest.json"
LISTS = ("annotations", "relations", "decisions", "adjudications", "adjudicated", "proposals")
"""Kinds whose rows are objects with an id."""
MAPPINGS = ("status", "attributes")
"""Kinds whose rows are a name and a value: whose status; which attribute of the document itself."""
KINDS = ("documents", *LISTS, *MAPPINGS, "history", "annotators")
_NOT_IN_FIRST = ("proposals", "history")
_HEAD = re.compile(rb"PK\x03\x04.{26}manifest\.json[^{]{0,64}\{\"format\":\"annotator-package\"", re.DOTALL)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_ZIP64 = 2_000_000_000
_MOST_DENSE = 400


# ---- writing


class _Table:
    """The rows of one kind, in a file of their own until all are there."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.count = self.size = 0
        self._hash = sha256()

    def add(self, row: Plain) -> None:
        line = f"{plain.dumps(row)}\n".encode()
        self.file.write(line)
        self._hash.update(line)
        self.count += 1
        self.size += len(line)

    def stated(self) -> Plain:
        return {"count": self.count, "bytes": self.size, "sha256": self._hash.hexdigest()}


def write(bundles: Iterable[Bundle], scheme: Scheme, path: Path) -> Written:
    """One file: what is read from it and written again is the same bytes. Raises AnnotatorError as `atomic_writer`."""
    with ExitStack() as files:
        tables = {kind: _Table(files.enter_context(spool_for(path))) for kind in KINDS}
        annotators: set[str] = set()
        for bundle in bundles:
            _add(bundle, tables, annotators)
        for name in sorted(annotators):
            tables["annotators"].add({"name": name})
        with atomic_writer(path) as stream, ZipFile(stream, "w") as archive:
            _store(archive, MANIFEST, _manifest(scheme, tables), ZIP_STORED)
            for kind, table in tables.items():
                _pack(archive, f"{kind}.jsonl", table)
    return Written(tables["documents"].count, tables["annotations"].count, tables["decisions"].count)


def _add(bundle: Bundle, tables: Mapping[str, _Table], annotators: set[str]) -> None:
    line = from_bundle(bundle)
    document = line["id"]
    for kind in LISTS:
        for row in sorted(line.pop(kind), key=_place):
            tables[kind].add({"document": document, **row})
            if name := row.get("annotator"):
                annotators.add(name)
    annotators.update(filter(None, line["status"]))
    for kind in MAPPINGS:
        for name, value in sorted(line.pop(kind).items()):
            tables[kind].add({"document": document, "name": name, "value": value})
    annotators.update(past.who for past in bundle.history)
    for past in bundle.history:
        tables["history"].add({"document": document, **plain.from_past(past)})
    tables["documents"].add(line)


def _place(row: Plain) -> tuple[Any, ...]:
    where = row.get("suggestion", row)
    return where.get("start", 0), where.get("end", 0), row["id"]


def _manifest(scheme: Scheme, tables: Mapping[str, _Table]) -> bytes:
    about = {"format": NAME, "version": VERSION, "unit": UNIT}
    stated = {kind: table.stated() for kind, table in tables.items()}
    return f"{plain.dumps({**about, 'kinds': stated, 'scheme': plain.from_scheme(scheme)})}\n".encode()


def _entry(name: str, method: int) -> ZipInfo:
    entry = ZipInfo(name, _EPOCH)
    entry.compress_type = method
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


def _store(archive: ZipFile, name: str, data: bytes, method: int) -> None:
    archive.writestr(_entry(name, method), data)


def _pack(archive: ZipFile, name: str, table: _Table) -> None:
    table.file.seek(0)
    with archive.open(_entry(name, ZIP_DEFLATED), "w", force_zip64=table.size > _ZIP64) as packed:
        while chunk := table.file.read(1_000_000):
            packed.write(chunk)


# ---- reading


def read(source: Source, _options: ReadOptions) -> Iterator[Bundle]:
    """The documents with all that was said about them, one at a time.

    Raises AnnotatorError for a damaged file, a table that is not the one that the manifest counts and hashes, a row of
    a document that is not there, and as `jsonl` does for what is in the rows.
    """
    with _opened(source) as archive:
        manifest = _read_manifest(archive, source)
        labels = frozenset(label.name for label in _scheme(manifest, source).labels)
        rows = {kind: _Rows(archive, kind, manifest, source) for kind in KINDS}
        for place, document in rows["documents"].all():
            id_ = document.get("id")
            line = {"kind": "document", **document}
            for kind in LISTS:
                line[kind] = list(rows[kind].of(id_))
            for kind in MAPPINGS:
                line[kind] = {str(row.get("name")): row.get("value") for row in rows[kind].of(id_)}
            bundle = checked_bundle(check(line, DOCUMENT, place), labels, place)
            history = tuple(checked_past(row, place) for row in rows["history"].of(id_))
            yield replace(bundle, history=history) if history else bundle
        for table in rows.values():
            table.finish()


def read_scheme(source: Source) -> Scheme:
    """The scheme in the manifest. Raises AnnotatorError as `read` does."""
    with _opened(source) as archive:
        return _scheme(_read_manifest(archive, source), source)


@contextmanager
def _opened(source: Source) -> Iterator[ZipFile]:
    with ExitStack() as stack:
        stream: BinaryIO = (
            BytesIO(source.content) if source.content is not None else stack.enter_context(reading(source.path))
        )
        yield stack.enter_context(opened_zip(stream, source.name))


def _read_manifest(archive: ZipFile, source: Source) -> Plain:
    """The manifest, when it is one that this version knows."""
    place = Place(f"{source.name}/{MANIFEST}", 1)
    if MANIFEST not in archive.namelist():
        raise AnnotatorError("formats.package-part", path=source.name, part=MANIFEST)
    manifest = object_in(content(archive, archive.getinfo(MANIFEST), place.path), place)
    if manifest.get("format") != NAME:
        raise place.wrong("wrong-value", part="format", value=ascii(manifest.get("format"))[:40], allowed=NAME)
    version = manifest.get("version")
    if type(version) is not int or version > VERSION:
        raise place.wrong("newer", version=ascii(version)[:40], known=VERSION)
    return manifest


def _scheme(manifest: Plain, source: Source) -> Scheme:
    place = Place(f"{source.name}/{MANIFEST}", 1)
    scheme = manifest.get("scheme")
    if not isinstance(scheme, dict):
        raise place.wrong("missing-key", part="scheme")
    return checked_scheme(scheme, place)


class _Rows:
    """The rows of one table, in the order of the documents; counted and hashed on the way."""

    def __init__(self, archive: ZipFile, kind: str, manifest: Plain, source: Source) -> None:
        self._path, self._part = source.name, f"{kind}.jsonl"
        kinds = manifest.get("kinds")
        self._stated = kinds.get(kind) if isinstance(kinds, dict) else None
        self._lines: Iterator[tuple[int, bytes]] = iter(())
        self._hash = sha256()
        self._count = 0
        self._next: tuple[Place, Plain] | None = None
        if manifest["version"] == 1 and kind in _NOT_IN_FIRST:
            self._stated = {"count": 0, "sha256": self._hash.hexdigest()}
            return
        if self._part not in archive.namelist() or not isinstance(self._stated, dict):
            raise AnnotatorError("formats.package-part", path=self._path, part=self._part)
        entry = archive.getinfo(self._part)
        if entry.file_size > _MOST_DENSE * entry.compress_size + 1_000_000:
            raise AnnotatorError("formats.package-part", path=self._path, part=self._part)
        self._lines = entry_lines(archive, entry, f"{self._path}/{self._part}")
        self._next = self._read()

    def all(self) -> Iterator[tuple[Place, Plain]]:
        while self._next:
            yield self._next
            self._next = self._read()

    def of(self, document: object) -> Iterator[Plain]:
        """The next rows, as long as they are of this document."""
        while self._next and self._next[1].get("document") == document:
            row = dict(self._next[1])
            del row["document"]
            yield row
            self._next = self._read()

    def finish(self) -> None:
        """Raises AnnotatorError for rows that no document has taken, and for others than the manifest counts."""
        if self._part == "annotators.jsonl":
            for _ in self.all():
                pass
        if self._next:
            place, row = self._next
            raise place.wrong("no-end", part="document", id=str(row.get("document"))[:40])
        assert self._stated is not None
        if (self._count, self._hash.hexdigest()) != (self._stated.get("count"), self._stated.get("sha256")):
            raise AnnotatorError("formats.package-part", path=self._path, part=self._part)

    def _read(self) -> tuple[Place, Plain] | None:
        for number, line in self._lines:
            self._hash.update(line)
            self._count += 1
            place = Place(f"{self._path}/{self._part}", number)
            return place, object_in(line, place)
        return None


FORMAT = formats.register("package")(
    Format(
        name="package",
        title={"zh-Hans": "完整交换包", "zh-Hant": "完整交換包", "en": "Package that loses nothing"},
        suffixes=(".anpack",),
        unit=UNIT,
        loses=(),
        read=read,
        write=write,
        recognises=lambda head: _HEAD.match(head) is not None,
        scheme=read_scheme,
        history=True,
    )
)
