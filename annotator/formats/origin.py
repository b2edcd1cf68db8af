"""Where a document came from, as every reader of texts records it."""

from __future__ import annotations

import re
from hashlib import sha256

from annotator.formats.source import Source
from annotator.model import Origin, now

_TITLE_LENGTHS = range(4, 41)
_TITLE_WITHIN = 2_000
_HEADLINE = re.compile(r"^#{1,6}\s+")


def origin_of(source: Source, data: bytes, extractor: str, *, encoding: str, newline: str) -> Origin:
    """The origin of a document that was taken out of `data` by `extractor` (a name and a version) just now."""
    return Origin(source.file_name, sha256(data).hexdigest(), encoding, newline, extractor, now())


def title_of(text: str, otherwise: str) -> str:
    """The first line that is not blank, if it has 4 to 40 characters as a headline has.

    The signs by which Markdown marks a headline are no part of it; texts that were taken out of it keep them.
    """
    lines = (_HEADLINE.sub("", line.strip()) for line in text[:_TITLE_WITHIN].splitlines())
    first = next(filter(None, lines), "")
    return first if len(first) in _TITLE_LENGTHS else otherwise
