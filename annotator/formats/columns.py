"""Reading files of columns: a token a line, its tag in the last column, documents and sentences apart."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import accumulate, compress, count, pairwise
from operator import itemgetter, not_
from unicodedata import east_asian_width

from annotator.errors import AnnotatorError
from annotator.formats.encoding import decode, newline_style
from annotator.formats.files import MAX_BYTES, megabytes
from annotator.formats.foreign import Foreign
from annotator.formats.format import ReadOptions
from annotator.formats.letters import Tagged, lettered
from annotator.formats.origin import title_of
from annotator.formats.shapes import Place
from annotator.formats.source import Source
from annotator.formats.tagging import OUTSIDE, is_tag, runs
from annotator.model import Bundle, Document, Origin, new_id, now

EXTRACTOR = "conll 1"
_START = re.compile(r"(?m)^-DOCSTART-[^\n]*\n?")
_BLANKS = re.compile(r"[ \t]+")
_MOST_KNOWN, _CHUNK = 200_000, 1_000_000

Token = tuple[str, str]
"""A token and its tag."""
_TOKEN, _TAG = map(itemgetter, range(2))
_BREAK, _NOTHING = None, ()
"""What a line is that holds no token: blank, or a comment. Both are false."""
Cells = Token | tuple[()] | None


@dataclass
class _Pages:
    """The sentences of one document as they are read."""

    tokens: list[Token] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    """where each token stands"""
    breaks: list[int] = field(default_factory=list)
    """before which tokens a sentence begins"""

    def take(self, cells: list[Cells], number: int) -> None:
        """What lines hold that follow each other; `number` is the first one's."""
        before = len(self.tokens)
        self.tokens += filter(None, cells)  # type: ignore[arg-type]  # what is true is a token
        begin = 0
        for passed, at in enumerate(compress(count(), map(not_, cells))):
            self.lines += range(number + begin, number + at)
            begin = at + 1
            if cells[at] is _BREAK:
                self._break(before + at - passed)
        self.lines += range(number + begin, number + len(cells))

    def _break(self, at: int) -> None:
        if at and (not self.breaks or self.breaks[-1] != at):
            self.breaks.append(at)


def documents(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """The documents of a file, one at a time; a file without `-DOCSTART-` is one.

    Raises AnnotatorError that names the line for another number of columns than on the line before it, for a last
    column that is no tag, and for a file without tokens.
    """
    numbers = count(1)
    found = False
    known = _Known(source.name)
    for body in _bodies(source, options):
        if said := _said(body, known):
            found = True
            yield _bundle(body, said, source, options, next(numbers))
    if not found:
        raise Place(source.name, 1).wrong("no-line")


@dataclass
class _Body:
    """The lines of one document, many at a time, and the number of the first one."""

    line: int
    parts: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        return sha256("".join(self.parts).encode()).hexdigest()


def _bodies(source: Source, options: ReadOptions) -> Iterator[_Body]:
    body = _Body(1)
    for number, lines in _chunks(source, options):
        begin, line = 0, number
        for start in _START.finditer(lines):
            body.parts.append(lines[begin : start.start()])
            yield body
            line += lines.count("\n", begin, start.end())
            body, begin = _Body(line), start.end()
        body.parts.append(lines[begin:])
    yield body


@dataclass(frozen=True, slots=True)
class _Said:
    """A document's text, and its spans in it with the number of the line where each begins."""

    text: str
    spans: Iterable[Tagged]
    line: int


def _said(body: _Body, known: _Known) -> _Said | None:
    """What the lines of a document say; None where there is no token."""
    found = lettered("".join(body.parts)) if known.may_be_letters else None
    if found is None:
        return _looked_through(body, known)
    if not found.text:
        return None
    known.are_letters()
    return _Said(found.text, found.spans, body.line + found.line)


def _looked_through(body: _Body, known: _Known) -> _Said | None:
    """The same, line by line."""
    pages, line = _Pages(), body.line
    for part in body.parts:
        lines = part.split("\n")
        lines = lines if lines[-1] else lines[:-1]
        pages.take(known.all_of(lines, line), line)
        line += len(lines)
    if not pages.tokens:
        return None
    text, starts = _joined(pages)
    return _Said(text, _spans(pages, starts, body.line), pages.lines[0])


class _Known(dict[str, Cells]):
    """What lines hold. A file has few different ones many times over, so each is looked at once."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._columns = 0

    @property
    def may_be_letters(self) -> bool:
        """Whether lines so far leave room for files of two columns."""
        return self._columns in (0, 2)

    def are_letters(self) -> None:
        """There were lines of two columns, which were not looked at one by one."""
        self._columns = 2

    def all_of(self, lines: list[str], number: int) -> list[Cells]:
        """What each of the lines holds.

        Raises AnnotatorError for another number of columns than before, and for a last column that is no tag.
        """
        try:
            return list(map(self.__getitem__, lines))
        except _NoCellsError as error:
            place = Place(self._name, number + lines.index(error.args[0]))
            said = error.args[1]
            if said["found"] == said["columns"]:
                raise place.wrong("tag", tag=said["tag"]) from error
            raise place.wrong("columns", **said) from error

    def __missing__(self, line: str) -> Cells:
        found = self._looked_at(line)
        if len(self) < _MOST_KNOWN:
            self[line] = found
        return found

    def _looked_at(self, line: str) -> Cells:
        if not line.strip():
            return _BREAK
        cells = line.split("\t") if "\t" in line.strip() else _BLANKS.split(line.strip())
        cells = [cell for cell in map(str.strip, cells) if cell]
        tag = cells[-1] if cells else ""
        if len(cells) == (self._columns or max(len(cells), 2)) and is_tag(tag):
            self._columns = len(cells)
            return cells[0], tag
        if not line.startswith("#"):  # what does not fit and looks like a comment is one
            raise _NoCellsError(
                line, {"columns": self._columns or max(len(cells), 2), "found": len(cells), "tag": tag[:30]}
            )
        return _NOTHING


class _NoCellsError(Exception):
    """A line that is none of a file of columns, and what is wrong with it."""


def _chunks(source: Source, options: ReadOptions) -> Iterator[tuple[int, str]]:
    """Some lines at a time with the first one's number; a file in another encoding than UTF-8 at once."""
    if options.encoding or not _begins_as_utf8(source.head()):
        yield 1, decode(source.read(), source.name, options.encoding).text
        return
    number, rest = 1, b""
    with source.opened() as stream:
        while data := stream.read(_CHUNK):
            whole, newline, rest = (rest + data).rpartition(b"\n")
            if len(rest) > MAX_BYTES:
                line = number + whole.count(b"\n") + bool(newline)
                limit = megabytes(MAX_BYTES)
                raise AnnotatorError("formats.line-too-long", path=source.name, line=line, limit=limit)
            if newline:
                lines = _decoded(whole + newline, number, source)
                yield number, lines
                number += lines.count("\n")
    if rest:
        yield number, _decoded(rest, number, source)


def _decoded(data: bytes, number: int, source: Source) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = number + data.count(b"\n", 0, error.start)
        offset = error.start - data.rfind(b"\n", 0, error.start) - 1
        where = {"path": source.name, "line": line, "offset": offset}
        raise AnnotatorError("formats.undecodable", **where, encoding="utf-8") from error
    return text.removeprefix("\ufeff") if number == 1 else text


def _begins_as_utf8(head: bytes) -> bool:
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return "\0" not in text


def _bundle(body: _Body, said: _Said, source: Source, options: ReadOptions, number: int) -> Bundle:
    text, name = said.text, source.name
    origin = Origin(f"{source.file_name}:{said.line}", body.digest, "utf-8", newline_style(text), EXTRACTOR, now())
    title = title_of(text, source.stem if number == 1 else f"{source.stem}:{number}")
    foreign = Foreign(Document(new_id(), title, text, origin), options)
    for start, end, label, line in said.spans:
        foreign.add((start, end), label, Place(name, body.line + line))
    return foreign.bundle()


def _spans(pages: _Pages, starts: list[int], line: int) -> Iterator[Tagged]:
    """The spans in the text; `line` is the number of the document's first line."""
    for first, last, label in _runs(pages):
        end = starts[last - 1] + len(pages.tokens[last - 1][0])
        yield Tagged(starts[first], end, label, pages.lines[first] - line)


def _runs(pages: _Pages) -> Iterator[tuple[int, int, str]]:
    """The spans of each sentence, in tokens of the document: none goes on after a blank line."""
    tags = list(map(_TAG, pages.tokens))
    for start, end in zip([0, *pages.breaks], [*pages.breaks, len(tags)], strict=True):
        sentence = tags[start:end]
        if sentence.count(OUTSIDE) < len(sentence):
            for first, last, label in runs(sentence):
                yield first + start, last + start, label


def _joined(pages: _Pages) -> tuple[str, list[int]]:
    """The text of the tokens, and where each begins in it, in code points."""
    words = list(map(_TOKEN, pages.tokens))
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    sentences = list(pairwise([0, *(at for at in pages.breaks if at < len(words)), len(words)]))
    if len("".join(words)) == len(words):  # each is one character, for none is empty
        for number, (first, last) in enumerate(sentences):
            starts += range(first + number, last + number)
        return "\n".join("".join(words[first:last]) for first, last in sentences), starts
    for first, last in sentences:
        sentence = words[first:last]
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
