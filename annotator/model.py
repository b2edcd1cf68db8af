"""The values everything is made of. Frozen, without behaviour that needs a corpus, a file or a window.

All offsets are half-open `[start, end)` in Unicode code points of the document's text as stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

AttributeValue = str | int | float | bool | None
Attributes = Mapping[str, AttributeValue]

ACCEPT, CORRECT, REJECT = "accept", "correct", "reject"
MANUAL = "manual"
NEW, STARTED, DONE = "new", "started", "done"


def new_id() -> str:
    """A name that nothing else has: 32 hex digits."""
    return uuid4().hex


def now() -> str:
    """The present, in UTC with milliseconds: `2026-03-01T08:30:00.000+00:00`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def text_hash(text: str) -> str:
    """The name of a text's content: sha256 over its UTF-8, in hex."""
    return sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open `[start, end)` in code points; never empty. Raises ValueError for anything else."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The slice of the text; shorter than the span where the text ends before it does."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether both hold some code point; spans that only touch do not overlap."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether the other lies inside this one; a span contains itself."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a suggestion was made: a sentence's key in the translations, and the words for its braces.

    `Reason("suggest.why-list-instruments", (("term", "就业扶贫"),))`. Terms inside are in Simplified.
    """

    key: str
    words: tuple[tuple[str, str], ...] = ()


SuggestionKey = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed span and label. Computed from the text whenever needed; only the decision on it is stored."""

    span: Span
    label: str
    text: str
    score: float
    source: str
    why: Reason
    attributes: Attributes = field(default_factory=dict, hash=False)

    @property
    def key(self) -> SuggestionKey:
        """What makes two suggestions the same one to a person: where, and as what."""
        return self.span.start, self.span.end, self.label


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
class Annotation:
    """A span and label that an annotator stands by. `text` is the slice, kept to prove that offsets did not drift.

    `source` is the suggestion's source it grew from, or "manual".
    """

    id: str
    document: str
    annotator: str
    span: Span
    label: str
    text: str
    attributes: Attributes = field(default_factory=dict, hash=False)
    note: str = ""
    source: str = MANUAL
    created: str = ""
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What an annotator did with a suggestion: accept, correct or reject; kept with the suggestion as it was shown."""

    id: str
    document: str
    annotator: str
    kind: str
    suggestion: Suggestion
    engine: str
    annotation: str | None
    time: str


@dataclass(frozen=True, slots=True)
class Step:
    """One change. `kind` is do, undo, redo, or base, at which undo stops; `target` what an undo or redo turns back."""

    id: str
    kind: str
    name: str
    annotator: str
    time: str
    target: str | None
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowChange:
    """What a step did to one row of the corpus; None stands for a row that is not there, before or after."""

    table: str
    row: str
    before: Mapping[str, Any] | None = field(hash=False)
    after: Mapping[str, Any] | None = field(hash=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the history: a step and all that it changed."""

    step: Step
    changes: tuple[RowChange, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a verb changed: which kinds of rows, in which documents. Panels ask `touch` and read again."""

    step: str | None = None
    name: str = ""
    kinds: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()

    def touch(self, kind: str, document: str | None = None) -> bool:
        """Whether rows of a kind (a table of the store) are different, in a document or anywhere."""
        return kind in self.kinds and (document is None or document in self.documents)

    def __bool__(self) -> bool:
        return self.step is not None


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


@dataclass(frozen=True, slots=True)
class Bundle:
    """A document with what people said about it: what formats read and write."""

    document: Document
    annotations: tuple[Annotation, ...] = ()
    decisions: tuple[Decision, ...] = ()
    status: Mapping[str, str] = field(default_factory=dict, hash=False)
    """annotator → new, started or done"""


Versions = Mapping[str, str]
"""A text in several languages: `{"zh-Hans": …, "zh-Hant": …, "en": …}`."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a span may be called. `name` is what files and code know it by, `key` the key that gives it, or empty."""

    name: str
    title: Versions
    key: str
    colour: Mapping[str, str]
    """theme ("light", "dark") → the hue's ink as #rrggbb"""
    definition: Versions
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of an attribute of the kind choice."""

    name: str
    title: Versions


@dataclass(frozen=True, slots=True)
class AttributeType:
    """An attribute that annotations of some labels carry. `kind` is choice, text, number or flag."""

    name: str
    title: Versions
    labels: tuple[str, ...]
    kind: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheme:
    """Labels and attributes. `overlap` says what suggestions may do: "flat" or "nested" (people may always overlap)."""

    name: str
    title: Versions
    overlap: str
    labels: tuple[Label, ...]
    attributes: tuple[AttributeType, ...]

    def label(self, name: str) -> Label | None:
        return next((label for label in self.labels if label.name == name), None)

    def label_of_key(self, key: str) -> Label | None:
        """The label that a key of the keyboard gives; None for a key without one."""
        return next((label for label in self.labels if label.key == key), None)

    def attributes_of(self, label: str) -> tuple[AttributeType, ...]:
        """The attributes that annotations of a label carry."""
        return tuple(kind for kind in self.attributes if label in kind.labels)
