"""Documents, and the bundle that formats read and write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from annotator.model.history import Past
from annotator.model.said import Adjudicated, Adjudication, Annotation, Decision, Proposal, Relation
from annotator.model.spans import Attributes, text_hash

NEW, STARTED, DONE = "new", "started", "done"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document came from. Empty strings where it is not known."""

    name: str = ""
    sha256: str = ""
    encoding: str = ""
    newline: str = ""
    extractor: str = ""
    imported: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One report: immutable text, its hash, where it came from."""

    id: str
    title: str
    text: str
    origin: Origin = Origin()

    @property
    def sha256(self) -> str:
        return text_hash(self.text)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A document with what people said about it: what formats read and write."""

    document: Document
    annotations: tuple[Annotation, ...] = ()
    decisions: tuple[Decision, ...] = ()
    status: Mapping[str, str] = field(default_factory=dict, hash=False)
    """annotator → new, started or done"""
    relations: tuple[Relation, ...] = ()
    attributes: Attributes = field(default_factory=dict, hash=False)
    """what people say of the document itself, by the names of `Scheme.document`"""
    adjudications: tuple[Adjudication, ...] = ()
    adjudicated: tuple[Adjudicated, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    """what other programs suggest"""
    history: tuple[Past, ...] = ()
    """all that was done to the document, in order, where somebody asks for it"""
