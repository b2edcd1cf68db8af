"""Where a boundary goes by a key: a character on, or to the next edge of a word."""

from __future__ import annotations

from annotator.model import Span
from annotator.text import word_edges
from annotator.ui.keys import Edge


def moved(text: str, span: Span, edge: Edge) -> Span:
    """The span with one edge moved; the same one where that would empty it or leave the text."""
    here = span.start if edge.left else span.end
    there = _word_edge(text, here, edge.by) if edge.word else here + edge.by
    start, end = (there, span.end) if edge.left else (span.start, there)
    return Span(start, end) if 0 <= start < end <= len(text) else span


def _word_edge(text: str, here: int, by: int) -> int:
    """The next edge of a word, within the text around: 200 code points are more than any word has."""
    begin = max(0, here - 200)
    edges = [begin + at for at in word_edges(text[begin : here + 200])]
    ahead = [at for at in edges if (at - here) * by > 0]
    return (min(ahead) if by > 0 else max(ahead)) if ahead else here
