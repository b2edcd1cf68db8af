"""Our JSON lines: a line with the scheme, then a line a document with all that people said about it. Loses nothing.

Lines of others that hold just a `text` (and perhaps a `title` and an `id`) are read too, as documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from annotator import plain
from annotator.formats.checked import checked_bundle, checked_scheme
from annotator.formats.encoding import newline_style
from annotator.formats.format import Format, ReadOptions, Written
from annotator.formats.jsonlines import OURS, TEXTS, fields_of, kind_of, objects
from annotator.formats.origin import title_of
from annotator.formats.registry import formats
from annotator.formats.saving import atomic_writer
from annotator.formats.shapes import DOCUMENT, FILLED, HEADER, TEXT, Place, Plain, check
from annotator.formats.source import Source
from annotator.formats.tally import HISTORY
from annotator.model import Bundle, Document, Origin, Scheme, new_id, now

NAME = "annotator-jsonl"
VERSION = 3
UNIT = "code points"
EXTRACTOR = "jsonl 1"
NOT_IN_FIRST: Plain = {"relations": [], "attributes": {}, "adjudications": [], "adjudicated": [], "proposals": []}
"""What a line of version 1 did not have, nor one of version 2 the last."""
_FOREIGN_KEYS = ("text", "title", "id")

Line = tuple[Place, bytes, Plain]


def read(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """The documents of a file, a line at a time in constant memory but for their ids.

    Raises AnnotatorError at the first line that is not as it must be; the bundles before it are to be dropped.
    """
    lines = objects(source, options.remark)
    first = next(lines, None)
    if first is None:
        raise Place(source.name, 1).wrong("no-line")
    place, _, header = first
    if "kind" in header:
        return _ours(lines, _scheme(header, place))
    return _foreign(first, lines, source)


def read_scheme(source: Source) -> Scheme | None:
    """The scheme of the first line; None for lines of others. Raises AnnotatorError as `read` does."""
    for place, _, header in objects(source):
        return _scheme(header, place) if "kind" in header else None
    return None


def write(bundles: Iterable[Bundle], scheme: Scheme, path: Path) -> Written:
    """One file, in the order given: what is read from it and written again is the same bytes.

    Raises AnnotatorError where it cannot be written; then an older file stays as it was.
    """
    documents = annotations = decisions = 0
    with atomic_writer(path) as stream:
        stream.write(_line(from_scheme(scheme)))
        for bundle in bundles:
            stream.write(_line(from_bundle(bundle)))
            documents += 1
            annotations += len(bundle.annotations)
            decisions += len(bundle.decisions)
    return Written(documents, annotations, decisions)


def from_scheme(scheme: Scheme) -> Plain:
    """The first line."""
    return {"kind": "corpus", "format": NAME, "version": VERSION, "unit": UNIT, "scheme": plain.from_scheme(scheme)}


def from_bundle(bundle: Bundle) -> Plain:
    """A document's line."""
    document = bundle.document
    return {
        "kind": "document",
        "id": document.id,
        "title": document.title,
        "sha256": document.sha256,
        "length": len(document.text),
        "text": document.text,
        "origin": plain.from_origin(document.origin),
        "status": dict(bundle.status),
        "annotations": [plain.from_annotation(annotation) for annotation in bundle.annotations],
        "decisions": [plain.from_decision(decision) for decision in bundle.decisions],
        "relations": [plain.from_relation(relation) for relation in bundle.relations],
        "attributes": dict(bundle.attributes),
        "adjudications": [plain.from_adjudication(one) for one in bundle.adjudications],
        "adjudicated": [plain.from_adjudicated(one) for one in bundle.adjudicated],
        "proposals": [plain.from_proposal(one) for one in bundle.proposals],
    }


def _line(value: Plain) -> bytes:
    return f"{plain.dumps(value)}\n".encode()


def _scheme(header: Plain, place: Place) -> Scheme:
    """What a newer version wrote is called that before anything else in it is found strange."""
    if header["kind"] != "corpus":
        raise place.wrong("no-header")
    version = header.get("version")
    if header.get("format") == NAME and isinstance(version, int) and version > VERSION:
        raise place.wrong("newer", version=version, known=VERSION)
    check(header, HEADER, place)
    for key, known in (("format", (NAME,)), ("version", tuple(range(1, VERSION + 1))), ("unit", (UNIT,))):
        if header[key] not in known:
            allowed = ", ".join(map(str, known))
            raise place.wrong("wrong-value", part=key, value=ascii(header[key])[:40], allowed=allowed)
    return checked_scheme(header["scheme"], place)


def _ours(lines: Iterator[Line], scheme: Scheme) -> Iterator[Bundle]:
    labels = frozenset(label.name for label in scheme.labels)
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for place, _, value in lines:
        if value.get("kind") != "document":
            raise place.wrong("not-document")
        bundle = checked_bundle(check({**NOT_IN_FIRST, **value}, DOCUMENT, place), labels, place)
        _check_ids(bundle, seen, place)
        yield bundle


def _check_ids(bundle: Bundle, seen: Mapping[str, set[str]], place: Place) -> None:
    _check_new([bundle.document.id], seen["document"], place)
    _check_new((annotation.id for annotation in bundle.annotations), seen["annotation"], place)
    _check_new((decision.id for decision in bundle.decisions), seen["decision"], place)
    _check_new((relation.id for relation in bundle.relations), seen["relation"], place)
    _check_new((one.id for one in bundle.adjudications), seen["adjudication"], place)
    _check_new((one.id for one in bundle.adjudicated), seen["adjudicated"], place)
    _check_new((one.id for one in bundle.proposals), seen["proposal"], place)


def _check_new(ids: Iterable[str], seen: set[str], place: Place) -> None:
    for name in ids:
        if name in seen:
            raise place.wrong("twice", id=name)
        seen.add(name)


def _foreign(first: Line, rest: Iterator[Line], source: Source) -> Iterator[Bundle]:
    seen: set[str] = set()
    yield _foreign_document(first, source, seen)
    for line in rest:
        yield _foreign_document(line, source, seen)


def _foreign_document(line: Line, source: Source, seen: set[str]) -> Bundle:
    place, data, value = line
    _check_foreign(value, place)
    name = str(value.get("id", ""))
    _check_new([name] if name else [], seen, place)
    text = value["text"]
    content = data.rstrip(b"\r\n")
    origin = Origin(
        f"{source.file_name}:{place.line}",
        sha256(content).hexdigest(),
        "utf-8",
        newline_style(text),
        EXTRACTOR,
        now(),
    )
    title = value.get("title") or title_of(text, name or f"{source.stem}:{place.line}")
    return Bundle(Document(new_id(), title, text, origin))


def _check_foreign(value: Plain, place: Place) -> None:
    """Their ids may be numbers. Anything else in the line would be lost, so it is refused."""
    named = {**value, "id": str(value["id"])} if type(value.get("id")) is int else value
    kinds = {"text": FILLED, "title": TEXT, "id": TEXT}
    check(named, {key: kinds[key] for key in _FOREIGN_KEYS if key == "text" or key in value}, place)


def _is_read_here(head: bytes) -> bool:
    kind = kind_of(head)
    return kind == OURS or (kind == TEXTS and fields_of(head) <= set(_FOREIGN_KEYS))


FORMAT = formats.register("jsonl")(
    Format(
        name="jsonl",
        title={"zh-Hans": "JSON 行", "zh-Hant": "JSON 行", "en": "JSON lines"},
        suffixes=(".jsonl", ".ndjson"),
        unit=UNIT,
        loses=(HISTORY,),
        read=read,
        write=write,
        recognises=_is_read_here,
        scheme=read_scheme,
    )
)
