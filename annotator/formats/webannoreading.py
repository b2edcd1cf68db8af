"""Reading WebAnno's TSV 3: columns by layer and feature, spans over several lines by the number in their brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from annotator.errors import AnnotatorError
from annotator.formats.cas import is_structure, label_of
from annotator.formats.encoding import decode
from annotator.formats.foreign import CODE_POINTS, UTF16, Foreign, document_in
from annotator.formats.format import ReadOptions
from annotator.formats.shapes import Place
from annotator.formats.source import Source
from annotator.model import Bundle

EXTRACTOR = "webanno 1"
_ROW = re.compile(r"(\d{1,9})-(\d{1,9}(?:\.\d{1,9})?)\t(\d{1,12})-(\d{1,12})\t([^\t]*)((?:\t[^\t]*)*)")
_LAYER = re.compile(r"#T_(SP|RL|CH)=([^|]+)((?:\|[^|]*)*)")
_NUMBERED = re.compile(r"(.*)\[(\d+)\]", re.DOTALL)
_STACK = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_OLD = re.compile(rb"(?:\xef\xbb\xbf)?(?: # [\w.]+ \|[^\r\n]*\r?\n|\s)*#id=\d+\r?\n#text=")
_MEANS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b"}


@dataclass(frozen=True)
class Layer:
    """A layer's kind (SP spans, RL relations, CH chains), type, features, and the first of their columns."""

    kind: str
    type: str
    features: tuple[str, ...]
    column: int


@dataclass(frozen=True)
class Row:
    """A token, or a part of one, as its line has it."""

    place: Place
    start: int
    end: int
    word: str
    cells: list[str]
    is_token: bool


@dataclass
class Sentence:
    """A sentence's text and the rows below it."""

    place: Place
    lines: list[str]
    rows: list[Row] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def is_old(head: bytes) -> bool:
    """Whether a file begins as WebAnno's TSV 1 and 2 do, which have no offsets: by names of layers, or a sentence."""
    return _OLD.match(head) is not None


def documents(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """The one document. What stands between sentences is not in the file: a line end and blanks take its place.

    Raises AnnotatorError for lines of another form, and for tokens that are not where the file says.
    """
    if is_old(source.head()):
        raise AnnotatorError("formats.webanno-old", path=source.name)
    layers, sentences = _parsed(decode(source.read(), source.name, options.encoding).text, source.name)
    if not any(sentence.rows for sentence in sentences):
        raise AnnotatorError("formats.no-text", path=source.name)
    unit, text = _text(sentences)
    foreign = Foreign(document_in(source, sentences[0].place, text, EXTRACTOR), options, unit=unit)
    rows = [row for sentence in sentences for row in sentence.rows]
    for layer in layers:
        if layer.kind != "SP":
            said = sum(row.cells[layer.column] not in ("_", "") for row in rows if len(row.cells) > layer.column)
            foreign.leave_out("relations", said) if said else None
        elif not is_structure(layer.type):
            _add_layer(foreign, layer, rows)
    yield foreign.bundle()


def _parsed(text: str, name: str) -> tuple[list[Layer], list[Sentence]]:
    layers: list[Layer] = []
    sentences: list[Sentence] = []
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        place = Place(name, number)
        if found := _LAYER.fullmatch(line):
            columns = sum(max(1, len(layer.features)) for layer in layers)
            layers.append(Layer(found[1], found[2], tuple(found[3].split("|")[1:]), columns))
        elif line.startswith("#Text="):
            piece = _unescaped(line.removeprefix("#Text="))
            if sentences and not sentences[-1].rows:
                sentences[-1].lines.append(piece)
            else:
                sentences.append(Sentence(place, [piece]))
        elif line and not line.startswith("#"):
            if not (row := _ROW.fullmatch(line)) or not sentences:
                raise place.wrong("syntax", format="WebAnno TSV 3", near=line[:30].replace("\t", "⇥"))
            cells = row[6].split("\t")[1:]
            token = Row(place, int(row[3]), int(row[4]), _unescaped(row[5]), cells, "." not in row[2])
            sentences[-1].rows.append(token)
    return layers, sentences


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: _MEANS.get(found[1], found[1]), text)


def _text(sentences: list[Sentence]) -> tuple[str, str]:
    """What offsets count, and the whole text: UTF-16 by the format's own rule, code points where only they fit.

    Raises AnnotatorError for the first token that is not where it should be.
    """
    faults: list[AnnotatorError] = []
    for unit in (UTF16, CODE_POINTS):
        try:
            return unit, _joined(sentences, unit)
        except AnnotatorError as fault:
            faults.append(fault)
    raise faults[0]


def _joined(sentences: list[Sentence], unit: str) -> str:
    pieces: list[str] = []
    length = 0
    for sentence in filter(lambda one: one.rows, sentences):
        first = sentence.rows[0]
        before = max(0, sentence.text.find(first.word))
        gap = first.start - _units(sentence.text[:before], unit) - length
        if gap < 0:
            raise first.place.wrong(
                "span", part=first.word[:30] or "/", start=first.start, end=first.end, length=length
            )
        between = ("\n" if pieces else " ") + " " * (gap - 1) if gap else ""
        pieces += [between, sentence.text]
        _check(sentence, length + gap, unit)
        length += gap + _units(sentence.text, unit)
    return "".join(pieces)


def _units(text: str, unit: str) -> int:
    return len(text.encode("utf-16-le")) // 2 if unit == UTF16 else len(text)


def _check(sentence: Sentence, begin: int, unit: str) -> None:
    encoded = sentence.text.encode("utf-16-le" if unit == UTF16 else "utf-32-le")
    width = 2 if unit == UTF16 else 4
    for row in sentence.rows:
        start, end = (row.start - begin) * width, (row.end - begin) * width
        found = encoded[max(0, start) : max(0, end)].decode("utf-16-le" if unit == UTF16 else "utf-32-le", "replace")
        if row.is_token and found != row.word:
            where = {"part": "/", "start": row.start, "end": row.end}
            raise row.place.wrong("slice", **where, said=row.word[:30], found=found[:30])


def _add_layer(foreign: Foreign, layer: Layer, rows: list[Row]) -> None:
    spans: dict[tuple[str, object], tuple[Row, Row, dict[str, str]]] = {}
    for row in rows:
        for number, features in _stack(layer, row):
            key = ("", number) if number else ("alone", id(features))
            first, last = (spans[key][0], row) if key in spans else (row, row)
            spans[key] = (first, last, {**features, **(spans[key][2] if key in spans else {})})
    for first, last, features in spans.values():
        others = {name: value for name, value in features.items() if name not in ("value", "label") and value}
        foreign.add(
            (first.start, max(first.end, last.end)),
            label_of(features, layer.type.rpartition(".")[2]),
            first.place,
            part=layer.type.rpartition(".")[2],
            attributes=others,
        )


def _stack(layer: Layer, row: Row) -> Iterator[tuple[int, dict[str, str]]]:
    """What the cells of a layer say of one row: for each span its number, or 0, and its features."""
    width = max(1, len(layer.features))
    columns = [_entries(cell) for cell in row.cells[layer.column : layer.column + width]]
    if not columns or all(column == ["_"] for column in columns):
        return
    for at in range(max(map(len, columns))):
        entries = [column[at] if at < len(column) else "_" for column in columns]
        if all(entry in ("_", "") for entry in entries):
            continue
        numbers = [int(found[2]) for entry in entries if (found := _numbered(entry))]
        yield max(numbers, default=0), dict(_features(layer.features, entries))


def _entries(cell: str) -> list[str]:
    return _STACK.sub("\\1\0", cell).split("\0")


def _numbered(entry: str) -> re.Match[str] | None:
    """A value with its number; brackets that belong to a value are escaped."""
    found = _NUMBERED.fullmatch(entry)
    return found if found and len(found[2]) < 10 and not entry.endswith("\\]") else None


def _features(names: tuple[str, ...], entries: list[str]) -> Iterator[tuple[str, str]]:
    for name, entry in zip(names, entries, strict=False):
        found = _numbered(entry)
        value = found[1] if found else entry
        if value not in ("*", "_", "") and not name.startswith(("ROLE_", "BT_")):
            yield name, _unescaped(value)
