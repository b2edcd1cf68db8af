"""WebAnno's TSV 3, as WebAnno and INCEpTION write it: a token a line, offsets in UTF-16 units.

The form is that of WebAnno's user guide, appendix "WebAnno TSV 3.3 file format". We write the layer that each project
has, DKPro's NamedEntity.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import count, pairwise
from pathlib import Path

from annotator.formats.folder import FileNames
from annotator.formats.format import Format, ReadOptions, Written
from annotator.formats.registry import formats
from annotator.formats.saving import atomic_folder
from annotator.formats.source import Source
from annotator.formats.tally import ALL_BUT_SPANS, Tally
from annotator.formats.webannoreading import documents, is_old
from annotator.model import Annotation, Bundle, Scheme, Span
from annotator.text import Utf16, sentences, word_edges

LOSES = ("edges", "blanks", "annotator", "attributes", "notes", *ALL_BUT_SPANS)
_LAYER = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value"
_ESCAPED = str.maketrans({char: f"\\{char}" for char in "\\[]|_;*"} | {"\t": "\\t", "\n": "\\n", "\r": "\\r"})
_TEXT = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\f": "\\f", "\b": "\\b"})


def read(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """The one document of a file. Raises AnnotatorError that names the line for what is not as TSV 3 has it."""
    return documents(source, options)


def write(bundles: Iterable[Bundle], _scheme: Scheme, path: Path) -> Written:
    """A folder with a file for each document.

    A token is a word, cut at the edges of annotations; one that begins or ends in a blank cannot be said. Blanks before
    the first token are lost. Raises AnnotatorError as `atomic_folder` does.
    """
    tally = Tally(LOSES)
    names = FileNames(".tsv")
    with atomic_folder(path) as folder:
        for bundle in bundles:
            text = bundle.document.text
            kept = [one for one in bundle.annotations if one.text == one.text.strip()]
            content = f"#FORMAT=WebAnno TSV 3.3\n#T_SP={_LAYER}\n\n" + "".join(_sentences(text, kept))
            folder.joinpath(names(bundle.document.title)).write_bytes(content.encode())
            blanks = len(text) - len(text.lstrip())
            tally.add(bundle, kept, edges=len(bundle.annotations) - len(kept), blanks=blanks)
    return tally.written()


def _sentences(text: str, kept: list[Annotation]) -> Iterator[str]:
    tokens = list(_tokens(text, kept))
    units = Utf16(text).units
    cells = _cells(tokens, kept)
    for number, (first, last) in enumerate(_parts(text, tokens), 1):
        end = tokens[last].start if last < len(tokens) else len(text)
        lines = ["\n", *(f"#Text={line.translate(_TEXT)}\n" for line in text[tokens[first].start : end].split("\n"))]
        for at, token in enumerate(tokens[first:last], 1):
            place = f"{units(token.start)}-{units(token.end)}"
            word = token.of(text).translate(_TEXT)
            lines.append(f"{number}-{at}\t{place}\t{word}\t{cells[first + at - 1]}\t\n")
        yield "".join(lines)


def _tokens(text: str, kept: list[Annotation]) -> Iterator[Span]:
    edges = {edge for one in kept for edge in (one.span.start, one.span.end)}
    for start, end in pairwise(sorted(edges | set(word_edges(text)))):
        for match in re.finditer(r"\S+", text[start:end]):
            yield Span(start + match.start(), start + match.end())


def _cells(tokens: list[Span], kept: list[Annotation]) -> list[str]:
    """For each token the columns of the layer: no annotation is `_`, several are stacked with `|`.

    The number in brackets tells apart what is stacked or goes over several tokens.
    """
    starts = [token.start for token in tokens]
    values: list[list[str]] = [[] for _ in tokens]
    numbers = count(1)
    alone = _alone(kept)
    for one in sorted(kept, key=lambda one: (one.span, one.label, one.id)):
        first, last = bisect_left(starts, one.span.start), bisect_left(starts, one.span.end)
        value = one.label.translate(_ESCAPED)
        told = value if last == first + 1 and one.id in alone else f"{value}[{next(numbers)}]"
        for cell in values[first:last]:
            cell.append(told)
    return ["|".join(_unnamed(cell)) + "\t" + "|".join(cell) if cell else "_\t_" for cell in values]


def _unnamed(cell: list[str]) -> list[str]:
    """The identifier, which none has, with the same numbers."""
    return [f"*{value[value.rindex('[') :] if value.endswith(']') else ''}" for value in cell]


def _alone(kept: list[Annotation]) -> set[str]:
    """The annotations that overlap no other."""
    found: set[str] = set()
    reach = 0
    ordered = sorted(kept, key=lambda one: one.span)
    for at, one in enumerate(ordered):
        following = ordered[at + 1].span.start if at + 1 < len(ordered) else one.span.end
        if one.span.start >= reach and following >= one.span.end:
            found.add(one.id)
        reach = max(reach, one.span.end)
    return found


def _parts(text: str, tokens: list[Span]) -> Iterator[tuple[int, int]]:
    """The tokens of each sentence; annotations may go over several."""
    starts = [token.start for token in tokens]
    cuts = sorted({bisect_left(starts, one.start) for one in sentences(text)} | {0, len(tokens)})
    yield from pairwise(cuts)


FORMAT = formats.register("webanno")(
    Format(
        name="webanno",
        title={"zh-Hans": "WebAnno TSV 3", "zh-Hant": "WebAnno TSV 3", "en": "WebAnno TSV 3"},
        suffixes=(".tsv",),
        unit="utf-16 units",
        loses=LOSES,
        read=read,
        write=write,
        recognises=lambda head: head.removeprefix(b"\xef\xbb\xbf").startswith(b"#FORMAT=WebAnno TSV") or is_old(head),
        folder=True,
    )
)
