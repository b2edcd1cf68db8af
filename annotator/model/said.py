"""What people say about a document, span by span."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any

from annotator.model.spans import Attributes, Span, Suggestion

ACCEPT, CORRECT, REJECT = "accept", "correct", "reject"
MANUAL = "manual"
ON, OFF = "on", "off"
REASONS = ("guideline-unclear", "slip", "boundary-rule", "label-rule", "source-faulty")
"""Why annotators differ, as long as a team has no list of its own."""
OUTCOMES = ("taken", "edited", "nothing", "both", "deferred")


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

    def __reduce__(self) -> tuple[type[Annotation], tuple[Any, ...]]:
        return Annotation, _PARTS(self)  # as Span does, and why


_PARTS = attrgetter(*(one.name for one in fields(Annotation)))


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
class Proposal:
    """What another program suggests, as a file brought it; its source is `imported: ` and that program's name."""

    id: str
    document: str
    suggestion: Suggestion


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed link from one annotation (the head) to another (the target) of the same annotator and document."""

    id: str
    document: str
    annotator: str
    type: str
    head: str
    target: str
    source: str = MANUAL
    created: str = ""


@dataclass(frozen=True, slots=True)
class PersonalRule:
    """A pattern that people wrote: what it matches in folded text is suggested. `state` is on or off."""

    id: str
    pattern: str
    label: str
    domain: str
    note: str
    state: str


@dataclass(frozen=True, slots=True)
class Adjudication:
    """The decision on a disagreement: who settled which stretch how and why, and the versions that there were.

    `outcome` is one of OUTCOMES, `strategy` "person" or the name of the rule that settled it; `versions` is plain JSON.
    """

    id: str
    document: str
    annotator: str
    span: Span
    outcome: str
    strategy: str
    reason: str
    note: str
    versions: tuple[Mapping[str, Any], ...] = field(hash=False)
    time: str = ""


@dataclass(frozen=True, slots=True)
class Adjudicated:
    """A span and label of the adjudicated layer, the corpus's gold, and the adjudication behind it."""

    id: str
    document: str
    adjudication: str
    span: Span
    label: str
    text: str
    attributes: Attributes = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Trained:
    """A suggester that a corpus has trained: the hash of what it was trained on, when, how it did, and its bytes.

    `report` is plain JSON: `gain` (exact F1 with and without it), `documents` (hashes of their texts), `seconds`.
    """

    trained_on: str
    made: str
    report: Mapping[str, Any] = field(hash=False)
    body: bytes = field(repr=False)
