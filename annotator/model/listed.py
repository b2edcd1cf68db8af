"""Documents, annotations, places and terms as lists show them."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.spans import Span


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as lists show it: without its text."""

    id: str
    title: str
    sha256: str
    length: int
    imported: str
    status: str
    annotations: int
    decisions: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """How far an annotator is with a document that they have begun, or have annotations in."""

    document: str
    annotator: str
    status: str
    annotations: int


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document as the overview of a corpus shows it.

    `script` is hans, hant, or nothing for a text that does not begin in Chinese. `status` and `decided`, a number of
    decisions, are one annotator's, the other counts theirs or everybody's; `annotators` are all who have begun.
    """

    id: str
    title: str
    sha256: str
    length: int
    script: str
    imported: str
    status: str
    annotations: int
    decisions: int
    decided: int
    annotators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnnotationRow:
    """An annotation as the page shows it: where, as what, and the source it grew from."""

    id: str
    span: Span
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place where a term stands, with the text around it, and whether it is annotated there."""

    document: str
    title: str
    span: Span
    before: str
    text: str
    after: str
    labels: tuple[str, ...]
    """the labels of the annotations that overlap it"""


@dataclass(frozen=True, slots=True)
class SaidTerm:
    """What a person says of a term itself: `state` is shown, quiet, forgotten, or empty for nothing any more."""

    text: str
    label: str
    domain: str
    state: str
