"""UIMA's CAS as JSON, version 0.4: https://github.com/apache/uima-uimaj-io-jsoncas. One file a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from annotator import plain
from annotator.errors import AnnotatorError
from annotator.formats.cas import STRING, TYPES, Cas, Structure, bundle_of, rows_of
from annotator.formats.folder import FileNames
from annotator.formats.format import Format, ReadOptions, Written
from annotator.formats.jsonvalues import elements
from annotator.formats.parts import as_object, word
from annotator.formats.registry import formats
from annotator.formats.saving import atomic_folder
from annotator.formats.shapes import Place, Plain
from annotator.formats.source import Source
from annotator.formats.tally import ALL_BUT_SPANS, Tally
from annotator.model import Bundle, Scheme

EXTRACTOR = "cas-json 1"
_HEAD = re.compile(rb'"%(TYPES|FEATURE_STRUCTURES|VIEWS)"\s*:|"_context"\s*:\s*\{\s*"_types"\s*:')
_OLD = {"_context", "_views"}
"""the keys that a file of an earlier version has"""
_NEW = {"%TYPES", "%FEATURE_STRUCTURES", "%VIEWS"}
_SOFA = "uima.cas.Sofa"


def read(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """A document for each view that has a text.

    Raises AnnotatorError for broken JSON, an earlier version's file, and where no view has a text.
    """
    found = False
    for place, value in elements(source, options.remark):
        whole = as_object(value, place, "")
        if whole.keys() >= _OLD:
            raise AnnotatorError("formats.cas-json-old", path=source.name)
        if not whole.keys() & _NEW:
            raise AnnotatorError("formats.json-unknown", path=source.name)
        for cas in _views(whole, place):
            found = True
            yield bundle_of(cas, source, options, EXTRACTOR)
    if not found:
        raise AnnotatorError("formats.no-text", path=source.name)


def _views(value: Plain, place: Place) -> list[Cas]:
    structures = list(_structures(value, place))
    views: dict[str, Cas] = {}
    for id_, one in structures:
        if one.get("%TYPE") == _SOFA and (text := word(one, "sofaString", place, id_)):
            views[id_] = Cas(text, place)
    for id_, one in structures:
        if one.get("%TYPE") != _SOFA and (view := views.get(str(one.get("@sofa")))):
            features = {key.lstrip("@#^"): said for key, said in one.items() if not key.startswith("%")}
            view.structures.append(Structure(id_, str(one.get("%TYPE")), features, place))
    return list(views.values())


def _structures(value: Plain, place: Place) -> Iterator[tuple[str, Plain]]:
    """Each structure with its id: a list of them, or an object of ids."""
    structures = value.get("%FEATURE_STRUCTURES") or []
    if isinstance(structures, dict):
        pairs: Iterable[tuple[Any, Any]] = structures.items()
    elif isinstance(structures, list):
        pairs = ((None, one) for one in structures)
    else:
        raise place.wrong("wrong-type", part="%FEATURE_STRUCTURES", expected="array or object")
    for at, (id_, one) in enumerate(pairs):
        structure = as_object(one, place, f"%FEATURE_STRUCTURES[{at}]")
        yield str(structure.get("%ID", id_)), structure


def write(bundles: Iterable[Bundle], _scheme: Scheme, path: Path) -> Written:
    """A folder with a file for each document. Raises AnnotatorError as `atomic_folder` does."""
    tally = Tally(ALL_BUT_SPANS)
    names = FileNames(".json")
    with atomic_folder(path) as folder:
        for bundle in bundles:
            content = f"{plain.dumps(_from_bundle(bundle))}\n"
            folder.joinpath(names(bundle.document.title)).write_bytes(content.encode())
            tally.add(bundle, bundle.annotations)
    return tally.written()


def _from_bundle(bundle: Bundle) -> Plain:
    text = {"sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text/plain", "sofaString": bundle.document.text}
    structures = [{"%ID": 1, "%TYPE": _SOFA, **text}]
    structures += [{"%ID": id_, "%TYPE": type_, "@sofa": 1, **features} for id_, type_, features in rows_of(bundle)]
    return {
        "%TYPES": {name: _type(name, parent, features) for name, (parent, features) in TYPES.items()},
        "%FEATURE_STRUCTURES": structures,
        "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": [one["%ID"] for one in structures[1:]]}},
    }


def _type(name: str, parent: str, features: tuple[str, ...]) -> Plain:
    own = {feature: {"%NAME": feature, "%RANGE": STRING} for feature in features}
    return {"%NAME": name, "%SUPER_TYPE": parent, **own}


FORMAT = formats.register("cas-json")(
    Format(
        name="cas-json",
        title={
            "zh-Hans": "UIMA CAS JSON（INCEpTION）",
            "zh-Hant": "UIMA CAS JSON（INCEpTION）",
            "en": "UIMA CAS JSON (INCEpTION)",
        },
        suffixes=(".json",),
        unit="utf-16 units",
        loses=ALL_BUT_SPANS,
        read=read,
        write=write,
        recognises=lambda head: _HEAD.search(head) is not None,
        folder=True,
    )
)
