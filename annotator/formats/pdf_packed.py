"""Whether a PDF file holds content that unpacks to very much: asked only of files in which there is no text."""

from __future__ import annotations

import re
import zlib
from contextlib import suppress

_STREAM = re.compile(rb"stream\r?\n")
_DEEPEST = 3
"""how often content may be packed"""
_ZLIB = 0x78
_FIRST, _LARGEST = 256, 1_000_000
"""bytes that are handed over at once"""


def unpacks_beyond(data: bytes, limit: int) -> bool:
    """Whether the streams of a file unpack to more than so many bytes, which are all that is unpacked of them."""
    view, left, at = memoryview(data), limit, 0
    while found := _STREAM.search(data, at):
        read, size = _unpacked(view[found.end() :], left + 1)
        left -= size
        if left < 0:
            return True
        at = found.end() + read
    return False


def _unpacked(packed: memoryview, most: int) -> tuple[int, int]:
    """How many bytes it takes up, and how many it unpacks to, packed once or several times; no more are unpacked."""
    read, plain = _unpack(packed, most)
    size = len(plain)
    for _ in range(_DEEPEST - 1):
        _, plain = _unpack(memoryview(plain), most)
        size = max(size, len(plain))
    return read, size


def _unpack(packed: memoryview, most: int) -> tuple[int, bytes]:
    """What it unpacks to, at most so many bytes, and how many were read for it: in pieces that grow, for what lies

    behind the content is copied at its end.
    """
    if not packed or packed[0] != _ZLIB:
        return 0, b""
    maker, plain, at, piece = zlib.decompressobj(), bytearray(), 0, _FIRST
    with suppress(zlib.error):
        while at < len(packed) and not maker.eof and len(plain) < most:
            plain += maker.decompress(packed[at : at + piece], most - len(plain))
            at += piece
            piece = min(4 * piece, _LARGEST)
    return min(at, len(packed)) - len(maker.unused_data), bytes(plain)
