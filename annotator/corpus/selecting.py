"""Which part of a corpus an export takes, and in which script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.model import (
    NEW,
    REJECT,
    Adjudicated,
    Adjudication,
    Annotation,
    Bundle,
    Decision,
    DocumentRow,
    Span,
)
from annotator.text import Converted, in_script

ADJUDICATED = "adjudicated"
"""The source of annotations that are the adjudicated layer's."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which part of the corpus an export takes. Empty means all.

    `documents` are titles or ids. `since` and `until` are days, `2026-03-01`, both included: of what was
    last changed in between. Without `rejected`, decisions that rejected something stay out. With `adjudicated` the
    adjudicated layer stands in the place of all annotations. With `annotator` nobody else's name or work goes along:
    no adjudications, which tell how all had it; with `adjudicated` what this person settled. With `pseudonyms` people
    have other names. `script` is hans or hant; offsets are those of the converted texts.
    """

    annotator: str = ""
    labels: Sequence[str] = ()
    status: str = ""
    documents: Sequence[str] = ()
    since: str = ""
    until: str = ""
    rejected: bool = True
    adjudicated: bool = False
    script: str = ""
    pseudonyms: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether all that was said goes along, as it was said, of the documents that are taken."""
        return replace(self, documents=(), status="") == EVERYTHING

    def wants(self, row: DocumentRow) -> bool:
        """Whether a document is one of those named."""
        return not self.documents or row.title in self.documents or row.id in self.documents

    def of(self, bundle: Bundle) -> Bundle | None:
        """What the selection takes of a document; None for one that it leaves out."""
        if self.annotator:
            bundle = self._of_one(bundle)
        if self.status and self.status not in (bundle.status.values() or [NEW]):
            return None
        if self.adjudicated:
            bundle = gold_of(bundle)
        bundle = self._filtered(bundle)
        if (self.since or self.until) and not (bundle.annotations or bundle.decisions):
            return None
        return converted(bundle, self.script) if self.script else bundle

    def _of_one(self, bundle: Bundle) -> Bundle:
        """What the annotator said; of adjudications those that are to become annotations."""
        settled = bundle.adjudications if self.adjudicated else ()
        return replace(
            bundle,
            annotations=tuple(one for one in bundle.annotations if one.annotator == self.annotator),
            decisions=tuple(one for one in bundle.decisions if one.annotator == self.annotator),
            relations=tuple(one for one in bundle.relations if one.annotator == self.annotator),
            status={name: status for name, status in bundle.status.items() if name == self.annotator},
            adjudications=tuple(one for one in settled if one.annotator == self.annotator),
            adjudicated=bundle.adjudicated if self.adjudicated else (),
        )

    def _filtered(self, bundle: Bundle) -> Bundle:
        adjudicated = tuple(one for one in bundle.adjudicated if self._wants_label(one.label))
        settled = {one.adjudication for one in adjudicated}
        adjudications = tuple(one for one in bundle.adjudications if self._takes_adjudication(one, settled))
        gone = {one.id for one in bundle.adjudications} - {one.id for one in adjudications}
        annotations = tuple(one for one in bundle.annotations if self._takes(one.label, one.changed or one.created))
        kept = {one.id for one in annotations}
        return replace(
            bundle,
            annotations=annotations,
            decisions=tuple(one for one in bundle.decisions if self._takes_decision(one, kept)),
            relations=tuple(one for one in bundle.relations if one.head in kept and one.target in kept),
            adjudications=adjudications,
            adjudicated=tuple(one for one in adjudicated if one.adjudication not in gone),
            proposals=tuple(one for one in bundle.proposals if self._wants_label(one.suggestion.label)),
        )

    def _takes(self, label: str, time: str) -> bool:
        return self._wants_label(label) and self._in_time(time)

    def _takes_decision(self, one: Decision, kept: set[str]) -> bool:
        """One that stands behind no annotation goes by the label of its suggestion."""
        if one.kind == REJECT:
            return self.rejected and self._takes(one.suggestion.label, one.time)
        return (not self.labels or one.annotation in kept) and self._in_time(one.time)

    def _takes_adjudication(self, one: Adjudication, settled: set[str]) -> bool:
        """One whose outcome has a label that is wanted, or one of whose versions had."""
        said = (span.get("label", "") for version in one.versions for span in version.get("spans", ()))
        return self._in_time(one.time) and (one.id in settled or any(map(self._wants_label, said)) or not self.labels)

    def _wants_label(self, label: str) -> bool:
        return not self.labels or label in self.labels

    def _in_time(self, time: str) -> bool:
        day = time[:10]
        return (not self.since or day >= self.since) and (not self.until or day <= self.until)


EVERYTHING = Selection()


def gold_of(bundle: Bundle) -> Bundle:
    """The adjudicated layer as annotations, each by who settled it."""
    by_id = {one.id: one for one in bundle.adjudications}
    gold = tuple(_annotation(one, by_id[one.adjudication]) for one in bundle.adjudicated if one.adjudication in by_id)
    return Bundle(bundle.document, gold, attributes=bundle.attributes)


def _annotation(one: Adjudicated, behind: Adjudication) -> Annotation:
    said = (one.label, one.text, one.attributes, behind.note, ADJUDICATED, behind.time, behind.time)
    return Annotation(one.id, one.document, behind.annotator, one.span, *said)


def converted(bundle: Bundle, script: str) -> Bundle:
    """The bundle in another script: texts, titles and slices; every span is that of the same words.

    What people wrote themselves, notes and attributes, stays as it is.
    """
    new = in_script(bundle.document.text, script)
    title = in_script(bundle.document.title, script).text
    return replace(
        bundle,
        document=replace(bundle.document, text=new.text, title=title),
        annotations=tuple(replace(one, **_moved(one.span, new)) for one in bundle.annotations),
        decisions=tuple(
            replace(one, suggestion=one.suggestion._replace(**_moved(one.suggestion.span, new)))
            for one in bundle.decisions
        ),
        adjudications=tuple(replace(one, span=new.span(one.span)) for one in bundle.adjudications),
        adjudicated=tuple(replace(one, **_moved(one.span, new)) for one in bundle.adjudicated),
        proposals=tuple(
            replace(one, suggestion=one.suggestion._replace(**_moved(one.suggestion.span, new)))
            for one in bundle.proposals
        ),
    )


def _moved(span: Span, new: Converted) -> dict[str, Any]:
    moved = new.span(span)
    return {"span": moved, "text": moved.of(new.text)}
