"""Everything about text that needs no meaning: folding, code points and UTF-16, words, sentences, spans apart.

The one address of jieba, rjieba and pypinyin (and of OpenCC, whose dictionaries the fold table is made from). Long
texts are folded by numpy, 28 times as fast as by `str.translate`. All offsets are code points, but for `Utf16`.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import accumulate, product
from operator import ne
from typing import TYPE_CHECKING

from annotator.model import Span
from annotator.resources import resource

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SHORT = 32
"""code points up to which `str.translate` is as quick as numpy"""
_LONG = 100_000
"""code points up to which a process without numpy had better go on without it"""
_FEW = 16
"""ways to write a text up to which looking for each is quicker than to fold what is searched"""
_CODES = "utf-32-le", "surrogatepass"
_TABLED, _WIDTH = 0x10000, 5

SCRIPT_SHOWS = 2_000
"""code points at a text's beginning that tell its script"""
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_LINE = re.compile(r"[^\r\n]*")
_LINE_WITH_END = re.compile(r"[^\n]*\n|[^\n]+")
_ITEM = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、．]|\d{1,2}\.(?!\d)|[①-⑳●■◆•➢]|——"
    r"|第[一二三四五六七八九十百]{1,4}[章节節篇条條编編部]|【"
)
_WESTERN = re.compile(r"[0-9A-Za-z%,.;:!?)\]'\"\u00c0-\u024f]")
_BEGINS_WESTERN = re.compile(r"[0-9A-Za-z(\[\"'\u00c0-\u024f]")
_SENTENCE = re.compile(r"[^。!?;\n\r\u2028\u2029]+[。!?;]*[”’)》\]]*")


@cache
def _fold_pairs() -> tuple[str, str]:
    before, after = resource("fold.txt").read_text("utf-8").splitlines()
    return before, after


@cache
def _fold_table() -> dict[int, int]:
    return str.maketrans(*_fold_pairs())


@cache
def _fold_array() -> NDArray[np.uint32]:
    """For each code point the one that it is folded to, up to the last one that is folded to another."""
    import numpy as np

    before, after = (np.frombuffer(side.encode(*_CODES), "<u4") for side in _fold_pairs())
    table = np.arange(before.max() + 1, dtype="<u4")
    table[before] = after
    return table


def fold(text: str) -> str:
    """The text in Simplified with half-width punctuation, one code point for one: `fold(t)[a:b] == fold(t[a:b])`.

    Terms, rules and queries are folded too, so a hit's offsets are the span in the text as stored.
    Folding twice is folding once. The table is made by packaging/make_fold.py from OpenCC's dictionaries.
    """
    if _is_little(text):
        return text.translate(_fold_table())
    import numpy as np

    table, codes = _fold_array(), np.frombuffer(text.encode(*_CODES), "<u4")
    folded = table.take(codes, mode="clip")
    if codes.max() >= len(table):
        np.copyto(folded, codes, where=codes >= len(table))
    return folded.tobytes().decode(*_CODES)


def _is_little(text: str) -> bool:
    """Whether numpy, or loading it, would take longer than what it makes quicker."""
    return len(text) <= _SHORT or (len(text) <= _LONG and "numpy" not in sys.modules)


def expect_much() -> None:
    """Whoever is about to fold many texts loads what folds them twenty times as fast, which takes 70 ms once."""
    _fold_array()


def searchable(text: str) -> str:
    """The text as searching sees it: folded, and in lower case where that is one code point for one as well."""
    folded = fold(text)
    lower = folded.lower().replace("ς", "σ")  # which of the two a capital sigma becomes hangs on what stands around
    if len(lower) == len(folded):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in folded).replace("ς", "σ")


def spellings(text: str) -> tuple[str, ...]:
    """All that searching holds for a text, written out: `searchable(one) == searchable(text)` for these and no others.

    Nothing where they are more than a few, or where it has letters that may be capital or small. To look for each of
    them takes a tenth of what it takes to fold what is searched.
    """
    folded, number = searchable(text), 1
    ways = []
    for char in folded:
        ways.append(char + _unfolded().get(char, ""))
        number *= len(ways[-1])
        if number > _FEW or char.lower() != char.upper():
            return ()
    return tuple(map("".join, product(*ways))) if folded else ()


def detector(query: str) -> Callable[[str], object]:
    """Says of a text, by something true, that searching finds a query in it: for many short texts."""
    if written := spellings(query):
        return re.compile("|".join(map(re.escape, written))).search
    wanted = searchable(query)
    return lambda text: wanted in searchable(text)


@cache
def _unfolded() -> dict[str, str]:
    """The other characters that are folded to one."""
    found: dict[str, str] = {}
    for before, after in zip(*_fold_pairs(), strict=True):
        found[after] = found.get(after, "") + before
    return found


def code_points(text: str) -> str:
    """The number of each character in hexadecimal, with blanks between, of which there may be several."""
    if _is_little(text):
        return " ".join([f"{ord(character):x}" for character in text])
    import numpy as np

    codes = np.frombuffer(text.encode(*_CODES), "<u4")
    written = _numbers().take(codes, mode="clip").tobytes().decode()
    parts, begin = list[str](), 0
    for at in np.flatnonzero(codes >= _TABLED).tolist():
        parts += written[_WIDTH * begin : _WIDTH * at], f"{ord(text[at]):x} "
        begin = at + 1
    return "".join([*parts, written[_WIDTH * begin :]])


@cache
def _numbers() -> NDArray[np.bytes_]:
    """The first code points, each written in five letters, the last of them a blank."""
    import numpy as np

    return np.array([f"{code:{_WIDTH - 1}x} ".encode() for code in range(_TABLED)])


def is_traditional(text: str) -> bool:
    """Whether a text is mainly in Traditional: folding changes a tenth or more of the Han among its first 2,000."""
    return script_of(text) == HANT


def script_of(text: str) -> str:
    """HANT for a text that is mainly in Traditional, HANS for other Chinese, nothing where no Chinese begins it."""
    sample = "".join(_HAN.findall(text[:SCRIPT_SHOWS]))
    if not sample:
        return ""
    changed = sum(map(ne, sample, fold(sample)))
    return HANT if changed * 10 > len(sample) else HANS


class Utf16:
    """Offsets of one text in code points and in UTF-16 units, both ways, in O(log astral characters)."""

    def __init__(self, text: str) -> None:
        self._beyond = [match.start() for match in _BEYOND.finditer(text)]
        self._units = [at + before for before, at in enumerate(self._beyond)]

    def units(self, offset: int) -> int:
        """The UTF-16 offset of a code-point offset."""
        return offset + bisect_left(self._beyond, offset) if self._beyond else offset

    def code_points(self, units: int) -> int:
        """The code-point offset of a UTF-16 offset; inside a surrogate pair, that of the pair's start."""
        if not self._beyond:
            return units
        before = bisect_left(self._units, units)
        inside_a_pair = before > 0 and self._units[before - 1] + 1 == units
        return self._beyond[before - 1] if inside_a_pair else units - before


class Apart:
    """Spans of which none overlaps another; two that only touch may both be in. O(log n) but for the insertion."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def take(self, span: Span) -> bool:
        """Takes a span in, unless it overlaps one that is in. Returns whether it is in now."""
        at = bisect_left(self._starts, span.start)
        if (at and self._ends[at - 1] > span.start) or (at < len(self._starts) and self._starts[at] < span.end):
            return False
        self._starts.insert(at, span.start)
        self._ends.insert(at, span.end)
        return True


def overlapping(spans: Sequence[Span]) -> Callable[[Span], bool]:
    """Whether a span overlaps any of these, in O(log n) a question. They come sorted by start."""
    starts = [span.start for span in spans]
    reach = list(accumulate((span.end for span in spans), max))

    def answer(span: Span) -> bool:
        before = bisect_left(starts, span.end)
        return before > 0 and reach[before - 1] > span.start

    return answer


def sentences(text: str) -> list[Span]:
    """The sentences of a text: up to 。！？； or a line's end, closing quotes included, outer blanks left out."""
    return [Span(start, end) for start, end in _trimmed(fold(text))]


def _trimmed(folded: str) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(folded):
        piece = match.group()
        start = match.start() + len(piece) - len(piece.lstrip())
        end = match.end() - (len(piece) - len(piece.rstrip()))
        if start < end:
            yield start, end


def begins_item(line: str) -> bool:
    """Whether a line begins with the number of an item or a chapter, a bullet or a dash: it opens a paragraph."""
    return _ITEM.match(line) is not None


def blank_between(before: str, after: str) -> bool:
    """Whether two lines (or their ends that meet) have a blank between them when they become one: Western words do."""
    return bool(_WESTERN.match(before[-1]) and _BEGINS_WESTERN.match(after))


def words(text: str) -> list[str]:
    """The words of a text as it is written; they join to the text again.

    Segmentation works on the folded text, so both scripts are cut alike. Words help to select; they never
    decide whether a term is found.
    """
    ends = accumulate(map(len, cut(fold(text))))
    start, found = 0, []
    for end in ends:
        found.append(text[start:end])
        start = end
    return found


def cut(folded: str) -> list[str]:
    """The words of a folded text."""
    try:
        import rjieba
    except ImportError:
        return cut_by_jieba(folded)
    return list(rjieba.cut(folded))


def forget_words() -> None:
    """Lets the segmenter's dictionary go, for a process that rests: 25 MB, read again in a tenth of a second.

    rjieba keeps it in its module, so the module goes; what it is compiled of stays.
    """
    sys.modules.pop("rjieba", None)


def cut_by_jieba(folded: str) -> list[str]:
    """The reference segmentation, 22 times slower: used where rjieba has no wheel, and to test it."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    return list(jieba.cut(folded))


def word_edges(text: str) -> list[int]:
    """The offsets where words of a text begin or end, from 0 to its length."""
    return [0, *accumulate(map(len, words(text)))]


def word_at(text: str, offset: int) -> Span | None:
    """The word that holds a code point; None where there is only blank space or nothing."""
    line_start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    line = _LINE.match(text, line_start)
    assert line is not None  # the pattern matches the empty string too
    if not line_start <= offset < line.end():
        return None
    edges = word_edges(line.group())
    at = bisect_right(edges, offset - line_start) - 1
    word = Span(line_start + edges[at], line_start + edges[at + 1])
    return word if word.of(text).strip() else None


def pinyin_initials(text: str) -> str:
    """The first letters of a text's syllables in lower case, 下一份报告 → xyfbg; what is not Han stays as it is."""
    from pypinyin import Style, lazy_pinyin  # 60 ms, and only those who search by letters need it

    return "".join(lazy_pinyin(fold(text), style=Style.FIRST_LETTER)).lower()


HANS, HANT = "hans", "hant"


@dataclass(frozen=True, slots=True)
class Converted:
    """A text in the other script, and where each of its old offsets is now: from 0 to its length, never falling."""

    text: str
    edges: Sequence[int]

    def span(self, old: Span) -> Span:
        """The span of the same words; where they have become no words at all, of the character that follows."""
        start, end = self.edges[old.start], self.edges[old.end]
        if start < end:
            return Span(start, end)
        return Span(start, start + 1) if start < len(self.text) else Span(start - 1, start)


def in_script(text: str, script: str) -> Converted:
    """The text in Simplified ("hans") or Traditional ("hant"), by OpenCC's t2s and s2t, aligned with what it was.

    Nearly always one code point becomes one. Where a line does not, the two are aligned by their folds.
    """
    convert = _converter(script)
    pieces: list[str] = []
    edges = [0]
    for match in _LINE_WITH_END.finditer(text):
        piece, before = convert(match.group()), edges[-1]
        edges.extend(before + at for at in _aligned(match.group(), piece)[1:])
        pieces.append(piece)
    return Converted("".join(pieces), edges)


@cache
def _converter(script: str) -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC({HANS: "t2s", HANT: "s2t"}[script]).convert
    return convert


def _aligned(old: str, new: str) -> Sequence[int]:
    """Where each edge of the old text is in the new one."""
    if len(old) == len(new):
        return range(len(old) + 1)
    edges = [0]
    matcher = SequenceMatcher(None, fold(old), fold(new), autojunk=False)
    for _, start, end, new_start, new_end in matcher.get_opcodes():
        share = (new_end - new_start) / max(1, end - start)
        edges.extend(new_start + round(share * at) for at in range(1, end - start + 1))
    edges[-1] = len(new)
    return edges
