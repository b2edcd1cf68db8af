"""Patterns that people wrote, as google-re2 runs them: without backtracking, so that none can hang.

A pattern is written in either script and folded here, for it is matched on folded text. `^` and `$` are a line's ends,
and no pattern reaches over one. RE2's own rules of writing: https://github.com/google/re2/wiki/Syntax.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from annotator.errors import AnnotatorError
from annotator.suggest.anchors import anchors
from annotator.text import fold

LONGEST = 500
"""code points of a pattern"""
MOST = 1_000
"""matches of one pattern in one text"""
_PIECE = 5_000
"""code points: a longer line is cut, for how long one match takes grows with what is left of its line"""
_WORDS = 50
_ONLY_RE2 = re.compile(r"\\[a-zA-Z0-9](?<!\\[dswDSWbB])|\[\[:|\[\^?\]")
"""Signs that Python's patterns have not, or have for something else."""
_META = frozenset(r"\.+*?()|[]{}^$")
_TOKEN = re.compile(r"\\Q.*?(?:\\E|$)|\\.|\[\^?\]?|.", re.DOTALL)
_LINE_ENDS = str.maketrans(dict.fromkeys("\r\v\f\x85\u2028\u2029", "\n"))
_FAULTS = (
    ("missing )", "suggest.pattern-bracket"),
    ("missing ]", "suggest.pattern-bracket"),
    ("unexpected )", "suggest.pattern-bracket"),
    ("no argument for repetition", "suggest.pattern-repetition"),
    ("bad repetition", "suggest.pattern-repetition"),
    ("invalid repetition size", "suggest.pattern-repetition"),
    ("invalid perl operator", "suggest.pattern-look"),
    ("invalid escape", "suggest.pattern-escape"),
    ("trailing \\", "suggest.pattern-escape"),
    ("invalid character class", "suggest.pattern-range"),
)
"""How RE2's messages begin, and what we say to people."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A pattern that RE2 has compiled. `group` is the number of the group that marks the span, 0 for the whole match:
    the group called `span`, else the first one."""

    compiled: Any
    group: int

    def find(self, folded: str) -> Iterator[tuple[int, int]]:
        """Half-open spans of a folded text in code points, from left to right, none empty, at most MOST."""
        return islice(self.find_all(folded), MOST)

    def find_all(self, folded: str) -> Iterator[tuple[int, int]]:
        """The same without end."""
        for offset, piece in _pieces(folded.translate(_LINE_ENDS)):
            for match in self.compiled.finditer(piece):
                start, end = match.span(self.group)
                if start < 0:  # the group took no part
                    start, end = match.span(0)
                if start < end:
                    yield offset + start, offset + end


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The text, whole where its lines are short, else line by line, and where it begins."""
    lines = text.split("\n")
    if max(map(len, lines)) <= _PIECE:
        yield 0, text
        return
    offset = 0
    for line in lines:
        for at in range(0, len(line), _PIECE):
            yield offset + at, line[at : at + _PIECE]
        offset += len(line) + 1


@lru_cache(maxsize=4096)
def expression(pattern: str) -> Expression:
    """A pattern, compiled. Raises AnnotatorError that names it when RE2 cannot read it, when it is too long or too

    large, and when it would match where nothing stands.
    """
    if len(pattern) > LONGEST:
        raise AnnotatorError("suggest.pattern-long", pattern=pattern[:40], length=len(pattern), most=LONGEST)
    if any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in pattern):
        raise AnnotatorError("suggest.pattern-control", pattern=pattern.encode("unicode_escape").decode())
    if r"\C" in re.findall(r"\\.", pattern):  # half a character, which no span can be
        raise AnnotatorError("suggest.pattern-escape", pattern=pattern, part=r"\C")
    compiled = _compiled(pattern)
    if any(start == end for probe in ("", "a", "中") for start, end in _whole_matches(compiled, probe)):
        raise AnnotatorError("suggest.pattern-nothing", pattern=pattern)
    return Expression(compiled, compiled.groupindex.get("span", min(compiled.groups, 1)))


def needed_words(pattern: str) -> frozenset[str]:
    """Folded words of which every match of a pattern holds one; none where such words are not known or too many.

    Python's reading of the pattern decides: what it cannot read, or does not read as RE2 does, has none.
    """
    folded = fold_pattern(pattern)
    if "(?" in folded.replace("(?:", "").replace("(?P<", "") or _ONLY_RE2.search(folded):
        return frozenset()
    try:
        words = frozenset[str]().union(*(one.words for one in anchors(folded, {})))
    except (re.error, OverflowError, RecursionError):
        return frozenset()
    return words if len(words) <= _WORDS else frozenset()


def _whole_matches(compiled: Any, text: str) -> Iterator[tuple[int, int]]:
    return (match.span(0) for match in compiled.finditer(text))


def _compiled(pattern: str) -> Any:
    import re2

    options = re2.Options()
    options.log_errors = False
    options.never_nl = True
    try:
        return re2.compile(f"(?m){fold_pattern(pattern)}", options)
    except re2.error as error:
        raise _fault(pattern, error.args[0].decode("utf-8", "replace")) from error


def _fault(pattern: str, said: str) -> AnnotatorError:
    """RE2's message in words for people; behind a colon it names the part that it could not read."""
    part = said.partition(": ")[2].removeprefix("(?m)") or pattern
    for beginning, key in _FAULTS:
        if said.startswith(beginning):
            return AnnotatorError(key, pattern=pattern, part=part)
    return AnnotatorError("suggest.pattern-broken", pattern=pattern, reason=said)


def fold_pattern(pattern: str) -> str:
    """A pattern as it is matched on folded text: its letters folded, its signs left alone.

    What only folding makes a sign of patterns, a full-width bracket say, is a letter and stays one. A range of
    characters is folded where it stays as long: [０-９] is [0-9], but what lies between two Han has no order to keep.
    """
    tokens = _TOKEN.findall(pattern)
    folded = list(map(_fold_token, tokens))
    inside = False
    for at, token in enumerate(tokens):
        if token.startswith("[") and not inside:
            inside = True
        elif token == "]":
            inside = False
        elif inside and token == "-" and 0 < at < len(tokens) - 1:
            first, last = tokens[at - 1], tokens[at + 1]
            if len(first) == len(last) == 1 and ord(fold(last)) - ord(fold(first)) != ord(last) - ord(first):
                folded[at - 1], folded[at + 1] = first, last
    return "".join(folded)


def _fold_token(token: str) -> str:
    folded = fold(token)
    if folded == token or len(token) > 1:
        return folded
    return f"\\{folded}" if folded in _META else folded
