"""Columns as in the CoNLL-2003 shared task: a token a line with its tag last, a blank line after each sentence.

We write two columns with a blank between them, a token a character or a word, and `-DOCSTART-` before each document.
A token is never a blank, so blanks and line ends are lost: on reading, sentences are joined by line ends, and words by
a blank unless one of the two characters that meet is a wide one (Han, kana, full width) or each token is one character.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.formats.columns import documents
from annotator.formats.format import Format, ReadOptions, Written
from annotator.formats.marks import flat
from annotator.formats.registry import formats
from annotator.formats.saving import atomic_writer
from annotator.formats.source import Source
from annotator.formats.tagging import OUTSIDE, SCHEMES, tags
from annotator.formats.tally import ALL_BUT_SPANS, Tally
from annotator.model import Annotation, Bundle, Scheme
from annotator.text import sentences, word_edges

LOSES = (
    "overlapping", "edges", "blanks", "annotator", "attributes", "notes", *ALL_BUT_SPANS,
)  # fmt: skip
DOCUMENT = "-DOCSTART-"

Cutter = Callable[[str], Callable[[int, int], list[str]]]
"""From a text to a function that gives the tokens of a stretch of it, none of them blank."""


def by_character(text: str) -> Callable[[int, int], list[str]]:
    """Each character that is no blank is a token."""
    return lambda start, end: list("".join(text[start:end].split()))


def by_word(text: str) -> Callable[[int, int], list[str]]:
    """Each word is a token; a word that goes over the edge of the stretch is cut there."""
    edges = word_edges(text)

    def cut(start: int, end: int) -> list[str]:
        inside = [start, *edges[bisect_right(edges, start) : bisect_left(edges, end)], end]
        return [token for before, after in pairwise(inside) for token in text[before:after].split()]

    return cut


def read(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """The documents of a file, one at a time. Raises AnnotatorError for ragged columns and for what is no tag."""
    return documents(source, options)


def write(bundles: Iterable[Bundle], _scheme: Scheme, path: Path, *, letters: str, cutter: Cutter) -> Written:
    """One file. Of annotations that overlap the longest is kept; one that begins or ends in a blank is not.

    Raises AnnotatorError for a label with blanks in it, and where the file cannot be written.
    """
    tally = Tally(LOSES)
    with atomic_writer(path) as stream:
        for bundle in bundles:
            text = bundle.document.text
            sharp = [one for one in bundle.annotations if one.text == one.text.strip()]
            kept = flat(sharp)
            _check_labels(kept, bundle.document.title)
            body = "".join(_sentences(text, kept, letters, cutter(text)))
            stream.write(f"{DOCUMENT} {OUTSIDE}\n\n{body}".encode())
            tally.add(
                bundle,
                kept,
                overlapping=len(sharp) - len(kept),
                edges=len(bundle.annotations) - len(sharp),
                blanks=sum(map(str.isspace, text)),
            )
    return tally.written()


def _check_labels(annotations: Iterable[Annotation], title: str) -> None:
    for one in annotations:
        if len(one.label.split()) != 1 or one.label != one.label.strip():
            raise AnnotatorError("formats.label-blanks", label=one.label, title=title)


def _sentences(text: str, kept: list[Annotation], letters: str, cut: Callable[[int, int], list[str]]) -> Iterator[str]:
    """The lines of each sentence; no span is divided between two."""
    inside = [(one.span.start, one.span.end) for one in kept]
    at = 0
    for start, end in pairwise([*_starts(text, inside), len(text)]):
        lines = []
        last = start
        while at < len(inside) and inside[at][1] <= end:
            before, after = inside[at]
            lines.append(_outside(cut(last, before)))
            tokens = cut(before, after)
            named = zip(tokens, tags(len(tokens), kept[at].label, letters), strict=True)
            lines += [f"{token} {tag}\n" for token, tag in named]
            last, at = after, at + 1
        lines.append(_outside(cut(last, end)))
        if sentence := "".join(lines):
            yield f"{sentence}\n"


def _outside(tokens: list[str]) -> str:
    return f" {OUTSIDE}\n".join([*tokens, ""])


def _starts(text: str, inside: list[tuple[int, int]]) -> list[int]:
    """Where sentences begin, 0 among them; none in the middle of a span."""
    begins = [start for start, _ in inside]
    found = [0]
    for sentence in sentences(text):
        before = bisect_left(begins, sentence.start)
        divided = before and inside[before - 1][1] > sentence.start
        if sentence.start and not divided:
            found.append(sentence.start)
    return found


_UNITS: dict[str, tuple[str, Cutter, str, str]] = {
    "": ("characters", by_character, "按字", "按字"),
    "-words": ("words", by_word, "按词", "按詞"),
}


def _register(scheme: str, ending: str) -> Format:
    english, cutter, simplified, traditional = _UNITS[ending]
    name = ("conll" if scheme == "bio" else f"conll-{scheme}") + ending
    tagging = scheme.upper()
    return formats.register(name)(
        Format(
            name=name,
            title={
                "zh-Hans": f"CoNLL 列表（{tagging}，{simplified}）",
                "zh-Hant": f"CoNLL 列表（{tagging}，{traditional}）",
                "en": f"CoNLL columns ({tagging}, {english})",
            },
            suffixes=(".conll", ".bio", ".iob", ".bmes", ".bioes") if name == "conll" else (".conll",),
            unit="tokens",
            loses=LOSES,
            read=read if name == "conll" else None,
            write=partial(write, letters=SCHEMES[scheme], cutter=cutter),
        )
    )


FORMATS = [_register(scheme, ending) for scheme in SCHEMES for ending in _UNITS]
"""`conll` reads all of them; the others only write."""
