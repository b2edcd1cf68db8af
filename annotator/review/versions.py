"""What annotators made of the same words: the values that disagreements are told in.

All spans are half-open, in code points of the document's text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from annotator.model import Annotation, AttributeValue, Relation, Span
from annotator.plain import dumps
from annotator.text import fold

Attributes = tuple[tuple[str, AttributeValue], ...]
"""Attributes in order of their names. One without a value (None) is as good as not there, and left out."""

MISSED, EXTRA = "missed", "extra"
BOUNDARY, LABEL, BOUNDARY_LABEL = "boundary", "label", "boundary-label"
SPLIT_MERGE, ATTRIBUTE, RELATION = "split-merge", "attribute", "relation"

KINDS = (SPLIT_MERGE, BOUNDARY_LABEL, BOUNDARY, LABEL, MISSED, EXTRA, ATTRIBUTE, RELATION)
"""All kinds of difference; where a disagreement holds several, the first of them here is its type."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One document with what several annotators left in it.

    `done` are those who have finished it: what they have not annotated, they have judged to be nothing. `relations`
    are all those of the document, by whomever.
    """

    document: str
    text: str
    annotations: Mapping[str, Sequence[Annotation]] = field(hash=False)
    """annotator → theirs; who has none may be left out"""
    done: AbstractSet[str] = frozenset()
    relations: Sequence[Relation] = field(default=(), hash=False)
    title: str = ""
    """what people call it; two may have the same one"""

    @property
    def annotators(self) -> list[str]:
        """Whoever has finished it or has an annotation in it, in order of names."""
        return sorted(self.done | {who for who, theirs in self.annotations.items() if theirs})


@dataclass(frozen=True, slots=True)
class VersionSpan:
    """A span, its label, its words and its attributes, as one or more annotators have it."""

    span: Span
    label: str
    text: str
    attributes: Attributes = ()

    def plain(self) -> dict[str, Any]:
        """`{"start", "end", "label", "text"}`, and "attributes" where there are any."""
        plain: dict[str, Any] = {
            "start": self.span.start,
            "end": self.span.end,
            "label": self.label,
            "text": self.text,
        }
        return plain | {"attributes": dict(self.attributes)} if self.attributes else plain


@dataclass(frozen=True, slots=True)
class VersionLink:
    """A relation of a version: its type, the annotation it starts from, and what it points to."""

    type: str
    head: VersionSpan
    target: VersionSpan

    def plain(self) -> dict[str, Any]:
        """`{"type", "head", "target"}`, both ends as `VersionSpan.plain` gives them."""
        return {"type": self.type, "head": self.head.plain(), "target": self.target.plain()}


@dataclass(frozen=True, slots=True)
class Version:
    """How some annotators have a stretch of text: their spans in order, none where they say that nothing is here."""

    annotators: tuple[str, ...]
    spans: tuple[VersionSpan, ...] = ()
    relations: tuple[VersionLink, ...] = ()

    def plain(self) -> dict[str, Any]:
        """`{"annotators", "spans"}`, and "relations" where there are any."""
        plain: dict[str, Any] = {"annotators": list(self.annotators), "spans": [one.plain() for one in self.spans]}
        return plain | {"relations": [one.plain() for one in self.relations]} if self.relations else plain


@dataclass(frozen=True, slots=True)
class Cluster:
    """A stretch of text that overlapping annotations cover, and how each annotator has it.

    `versions` are the different ones, that of most annotators first; equal ones stand together. `not_done` are those
    who have nothing here and have not finished the document: of them nothing is known.
    """

    document: str
    span: Span
    text: str
    versions: tuple[Version, ...]
    not_done: tuple[str, ...]

    @property
    def annotators(self) -> tuple[str, ...]:
        """All who take part, in order of names."""
        return tuple(sorted(who for version in self.versions for who in version.annotators))

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels that anybody gave here, in order of names."""
        return tuple(sorted({one.label for version in self.versions for one in version.spans}))

    @property
    def majority(self) -> Version | None:
        """The version that more than half of those who take part have; None where there is none."""
        votes = len(self.versions[0].annotators)
        return self.versions[0] if 2 * votes > len(self.annotators) else None

    @property
    def key(self) -> str:
        """The same for clusters with the same words and the same versions, in either script and whoever made them.

        32 hex digits of a hash over the folded words and the versions, with offsets from the cluster's start.
        """
        versions = sorted(dumps(_context_free(version, self.span.start)) for version in self.versions)
        return sha256(dumps([fold(self.text), versions]).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Disagreement(Cluster):
    """A cluster that annotators made differently. `kinds` are all kinds of difference in it, its type first."""

    kinds: tuple[str, ...]

    @property
    def type(self) -> str:
        """One of KINDS."""
        return self.kinds[0]

    @property
    def attributes(self) -> tuple[str, ...]:
        """The names of the attributes that the same span with the same label has differently."""
        by_span: dict[tuple[Span, str], list[Attributes]] = {}
        for version in self.versions:
            for one in version.spans:
                by_span.setdefault((one.span, one.label), []).append(one.attributes)
        return tuple(sorted({name for several in by_span.values() for name in _differing(several)}))

    def plain(self) -> dict[str, Any]:
        """`{"document", "start", "end", "type", "versions": [{"annotators", "spans": [{"start", "end", …}]}]}`."""
        return {
            "document": self.document,
            "start": self.span.start,
            "end": self.span.end,
            "type": self.type,
            "versions": [version.plain() for version in self.versions],
        }


def _differing(several: Sequence[Attributes]) -> set[str]:
    counts = Counter(pair for attributes in several for pair in set(attributes))
    return {name for (name, _value), count in counts.items() if count < len(several)}


def _context_free(version: Version, start: int) -> list[Any]:
    spans = [_moved(one, start) for one in version.spans]
    return [spans, [[one.type, _moved(one.head, start), _pointed(one.target)] for one in version.relations]]


def _moved(one: VersionSpan, start: int) -> list[Any]:
    return [one.span.start - start, one.span.end - start, one.label, one.attributes]


def _pointed(target: VersionSpan) -> list[Any]:
    """A target may lie far away: it is told by its words."""
    return [fold(target.text), target.label]
