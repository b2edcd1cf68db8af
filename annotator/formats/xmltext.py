"""Text that XML can hold: some characters it cannot, not even escaped."""

from __future__ import annotations

import re

_CANNOT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def holdable(text: str) -> str:
    """The text with U+FFFD for each character that XML 1.0 cannot hold: no offset changes."""
    return _CANNOT.sub("\ufffd", text)


def unholdable(text: str) -> int:
    """How many characters of the text XML cannot hold."""
    return len(_CANNOT.findall(text))
