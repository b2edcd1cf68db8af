"""Where in a pattern the part stands that cannot be read."""

from __future__ import annotations

import re

from annotator.errors import AnnotatorError
from annotator.model import Span
from annotator.text import fold

_TOKEN = re.compile(r"\\.|\[\^?\]?|.", re.DOTALL)


def place_of(error: AnnotatorError) -> Span | None:
    """The stretch of the pattern that a sentence of `suggest.expression` is about; None where it is about all of it."""
    pattern, part = str(error.fields.get("pattern", "")), str(error.fields.get("part", ""))
    if error.key == "suggest.pattern-bracket":
        return _lone_bracket(pattern)
    if error.key == "suggest.pattern-escape" and part == pattern:  # nothing stands behind the last sign
        return Span(len(pattern) - 1, len(pattern))
    at = fold(pattern).rfind(fold(part)) if part and part != pattern else -1
    return Span(at, at + len(part)) if at >= 0 else None


def _lone_bracket(pattern: str) -> Span | None:
    """The first bracket that nothing closes, or that closes nothing."""
    open_, set_ = list[int](), None
    for token in _TOKEN.finditer(pattern):
        sign, at = token.group()[0], token.start()
        if set_ is not None:
            set_ = None if sign == "]" else set_
        elif sign == "[":
            set_ = at
        elif sign == "(":
            open_.append(at)
        elif sign == ")":
            if not open_:
                return Span(at, at + 1)
            open_.pop()
    lone = set_ if set_ is not None else open_[-1] if open_ else None
    return None if lone is None else Span(lone, lone + 1)
