"""What a key makes of a disagreement: the verdict that it stands for. Values in, values out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from annotator.corpus import Case, Cluster, Verdict, VersionSpan
from annotator.model import Scheme, Span
from annotator.scheme import allowed_attributes
from annotator.ui.edges import moved
from annotator.ui.keys import Edge


@dataclass(frozen=True, slots=True)
class Draft:
    """A span and label that a person is writing in the place of all versions."""

    span: Span
    label: str

    def moved(self, text: str, edge: Edge) -> Draft:
        """With one boundary moved."""
        return replace(self, span=moved(text, self.span, edge))


def taken(cluster: Cluster, number: int) -> Verdict | None:
    """The version with that number, from 0; None where there is none."""
    if not 0 <= number < len(cluster.versions):
        return None
    spans = cluster.versions[number].spans
    return Verdict("taken", spans) if spans else Verdict("nothing")


def by_majority(cluster: Cluster) -> Verdict | None:
    """What more than half have; None where no version has so many."""
    return taken(cluster, 0) if cluster.majority else None


def both(cluster: Cluster) -> Verdict | None:
    """All spans of all versions, each once, as most have it; None where there is nothing to put together."""
    spans: dict[tuple[Span, str], VersionSpan] = {}
    for version in cluster.versions:
        for one in version.spans:
            spans.setdefault((one.span, one.label), one)
    ones = tuple(spans[key] for key in sorted(spans))
    return Verdict("both", ones) if len(ones) > 1 else None


def draft_of(case: Case, selection: Span | None, scheme: Scheme) -> Draft:
    """Where editing begins: at the selection, else at what is decided, else at the first span that anybody has."""
    there = [(one.span, one.label) for one in case.gold]
    there += [(one.span, one.label) for version in case.disagreement.versions for one in version.spans]
    span, label = next(((span, label) for span, label in there if scheme.label(label)), (case.disagreement.span, ""))
    return Draft(selection or span, label if scheme.label(label) else scheme.labels[0].name)


def edited(case: Case, draft: Draft, text: str, scheme: Scheme) -> Verdict:
    """The span as it was written; attributes come from the version that has most of it, where its label allows them."""
    overlapping = [
        one for version in case.disagreement.versions for one in version.spans if one.span.overlaps(draft.span)
    ]
    nearest = max(overlapping, key=lambda one: (one.span == draft.span, one.label == draft.label), default=None)
    given = dict(nearest.attributes) if nearest and nearest.span == draft.span else {}
    attributes = tuple(sorted(allowed_attributes(scheme, draft.label, given).items()))
    return Verdict("edited", (VersionSpan(draft.span, draft.label, draft.span.of(text), attributes),))


def again(case: Case) -> Verdict | None:
    """What was decided, to be said once more with another reason or note; None for what is open."""
    if case.decision is None:
        return None
    spans = tuple(
        VersionSpan(one.span, one.label, one.text, tuple(sorted(one.attributes.items()))) for one in case.gold
    )
    return Verdict(case.decision.outcome, spans, case.decision.reason, case.decision.note)
