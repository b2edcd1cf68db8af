"""Files read piece by piece, by another process or by ours: of a large one only a few documents are in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from annotator.errors import AnnotatorError
from annotator.formats import ReadOptions
from annotator.incoming.files import Incoming, OpenFile, ReadFile, open_files
from annotator.model import Bundle, Scheme

_ENOUGH = 30_000
"""code points of texts that go over at once"""
_MOST = 100
"""documents that do"""
_SLOW = 0.05
"""seconds after which a file is one that a person would wait for"""

Order = tuple[Path, ReadOptions]
"""A file that is to be read, and how."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The next file is being read: its place among those that were ordered, from 0.

    Or it is not, for its text came with another one's annotations: then it is `aside`.
    """

    number: int
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Begun:
    """A file that can be read: its documents follow, and then its end. `number` counts these files, from 1."""

    number: int
    path: Path
    scheme: Scheme | None


@dataclass(frozen=True, slots=True)
class Ended:
    """A file has no more documents, or cannot be read further: that is its fault.

    `texts` are the files whose texts have come in it: they are not to be read by themselves, unless it is refused.
    """

    remarks: tuple[AnnotatorError, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict, hash=False)
    fault: AnnotatorError | None = None
    texts: frozenset[Path] = frozenset()


Passed = Turn | ReadFile | Begun | tuple[Bundle, ...] | Ended
Pack = tuple[Passed, ...]


class Reading:
    """Files being read, those in archives too."""

    def __init__(self, orders: Sequence[Order], format_: str = "") -> None:
        self._orders = orders
        self._format = format_
        self._texts: set[Path] = set()
        self._number = self._refused = 0

    def pieces(self) -> Iterator[Passed]:
        """What there is to be passed on, in order."""
        for number, (path, options) in enumerate(self._orders):
            aside = path in self._texts
            yield Turn(number, aside)
            if aside:
                continue
            texts: set[Path] = set()
            for file in open_files([path], self._format, options, texts):
                if isinstance(file, ReadFile):
                    yield file
                else:
                    yield from self._of(file, texts)

    def pass_over(self, number: int) -> None:
        """No more documents of the file of that number are wanted. One that has ended already is passed over."""
        self._refused = number

    def _of(self, file: OpenFile, texts: set[Path]) -> Iterator[Passed]:
        self._number += 1
        yield Begun(self._number, file.path, file.scheme)
        try:
            for some in _some(file.bundles):
                yield some
                if self._refused == self._number:
                    break
        except AnnotatorError as fault:
            yield Ended(fault=fault)
        else:
            self._texts |= texts
            yield Ended(tuple(file.remarks), dict(+file.left_out), texts=frozenset(texts))


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


def packs_of(orders: Sequence[Order], format_: str = "") -> Generator[Pack, int | None]:
    """The pieces of files, many small ones at once, for a worker process; it may be told which file is refused."""
    reading = Reading(orders, format_)
    for pack in _packed(reading.pieces()):
        refused = yield pack
        if refused is not None:
            reading.pass_over(refused)


def _packed(pieces: Iterator[Passed]) -> Iterator[Pack]:
    """A file that takes a while is announced before it is read."""
    pack: list[Passed] = []
    length, since = 0, float("-inf")
    for piece in pieces:
        pack.append(piece)
        slow = False
        if isinstance(piece, Turn):
            since, before = monotonic(), since
            slow = since - before > _SLOW
        elif isinstance(piece, tuple):
            length += sum(len(bundle.document.text) for bundle in piece)
        if slow or length >= _ENOUGH or len(pack) >= _MOST:
            yield tuple(pack)
            pack, length = [], 0
    if pack:
        yield tuple(pack)


def put_together(
    pieces: Iterator[Passed], orders: Sequence[Order], format_: str, pass_over: Callable[[int], None]
) -> Iterator[Incoming]:
    """The files that pieces are of, for `import_read`: each takes its pieces as its documents are asked for.

    `pass_over` hears the number of a file of which no more is wanted: it was refused. If texts came in it, which others
    have passed over by now, they are read here.
    """
    refused: set[Path] = set()
    for piece in pieces:
        if isinstance(piece, ReadFile):
            yield piece
        elif isinstance(piece, Turn) and piece.aside and orders[piece.number][0] in refused:
            path, options = orders[piece.number]
            yield from open_files([path], format_, options)
        elif isinstance(piece, Begun):
            bundles = _Bundles(pieces)
            yield OpenFile(piece.path, bundles, piece.scheme, bundles.remarks, bundles.left_out)
            if not bundles.is_over:
                pass_over(piece.number)
                refused |= bundles.pass_over()


class _Bundles(Iterator[Bundle]):
    """A file's documents; `remarks` and `left_out` are whole after the last."""

    def __init__(self, pieces: Iterator[Passed]) -> None:
        self._pieces = pieces
        self._some: Iterator[Bundle] = iter(())
        self.is_over = False
        self.remarks: list[AnnotatorError] = []
        self.left_out: Counter[str] = Counter()

    def __next__(self) -> Bundle:
        while True:
            for bundle in self._some:
                return bundle
            if self.is_over:
                raise StopIteration
            piece = next(self._pieces)
            if isinstance(piece, Ended):
                self._end(piece)
            elif isinstance(piece, tuple):
                self._some = iter(piece)

    def _end(self, piece: Ended) -> None:
        self.is_over = True
        self.remarks += piece.remarks
        self.left_out.update(piece.left_out)
        if piece.fault:
            raise piece.fault

    def pass_over(self) -> frozenset[Path]:
        """What is still on its way of a file that was refused in the midst; the texts that came in it."""
        piece: Passed = ()
        while not isinstance(piece, Ended):
            piece = next(self._pieces)
        self.is_over = True
        return piece.texts
