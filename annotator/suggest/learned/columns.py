"""What the features are made of: a number for each character of a text and each thing known of it, in numpy columns.

Numbers name characters, words and classes; only their equality counts. Nothing can be read back from a model but
through the texts themselves, because features.py hashes them together.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from annotator.suggest.find import Find
from annotator.suggest.learned.classes import GRAINS, classes_of
from annotator.suggest.learned.reading import Reading
from annotator.text import cut

Numbers = NDArray[np.uint32]
Columns = Mapping[str, Numbers]

AROUND = 2
"""how many words before and after a character's own are looked at"""
LONGEST_QUOTE = 30
"""code points; what is longer in quotation marks is speech"""
FAR = 7
"""code points from which on the next quantity is far"""
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_ENDS_CODES = [ord(char) for char in "。!?;\r\n"]
_QUOTE = re.compile(f"[“《][^“《”》]{{0,{LONGEST_QUOTE - 1}}}[”》]")
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
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), "<u4")
    return (
        {"char": _plain_codes(codes), "kind": _kinds(codes), "ahead": _to_next_quantity(codes, reading.chosen)}
        | _of_classes(codes)
        | _of_words(folded)
        | _of_suggestions(reading)
        | _of_quotes(folded)
    )


def _plain_codes(codes: NDArray[np.uint32]) -> Numbers:
    """The code points, where all digits are one and all Latin letters are one."""
    lower = codes | 0x20
    latin = (lower >= ord("a")) & (lower <= ord("z"))
    digit = (codes >= ord("0")) & (codes <= ord("9"))
    return np.where(digit, ord("0"), np.where(latin, ord("a"), codes)).astype(np.uint32)


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
    return np.where(beyond, 1, _kind_table()[np.where(beyond, 0, codes)]).astype(np.uint32)


@cache
def _class_table() -> NDArray[np.uint16]:
    """For each code point that a text has had its class in every grain, plus one; 0 where it was not looked up yet."""
    return np.zeros((sys.maxunicode + 1, len(GRAINS)), np.uint16)


def _of_classes(codes: NDArray[np.uint32]) -> dict[str, Numbers]:
    """The class of each character in every grain."""
    table = _class_table()
    found = table[codes]
    if new := sorted(set(codes[found[:, 0] == 0].tolist())):
        names = np.array([crc32(chr(code).encode("utf-8", "surrogatepass")) for code in new], np.uint32)
        table[new] = np.column_stack(list(classes_of("characters").of(names).values())) + 1
        found = table[codes]
    known = (found - 1).astype(np.uint32)
    return {f"char-{grain}": known[:, column] for column, grain in enumerate(GRAINS)}


def _of_words(folded: str) -> dict[str, Numbers]:
    """Each character's word, where in it the character stands, and the words around, by text and by class."""
    words = cut(folded)
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    of_char = np.repeat(np.arange(len(words)), lengths)
    ends = np.cumsum(lengths)
    place = np.zeros(len(folded), np.uint32)
    place[ends - lengths] = 1
    place[ends - 1] += np.uint32(2)
    names = np.fromiter(map(_word_name, words), np.uint32, len(words))
    values: dict[str, NDArray[Any]] = {"word": names, **classes_of("words").of(names)}
    found = {"place": place}
    for name, value in values.items():
        padded = np.zeros(len(words) + 2 * AROUND, np.uint32)
        padded[AROUND : AROUND + len(words)] = value
        for by in range(-AROUND, AROUND + 1):
            found[f"{name}{by:+d}"] = padded[AROUND + by :].take(of_char)
    return found


@lru_cache(maxsize=1 << 15)
def _word_name(word: str) -> int:
    return _number(_DIGITS.sub("0", word))


def _of_suggestions(reading: Reading) -> dict[str, Numbers]:
    """Where the others' spans begin, go on and end: those that stay, why, those that do not, and the terms."""
    length = len(reading.passage.folded)
    chosen = {one.key for one in reading.chosen}
    rest = [one for one in reading.found if one.key not in chosen]
    return {
        "label": _laid(length, [(one.start, one.end, _number(one.label)) for one in reading.chosen]),
        "why": _laid(length, [(one.start, one.end, _number(_reason(one))) for one in reading.chosen]),
        "other": _laid(length, [(one.start, one.end, _number(one.label)) for one in rest]),
        "term": _laid(length, [(start, end, _number(term.label)) for start, end, term in reading.hits]),
    }


def _reason(one: Find) -> str:
    return f"{one.source} {one.why.key} {one.label} {one.score:.2f}"


@lru_cache(maxsize=4096)
def _number(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))


def _laid(length: int, spans: Sequence[tuple[int, int, int]]) -> Numbers:
    """A column with each span's number, times four, and whether the character is its first or last; later spans win."""
    column = np.zeros(length, np.uint32)
    if spans:
        starts, ends, numbers = np.array(spans, np.int64).T
        lengths = ends - starts
        behind = np.cumsum(lengths)
        values = np.repeat(4 * numbers.astype(np.uint32) + 4, lengths)
        values[behind - lengths] += 1
        values[behind - 1] += 2
        here = np.arange(behind[-1]) + np.repeat(starts - behind + lengths, lengths)
        column[here] = values  # where a place comes twice, numpy keeps what is given last
    return column


def _of_quotes(folded: str) -> dict[str, Numbers]:
    """How deep in quotation marks a character stands, up to six, and the two characters behind the closing mark."""
    depth, behind = np.zeros(len(folded), np.uint32), np.zeros(len(folded), np.uint32)
    for match in _QUOTE.finditer(folded):
        start, end = match.span()
        depth[start:end] = np.minimum(np.arange(end - start), 6) + (11 if folded[end - 1] == "》" else 1)
        behind[start:end] = _number(folded[end : end + 2])
    return {"depth": depth, "behind": behind}


def _to_next_quantity(codes: NDArray[np.uint32], chosen: Iterable[Find]) -> Numbers:
    """How far the next quantity of the sentence begins, in steps, and with how many commas between; 0 for none."""
    starts = np.array(sorted(one.start for one in chosen if one.label == "Quantity"), np.int64)
    column = np.zeros(len(codes), np.uint32)
    if not len(starts):
        return column
    here = np.arange(starts[-1] + 1)
    there = starts[np.searchsorted(starts, here)]
    stops = np.flatnonzero(np.isin(codes, _ENDS_CODES))
    stop = np.append(stops, len(codes))[np.searchsorted(stops, here)]
    commas = np.append(0, np.cumsum(codes == ord(",")))
    between = np.minimum(commas[there] - commas[here], 2)
    far = there - here
    steps = 1 + np.minimum(far, 3) + (far > 3) + (far >= FAR) + 8 * between
    column[: len(here)] = np.where(stop >= there, steps, 0)
    return column
