"""Files that another process reads, handed over piece by piece: of a large one only a few documents are in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.formats import ReadOptions
from annotator.model import Bundle, Scheme
from annotator.reports import Incoming, OpenFile, ReadFile, open_files

_ENOUGH = 30_000
"""code points of texts that go over at once"""
_MOST = 100
"""documents that do"""


@dataclass(frozen=True, slots=True)
class Begun:
    """A file that can be read: its documents follow, and then its end."""

    path: Path
    scheme: Scheme | None


@dataclass(frozen=True, slots=True)
class Ended:
    """A file has no more documents, or cannot be read further: that is its fault."""

    remarks: tuple[AnnotatorError, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict, hash=False)
    fault: AnnotatorError | None = None


Passed = ReadFile | Begun | tuple[Bundle, ...] | Ended


def pieces_of(path: Path, options: ReadOptions) -> Generator[Passed]:
    """A file, or all files of an archive, in pieces, for a worker process."""
    for file in open_files([path], "", options):
        if isinstance(file, ReadFile):
            yield file
            continue
        yield Begun(file.path, file.scheme)
        try:
            yield from _some(file.bundles)
        except AnnotatorError as fault:
            yield Ended(fault=fault)
        else:
            yield Ended(tuple(file.remarks), dict(+file.left_out))


def _some(bundles: Iterator[Bundle]) -> Iterator[tuple[Bundle, ...]]:
    some: list[Bundle] = []
    length = 0
    for bundle in bundles:
        some.append(bundle)
        length += len(bundle.document.text)
        if length >= _ENOUGH or len(some) >= _MOST:
            yield tuple(some)
            some, length = [], 0
    if some:
        yield tuple(some)


def put_together(pieces: Iterator[Passed]) -> Iterator[Incoming]:
    """The files that pieces are of, for `import_read`: each takes its pieces as its documents are asked for."""
    for piece in pieces:
        if isinstance(piece, ReadFile):
            yield piece
        elif isinstance(piece, Begun):
            bundles = _Bundles(pieces)
            yield OpenFile(piece.path, bundles, piece.scheme, bundles.remarks, bundles.left_out)
            bundles.pass_over()


class _Bundles(Iterator[Bundle]):
    """A file's documents; `remarks` and `left_out` are whole after the last."""

    def __init__(self, pieces: Iterator[Passed]) -> None:
        self._pieces = pieces
        self._some: Iterator[Bundle] = iter(())
        self._is_over = False
        self.remarks: list[AnnotatorError] = []
        self.left_out: Counter[str] = Counter()

    def __next__(self) -> Bundle:
        while True:
            for bundle in self._some:
                return bundle
            if self._is_over:
                raise StopIteration
            piece = next(self._pieces)
            if isinstance(piece, Ended):
                self._end(piece)
            elif isinstance(piece, tuple):
                self._some = iter(piece)

    def _end(self, piece: Ended) -> None:
        self._is_over = True
        self.remarks += piece.remarks
        self.left_out.update(piece.left_out)
        if piece.fault:
            raise piece.fault

    def pass_over(self) -> None:
        """What is still on its way of a file that was refused in the midst."""
        while not self._is_over:
            self._is_over = isinstance(next(self._pieces), Ended)
