"""What UIMA's CAS says of a text, whichever way it was written down; offsets count UTF-16 units.

Of the types that INCEpTION and DKPro Core know, those that only cut a text up (tokens, sentences) or describe it are no
annotations here. Ours are of DKPro's NamedEntity, which each INCEpTION project has, with features of our own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import Any

from annotator.formats.foreign import UTF16, Foreign, document_in
from annotator.formats.format import ReadOptions
from annotator.formats.shapes import SCALARS, Place
from annotator.formats.source import Source
from annotator.formats.tally import ALL_BUT_SPANS
from annotator.model import Annotation, AttributeValue, Bundle, Span
from annotator.text import Utf16, sentences, word_edges

LOSES = ("characters", *ALL_BUT_SPANS)
ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
TOKEN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
META = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
DOCUMENT = "uima.tcas.DocumentAnnotation"
STRING, ANNOTATION = "uima.cas.String", "uima.tcas.Annotation"
TYPES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    ENTITY: (ANNOTATION, ("identifier", "value", "annotator", "note", "attributes")),
    TOKEN: (ANNOTATION, ()),
    SENTENCE: (ANNOTATION, ()),
    META: (DOCUMENT, ("documentTitle",)),
}
"""The types that we write: each with the one it is a kind of, and its own features, all of them strings."""

_STRUCTURE = {
    "DocumentAnnotation", "DocumentMetaData", "Token", "Sentence", "Paragraph", "Heading", "Div", "Lemma", "Stem",
    "POS", "MorphologicalFeatures", "TagsetDescription", "TagDescription", "CASMetadata", "SourceDocumentInformation",
}  # fmt: skip
_LABELS = ("value", "label", "PosValue", "DependencyType", "relation", "tag", "name", "type")
_PLAIN = {"begin", "end", "sofa", "annotator", "note", "attributes", *_LABELS}


@dataclass(frozen=True)
class Structure:
    """A feature structure: its id, type, the offsets of an annotation as they are written, and its other features."""

    id: str
    type: str
    features: Mapping[str, Any]
    place: Place

    @property
    def kind(self) -> str:
        """The type without its package."""
        return self.type.rpartition(".")[2]


@dataclass
class Cas:
    """The text of one view and the structures that point at it."""

    text: str
    place: Place
    structures: list[Structure] = field(default_factory=list)


def bundle_of(cas: Cas, source: Source, options: ReadOptions, extractor: str) -> Bundle:
    """The view's text as a document, with all its annotations that label something, and relations between them.

    The label is the value of the first feature that usually holds one, or the type's name; other features of plain
    values become attributes. Raises AnnotatorError for offsets that are none or not in the text.
    """
    title = next((str(one.features.get("documentTitle") or "") for one in cas.structures if one.kind == _META_KIND), "")
    foreign = Foreign(document_in(source, cas.place, cas.text, extractor, title), options, unit=UTF16)
    added: dict[str, Annotation | None] = {}
    relations = []
    for one in cas.structures:
        if "Governor" in one.features and "Dependent" in one.features:
            relations.append(one)
        elif _labels_something(one):
            added[one.id] = _add(foreign, one)
    for one in relations:
        ends = [added.get(str(one.features[key])) for key in ("Governor", "Dependent")]
        foreign.relate(_label(one), *ends)
    return foreign.bundle()


_META_KIND = META.rpartition(".")[2]


def _labels_something(one: Structure) -> bool:
    if "begin" not in one.features and "end" not in one.features:
        return False
    return not is_structure(one.type)


def is_structure(type_: str) -> bool:
    """Whether annotations of a type only cut the text up or describe it."""
    return type_.rpartition(".")[2] in _STRUCTURE or ".type.pos" in type_


def _add(foreign: Foreign, one: Structure) -> Annotation | None:
    features = one.features
    return foreign.add(
        (_offset(one, "begin"), _offset(one, "end")),
        _label(one),
        one.place,
        part=one.kind,
        annotator=str(features.get("annotator") or ""),
        attributes=_attributes(features),
        note=str(features.get("note") or ""),
    )


def _offset(one: Structure, name: str) -> int:
    value = one.features.get(name)
    if type(value) is int:
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 13:
        return int(value)
    raise one.place.wrong("wrong-type", part=f"{one.kind}.{name}", expected="integer")


def _label(one: Structure) -> str:
    return label_of(one.features, one.kind)


def label_of(features: Mapping[str, Any], otherwise: str) -> str:
    """What an annotation is called: the value of the first feature that usually holds that."""
    return next((str(value) for name in _LABELS if (value := features.get(name))), otherwise)


def _attributes(features: Mapping[str, Any]) -> dict[str, AttributeValue]:
    others = {name: value for name, value in features.items() if name not in _PLAIN and value not in (None, "")}
    plain = {name: value for name, value in others.items() if isinstance(value, str | int | float | bool)}
    try:
        ours = json.loads(str(features.get("attributes") or "{}"))
    except (ValueError, RecursionError):
        ours = {"attributes": features["attributes"]}
    return {**plain, **(ours if SCALARS.holds(ours) else {"attributes": str(features["attributes"])})}


# ---- writing


Row = tuple[int, str, Mapping[str, Any]]
"""A structure to write: its id, type and features, `begin` and `end` in UTF-16 units."""


def rows_of(bundle: Bundle) -> Iterator[Row]:
    """All structures of a document but its text: 1 is the text's own id."""
    ids = count(2)
    text = bundle.document.text
    units = Utf16(text).units
    whole = {"begin": 0, "end": units(len(text))}
    yield next(ids), META, {**whole, "language": "zh", "documentTitle": bundle.document.title}
    for type_, spans in ((SENTENCE, sentences(text)), (TOKEN, _tokens(text))):
        for span in spans:
            yield next(ids), type_, {"begin": units(span.start), "end": units(span.end)}
    for one in bundle.annotations:
        more = {"annotator": one.annotator, "note": one.note, "attributes": _spelled(one)}
        place = {"begin": units(one.span.start), "end": units(one.span.end)}
        yield next(ids), ENTITY, {**place, "value": one.label, **{key: value for key, value in more.items() if value}}


def _tokens(text: str) -> Iterable[Span]:
    edges = word_edges(text)
    for start, end in pairwise(edges):
        if not text[start:end].isspace():
            yield Span(start, end)


def _spelled(annotation: Annotation) -> str:
    return json.dumps(dict(annotation.attributes), allow_nan=False) if annotation.attributes else ""
