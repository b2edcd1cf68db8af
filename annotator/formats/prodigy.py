"""Prodigy's JSON lines: a line for each text and annotator, with `spans`, and `answer` for what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator import plain
from annotator.errors import AnnotatorError
from annotator.formats.foreign import Foreign, document_in
from annotator.formats.format import Format, ReadOptions, Written
from annotator.formats.jsonlines import PRODIGY, is_patterns, kind_of, objects
from annotator.formats.parts import as_object, listed, offsets, word
from annotator.formats.registry import formats
from annotator.formats.saving import atomic_writer
from annotator.formats.shapes import SCALARS, Place, Plain
from annotator.formats.source import Source
from annotator.formats.tally import ALL_BUT_SPANS, Tally
from annotator.model import MANUAL, Annotation, Bundle, Scheme

EXTRACTOR = "prodigy 1"
LOSES = ALL_BUT_SPANS
_WHO = ("_annotator_id", "_session_id")


def read(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """The texts of a file, a line at a time; several lines on one text are one document in a corpus.

    Spans of lines, and single spans, that were rejected or passed over are left out. Raises AnnotatorError that names
    the line for a line without a text, and for spans that do not fit; and for a file of patterns, which has no texts.
    """
    if is_patterns(source.head()):
        raise AnnotatorError("formats.patterns", path=source.name)
    for place, _, line in objects(source, options.remark):
        text = word(line, "text", place)
        if not text:
            raise place.wrong("missing-key", part="text")
        meta = as_object(line.get("meta") or {}, place, "meta")
        foreign = Foreign(document_in(source, place, text, EXTRACTOR, word(meta, "title", place, "meta")), options)
        who = next((str(line[key]) for key in _WHO if line.get(key)), "")
        for at, value in enumerate(listed(line, "spans", place)):
            span = as_object(value, place, f"spans[{at}]")
            if any((one.get("answer") or "accept") != "accept" for one in (span, line)):
                foreign.leave_out("rejected")
            else:
                predicted = not who and "answer" not in line  # a task that nobody has answered yet
                _add(foreign, span, who, place, f"spans[{at}]", predicted=predicted)
        if relations := listed(line, "relations", place):
            foreign.leave_out("relations", len(relations))
        yield foreign.bundle()


def _add(foreign: Foreign, span: Plain, who: str, place: Place, part: str, *, predicted: bool) -> None:
    attributes = span.get("attributes") or {}
    if not SCALARS.holds(attributes):
        raise place.wrong("wrong-type", part=f"{part}.attributes", expected=SCALARS.name)
    foreign.add(
        offsets(span, ("start", "end"), place, part),
        word(span, "label", place, part),
        place,
        part=part,
        quote=word(span, "text", place, part) or None,
        annotator=who,
        attributes=attributes,
        note=word(span, "note", place, part),
        source=word(span, "source", place, part) or MANUAL,
        created=word(span, "created", place, part),
        predicted=predicted,
        score=span["score"] if isinstance(span.get("score"), float) else None,
    )


def write(bundles: Iterable[Bundle], _scheme: Scheme, path: Path) -> Written:
    """One file; a document that nobody has annotated is a line without an answer.

    Raises AnnotatorError as `atomic_writer` does.
    """
    tally = Tally(LOSES)
    with atomic_writer(path) as stream:
        for bundle in bundles:
            people = list(dict.fromkeys(one.annotator for one in bundle.annotations))
            for line in [_said(bundle, name) for name in people] or [_unsaid(bundle)]:
                stream.write(f"{plain.dumps(line)}\n".encode())
            tally.add(bundle, bundle.annotations)
    return tally.written()


def _said(bundle: Bundle, annotator: str) -> Plain:
    spans = [_from_annotation(one) for one in bundle.annotations if one.annotator == annotator]
    who = {"_annotator_id": annotator, "_session_id": annotator, "answer": "accept"}
    return {"spans": spans, **who, **_unsaid(bundle)}


def _unsaid(bundle: Bundle) -> Plain:
    return {"_view_id": "spans_manual", "meta": {"title": bundle.document.title}, "text": bundle.document.text}


def _from_annotation(annotation: Annotation) -> Plain:
    """A span; keys of ours that Prodigy does not know it carries along."""
    more = {"attributes": dict(annotation.attributes), "note": annotation.note, "created": annotation.created}
    return {
        "start": annotation.span.start,
        "end": annotation.span.end,
        "label": annotation.label,
        "text": annotation.text,
        "source": annotation.source,
        **{key: value for key, value in more.items() if value},
    }


FORMAT = formats.register("prodigy")(
    Format(
        name="prodigy",
        title={"zh-Hans": "Prodigy JSON 行", "zh-Hant": "Prodigy JSON 行", "en": "Prodigy JSON lines"},
        suffixes=(".jsonl",),
        unit="code points",
        loses=LOSES,
        read=read,
        write=write,
        recognises=lambda head: kind_of(head) == PRODIGY or is_patterns(head),
    )
)
