"""What the XML of a REFI-QDA project says, as plain values: for the process that reads files of strangers."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.formats.ooxml import Element, parsed
from annotator.formats.shapes import Place

SPACE = "urn:QDA-XML:project:1.0"
Q = f"{{{SPACE}}}"


@dataclass(frozen=True)
class Coding:
    """What a user says of a selection: the code's id and the user's, in capitals, and when."""

    code: str
    user: str
    when: str


@dataclass(frozen=True)
class Selection:
    """A selection of a text, its offsets as they are written."""

    place: Place
    start: str
    end: str
    note: str
    codings: list[Coding]


@dataclass(frozen=True)
class TextSource:
    """A text, or the path where it lies; `codings` counts those of the whole of it."""

    place: Place
    name: str
    text: str
    path: str
    selections: list[Selection]
    codings: int


@dataclass(frozen=True)
class Project:
    """What a project names: its codes and users by their ids, in capitals; `others` counts pictures and the like."""

    origin: str
    codes: dict[str, str]
    users: dict[str, str]
    sources: list[TextSource]
    others: int


def project_of(data: bytes, path: str) -> Project:
    """What the project's XML says. Raises as `parsed`."""
    root = parsed(data, path)
    others = sum(1 for kind in ("Picture", "PDF", "Audio", "Video") for _ in root.iter(f"{Q}{kind}Source"))
    sources = [_text_source(element, path) for element in root.iter(f"{Q}TextSource")]
    return Project(root.get("origin", ""), _names(root, "Code"), _names(root, "User"), sources, others)


def _names(root: Element, kind: str) -> dict[str, str]:
    return {element.get("guid", "").upper(): element.get("name", "") for element in root.iter(f"{Q}{kind}")}


def _text_source(element: Element, path: str) -> TextSource:
    return TextSource(
        Place(path, element.sourceline or 1),
        element.get("name", ""),
        str(element.findtext(f"{Q}PlainTextContent") or ""),
        element.get("plainTextPath", ""),
        [_selection(one, path) for one in element.iter(f"{Q}PlainTextSelection")],
        sum(one.tag == f"{Q}Coding" for one in element),
    )


def _selection(element: Element, path: str) -> Selection:
    return Selection(
        Place(path, element.sourceline or 1),
        element.get("startPosition", ""),
        element.get("endPosition", ""),
        element.findtext(f"{Q}Description") or "",
        [_coding(one, element) for one in element.iter(f"{Q}Coding")],
    )


def _coding(coding: Element, selection: Element) -> Coding:
    reference = coding.find(f"{Q}CodeRef")
    return Coding(
        "" if reference is None else reference.get("targetGUID", "").upper(),
        (coding.get("creatingUser") or selection.get("creatingUser") or "").upper(),
        coding.get("creationDateTime") or selection.get("creationDateTime") or "",
    )
