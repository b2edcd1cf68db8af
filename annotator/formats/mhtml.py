"""Web pages saved as one file (MHTML): the page in it, as it was sent."""

from __future__ import annotations

import re

from annotator.errors import AnnotatorError

_HEADER = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_VERSION = re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE)


def is_mhtml(data: bytes) -> bool:
    """Whether a file's first lines are those of a saved page."""
    head = data[:4_000].replace(b"\r\n", b"\n").split(b"\n\n")[0]
    return _HEADER.search(head) is not None and _VERSION.search(head) is not None


def page_in(data: bytes, name: str) -> tuple[bytes, str]:
    """The bytes of the first page in a saved file, and the encoding said of it, or nothing; the rest is left.

    Raises AnnotatorError when there is no page in it.
    """
    from email import message_from_bytes

    for part in message_from_bytes(data).walk():
        content = part.get_payload(decode=True)
        if part.get_content_type() in ("text/html", "application/xhtml+xml") and isinstance(content, bytes) and content:
            charset = part.get_param("charset", "")
            return content, charset if isinstance(charset, str) else ""
    raise AnnotatorError("formats.text-none", path=name)
