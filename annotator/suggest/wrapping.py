"""Lines that a page broke: a text copied from a page has a break at the page's width, in the middle of words.

Such breaks are taken out before suggesting, and the suggestions' offsets are put back afterwards, so that a phrase is
found that runs on into the next line. A text whose lines are paragraphs is left as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

NARROWEST = 30
"""half-width columns: no page is narrower"""
SLACK = 4
"""columns by which a full line of a narrow page may fall short: a wide character, and a mark that must not begin the
next line"""
FULL_LINES = 4
"""how many full lines show that the page broke them"""
_LINE = re.compile(r"[^\r\n]+")
_BREAK = re.compile(r"[ \t]*(?:\r\n|\r|\n)")
_INSIDE = "、,，“「《（("
_WIDE = re.compile("[\u2e81-\U0010ffff]+")
_GOES_ON = "”」》）)"


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
    goes_on = [(line, then) for line, then in pairwise(lines) if _goes_on(text, line[1], then[0])]
    if len(goes_on) < FULL_LINES:
        return []
    widths = [(_width(text[slice(*line)]), _width(text[slice(*then)])) for line, then in goes_on]
    page = _page_width([width for width, following in widths if following <= width + _slack(width)])
    breaks = [
        (line[1], after)
        for (line, (after, _)), (width, following) in zip(goes_on, widths, strict=True)
        if following <= max(page, width) + _slack(page)
        and (width >= page - max(SLACK, page // 5) or "。" in text[slice(*line)])
    ]
    return breaks if page and not _too_wide(text, lines, page + _slack(page), len(breaks)) else []


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each line that is not blank, up to the blanks at its end."""
    for match in _LINE.finditer(text):
        if words := match.group().rstrip():
            yield match.start(), match.start() + len(words)


def _too_wide(text: str, lines: list[tuple[int, int]], page: int, breaks: int) -> bool:
    """Whether more lines are wider than the page than it broke: then they are paragraphs, some of them alike."""
    return sum(stop - start > page or _width(text[start:stop]) > page for start, stop in lines) > breaks


def _goes_on(text: str, stop: int, after: int) -> bool:
    """Whether the line that ends at `stop` is unfinished and the next follows it without a blank line or indent."""
    if not (_is_of(text[stop - 1], _INSIDE) and _is_of(text[after], _GOES_ON)):
        return False
    return _BREAK.fullmatch(text, stop, after) is not None


def _is_of(char: str, marks: str) -> bool:
    """Whether a character is one of a word or a number, or one of the marks."""
    if "\u3400" <= char <= "\u9fff" or char in marks or char.isdecimal():
        return True
    return (char.isascii() and char.isalpha()) or "\U00020000" <= char <= "\U0003ffff"


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
