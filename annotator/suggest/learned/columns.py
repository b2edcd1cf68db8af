"""What the features are made of: a number for each character of a text and each thing known of it, in numpy columns.

Numbers name characters, words and classes; only their equality counts. Nothing can be read back from a model but
through the texts themselves, because features.py hashes them together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from annotator.model import Suggestion
from annotator.suggest.learned.classes import classes_of
from annotator.suggest.learned.reading import Reading
from annotator.text import words

Numbers = NDArray[np.uint64]
Columns = Mapping[str, Numbers]

AROUND = 2
"""how many words before and after a character's own are looked at"""
LONGEST_QUOTE = 30
"""code points; what is longer in quotation marks is speech"""
FAR = 7
"""code points from which on the next quantity is far"""
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_ENDS = frozenset("。!?;\r\n")
_OPENING, _CLOSING = frozenset("“《"), frozenset("”》")
_KINDS = (
    "零〇一二两三四五六七八九十百千万亿",
    "“‘《",
    "”’》",
    "、",
    ",",
    "。!?;",
    ":",
    "()",
    "\r\n",
    " \t\u3000",
    "%.+-/~",
)


def columns(reading: Reading) -> Columns:
    """All columns of a text, each as long as the text."""
    folded = reading.passage.folded
    codes = np.frombuffer(folded.encode("utf-32-le"), "<u4")
    return (
        {"char": _plain_codes(codes), "kind": _kinds(codes), "ahead": _to_next_quantity(folded, reading.chosen)}
        | _of_classes(folded)
        | _of_words(folded)
        | _of_suggestions(reading)
        | _of_quotes(folded)
    )


def _plain_codes(codes: NDArray[np.uint32]) -> Numbers:
    """The code points, where all digits are one and all Latin letters are one."""
    lower = codes | 0x20
    latin = (lower >= ord("a")) & (lower <= ord("z"))
    digit = (codes >= ord("0")) & (codes <= ord("9"))
    return np.where(digit, ord("0"), np.where(latin, ord("a"), codes)).astype(np.uint64)


@cache
def _kind_table() -> NDArray[np.uint8]:
    """The kind of each code point below U+10000: Han, digit, Latin or one of _KINDS; 0 for the rest."""
    table = np.zeros(0x10000, np.uint8)
    table[0x3400:0xA000] = 1
    table[ord("0") : ord("9") + 1] = 2
    table[[*range(ord("a"), ord("z") + 1), *range(ord("A"), ord("Z") + 1)]] = 3
    for kind, chars in enumerate(_KINDS, start=4):
        table[[ord(char) for char in chars]] = kind
    return table


def _kinds(codes: NDArray[np.uint32]) -> Numbers:
    beyond = codes > 0xFFFF
    return np.where(beyond, 1, _kind_table()[np.where(beyond, 0, codes)]).astype(np.uint64)


def _of_classes(folded: str) -> dict[str, Numbers]:
    """The class of each character in every grain."""
    names = [_number(char) for char in folded]
    found = classes_of("characters").of(np.array(names, np.uint32))
    return {f"char-{grain}": column.astype(np.uint64) for grain, column in found.items()}


def _of_words(folded: str) -> dict[str, Numbers]:
    """Each character's word, where in it the character stands, and the words around, by text and by class."""
    cut = words(folded)
    lengths = np.array([len(word) for word in cut], np.int64)
    of_char = np.repeat(np.arange(len(cut)), lengths)
    starts = np.repeat(np.cumsum(lengths) - lengths, lengths)
    at = np.arange(len(folded))
    place = (at == starts) + 2 * (at == starts + lengths[of_char] - 1)
    names = np.array([crc32(_DIGITS.sub("0", word).encode()) for word in cut], np.uint32)
    values: dict[str, NDArray[Any]] = {"word": names, **classes_of("words").of(names)}
    found = {"place": place.astype(np.uint64)}
    for name, value in values.items():
        padded = np.zeros(len(cut) + 2 * AROUND, np.uint64)
        padded[AROUND : AROUND + len(cut)] = value
        found |= {f"{name}{by:+d}": padded[of_char + AROUND + by] for by in range(-AROUND, AROUND + 1)}
    return found


def _of_suggestions(reading: Reading) -> dict[str, Numbers]:
    """Where the others' spans begin, go on and end: those that stay, why, those that do not, and the terms."""
    length = len(reading.passage.folded)
    chosen = {one.key for one in reading.chosen}
    rest = [one for one in reading.found if one.key not in chosen]
    return {
        "label": _laid(length, ((*_ends(one), _number(one.label)) for one in reading.chosen)),
        "why": _laid(length, ((*_ends(one), _number(_reason(one))) for one in reading.chosen)),
        "other": _laid(length, ((*_ends(one), _number(one.label)) for one in rest)),
        "term": _laid(length, ((hit.start, hit.end, _number(hit.term.label)) for hit in reading.hits)),
    }


def _ends(one: Suggestion) -> tuple[int, int]:
    return one.span.start, one.span.end


def _reason(one: Suggestion) -> str:
    return f"{one.source} {one.why.key} {one.label} {one.score:.2f}"


def _number(text: str) -> int:
    return crc32(text.encode())


def _laid(length: int, spans: Iterable[tuple[int, int, int]]) -> Numbers:
    """A column with each span's number, times four, and whether the character is its first or last; later spans win."""
    column = np.zeros(length, np.uint64)
    for start, end, number in spans:
        column[start:end] = 4 * number + 4
        column[start] += np.uint64(1)
        column[end - 1] += np.uint64(2)
    return column


def _of_quotes(folded: str) -> dict[str, Numbers]:
    """How deep in quotation marks a character stands, up to six, and the two characters behind the closing mark."""
    depth, behind = np.zeros(len(folded), np.uint64), np.zeros(len(folded), np.uint64)
    opened = -1
    for at, char in enumerate(folded):
        if char in _OPENING:
            opened = at
        elif char in _CLOSING and opened >= 0:
            if at - opened <= LONGEST_QUOTE:
                depth[opened : at + 1] = np.minimum(np.arange(at - opened + 1), 6) + (11 if char == "》" else 1)
                behind[opened : at + 1] = _number(folded[at + 1 : at + 3])
            opened = -1
    return {"depth": depth, "behind": behind}


def _to_next_quantity(folded: str, chosen: Iterable[Suggestion]) -> Numbers:
    """How far the next quantity of the sentence begins, in steps, and with how many commas between; 0 for none."""
    starts = {one.span.start for one in chosen if one.label == "Quantity"}
    column = np.zeros(len(folded), np.uint64)
    at, commas = -1, 0
    for here in range(len(folded) - 1, -1, -1):
        char = folded[here]
        if here in starts:
            at, commas = here, 0
        elif char in _ENDS:
            at = -1
        elif char == ",":
            commas += 1
        if at >= 0:
            far = at - here
            column[here] = 1 + min(far, 3) + (far > 3) + (far >= FAR) + 8 * min(commas, 2)
    return column
