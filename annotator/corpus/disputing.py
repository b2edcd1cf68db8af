"""Where in one document annotators differ and nobody has settled it: asked for the report that is open only."""

from __future__ import annotations

from collections import defaultdict

from annotator.model import DONE, Adjudication, Annotation, Span
from annotator.review import clusters as found
from annotator.review.versions import Disagreement, Reviewed
from annotator.store.reading import Reading

_DEFERRED = "deferred"


def disputed_in(read: Reading, document: str, text: str) -> list[Span]:
    """The stretches on which annotators of a document differ, by place. A decision on other versions settles nothing.

    Who annotates alone disputes nothing, and that is known at once.
    """
    if len(list(read.annotators())) < 2:
        return []
    annotations: defaultdict[str, list[Annotation]] = defaultdict(list)
    for one in read.annotations(document):
        annotations[one.annotator].append(one)
    done = frozenset(who for who, status in read.progress(document).items() if status == DONE)
    reviewed = Reviewed(document, text, annotations, done, tuple(read.relations(document)))
    decisions = {one.span: one for one in read.adjudications(document) if one.outcome != _DEFERRED}
    return [
        one.span
        for one in found.clusters(reviewed)
        if isinstance(one, Disagreement) and not _stands(decisions.get(one.span), one)
    ]


def _stands(decision: Adjudication | None, disagreement: Disagreement) -> bool:
    return decision is not None and list(decision.versions) == [one.plain() for one in disagreement.versions]
