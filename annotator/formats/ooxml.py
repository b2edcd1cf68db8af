"""The parts of a Word file: XML in a zip, or all in one XML file (flat OPC); read within limits, nothing fetched."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from annotator.errors import AnnotatorError
from annotator.formats.magic import refuse_legacy
from annotator.formats.zips import content, zip_of

Element = Any
"""An element of lxml, which comes without types."""

_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
}
_XML = re.compile(rb"(\xef\xbb\xbf)?\s*<(\?xml\b|[A-Za-z]+:package\b)")
_RELATION = re.compile(r"^http://(?:schemas\.openxmlformats\.org|purl\.oclc\.org/ooxml)/officeDocument/.*/(\w+)$")


def parsed(data: bytes, name: str) -> Element:
    """The root of an XML part. No entity is expanded, no DTD or net is looked at; comments are dropped.

    Raises AnnotatorError for broken XML, one that defines entities, and one nested deeper than 256.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
                             remove_pis=True, huge_tree=False)  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if b"<!ENTITY" in data:
            raise AnnotatorError("formats.xml-entities", path=name) from error
        raise AnnotatorError("formats.xml-broken", path=name, reason=str(error)[:120]) from error
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise AnnotatorError("formats.xml-entities", path=name)
    return root


def kind(element: Element) -> str:
    """An element's name with a prefix, `w:p`, whichever edition of the standard it is from; others without one."""
    name = element.tag
    if not isinstance(name, str):  # an entity that was not expanded
        return ""
    space, _, local = name[1:].rpartition("}") if name.startswith("{") else ("", "", name)
    return _PREFIXES.get(space, "") + local


def value(element: Element | None, name: str = "val") -> str | None:
    """The attribute `w:<name>` of an element; None where there is no element or no attribute."""
    if element is None:
        return None
    found = (text for key, text in element.attrib.items() if key == name or key.endswith(f"}}{name}"))
    return next(found, None)


def child(element: Element | None, *path: str) -> Element | None:
    """The element that a path of kinds leads to: `child(p, "w:pPr", "w:numPr")`."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if kind(one) == name), None)
    return element


def on(element: Element | None) -> bool:
    """Whether a switch such as `w:vanish` is there and on."""
    return element is not None and value(element) not in ("0", "false", "off")


class Parts:
    """The parts of a file by their names, which have no slash in front."""

    def __init__(self, name: str, read: Mapping[str, Callable[[], bytes]], flat: Mapping[str, Element] = {}) -> None:
        self._name = name
        self._read = read
        self._flat = flat

    def root(self, part: str) -> Element | None:
        """A part's XML; None where there is no such part. Raises AnnotatorError as `parsed` and `content` do."""
        if part in self._flat:
            return self._flat[part]
        return parsed(self._read[part](), f"{self._name}/{part}") if part in self._read else None

    def main(self) -> str:
        """The name of the part that holds the text."""
        return next(self.related("", "officeDocument"), "word/document.xml")

    def related(self, part: str, type_: str) -> Iterator[str]:
        """The parts to which one has relations of a type such as `header`; the whole file's where it has no name."""
        yield from (target for found, target in self.relations(part).values() if found == type_)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """A part's relations to others inside the file: id → type, name of the part."""
        folder, file = posixpath.split(part)
        root = self.root(posixpath.join(folder, "_rels", f"{file}.rels"))
        found = {}
        for one in root if root is not None else ():
            if (match := _RELATION.match(one.get("Type", ""))) and one.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", "")))
                found[one.get("Id", "")] = match[1], target.lstrip("/")
        return found


@contextmanager
def opened_parts(data: bytes, name: str) -> Iterator[Parts]:
    """The parts of a file's bytes. Raises AnnotatorError when it is neither a zip nor flat XML of parts."""
    refuse_legacy(data, name)
    if not data.startswith(b"PK"):
        if not _XML.match(data):
            raise AnnotatorError("formats.docx-not", path=name)
        yield Parts(name, {}, _flat_parts(parsed(data, name), name))
        return
    with zip_of(data, name) as archive:
        entries = {entry.filename.lstrip("/"): entry for entry in archive.infolist()}
        readers = {
            part: lambda entry=entry, part=part: content(archive, entry, f"{name}/{part}")
            for part, entry in entries.items()
        }
        yield Parts(name, readers)


def _flat_parts(root: Element, name: str) -> dict[str, Element]:
    if root.tag != f"{_PKG}package":
        raise AnnotatorError("formats.docx-none", path=name)
    parts = {}
    for part in root:
        if (xml := part.find(f"{_PKG}xmlData")) is not None and len(xml):
            parts[part.get(f"{_PKG}name", "").lstrip("/")] = xml[0]
    return parts
