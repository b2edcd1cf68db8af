"""Spans as a tag for each character, and the stretches of text that are tagged one by one.

The tags are those of L. A. Ramshaw and M. P. Marcus, Text chunking using transformation-based learning (1995), in the
form of the CoNLL tasks: `B-Measure` begins a Measure, `I-Measure` goes on with it, `O` is no span.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

Example = tuple[str, Sequence[tuple[int, int, str]]]
"""A text, and its spans as start, end (half-open code points of that text) and label: plain values for a worker."""

OUTSIDE = "O"
LONGEST = 1_000
"""code points without the end of a sentence: what goes on is cut, so that no text takes a step for each of a million"""
_STRETCH = re.compile(rf"[^。!?;\n\r]{{1,{LONGEST}}}[。!?;\n\r]*|[。!?;\n\r]+")


def begin(label: str) -> str:
    return f"B-{label}"


def inside(label: str) -> str:
    return f"I-{label}"


def label_of(tag: str) -> str:
    """The label of a tag; empty for OUTSIDE."""
    return tag[2:]


def tags_of(length: int, spans: Iterable[tuple[int, int, str]]) -> list[str]:
    """A tag for each of `length` code points. Of overlapping spans the one that begins first stays, then the longer."""
    tags = [OUTSIDE] * length
    free = 0
    for start, end, label in sorted(spans, key=lambda span: (span[0], -span[1], span[2])):
        if start >= free:
            tags[start:end] = [begin(label), *[inside(label)] * (end - start - 1)]
            free = end
    return tags


def stretches(folded: str) -> list[tuple[int, int]]:
    """The stretches of a folded text, `[start, end)` in code points, that together are the text: each ends behind a
    sentence or a line. Tags of one do not depend on those of another."""
    return [match.span() for match in _STRETCH.finditer(folded)]


def unbroken(cuts: list[tuple[int, int]], tags: Sequence[str]) -> list[tuple[int, int]]:
    """The stretches, joined where a span runs from one into the next."""
    joined: list[tuple[int, int]] = []
    for start, end in cuts:
        if joined and tags[start].startswith("I-"):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined
