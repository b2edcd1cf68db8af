"""Other people's labels under the names that they have here, and what programs said as suggestions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import isfinite

from annotator.formats.format import ANNOTATIONS, SKIP, ReadOptions
from annotator.model import MANUAL, Annotation, Attributes, Bundle, Document, Proposal, Span, new_id
from annotator.plain import IMPORTED, to_proposal

_UNSAID = 0.5
"""the score of a prediction whose program gave none"""


def renamed(bundle: Bundle, options: ReadOptions) -> Bundle:
    """The bundle with `options.labels` in place of its own; annotations whose label has no name there go, counted.

    Relations of an annotation that goes are left out with it; a decision on it stays, without the annotation.
    """
    if not options.labels:
        return bundle
    annotations = tuple(_renamed(one, options.labels) for one in bundle.annotations)
    kept = tuple(one for one in annotations if one.label)
    if gone := len(annotations) - len(kept):
        options.leave_out("label", gone)
    there = {one.id for one in kept}
    relations = tuple(one for one in bundle.relations if one.head in there and one.target in there)
    if loose := len(bundle.relations) - len(relations):
        options.leave_out("relations", loose)
    proposals = tuple(_proposed(one, options.labels) for one in bundle.proposals)
    stay = tuple(one for one in proposals if one.suggestion.label)
    if out := len(proposals) - len(stay):
        options.leave_out("label", out)
    return replace(bundle, annotations=kept, relations=relations, proposals=stay)


def _proposed(proposal: Proposal, labels: Mapping[str, str]) -> Proposal:
    label = labels.get(proposal.suggestion.label, proposal.suggestion.label)
    return replace(proposal, suggestion=proposal.suggestion._replace(label=label))


def proposed(
    document: Document, span: Span, label: str, name: str, *, score: float | None, attributes: Attributes
) -> Proposal:
    """A suggestion of another program; without a name it is that of the file, without a score the middle."""
    one = {
        "id": new_id(),
        "start": span.start,
        "end": span.end,
        "label": label,
        "text": span.of(document.text),
        "score": min(max(score, 0.0), 1.0) if score is not None and isfinite(score) else _UNSAID,
        "source": IMPORTED + (name.removeprefix(IMPORTED) or document.origin.name or document.title),
        "attributes": dict(attributes),
    }
    return to_proposal(one, document.id)


def as_predicted(bundle: Bundle, options: ReadOptions) -> Bundle:
    """The bundle, where `options.predicted` says that a program made it: its annotations as predictions.

    Whoever stands by them in the file is taken for the program, if it is not only the person who imports it.
    """
    if not options.predicted or options.predictions == ANNOTATIONS:
        return bundle
    count = len(bundle.annotations)
    options.leave_out("relations", len(bundle.relations))
    options.leave_out("others", len(bundle.decisions))
    options.leave_out("predictions", count if options.predictions == SKIP else 0)
    made = bundle.annotations if options.predictions != SKIP else ()
    proposals = (*bundle.proposals, *(_made(one, bundle.document, options) for one in made))
    return replace(bundle, annotations=(), relations=(), decisions=(), status={}, proposals=proposals)


def _made(one: Annotation, document: Document, options: ReadOptions) -> Proposal:
    by = one.annotator if one.annotator != options.annotator else ""
    name = one.source if one.source != MANUAL else by
    return proposed(document, one.span, one.label, name, score=None, attributes=one.attributes)


def _renamed(annotation: Annotation, labels: Mapping[str, str]) -> Annotation:
    return replace(annotation, label=labels.get(annotation.label, annotation.label))
