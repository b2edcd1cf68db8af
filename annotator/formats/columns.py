"""Reading files of columns: a token a line, its tag in the last column, documents and sentences apart."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import accumulate, count, pairwise
from unicodedata import east_asian_width

from annotator.errors import AnnotatorError
from annotator.formats.encoding import decode, newline_style
from annotator.formats.foreign import Foreign
from annotator.formats.format import ReadOptions
from annotator.formats.origin import title_of
from annotator.formats.shapes import Place
from annotator.formats.source import Source
from annotator.formats.tagging import is_tag, runs
from annotator.model import Bundle, Document, Origin, new_id, now

EXTRACTOR = "conll 1"
_DOCUMENT = "-DOCSTART-"
_BLANKS = re.compile(r"[ \t]+")
_MOST_KNOWN = 200_000

Token = tuple[str, str, int]
"""A token, its tag, and the line where it stands."""


@dataclass
class _Pages:
    """The sentences of one document as they are read."""

    tokens: list[Token] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    """before which tokens a sentence begins"""

    def break_(self) -> None:
        if self.tokens and (not self.breaks or self.breaks[-1] != len(self.tokens)):
            self.breaks.append(len(self.tokens))


def documents(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """The documents of a file, one at a time; a file without `-DOCSTART-` is one.

    Raises AnnotatorError that names the line for another number of columns than on the line before it, for a last
    column that is no tag, and for a file without tokens.
    """
    numbers = count(1)
    found = False
    for pages in _pages(source, options):
        if pages.tokens:
            found = True
            yield _bundle(pages, source, options, next(numbers))
    if not found:
        raise Place(source.name, 1).wrong("no-line")


def _pages(source: Source, options: ReadOptions) -> Iterator[_Pages]:
    pages = _Pages()
    cells = _Cells(source.name)
    for number, line in _lines(source, options):
        found = cells.of(line, number)
        if found:
            pages.tokens.append((*found, number))
        elif not line.strip():
            pages.break_()
        elif line.startswith(_DOCUMENT):
            yield pages
            pages = _Pages()
    yield pages


class _Cells:
    """What lines hold. A file has few different ones many times over, so each is looked at once."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._columns = 0
        self._known: dict[str, tuple[str, str] | None] = {}

    def of(self, line: str, number: int) -> tuple[str, str] | None:
        """The token and its tag; None for blank lines, comments and the beginning of a document.

        Raises AnnotatorError for another number of columns than before, and for a last column that is no tag.
        """
        try:
            return self._known[line]
        except KeyError:
            found = self._looked_at(line, number)
            if len(self._known) < _MOST_KNOWN:
                self._known[line] = found
            return found

    def _looked_at(self, line: str, number: int) -> tuple[str, str] | None:
        if not line.strip() or line.startswith(_DOCUMENT):
            return None
        cells = line.split("\t") if "\t" in line.strip() else _BLANKS.split(line.strip())
        cells = [cell for cell in map(str.strip, cells) if cell]
        tag = cells[-1] if cells else ""
        if len(cells) == (self._columns or max(len(cells), 2)) and is_tag(tag):
            self._columns = len(cells)
            return cells[0], tag
        if not line.startswith("#"):  # what does not fit and looks like a comment is one
            columns = {"columns": self._columns or 2, "found": len(cells), "tag": tag[:30]}
            raise Place(self._name, number).wrong("columns", **columns)
        return None


def _lines(source: Source, options: ReadOptions) -> Iterator[tuple[int, str]]:
    """UTF-8 a line at a time; a file in another encoding at once."""
    if options.encoding or not _begins_as_utf8(source.head()):
        yield from enumerate(decode(source.read(), source.name, options.encoding).text.split("\n"), 1)
        return
    for number, line in source.lines():
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise AnnotatorError(
                "formats.undecodable", path=source.name, line=number, offset=error.start, encoding="utf-8"
            ) from error
        yield number, (text.removeprefix("\ufeff") if number == 1 else text).rstrip("\r\n")


def _begins_as_utf8(head: bytes) -> bool:
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return "\0" not in text


def _bundle(pages: _Pages, source: Source, options: ReadOptions, number: int) -> Bundle:
    text, starts = _joined(pages)
    digest = sha256("\n".join(f"{token} {tag}" for token, tag, _ in pages.tokens).encode()).hexdigest()
    name = f"{source.file_name}:{pages.tokens[0][2]}"
    origin = Origin(name, digest, "utf-8", newline_style(text), EXTRACTOR, now())
    title = title_of(text, source.stem if number == 1 else f"{source.stem}:{number}")
    foreign = Foreign(Document(new_id(), title, text, origin), options)
    for first, last, label in _runs(pages):
        place = Place(source.name, pages.tokens[first][2])
        foreign.add((starts[first], starts[last - 1] + len(pages.tokens[last - 1][0])), label, place)
    return foreign.bundle()


def _runs(pages: _Pages) -> Iterator[tuple[int, int, str]]:
    """The spans of each sentence, in tokens of the document: none goes on after a blank line."""
    for start, end in zip([0, *pages.breaks], [*pages.breaks, len(pages.tokens)], strict=True):
        for first, last, label in runs(tag for _, tag, _ in pages.tokens[start:end]):
            yield first + start, last + start, label


def _joined(pages: _Pages) -> tuple[str, list[int]]:
    """The text of the tokens, and where each begins in it, in code points."""
    words = [token for token, _, _ in pages.tokens]
    single = max(map(len, words)) == 1
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    for first, last in pairwise([0, *(at for at in pages.breaks if at < len(words)), len(words)]):
        sentence = words[first:last]
        if not single:
            sentence = [sentence[0], *(_between(left, right) + right for left, right in pairwise(sentence))]
        if first:
            sentence[0] = f"\n{sentence[0]}"
        ends = list(accumulate(map(len, sentence), initial=length))
        starts += (end - len(word) for end, word in zip(ends[1:], words[first:last], strict=True))
        pieces += sentence
        length = ends[-1]
    return "".join(pieces), starts


def _between(left: str, right: str) -> str:
    return "" if _is_wide(left[-1]) or _is_wide(right[0]) else " "


def _is_wide(char: str) -> bool:
    return char > "\u2e7f" and east_asian_width(char) in "WF"
