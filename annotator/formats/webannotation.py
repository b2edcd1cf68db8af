"""The W3C's Web Annotation Data Model as JSON-LD, with each text in a file beside it.

https://www.w3.org/TR/annotation-model/: a TextPositionSelector counts code points of the text; a TextQuoteSelector
quotes it, with the characters before and after.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from uuid import UUID

from annotator import plain
from annotator.formats.beside import document_of, text_file
from annotator.formats.folder import FileNames
from annotator.formats.foreign import Foreign
from annotator.formats.format import Format, ReadOptions, Remark, Written
from annotator.formats.jsonvalues import elements
from annotator.formats.parts import as_object, offsets, word
from annotator.formats.registry import formats
from annotator.formats.saving import atomic_folder
from annotator.formats.shapes import SCALARS, Place, Plain
from annotator.formats.source import Source
from annotator.formats.tally import ALL_BUT_SPANS, Tally
from annotator.model import Annotation, Attributes, Bundle, Scheme

EXTRACTOR = "web-annotation 1"
LOSES = ALL_BUT_SPANS
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_HEAD = re.compile(rb'"(@context|target)"\s*:[^\n]*anno\.jsonld|"motivation"\s*:|"TextPositionSelector"')
_AROUND = 32
_LABELLING = ("tagging", "classifying", "identifying")


def read(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """A document for each text that the annotations of a file are about; the text lies in the same folder.

    The label is the body that tags or classifies, a comment becomes the note, the creator the annotator. Annotations
    without a position in a text are left out. Raises AnnotatorError for broken JSON, positions that do not fit, and a
    text that is not there.
    """
    targets: dict[str, list[tuple[Place, str, Plain, Plain]]] = {}
    for at, (place, value) in enumerate(_annotations(source, options.remark)):
        part = f"items[{at}]"
        for target in _many(value.get("target")):
            if isinstance(target, dict) and (selector := _selector(target)):
                name = _file_name(target.get("source"), place, part)
                targets.setdefault(name, []).append((place, part, value, selector))
            else:
                options.leave_out("others")
    texts = {text_file(source, name): said for name, said in (targets or {_named_beside(source): []}).items()}
    for text, said in texts.items():
        yield _bundle(text, said, options)
    options.texts.update(text.path for text in texts)


def _bundle(text: Source, said: list[tuple[Place, str, Plain, Plain]], options: ReadOptions) -> Bundle:
    quotes = [(one.get("start"), one.get("exact")) for *_, one in said if one.get("exact")]
    document = document_of(text, EXTRACTOR, options.encoding, keep_bom=True)
    if document.text.startswith("\ufeff") and quotes and not all(_fits(document.text, *one) for one in quotes):
        document = document_of(text, EXTRACTOR, options.encoding)
    foreign = Foreign(document, options)
    for place, part, annotation, selector in said:
        _add(foreign, annotation, selector, place, part)
    return foreign.bundle()


def _fits(text: str, start: object, exact: object) -> bool:
    return isinstance(start, int) and isinstance(exact, str) and text.startswith(exact, start)


def _named_beside(source: Source) -> str:
    return f"{source.path.stem}.txt"


def _annotations(source: Source, remark: Remark) -> Iterator[tuple[Place, Plain]]:
    """The annotations of a page, a collection with its pages, or a mere list."""
    for place, value in elements(source, remark):
        yield from ((place, one) for one in _inside(as_object(value, place, ""), place))


def _inside(value: Plain, place: Place) -> Iterator[Plain]:
    pages = [value, *(page for key in ("first", "last") if isinstance(page := value.get(key), dict))]
    if value.get("target") is not None:
        yield value
        return
    for page in pages:
        for at, item in enumerate(_many(page.get("items"))):
            yield as_object(item, place, f"items[{at}]")


def _many(value: object) -> list[Any]:
    """What may be one or a list of them."""
    return [] if value is None else value if isinstance(value, list) else [value]


def _selector(target: Plain) -> Plain | None:
    """The position and the quotation of a target in one; None without a position."""
    selectors = [one for one in _many(target.get("selector")) if isinstance(one, dict)]
    by_type = {str(one.get("type")): one for one in selectors}
    position = by_type.get("TextPositionSelector")
    return position and {**by_type.get("TextQuoteSelector", {}), **position}


def _file_name(source: object, place: Place, part: str) -> str:
    """The last part of the text's address: the text is only ever looked for in the folder of the annotations."""
    address = source.get("id") if isinstance(source, dict) else source
    if not isinstance(address, str):
        raise place.wrong("missing-key", part=f"{part}.target.source")
    try:
        return unquote(urlsplit(address).path.rpartition("/")[2])
    except ValueError as error:  # an address with brackets that are no address
        raise place.wrong(
            "wrong-value", part=f"{part}.target.source", value=ascii(address)[:40], allowed="IRI"
        ) from error


def _add(foreign: Foreign, annotation: Plain, selector: Plain, place: Place, part: str) -> None:
    label, note, attributes = _bodies(annotation, place, part)
    foreign.add(
        offsets(selector, ("start", "end"), place, f"{part}.target.selector"),
        label,
        place,
        part=part,
        quote=word(selector, "exact", place, part) or None,
        annotator=_creator(annotation.get("creator")),
        attributes=attributes,
        note=note,
        source=word(annotation, "generator", place, part) if isinstance(annotation.get("generator"), str) else "",
        created=word(annotation, "created", place, part),
        changed=word(annotation, "modified", place, part),
    )


def _bodies(annotation: Plain, place: Place, part: str) -> tuple[str, str, Attributes]:
    """The label, the note, and the attributes that the bodies give."""
    label = ""
    notes: list[str] = []
    attributes: Attributes = {}
    for body in _many(annotation.get("body")):
        value, purposes, form = _body(body, annotation)
        if form == "application/json":
            attributes = _attributes(value, place, f"{part}.body")
        elif not label and (purposes & set(_LABELLING) or not purposes):
            label = value
        else:
            notes.append(value)
    return label or (notes.pop(0) if notes else ""), "\n".join(notes), attributes


def _body(body: object, annotation: Plain) -> tuple[str, set[str], str]:
    """A body's value, what it is for (by itself or by the annotation's motivation), and its media type."""
    if not isinstance(body, dict):
        return str(body), set(), ""
    value = body.get("value") or body.get("id") or body.get("source") or ""
    purposes = _many(body.get("purpose")) or _many(annotation.get("motivation"))
    return (
        str(value).rpartition("#")[2] if "value" not in body else str(value),
        set(map(str, purposes)),
        str(body.get("format")),
    )


def _attributes(value: str, place: Place, part: str) -> Attributes:
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        found = None
    if not SCALARS.holds(found):
        raise place.wrong("wrong-type", part=part, expected=SCALARS.name)
    return dict(found)


def _creator(value: object) -> str:
    one = next(iter(_many(value)), "")
    return str(one.get("name") or one.get("nickname") or one.get("id") or "") if isinstance(one, dict) else str(one)


# ---- writing


def write(bundles: Iterable[Bundle], _scheme: Scheme, path: Path) -> Written:
    """A folder with a .txt and a .jsonld for each document. Raises AnnotatorError as `atomic_folder` does."""
    tally = Tally(LOSES)
    names = FileNames("")
    with atomic_folder(path) as folder:
        for bundle in bundles:
            stem = names(bundle.document.title)
            folder.joinpath(f"{stem}.txt").write_bytes(bundle.document.text.encode())
            folder.joinpath(f"{stem}.jsonld").write_bytes(f"{plain.dumps(_page(bundle, stem))}\n".encode())
            tally.add(bundle, bundle.annotations)
    return tally.written()


def _page(bundle: Bundle, stem: str) -> Plain:
    items = [_from_annotation(one, bundle.document.text, f"{quote(stem)}.txt") for one in bundle.annotations]
    return {"@context": CONTEXT, "type": "AnnotationPage", "items": items}


def _from_annotation(annotation: Annotation, text: str, source: str) -> Plain:
    start, end = annotation.span.start, annotation.span.end
    around = {"prefix": text[max(0, start - _AROUND) : start], "suffix": text[end : end + _AROUND]}
    selectors = [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {"type": "TextQuoteSelector", "exact": annotation.text, **around},
    ]
    about = {
        "creator": annotation.annotator and {"type": "Person", "name": annotation.annotator},
        "created": annotation.created,
        "modified": annotation.changed,
        "generator": annotation.source,
    }
    return {
        **_id(annotation.id),
        "type": "Annotation",
        "motivation": "classifying",
        **{key: value for key, value in about.items() if value},
        "body": list(_to_bodies(annotation)),
        "target": {"source": source, "selector": selectors},
    }


def _id(name: str) -> dict[str, str]:
    try:
        return {"id": UUID(name).urn}
    except ValueError:  # a name that some file gave it
        return {}


def _to_bodies(annotation: Annotation) -> Iterator[Plain]:
    yield {"type": "TextualBody", "purpose": "classifying", "value": annotation.label}
    if annotation.note:
        yield {"type": "TextualBody", "purpose": "commenting", "value": annotation.note}
    if annotation.attributes:
        value = plain.dumps(dict(annotation.attributes))
        yield {"type": "TextualBody", "purpose": "describing", "format": "application/json", "value": value}


FORMAT = formats.register("web-annotation")(
    Format(
        name="web-annotation",
        title={"zh-Hans": "W3C 网页标注", "zh-Hant": "W3C 網頁標註", "en": "W3C Web Annotation"},
        suffixes=(".jsonld",),
        unit="code points",
        loses=LOSES,
        read=read,
        write=write,
        recognises=lambda head: _HEAD.search(head) is not None,
        folder=True,
    )
)
