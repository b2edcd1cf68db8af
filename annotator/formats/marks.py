"""Text with marks in it, as gold is kept: `⟦Label|text⟧` around each span, flat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.formats.encoding import decode, line_of
from annotator.formats.folder import FileNames, write_text
from annotator.formats.format import Format, ReadOptions, Written
from annotator.formats.magic import is_binary
from annotator.formats.origin import origin_of, title_of
from annotator.formats.registry import formats
from annotator.formats.saving import atomic_folder
from annotator.formats.source import Source
from annotator.formats.tally import ALL_BUT_SPANS
from annotator.model import Annotation, Bundle, Document, Scheme, Span, new_id, now
from annotator.text import Apart

EXTRACTOR = "marks 1"
_MARK = re.compile(r"⟦(\w+)\|([^⟦⟧]+)⟧")
_BRACKET = re.compile("[⟦⟧]")
_LABEL = re.compile(r"\w+")
_MARK_BYTES = re.compile(rb"\xe2\x9f\xa6[^\xe2\x00-\x1f|]+\|")


def parse(marked: str, name: str) -> tuple[str, list[tuple[Span, str]]]:
    """The text without its marks, and each span (code points of that text) with its label.

    `name` is what sentences call the file. Raises AnnotatorError for a mark that is not closed, is empty, has no
    label or holds another mark.
    """
    marks = list(_MARK.finditer(marked))
    edges = [0, *(edge for mark in marks for edge in mark.span()), len(marked)]
    between = [marked[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    for start, piece in zip(edges[::2], between, strict=True):
        if bracket := _BRACKET.search(piece):
            at = start + bracket.start()
            raise AnnotatorError("formats.marks-broken", path=name, line=line_of(marked, at), near=_near(marked, at))
    pieces = [between[0]]
    for mark, after in zip(marks, between[1:], strict=True):
        pieces += [mark[2], after]
    ends = list(accumulate(map(len, pieces)))
    spans = [(Span(ends[2 * at], ends[2 * at + 1]), mark[1]) for at, mark in enumerate(marks)]
    return "".join(pieces), spans


def _near(text: str, offset: int) -> str:
    return text[offset : offset + 20].splitlines()[0]


def render(text: str, spans: Iterable[tuple[Span, str]]) -> str:
    """The text with a mark around each span. Spans are flat; text and labels must hold no bracket of marks."""
    pieces, last = [], 0
    for span, label in sorted(spans):
        pieces += [text[last : span.start], f"⟦{label}|{span.of(text)}⟧"]
        last = span.end
    return "".join([*pieces, text[last:]])


def flat(annotations: Iterable[Annotation]) -> list[Annotation]:
    """The annotations that marks can carry, in order: of those that overlap, the longest, and of these the first."""
    taken = Apart()
    longest_first = sorted(annotations, key=lambda one: (-len(one.span), one.span, one.label, one.id))
    return sorted((one for one in longest_first if taken.take(one.span)), key=lambda one: one.span)


def read(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """The one document of a file and its annotations, which are `options.annotator`'s.

    Raises AnnotatorError for what is no text, does not decode, or has a broken mark.
    """
    data = source.read()
    decoded = decode(data, source.name, options.encoding)
    text, spans = parse(decoded.text, source.name)
    origin = origin_of(source, data, EXTRACTOR, encoding=decoded.recorded, newline=decoded.newline)
    document = Document(new_id(), title_of(text, source.stem), text, origin)
    time = now()
    annotations = tuple(
        Annotation(new_id(), document.id, options.annotator, span, label, span.of(text), created=time, changed=time)
        for span, label in spans
    )
    yield Bundle(document, annotations)


def write(bundles: Iterable[Bundle], _scheme: Scheme, path: Path) -> Written:
    """A folder with the marked texts in UTF-8, named after the titles.

    Raises AnnotatorError for a text that holds ⟦ or ⟧, a label that is not one word, and where it cannot be written.
    """
    lost: Counter[str] = Counter()
    names = FileNames(".txt")
    documents = annotations = 0
    with atomic_folder(path) as folder:
        for bundle in bundles:
            chosen = flat(bundle.annotations)
            write_text(folder / names(bundle.document.title), _marked(bundle.document, chosen))
            documents += 1
            annotations += len(chosen)
            lost.update(_lost(bundle, chosen))
    return Written(documents, annotations, 0, dict(+lost))


def _marked(document: Document, chosen: list[Annotation]) -> str:
    if bracket := _BRACKET.search(document.text):
        line = line_of(document.text, bracket.start())
        raise AnnotatorError("formats.marks-in-text", title=document.title, line=line)
    for annotation in chosen:
        if not _LABEL.fullmatch(annotation.label):
            raise AnnotatorError("formats.marks-label", label=annotation.label, title=document.title)
    return render(document.text, ((annotation.span, annotation.label) for annotation in chosen))


def _lost(bundle: Bundle, chosen: list[Annotation]) -> dict[str, int]:
    return {
        "overlapping": len(bundle.annotations) - len(chosen),
        "attributes": sum(bool(annotation.attributes) for annotation in chosen),
        "notes": sum(bool(annotation.note) for annotation in chosen),
        "decisions": len(bundle.decisions),
        "status": len(bundle.status),
        "relations": len(bundle.relations),
        "described": len(bundle.attributes),
        "adjudications": len(bundle.adjudications),
    }


FORMAT = formats.register("marks")(
    Format(
        name="marks",
        title={"zh-Hans": "带标记的文本", "zh-Hant": "帶標記的文字", "en": "Text with marks"},
        suffixes=(".txt",),
        unit="code points",
        loses=("overlapping", "annotator", "attributes", "notes", *ALL_BUT_SPANS),
        read=read,
        write=write,
        recognises=lambda head: _MARK_BYTES.search(head) is not None and not is_binary(head),
        folder=True,
    )
)
