"""REFI-QDA projects (.qdpx), which programs for qualitative analysis exchange: a zip with an XML file and the texts.

The standard (https://www.qdasoftware.org, version 1.5) counts Unicode code points from 0. Whether the end is the last
character or the place after it, it leaves open; programs write the place after it, and so do we.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from annotator.errors import AnnotatorError
from annotator.formats.child import in_child
from annotator.formats.encoding import decode
from annotator.formats.foreign import Foreign, document_in
from annotator.formats.format import Format, ReadOptions, Written
from annotator.formats.ooxml import Element
from annotator.formats.qdpx_project import SPACE, Coding, Project, Q, Selection, TextSource, project_of
from annotator.formats.registry import formats
from annotator.formats.saving import atomic_writer, spool_for
from annotator.formats.shapes import Place
from annotator.formats.source import Source
from annotator.formats.tally import ALL_BUT_SPANS, Tally
from annotator.formats.xmltext import holdable, unholdable
from annotator.formats.zips import content, zip_of
from annotator.model import Annotation, Bundle, Scheme

EXTRACTOR = "refi-qda 1"
LOSES = ("characters", "attributes", *ALL_BUT_SPANS)
PROJECT = "project.qde"
_ORIGIN = "annotator"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")


# ---- writing


def write(bundles: Iterable[Bundle], scheme: Scheme, path: Path) -> Written:
    """One project: the labels are its codes, the annotators its users, each annotation a selection that is coded.

    Characters that XML cannot hold become U+FFFD in names and notes (not in the texts), and are counted. Raises
    AnnotatorError as `atomic_writer` does.
    """
    from lxml import etree

    tally = Tally(LOSES)
    users: dict[str, str] = {}
    codes = {label.name: _guid("code", label.name) for label in scheme.labels}
    sources = etree.Element(f"{Q}Sources", nsmap={None: SPACE})
    texts: list[tuple[str, int]] = []
    with spool_for(path) as spool:
        for bundle in bundles:
            name = _guid("document", bundle.document.id)
            texts.append((name, spool.write(bundle.document.text.encode("utf-8"))))
            sources.append(_source(bundle, name, users, codes))
            tally.add(bundle, bundle.annotations, characters=_unholdable(bundle))
        spool.seek(0)
        with atomic_writer(path) as stream, ZipFile(stream, "w") as archive:
            _pack(archive, PROJECT, _project(scheme, users, codes, sources))  # first, so that the file is known by it
            for name, size in texts:
                _pack(archive, f"sources/{name}.txt", spool.read(size))
    return tally.written()


def _guid(kind: str, name: str) -> str:
    """The same for the same thing: its own id where that is one, else one made of its name."""
    try:
        return str(UUID(name)).upper()
    except ValueError:
        return str(uuid5(NAMESPACE_URL, f"{kind}:{name}")).upper()


def _unholdable(bundle: Bundle) -> int:
    said = [piece for one in bundle.annotations for piece in (one.annotator, one.note)]
    return sum(map(unholdable, [bundle.document.title, *said]))


def _pack(archive: ZipFile, name: str, data: bytes) -> None:
    entry = ZipInfo(name, _EPOCH)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)


def _project(scheme: Scheme, users: Mapping[str, str], codes: Mapping[str, str], sources: Element) -> bytes:
    from lxml import etree

    name = holdable(scheme.title.get("zh-Hans") or scheme.name)
    root = etree.Element(f"{Q}Project", {"name": name, "origin": _ORIGIN}, nsmap={None: SPACE})
    if users:
        listed = etree.SubElement(root, f"{Q}Users")
        for user, guid in users.items():
            etree.SubElement(listed, f"{Q}User", {"guid": guid, "name": holdable(user)})
    if codes:
        listed = etree.SubElement(etree.SubElement(root, f"{Q}CodeBook"), f"{Q}Codes")
        colours = {label.name: label.colour.get("light") for label in scheme.labels}
        for code, guid in codes.items():
            colour = {"color": str(colours[code])} if colours.get(code) else {}
            etree.SubElement(listed, f"{Q}Code", {"guid": guid, "name": holdable(code), "isCodable": "true", **colour})
    if len(sources):
        root.append(sources)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return written


def _source(bundle: Bundle, name: str, users: dict[str, str], codes: dict[str, str]) -> Element:
    from lxml import etree

    about = {"guid": name, "name": holdable(bundle.document.title), "plainTextPath": f"internal://{name}.txt"}
    source = etree.Element(f"{Q}TextSource", about)
    for one in bundle.annotations:
        about = {"guid": _guid("annotation", one.id), "name": holdable(one.text[:60])}
        place = {"startPosition": str(one.span.start), "endPosition": str(one.span.end)}
        said = _by_whom(one, users)
        selection = etree.SubElement(source, f"{Q}PlainTextSelection", {**about, **place, **said})
        if one.note:
            etree.SubElement(selection, f"{Q}Description").text = holdable(one.note)
        coding = etree.SubElement(selection, f"{Q}Coding", {"guid": _guid("coding", f"coding:{one.id}"), **said})
        code = codes.setdefault(one.label, _guid("code", f"name:{one.label}"))
        etree.SubElement(coding, f"{Q}CodeRef", {"targetGUID": code})
    return source


def _by_whom(one: Annotation, users: dict[str, str]) -> dict[str, str]:
    """Who made it and when, as far as it is known."""
    said = {}
    if one.annotator:
        said["creatingUser"] = users.setdefault(one.annotator, _guid("user", f"name:{one.annotator}"))
    if _TIME.fullmatch(one.created):
        said["creationDateTime"] = one.created
    return said


# ---- reading


def read(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """The project's plain texts with their coded selections: a coding each is an annotation by its user.

    Other sources, and selections without a code, are left out. Raises AnnotatorError for a damaged file, a code or a
    text that is not there, selections outside of their text, and a project without a text.
    """
    with zip_of(source.read(), source.name) as archive:
        named = {entry.filename.lower(): entry for entry in archive.infolist()}
        entry = named.get(PROJECT) or next((named[name] for name in named if name.endswith(".qde")), None)
        if entry is None:
            raise AnnotatorError("formats.no-text", path=source.name)
        path = f"{source.name}/{entry.filename}"
        project = in_child(source.name, project_of, content(archive, entry, source.name), path)
        for one in project.sources:
            text = one.text or _text(one, archive, options, ours=project.origin == _ORIGIN)
            foreign = Foreign(document_in(source, one.place, text, EXTRACTOR, one.name), options)
            _add_selections(foreign, one, project)
            yield foreign.bundle()
        if project.others:
            options.leave_out("documents", project.others)
        if not project.sources:
            raise AnnotatorError("formats.no-text", path=source.name)


def _text(one: TextSource, archive: ZipFile, options: ReadOptions, *, ours: bool) -> str:
    """A text that lies in a file of its own: inside the project, nowhere else."""
    name = one.path.removeprefix("internal://").lower()
    entry = next((entry for entry in archive.infolist() if entry.filename.lower() in (name, f"sources/{name}")), None)
    if not one.path.startswith("internal://") or entry is None:
        raise AnnotatorError("formats.text-missing", path=one.place.path, text=one.path[:80] or "plainTextPath")
    data = content(archive, entry, one.place.path)
    # in our texts, which are written as they are, it is a character
    begins = BOM_UTF8 if ours and data.startswith(BOM_UTF8) else b""
    return decode(begins + data, f"{one.place.path}/{entry.filename}", options.encoding).text


def _add_selections(foreign: Foreign, one: TextSource, project: Project) -> None:
    for selection in one.selections:
        if not selection.codings:
            foreign.leave_out("others")
        for coding in selection.codings:
            _add(foreign, selection, coding, project)
    if one.codings:
        foreign.leave_out("others", one.codings)


def _add(foreign: Foreign, selection: Selection, coding: Coding, project: Project) -> None:
    place = selection.place
    if coding.code not in project.codes:
        raise place.wrong("no-end", part="CodeRef", id=coding.code[:40])
    offsets = (_offset(selection.start, "startPosition", place), _offset(selection.end, "endPosition", place))
    foreign.add(
        offsets, project.codes[coding.code], place, part="PlainTextSelection",
        annotator=project.users.get(coding.user, ""), note=selection.note, created=coding.when,
    )  # fmt: skip


def _offset(said: str, name: str, place: Place) -> int:
    if not (said.isascii() and said.isdigit() and len(said) < 13):
        raise place.wrong("wrong-type", part=f"PlainTextSelection.{name}", expected="integer")
    return int(said)


FORMAT = formats.register("refi-qda")(
    Format(
        name="refi-qda",
        title={"zh-Hans": "REFI-QDA 项目", "zh-Hant": "REFI-QDA 專案", "en": "REFI-QDA project"},
        suffixes=(".qdpx",),
        unit="code points",
        loses=LOSES,
        read=read,
        write=write,
        recognises=lambda head: head.startswith(b"PK") and b"project.qde" in head,
    )
)
