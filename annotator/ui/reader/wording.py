"""How a paragraph is shown: as it is stored, in the other script, its wrapped lines joined. Offsets stay the stored."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.text import blank_between, in_script

LINE_END = re.compile("\r\n|[\n\r\u2028\u2029\u0085]")
_UNSEEN = "\u200b"
_UNKNOWN = "\ufffd"
# A leading U+FEFF is lost on the way into Qt, and the offsets behind it with it; direction marks would move words
# about; U+FFFC stands for an object and control characters break lines: each is shown as one other code point.
_SHOWN_AS = {
    **dict.fromkeys([*range(0x09), *range(0x0A, 0x20), *range(0x7F, 0xA0), 0xFFFC, *range(0xD800, 0xE000)], _UNKNOWN),
    **dict.fromkeys([0xFEFF, 0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], _UNSEEN),
}
_JOINER = "\u200d"


@dataclass(frozen=True, slots=True)
class Showing:
    """In which script a text is shown ("" as it is stored, "hans" or "hant"), and whether wrapped lines are joined."""

    script: str = ""
    joined: bool = False


STORED = Showing()


class Wording:
    """The words of a paragraph as they are shown. Places are code points of these, offsets those of the paragraph.

    The edges of the stored text never fall among the shown words: `edges[offset]` is its place. Where several offsets
    have one place (a line end that is not shown), the last one is meant by it.
    """

    __slots__ = ("_edges", "text")

    def __init__(self, text: str, edges: Sequence[int] | None = None) -> None:
        self.text = text
        self._edges = edges
        """None where each code point is shown as one"""

    def place(self, offset: int) -> int:
        return offset if self._edges is None else self._edges[offset]

    def offset(self, place: int) -> int:
        """The offset at a place; within what one code point has become, the offset before that."""
        return place if self._edges is None else bisect_right(self._edges, place) - 1

    def first(self, place: int) -> int:
        """The first offset at a place, as the end of what is selected is meant."""
        if self._edges is None:
            return place
        first = bisect_left(self._edges, place)
        return first if first < len(self._edges) and self._edges[first] == place else self.offset(place)


def worded(text: str, showing: Showing) -> Wording:
    """A paragraph's text as it is to be shown; line ends within it are those of wrapped lines."""
    shown, edges = _joined(text)
    shown = shown.translate(_SHOWN_AS)
    if not showing.script:
        return Wording(shown, edges)
    converted = in_script(shown, showing.script)
    if edges is not None:
        edges = [converted.edges[edge] for edge in edges]
    elif len(converted.text) != len(text):
        edges = converted.edges
    return Wording(converted.text, edges)


def _joined(text: str) -> tuple[str, Sequence[int] | None]:
    """The text without line ends, a blank in their place between Western words, and where its edges are."""
    ends = [match.span() for match in LINE_END.finditer(text)]
    if not ends:
        return text, None
    pieces, edges, shown, start = [], [0], 0, 0
    for end, after in [*ends, (len(text), len(text))]:
        piece = text[start:end]
        pieces.append(piece)
        edges.extend(range(shown + 1, shown + len(piece) + 1))
        shown += len(piece)
        if 0 < end < after < len(text) and blank_between(text[end - 1], text[after]):
            pieces.append(" ")
            shown += 1
        edges.extend([shown] * (after - end))
        start = after
    return "".join(pieces), edges


def unseen(text: str) -> list[int]:
    """The offsets of the code points of a text that the eye does not see, or sees as something else."""
    return [match.start() for match in _HIDDEN.finditer(text) if not _belongs(text, match.start())]


def _hidden_class() -> str:
    """As the inside of a class of a pattern: control and format characters, fillers, private use, surrogates."""
    single = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufeff\uffa0\ufff0-\ufffc\u2800"
    ranges = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    beyond = "\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e00ff\U000f0000-\U0010ffff"
    return single + ranges + beyond


_HIDDEN = re.compile(f"[{_hidden_class()}]")


def _belongs(text: str, at: int) -> bool:
    """Whether a joiner holds the parts of an emoji together: then it is seen by what it does."""
    return text[at] == _JOINER and at > 0 and unicodedata.category(text[at - 1]) in ("So", "Sk", "Mn")


def name_of(character: str) -> str:
    """A code point as U+200B ZERO WIDTH SPACE; without a name where Unicode has none."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()
