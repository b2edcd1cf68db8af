"""UIMA's CAS as XMI, with the description of its types beside it, as INCEpTION reads and writes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.formats.cas import LOSES, STRING, TYPES, Cas, Structure, bundle_of, rows_of
from annotator.formats.child import in_child
from annotator.formats.folder import FileNames
from annotator.formats.format import Format, ReadOptions, Written
from annotator.formats.ooxml import Element, parsed
from annotator.formats.registry import formats
from annotator.formats.saving import atomic_folder
from annotator.formats.shapes import Place
from annotator.formats.source import Source
from annotator.formats.tally import Tally
from annotator.formats.xmltext import holdable, unholdable
from annotator.model import Bundle, Scheme

EXTRACTOR = "cas-xmi 1"
_XMI = "http://www.omg.org/XMI"
_CAS = "http:///uima/cas.ecore"
_ID, _VERSION = f"{{{_XMI}}}id", f"{{{_XMI}}}version"
_NAMESPACE = re.compile(r"http:///(.*)\.ecore")
_DESCRIPTION = "http://uima.apache.org/resourceSpecifier"


def read(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """A document for each view that has a text. Raises AnnotatorError for broken XML, and where no view has a text."""
    views = in_child(source.name, views_of, source.read(), source.name)
    for cas in views:
        yield bundle_of(cas, source, options, EXTRACTOR)
    if not views:
        raise AnnotatorError("formats.no-text", path=source.name)


def views_of(data: bytes, name: str) -> list[Cas]:
    """The views that have a text. Called in the other process; raises as `parsed`."""
    root = parsed(data, name)
    views: dict[str, Cas] = {}
    if root.tag != f"{{{_XMI}}}XMI":
        return []
    for element in root.iterfind(f"{{{_CAS}}}Sofa"):
        if text := element.get("sofaString"):
            views[element.get(_ID, "")] = Cas(text, Place(name, element.sourceline or 1))
    for element in root:
        if view := views.get(element.get("sofa", "")):
            view.structures.append(_structure(element, name))
    return list(views.values())


def _structure(element: Element, name: str) -> Structure:
    namespace, _, kind = element.tag.removeprefix("{").rpartition("}")
    package = _NAMESPACE.fullmatch(namespace)
    type_ = f"{package[1].replace('/', '.')}.{kind}" if package else kind
    features = {key: value for key, value in element.attrib.items() if not key.startswith("{")}
    return Structure(element.get(_ID, ""), type_, features, Place(name, element.sourceline or 1))


def write(bundles: Iterable[Bundle], _scheme: Scheme, path: Path) -> Written:
    """A folder with an .xmi for each document, and TypeSystem.xml.

    Characters that XML cannot hold become U+FFFD, and are counted. Raises AnnotatorError as `atomic_folder` does.
    """
    tally = Tally(LOSES)
    names = FileNames(".xmi")
    with atomic_folder(path) as folder:
        folder.joinpath("TypeSystem.xml").write_bytes(_types())
        for bundle in bundles:
            folder.joinpath(names(bundle.document.title)).write_bytes(_document(bundle))
            tally.add(bundle, bundle.annotations, characters=_unholdable(bundle))
    return tally.written()


def _unholdable(bundle: Bundle) -> int:
    said = [piece for one in bundle.annotations for piece in (one.annotator, one.label, one.note)]
    return sum(map(unholdable, [bundle.document.text, bundle.document.title, *said]))


def _document(bundle: Bundle) -> bytes:
    from lxml import etree

    packages = {type_.rpartition(".")[0] for type_ in TYPES}
    prefixes = {f"t{number}": _namespace(package) for number, package in enumerate(sorted(packages))}
    root = etree.Element(f"{{{_XMI}}}XMI", nsmap={"xmi": _XMI, "cas": _CAS, **prefixes})
    root.set(_VERSION, "2.0")
    etree.SubElement(root, f"{{{_CAS}}}NULL", {_ID: "0"})
    ids = []
    for id_, type_, features in rows_of(bundle):
        package, _, kind = type_.rpartition(".")
        etree.SubElement(root, f"{{{_namespace(package)}}}{kind}", _spelled({_ID: id_, "sofa": 1, **features}))
        ids.append(str(id_))
    text = {"sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text/plain", "sofaString": bundle.document.text}
    etree.SubElement(root, f"{{{_CAS}}}Sofa", _spelled({_ID: 1, **text}))
    etree.SubElement(root, f"{{{_CAS}}}View", {"sofa": "1", "members": " ".join(ids)})
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def _namespace(package: str) -> str:
    return f"http:///{package.replace('.', '/')}.ecore"


def _spelled(features: Mapping[str, object]) -> dict[str, str]:
    return {key: holdable(str(value)) for key, value in features.items()}


def _types() -> bytes:
    """The description of our types, as UIMA's tools and INCEpTION import it."""
    from lxml import etree

    root = etree.Element(f"{{{_DESCRIPTION}}}typeSystemDescription", nsmap={None: _DESCRIPTION})
    types = etree.SubElement(root, f"{{{_DESCRIPTION}}}types")
    for name, (parent, features) in TYPES.items():
        described = _described(types, "typeDescription", {"name": name, "supertypeName": parent})
        listed = etree.SubElement(described, f"{{{_DESCRIPTION}}}features")
        for feature in features:
            _described(listed, "featureDescription", {"name": feature, "rangeTypeName": STRING})
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _described(parent: Element, kind: str, said: Mapping[str, str]) -> Element:
    from lxml import etree

    element = etree.SubElement(parent, f"{{{_DESCRIPTION}}}{kind}")
    for key, value in said.items():
        etree.SubElement(element, f"{{{_DESCRIPTION}}}{key}").text = value
    return element


FORMAT = formats.register("cas-xmi")(
    Format(
        name="cas-xmi",
        title={
            "zh-Hans": "UIMA CAS XMI（INCEpTION）",
            "zh-Hant": "UIMA CAS XMI（INCEpTION）",
            "en": "UIMA CAS XMI (INCEpTION)",
        },
        suffixes=(".xmi",),
        unit="utf-16 units",
        loses=LOSES,
        read=read,
        write=write,
        recognises=lambda head: b"http://www.omg.org/XMI" in head,
        folder=True,
    )
)
