"""A text cut at all edges of its annotations, for pages on which they are highlighted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from annotator.model import Annotation

Covering = list[tuple[int, Annotation]]
"""The annotations over a piece, each with its number in the order of the text."""


def pieces(text: str, annotations: Iterable[Annotation]) -> Iterator[tuple[str, Covering]]:
    """The pieces of the text in order, each with all annotations that cover it; together they are the text."""
    by_place = sorted(annotations, key=lambda one: (one.span, one.label, one.id))
    edges = sorted({0, len(text), *(edge for one in by_place for edge in (one.span.start, one.span.end))})
    waiting = iter(enumerate(by_place))
    coming = next(waiting, None)
    open_: Covering = []
    for start, end in pairwise(edges):
        open_ = [(number, one) for number, one in open_ if one.span.end > start]
        while coming and coming[1].span.start == start:
            open_.append(coming)
            coming = next(waiting, None)
        yield text[start:end], open_


def inmost(covering: Covering) -> Annotation:
    """The shortest of the annotations over a piece: the one whose colour it has."""
    return min((one for _, one in covering), key=lambda one: len(one.span))
