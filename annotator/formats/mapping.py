"""Other people's labels under the names that they have here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from annotator.formats.format import ReadOptions
from annotator.model import Annotation, Bundle


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
    return replace(bundle, annotations=kept, relations=relations)


def _renamed(annotation: Annotation, labels: Mapping[str, str]) -> Annotation:
    return replace(annotation, label=labels.get(annotation.label, annotation.label))
