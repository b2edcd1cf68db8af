"""What a reader reads: a file, or bytes that are in memory already (a member of an archive)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import BinaryIO

from annotator.errors import AnnotatorError
from annotator.formats.files import MAX_BYTES, megabytes, read_bytes, reading, shown

HEAD_BYTES = 65_536


class Allowance:
    """How much may still be unpacked from an archive and all those in it, and how deep these may lie."""

    def __init__(self, size: int, depth: int) -> None:
        self.depth = depth
        self._limit = size
        self._left = [size]

    def below(self) -> Allowance:
        """That of an archive in this one: one level less, and the same bytes."""
        inner = Allowance(self._limit, self.depth - 1)
        inner._left = self._left
        return inner

    def take(self, size: int, name: str) -> None:
        """Uses so many bytes up. Raises AnnotatorError about the archive of that name when no more are left."""
        self._left[0] -= size
        if self._left[0] < 0:
            raise AnnotatorError("formats.zip-bomb", path=name, limit=megabytes(self._limit))


@dataclass(frozen=True, slots=True)
class Source:
    """A file by its path; `content` are its bytes where they are at hand, and then the path is only a name.

    `allowance` is that of the archive it was taken from.
    """

    path: Path
    content: bytes | None = None
    allowance: Allowance | None = None

    @property
    def name(self) -> str:
        """The path as sentences show it."""
        return shown(self.path)

    @property
    def file_name(self) -> str:
        return shown(self.path.name)

    @property
    def stem(self) -> str:
        return shown(self.path.stem)

    def head(self) -> bytes:
        """The first 65,536 bytes, to recognise the format by. Raises AnnotatorError as `read` does, size apart."""
        if self.content is not None:
            return self.content[:HEAD_BYTES]
        with reading(self.path, empty=True) as stream:  # brat has files with nothing in them
            return stream.read(HEAD_BYTES)

    def read(self) -> bytes:
        """All bytes. Raises AnnotatorError when there is no such file, it is empty, too large or cannot be read."""
        return read_bytes(self.path) if self.content is None else self.content

    @contextmanager
    def opened(self) -> Iterator[BufferedReader | BytesIO]:
        """The bytes as a stream that can be moved in: the file may be of any size. Raises AnnotatorError as `read`."""
        if self.content is not None:
            yield BytesIO(self.content)
            return
        with reading(self.path) as stream:
            yield stream

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """The lines with their numbers from 1, ended by LF only, one at a time: the file may be of any size.

        Raises AnnotatorError as `read` does, and for a single line above MAX_BYTES.
        """
        with self.opened() as stream:
            yield from self._lines_of(stream)

    def _lines_of(self, stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
        number = 0
        while line := stream.readline(MAX_BYTES + 1):
            number += 1
            if len(line) > MAX_BYTES:
                raise AnnotatorError("formats.line-too-long", path=self.name, line=number, limit=megabytes(MAX_BYTES))
            yield number, line
