"""Text for tool tips, which Qt would read as rich text wherever it looks like that."""

from __future__ import annotations

_NOTHING = "\u200b"


def plain_tip(text: str) -> str:
    """The text as it is to the eye, but never a tag or an entity to Qt.

    QToolTip takes no text format; Qt guesses "rich" from `<` followed by a letter and from `&lt;`, so a zero-width
    space goes behind both signs.
    """
    return text.replace("<", f"<{_NOTHING}").replace("&", f"&{_NOTHING}")
