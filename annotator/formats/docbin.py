"""spaCy's DocBin, written and read without spaCy: msgpack in zlib (https://spacy.io/api/docbin).

All annotations stand in the span group "sc", where spaCy's span categorizer looks; those that do not overlap are named
entities too. Tokens are words, cut at the edges of annotations, and blanks: joined they are the text.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from annotator.errors import AnnotatorError
from annotator.formats.files import MAX_BYTES, megabytes
from annotator.formats.foreign import Foreign, document_in
from annotator.formats.format import Format, ReadOptions, Written
from annotator.formats.marks import flat
from annotator.formats.registry import formats
from annotator.formats.saving import atomic_writer
from annotator.formats.shapes import Place
from annotator.formats.source import Source
from annotator.formats.tally import ALL_BUT_SPANS, Tally
from annotator.model import Annotation, Bundle, Scheme
from annotator.resources import resource
from annotator.text import word_edges

EXTRACTOR = "spacy 1"
LOSES = ("annotator", "attributes", "notes", *ALL_BUT_SPANS)
GROUP = "sc"
_VERSION = "0.1"
_ORTH, _ENT_IOB, _ENT_TYPE = 65, 77, 78  # spaCy's numbers for the columns
_INSIDE, _OUTSIDE, _BEGIN = 1, 2, 3
_SPAN = struct.Struct(">QQQllll")
_MOST = 10 * MAX_BYTES
_MASK, _MIX = 2**64 - 1, 0xC6A4A7935BD1E995


@cache
def symbols() -> dict[str, int]:
    """The names that have a number of their own in spaCy; nothing is 0."""
    names = resource("spacy-symbols.txt").read_text("utf-8").split()
    return {"": 0, **{name: number for number, name in enumerate(names, 1)}}


@cache
def string_id(text: str) -> int:
    """spaCy's number of a string: its own, or MurmurHash64A of the UTF-8 with seed 1 (Austin Appleby, 2008)."""
    if (symbol := symbols().get(text)) is not None:
        return symbol
    data = text.encode()
    found = 1 ^ (len(data) * _MIX & _MASK)
    whole = len(data) & ~7
    for (block,) in struct.iter_unpack("<Q", data[:whole]):
        mixed = block * _MIX & _MASK
        mixed = (mixed ^ mixed >> 47) * _MIX & _MASK
        found = (found ^ mixed) * _MIX & _MASK
    if rest := data[whole:]:
        found = (found ^ int.from_bytes(rest, "little")) * _MIX & _MASK
    found = (found ^ found >> 47) * _MIX & _MASK
    return found ^ found >> 47


# ---- writing


class _Bin:
    """The parts of the file as documents come in."""

    def __init__(self) -> None:
        self.tokens, self.lengths = array("Q"), array("i")
        self.strings: set[str] = set()
        self.groups: list[bytes] = []
        self.titles: list[bytes] = []

    def add(self, bundle: Bundle) -> None:
        import msgpack

        text = bundle.document.text
        edges = _edges(text, bundle.annotations)
        states, labels = _entities(edges, bundle.annotations)
        for at, (start, end) in enumerate(pairwise(edges)):
            word = text[start:end]
            self.strings.add(word)
            self.tokens.extend((string_id(word), states[at], string_id(labels[at])))
        self.lengths.append(len(edges) - 1)
        self.strings.update(one.label for one in bundle.annotations)
        spans = [_packed(one, edges) for one in bundle.annotations]
        group = msgpack.packb({"name": GROUP, "attrs": {}, "spans": spans})
        self.groups.append(msgpack.packb({group: [GROUP]}) if spans else b"")
        self.titles.append(msgpack.packb({"title": bundle.document.title}))

    def to_bytes(self) -> bytes:
        import msgpack

        count = len(self.lengths)
        message = {
            "version": _VERSION,
            "attrs": [_ORTH, _ENT_IOB, _ENT_TYPE],
            "tokens": self.tokens.tobytes(),
            "spaces": bytes(len(self.tokens) // 3),
            "lengths": self.lengths.tobytes(),
            "strings": sorted(self.strings),
            "cats": [{}] * count,
            "flags": [{"has_unknown_spaces": False}] * count,
            "span_groups": self.groups,
            "user_data": self.titles,
        }
        return zlib.compress(msgpack.packb(message))


def _edges(text: str, annotations: Iterable[Annotation]) -> list[int]:
    edges = {edge for one in annotations for edge in (one.span.start, one.span.end)}
    return sorted(edges | set(word_edges(text)))


def _entities(edges: list[int], annotations: Iterable[Annotation]) -> tuple[list[int], list[str]]:
    """For each token whether an entity begins or goes on there, and its label."""
    states, labels = [_OUTSIDE] * (len(edges) - 1), [""] * (len(edges) - 1)
    for one in flat(annotations):
        first, last = bisect_left(edges, one.span.start), bisect_left(edges, one.span.end)
        states[first:last] = [_BEGIN] + [_INSIDE] * (last - first - 1)
        labels[first:last] = [one.label] * (last - first)
    return states, labels


def _packed(one: Annotation, edges: list[int]) -> bytes:
    first, last = bisect_left(edges, one.span.start), bisect_left(edges, one.span.end)
    return _SPAN.pack(0, 0, string_id(one.label), first, last, one.span.start, one.span.end)


def write(bundles: Iterable[Bundle], _scheme: Scheme, path: Path) -> Written:
    """One file, made in memory as the format needs it. Raises AnnotatorError as `atomic_writer` does."""
    tally = Tally(LOSES)
    with atomic_writer(path) as stream:
        bin_ = _Bin()
        for bundle in bundles:
            bin_.add(bundle)
            tally.add(bundle, bundle.annotations)
        stream.write(bin_.to_bytes())
    return tally.written()


# ---- reading


def read(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """The documents: spans of all groups, and entities that are in none.

    Raises AnnotatorError for a file that is damaged or unpacks to too much, and for spans that are not in their text.
    """
    message = _message(source)
    try:
        documents = list(_documents(message))
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, struct.error) as error:
        raise _damaged(source) from error
    for number, (text, title, said) in enumerate(documents, 1):
        place = Place(source.name, number)
        if not text:
            options.leave_out("documents")
            continue
        foreign = Foreign(document_in(source, place, text, EXTRACTOR, title), options)
        for start, end, label in said:
            foreign.add((start, end), label, place, part=label)
        yield foreign.bundle()


def _damaged(source: Source) -> AnnotatorError:
    return AnnotatorError("formats.damaged", path=source.name, format="spaCy DocBin")


def _message(source: Source) -> dict[str, Any]:
    import msgpack

    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(source.read(), _MOST)
        if unpacking.unconsumed_tail:
            raise AnnotatorError("formats.zip-bomb", path=source.name, limit=megabytes(_MOST))
        message = msgpack.unpackb(data, strict_map_key=False)
    except (zlib.error, ValueError, TypeError, msgpack.exceptions.UnpackException) as error:  # TypeError: a list as key
        raise _damaged(source) from error
    if not unpacking.eof or not isinstance(message, dict):
        raise _damaged(source)
    return message


Said = list[tuple[int, int, str]]


def _documents(message: dict[str, Any]) -> Iterator[tuple[str, str, Said]]:
    """Each document's text, title, and spans in code points with their labels."""
    attrs = list(message["attrs"])
    tokens, lengths = array("Q", message["tokens"]), array("i", message["lengths"])
    if any(length < 0 for length in lengths) or sum(lengths) * len(attrs) != len(tokens):
        raise ValueError("lengths do not fit")
    words = {number: name for name, number in symbols().items()}
    words |= {string_id(text): text for text in message["strings"]}
    if not isinstance(spaces := message["spaces"], bytes):
        raise TypeError("no bytes")
    groups, user_data = message.get("span_groups") or [], message.get("user_data") or []
    ends = list(accumulate(lengths))
    for number, (first, last) in enumerate(pairwise([0, *ends])):
        rows = [tokens[at * len(attrs) : (at + 1) * len(attrs)] for at in range(first, last)]
        columns = {attr: [row[at] for row in rows] for at, attr in enumerate(attrs)}
        pieces = [words[orth] for orth in columns[_ORTH]]
        spaced = [piece + " " * bool(spaces[first + at]) for at, piece in enumerate(pieces)]
        starts = [0, *accumulate(map(len, spaced))]
        grouped = list(_grouped(groups[number] if number < len(groups) else b"", words))
        entities = _read_entities(columns, starts, pieces, words)
        said = [*grouped, *(one for one in entities if one not in set(grouped))]
        yield "".join(spaced), _title(user_data[number] if number < len(user_data) else b""), said


def _grouped(packed: bytes, words: dict[int, str]) -> Iterator[tuple[int, int, str]]:
    """The spans of all groups: `{group: keys}` in newer files, a list of groups in others."""
    import msgpack

    groups = msgpack.unpackb(packed, strict_map_key=False) if packed else []
    for group in groups:
        body = msgpack.unpackb(group, strict_map_key=False)
        for span in body["spans"]:
            _, _, label, _, _, start, end = _SPAN.unpack(span)
            yield start, end, words[label]


def _read_entities(
    columns: dict[int, list[int]], starts: list[int], pieces: list[str], words: dict[int, str]
) -> Iterator[tuple[int, int, str]]:
    states, labels = columns.get(_ENT_IOB, []), columns.get(_ENT_TYPE, [])
    begin: int | None = None
    for at in range(len(states) + 1):
        state = states[at] if at < len(states) else _OUTSIDE
        if begin is not None and state != _INSIDE:
            yield starts[begin], starts[at - 1] + len(pieces[at - 1]), words[labels[begin]]
            begin = None
        if state == _BEGIN or (state == _INSIDE and begin is None):
            begin = at if labels[at] else None


def _title(packed: bytes) -> str:
    import msgpack

    said = msgpack.unpackb(packed, strict_map_key=False, use_list=False) if packed else {}
    title = said.get("title") if isinstance(said, dict) else ""
    return title if isinstance(title, str) else ""


FORMAT = formats.register("spacy")(
    Format(
        name="spacy",
        title={"zh-Hans": "spaCy DocBin", "zh-Hant": "spaCy DocBin", "en": "spaCy DocBin"},
        suffixes=(".spacy",),
        unit="code points",
        loses=LOSES,
        read=read,
        write=write,
    )
)
