"""Lines that a page broke: a text copied from a page has a break at the page's width, in the middle of words.

Such breaks are taken out before suggesting, and the suggestions' offsets are put back afterwards, so that a phrase is
found that runs on into the next line. A text whose lines are paragraphs is left as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

NARROWEST = 30
"""half-width columns: no page is narrower"""
SLACK = 4
"""columns by which a full line of a narrow page may fall short: a wide character, and a mark that must not begin the
next line"""
FULL_LINES = 4
"""how many full lines show that the page broke them"""
_LINE = re.compile(r"[^\r\n]+")
_WORD = r"\u3400-\u9fff\U00020000-\U0003ffffa-zA-Z\d"
_GOES_ON = re.compile(rf"[{_WORD}、,，“「《（(][ \t]*(?:\r\n|\r|\n)[{_WORD}”」》）)]")
"""an unfinished line's last character, its break, and what follows without a blank line or indent"""
_WIDE = re.compile("[\u2e81-\U0010ffff]+")


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """A text without the breaks of its page. `starts` are where a break was taken out, `removed` how much before the
    first of them, before the second, … and in all.

    All offsets are code points; `starts` of the text without breaks.
    """

    text: str
    starts: tuple[int, ...]
    removed: tuple[int, ...]

    def offset(self, offset: int) -> int:
        """The offset in the stored text of a character of this text."""
        return offset + self.removed[bisect_right(self.starts, offset)]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """`[start, end)` of this text in the stored one."""
        starts, removed = self.starts, self.removed
        at = bisect_right(starts, start)
        before = removed[at]
        if at < len(starts) and starts[at] < end:
            at = bisect_right(starts, end - 1, at)
        return start + before, end + removed[at]


def unwrapped(text: str) -> Unwrapped | None:
    """The text without its page's breaks; None where it has none, so that nothing is to be put back. O(length)."""
    breaks = _breaks(text)
    if not breaks:
        return None
    removed = tuple(accumulate((end - start for start, end in breaks), initial=0))
    starts = tuple(start - before for (start, _), before in zip(breaks, removed, strict=False))
    edges = [0, *(edge for span in breaks for edge in span), len(text)]
    pieces = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return Unwrapped("".join(pieces), starts, removed)


def _breaks(text: str) -> list[tuple[int, int]]:
    """Start and end of each break that the page made: in a full line, or in one that stops inside a second sentence."""
    lines = list(_lines(text))
    goes_on = [at for at, (_, stop) in enumerate(lines) if _GOES_ON.match(text, stop - 1)]
    if len(goes_on) < FULL_LINES:
        return []
    widths = [_width(text[start:stop]) for start, stop in lines]
    page = _page_width([widths[at] for at in goes_on if widths[at + 1] <= widths[at] + _slack(widths[at])])
    slack = _slack(page)
    breaks = [
        (lines[at][1], lines[at + 1][0])
        for at in goes_on
        if widths[at + 1] <= max(page, widths[at]) + slack
        and (widths[at] >= page - max(SLACK, page // 5) or "。" in text[slice(*lines[at])])
    ]
    # where more lines are wider than the page than it broke, they are paragraphs, some of them alike
    return breaks if page and sum(width > page + slack for width in widths) <= len(breaks) else []


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each line that is not blank, up to the blanks at its end."""
    for match in _LINE.finditer(text):
        if words := match.group().rstrip():
            yield match.start(), match.start() + len(words)


def _page_width(widths: list[int]) -> int:
    """The page's width by its unfinished lines: the largest that FULL_LINES of them nearly reach; 0 where none is."""
    full = sorted((width for width in widths if width >= NARROWEST), reverse=True)
    nth = full[FULL_LINES - 1 :]
    return next((width for width, other in zip(full, nth, strict=False) if width - other <= _slack(width)), 0)


def _slack(width: int) -> int:
    """Columns by which a full line may fall short: the wider the page, the more narrow characters it holds."""
    return max(SLACK, width // 16)


def _width(line: str) -> int:
    """Columns of a line, wide characters as two."""
    return len(line) + sum(map(len, _WIDE.findall(line)))
