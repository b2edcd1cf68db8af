"""Zip files of strangers, read within limits: nothing they say about sizes, names or links is believed."""

from __future__ import annotations

import lzma
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from annotator.errors import AnnotatorError
from annotator.formats.files import MAX_BYTES, megabytes

MOST_ENTRIES = 20_000

_ENCRYPTED = 0x1
_ENTRY = b"PK\x03\x04"
_OFFICE = frozenset((b"[Content_Types].xml", b"_rels/.rels"))
_BROKEN = (BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, ValueError, OSError)


def is_office(head: bytes, folder: bytes) -> bool:
    """Whether first bytes are of a zip file of Office's that has such a folder: there its root says what is in it.

    Reports in a folder of that name, and files of Office's that are stored in an archive as they are, make none.
    """
    names = _first_names(head)
    return any(name.startswith(folder) for name in names) and not _OFFICE.isdisjoint(names)


def _first_names(head: bytes) -> list[bytes]:
    """The names of a zip file's entries as far as its first bytes tell, those of archives in it not among them."""
    names, at = [], 0
    while head.startswith(_ENTRY, at) and len(head) >= at + 30:
        packed, name, extra = struct.unpack_from("<I4xHH", head, at + 18)
        names.append(head[at + 30 : at + 30 + name])
        at += 30 + name + extra + packed
        if packed == 0 and not head.startswith(_ENTRY, at):  # its size stands behind it
            at = head.find(_ENTRY, at)
    return names


@contextmanager
def opened_zip(stream: BinaryIO, name: str) -> Iterator[ZipFile]:
    """A zip file's directory. Raises AnnotatorError when it is none, is damaged or has more than 20,000 entries."""
    try:
        archive = ZipFile(stream)
    except (*_BROKEN, NotImplementedError) as error:
        raise AnnotatorError("formats.zip-broken", path=name) from error
    with archive:
        if len(archive.infolist()) > MOST_ENTRIES:
            count = len(archive.infolist())
            raise AnnotatorError("formats.zip-entries", path=name, count=count, limit=MOST_ENTRIES)
        yield archive


@contextmanager
def zip_of(data: bytes, name: str) -> Iterator[ZipFile]:
    """`opened_zip` of bytes."""
    with opened_zip(BytesIO(data), name) as archive:
        yield archive


def content(archive: ZipFile, entry: ZipInfo, name: str, limit: int = MAX_BYTES) -> bytes:
    """All bytes of an entry, unpacked; `name` is what sentences call it.

    Raises AnnotatorError when it is encrypted, damaged, packed in an unknown way, or unpacks to more than the limit.
    """
    if entry.flag_bits & _ENCRYPTED:
        raise AnnotatorError("formats.zip-encrypted", path=name)
    try:
        with archive.open(entry) as stream:
            data = stream.read(limit + 1)
    except (NotImplementedError, RuntimeError) as error:  # RuntimeError: what asks for a password all the same
        raise AnnotatorError("formats.zip-method", path=name) from error
    except _BROKEN as error:
        raise AnnotatorError("formats.zip-entry-broken", path=name) from error
    if len(data) > limit:
        raise AnnotatorError("formats.zip-bomb", path=name, limit=megabytes(limit))
    return data


def entry_lines(archive: ZipFile, entry: ZipInfo, name: str) -> Iterator[tuple[int, bytes]]:
    """The lines of an entry with their numbers from 1, one at a time: the entry may be of any size.

    Raises AnnotatorError as `content` does, and for a single line above MAX_BYTES.
    """
    if entry.flag_bits & _ENCRYPTED:
        raise AnnotatorError("formats.zip-encrypted", path=name)
    number = 0
    try:
        with archive.open(entry) as stream:
            while line := stream.readline(MAX_BYTES + 1):
                number += 1
                if len(line) > MAX_BYTES:
                    raise AnnotatorError("formats.line-too-long", path=name, line=number, limit=megabytes(MAX_BYTES))
                yield number, line
    except (NotImplementedError, RuntimeError) as error:
        raise AnnotatorError("formats.zip-method", path=name) from error
    except _BROKEN as error:
        raise AnnotatorError("formats.zip-entry-broken", path=name) from error
