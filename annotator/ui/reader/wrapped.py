"""Which line ends of a text are no ends of paragraphs: lines that a program or a person wrapped at a width."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from annotator.text import begins_item

_LEAST = 12
"""Characters that a line has at least, of those that show where a text was wrapped."""
_SWAY = 3
"""By how many characters full lines differ: a sign of punctuation may not begin a line, a Western word not end one."""
_SHARE = 0.2
"""Of the long lines so many are full where a text was wrapped."""
_ENDS = ("。", "！", "？", "：", "；", "”", "」", ".", "!", "?", ":", ";")
_BLANK = " \t\u3000\u00a0"

Ends = tuple[int, int]
"""Where a line end begins and ends."""


def wrapped(text: str, line_ends: Sequence[Ends]) -> set[Ends]:
    """The line ends after which the same paragraph goes on.

    A line goes on where it reaches the width that many lines share and few go beyond, and the next one does not begin
    as a paragraph does: with a blank, with the number of an item, or after a full stop in a text that indents nothing.
    """
    starts = [0, *(after for _, after in line_ends)]
    lines = [text[start:end] for start, (end, _) in zip(starts, [*line_ends, (len(text), 0)], strict=True)]
    widths = [_width(line) for line in lines]
    full = _full(widths)
    if full is None:
        return set()
    indents = sum(line.startswith(("\u3000", "  ")) for line in lines) >= 2
    return {
        ends
        for at, ends in enumerate(line_ends)
        if full - _SWAY < widths[at] <= full
        and _goes_on(lines[at + 1])
        and (indents or not lines[at].rstrip(_BLANK).endswith(_ENDS))
    }


def _goes_on(line: str) -> bool:
    return bool(line) and line[0] not in _BLANK and not begins_item(line)


def _width(line: str) -> int:
    """In characters; of those that are half as wide two count as one."""
    narrow = len(line.encode("ascii", "ignore"))
    return len(line) - narrow // 2


def _full(widths: Sequence[int]) -> int | None:
    """The width at which a text was wrapped, if it was."""
    long = Counter(width for width in widths if width >= _LEAST)
    all_ = sum(long.values())
    best, full = 0, None
    beyond = all_
    for width in sorted(long):
        beyond -= long[width]
        share = sum(long[width - less] for less in range(_SWAY))
        if share >= max(3, _SHARE * all_) and 3 * beyond <= share and share >= best:
            best, full = share, width
    return full
