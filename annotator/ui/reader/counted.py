"""Spans typed as numbers: `2c3b1a` is the next 2 characters as c, then 3 as b, then 1 as a."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.model import Span
from annotator.ui.reader.page import Page
from annotator.ui.reader.units import Unit, step

SKIP, WORDS = "-", "w"
_PIECE = re.compile(r"(\d{0,4})(w?)([a-vx-z-])")
_TYPED = re.compile(r"(?:\d{0,4}w?[a-vx-z-])*\d{0,4}w?")


def letters_of(count: int) -> str:
    """The letters that labels are typed by, in the scheme's order; w means words."""
    return "abcdefghijklmnopqrstuvxyz"[:count]


@dataclass(frozen=True, slots=True)
class Counted:
    """The next `count` characters, or words, get the label of a letter; SKIP leaves them out."""

    count: int
    words: bool
    letter: str


def is_typable(typed: str, letters: str) -> bool:
    """Whether a command may begin so, with these letters for labels."""
    return _TYPED.fullmatch(typed) is not None and all(one in letters for one in re.sub(r"[\dw-]", "", typed))


def parse(typed: str) -> list[Counted]:
    """What a command says so far; a number that waits for its letter says nothing yet. No number means 1."""
    return [Counted(int(count or 1), bool(words), letter) for count, words, letter in _PIECE.findall(typed)]


def spans_of(page: Page, start: int, counted: Sequence[Counted]) -> list[tuple[Span, str]]:
    """The spans that a command means from an offset on, each with its letter. Blanks and line ends are not counted."""
    found = []
    for one in counted:
        start = _over_blanks(page, start)
        end = _after(page, start, one)
        if start < end and one.letter != SKIP:
            found.append((Span(start, end), one.letter))
        start = end
    return found


def _after(page: Page, start: int, counted: Counted) -> int:
    end = start
    for _ in range(counted.count):
        at = _over_blanks(page, end)
        if at >= len(page.text):
            break
        end = step(page, at, Unit.WORD, forward=True) if counted.words else page.lines(page.paragraphs.at(at)).next(at)
    return end


def _over_blanks(page: Page, offset: int) -> int:
    while offset < len(page.text) and page.text[offset].isspace():
        offset += 1
    return offset
