"""Whether a PDF file holds content that unpacks to very much: asked only of files in which there is no text."""

from __future__ import annotations

import re
import zlib

_STREAM = re.compile(rb"stream\r?\n")
_DEEPEST = 3
"""how often content may be packed"""
_ZLIB = 0x78


def unpacks_beyond(data: bytes, limit: int) -> bool:
    """Whether the streams of a file unpack to more than so many bytes, which are all that is unpacked of them."""
    view, left = memoryview(data), limit
    for found in _STREAM.finditer(data):
        left -= _size(view[found.end() :], left + 1)
        if left < 0:
            return True
    return False


def _size(packed: bytes | memoryview, most: int) -> int:
    """How many bytes it unpacks to, packed once or several times; at most so many are unpacked."""
    size = 0
    for _ in range(_DEEPEST):
        if not packed or packed[0] != _ZLIB:
            break
        try:
            packed = zlib.decompressobj().decompress(packed, most)
        except zlib.error:
            break
        size = max(size, len(packed))
    return size
