"""doccano's JSON lines, in both shapes: `label` with `[start, end, label]`, or `entities` and `relations`.

doccano counts code points; files of other tools in this shape may count UTF-16, and nothing in them says so: an offset
that only fits so shows it, else the person does (`ReadOptions.unit`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from annotator import plain
from annotator.formats.foreign import CODE_POINTS, UTF16, Foreign, document_in
from annotator.formats.format import Format, ReadOptions, Written
from annotator.formats.jsonlines import DOCCANO, kind_of, objects
from annotator.formats.parts import as_object, listed, offsets, word
from annotator.formats.registry import formats
from annotator.formats.saving import atomic_writer
from annotator.formats.shapes import Place, Plain
from annotator.formats.source import Source
from annotator.formats.tally import ALL_BUT_SPANS, Tally, joins_one_persons
from annotator.model import Annotation, Bundle, Scheme
from annotator.text import Utf16

EXTRACTOR = "doccano 1"
LOSES = ("annotator", "attributes", "notes", *ALL_BUT_SPANS)
_KEYS = ("start_offset", "end_offset")


def read(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """The documents of a file, a line at a time; labels of whole documents are left out.

    Raises AnnotatorError that names the line for a line without a text, and for spans that are not in it.
    """
    for place, _, line in objects(source, options.remark):
        text = word(line, "text", place) or word(line, "data", place)
        if not text:
            raise place.wrong("missing-key", part="text")
        spans = list(_spans(line, place, options))
        unit = options.unit or _unit(text, (where for _, where, _, _ in spans))
        document = document_in(source, place, text, EXTRACTOR, word(line, "title", place))
        foreign = Foreign(document, options, unit=unit)
        added: dict[str, Annotation | None] = {}
        for part, where, label, name in spans:
            added[name] = foreign.add(where, label, place, part=part)
        for at, value in enumerate(listed(line, "relations", place)):
            relation = as_object(value, place, f"relations[{at}]")
            ends = [added.get(str(relation.get(key))) for key in ("from_id", "to_id")]
            foreign.relate(str(relation.get("type") or "related"), *ends)
        yield foreign.bundle()


def _spans(line: Plain, place: Place, options: ReadOptions) -> Iterator[tuple[str, tuple[int, int], str, str]]:
    """Each span's part of the line, offsets, label and id."""
    for key in ("label", "labels", "entities"):
        for at, value in enumerate(listed(line, key, place)):
            part = f"{key}[{at}]"
            if isinstance(value, dict):
                yield part, offsets(value, _KEYS, place, part), word(value, "label", place, part), str(value.get("id"))
            elif isinstance(value, list) and len(value) == 3:
                named: Plain = {"label": value[2], **dict(zip(_KEYS, value[:2], strict=True))}
                yield part, offsets(named, _KEYS, place, part), word(named, "label", place, part), ""
            elif isinstance(value, str):
                options.leave_out("others")
            else:
                raise place.wrong("wrong-type", part=part, expected="array of start, end and label")
    if line.get("cats"):
        options.leave_out("others")


def _unit(text: str, places: Iterable[tuple[int, int]]) -> str:
    furthest = max((end for _, end in places), default=0)
    return UTF16 if len(text) < furthest <= Utf16(text).units(len(text)) else CODE_POINTS


def write(bundles: Iterable[Bundle], _scheme: Scheme, path: Path, *, relations: bool) -> Written:
    """One file, a line a document. Raises AnnotatorError as `atomic_writer` does."""
    tally = Tally(LOSES)
    ids = count(1)
    with atomic_writer(path) as stream:
        for number, bundle in enumerate(bundles, 1):
            said = _entities(bundle, ids) if relations else _labels(bundle)
            line = {"id": number, "title": bundle.document.title, **said, "text": bundle.document.text}
            stream.write(f"{plain.dumps(line)}\n".encode())
            tally.add(bundle, bundle.annotations, relations=len(bundle.relations) - len(said.get("relations", ())))
    return tally.written()


def _labels(bundle: Bundle) -> dict[str, list[Any]]:
    return {"label": [[one.span.start, one.span.end, one.label] for one in bundle.annotations]}


def _entities(bundle: Bundle, ids: Iterator[int]) -> dict[str, list[Any]]:
    numbers = {one.id: next(ids) for one in bundle.annotations}
    entities = [
        {"id": numbers[one.id], "label": one.label, "start_offset": one.span.start, "end_offset": one.span.end}
        for one in bundle.annotations
    ]
    relations = [
        {"id": next(ids), "from_id": numbers[one.head], "to_id": numbers[one.target], "type": one.type}
        for one in bundle.relations
        if joins_one_persons(bundle, one)
    ]
    return {"entities": entities, "relations": relations}


FORMAT = formats.register("doccano")(
    Format(
        name="doccano",
        title={"zh-Hans": "doccano JSON 行", "zh-Hant": "doccano JSON 行", "en": "doccano JSON lines"},
        suffixes=(".jsonl",),
        unit="code points",
        loses=LOSES,
        read=read,
        write=partial(write, relations=False),
        recognises=lambda head: kind_of(head) == DOCCANO,
    )
)

WITH_RELATIONS = formats.register("doccano-relations")(
    Format(
        name="doccano-relations",
        title={
            "zh-Hans": "doccano JSON 行（含关系）",
            "zh-Hant": "doccano JSON 行（含關係）",
            "en": "doccano JSON lines with relations",
        },
        suffixes=(".jsonl",),
        unit="code points",
        loses=LOSES,
        read=None,  # the other one reads both shapes
        write=partial(write, relations=True),
    )
)
