"""A model's weights as they are added up for a text: whole steps, and where the row of each feature is.

A feature is one of four million hashes, of which one in eighteen has weights. A table of row numbers for all of them
takes 17 MB; a byte for each, its number in its block of 256, and a row number for each block come to the same in 4 MB.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.suggest.learned.columns import Numbers
from annotator.suggest.learned.features import BITS
from annotator.suggest.learned.weights import Weights
from annotator.suggest.prepared import Parts

MOST_STEPS = np.iinfo(np.int16).max
_BLOCK = 8
"""bits of a feature's place in its block; one less where a block is so full that a byte would not do"""
_MOST = np.iinfo(np.uint8).max
_TOGETHER, _NUMBERS = 8, 1 << 14
"""How many templates are looked up at once, which saves calls, and how many numbers at most, which stay near."""


@dataclass(frozen=True, eq=False)
class Steps:
    """`within` has for each feature its number in its block, 0 for one without weights; `first` the row of each block.

    The first row of a block is all zeros, the rows of its features follow. `matrix` has a column for each tag but the
    first: weights are less that of the first tag, which changes no probability; so a row of 17 tags fills half a line
    of the processor's memory, and the sums take a quarter of the time that they take in floats. A step is as small as
    it can be so that no sum of one weight for each template overflows.
    """

    within: NDArray[np.uint8]
    first: NDArray[np.int64]
    matrix: NDArray[np.int16]
    step: float

    def as_kept(self) -> dict[str, Any]:
        """What `kept_steps` reads, by names."""
        about = (self.first.tobytes(), self.matrix.shape, self.step)
        return {"steps": about, "steps within": self.within.tobytes(), "steps matrix": self.matrix.tobytes()}

    def sums(self, found: Iterable[Numbers], length: int) -> NDArray[np.int16]:
        """[code points, tags but the first]: the sums of the weights of the features that each template finds."""
        sums = np.zeros((length, self.matrix.shape[1]), np.int16)
        weights = np.empty_like(sums)
        for features in _together(found, length):
            for rows in self._rows(features):
                sums += self.matrix.take(rows, axis=0, out=weights, mode="clip")
        return sums

    def _rows(self, features: NDArray[np.int64]) -> NDArray[np.int64]:
        """The row of each feature. Every mode of `take` but the usual one writes at once into `out`."""
        number = self.within.take(features, mode="clip")
        features >>= _bits_of(self.first)
        rows = self.first.take(features, mode="clip")
        rows += number
        return rows


def kept_steps(parts: Parts) -> Steps | None:
    """Those that were kept of the base model; None where none are, or they are damaged."""
    about = parts.get("steps")
    if about is None:
        return None
    first, shape, step = about
    within, matrix = np.empty(1 << BITS, np.uint8), np.empty(shape, np.int16)
    if not parts.read_into("steps within", within.data) or not parts.read_into("steps matrix", matrix.data.cast("B")):
        return None
    return Steps(within, np.frombuffer(first, np.int64), matrix, step)


def _bits_of(first: NDArray[np.int64]) -> int:
    return BITS + 1 - len(first).bit_length()


def _together(found: Iterable[Numbers], length: int) -> Iterator[NDArray[np.int64]]:
    """[templates, code points] of a few templates at once, in the same memory each time."""
    several = np.empty((max(1, min(_TOGETHER, _NUMBERS // max(length, 1))), length), np.int64)
    count = 0
    for one in found:
        several[count] = one
        count += 1
        if count == len(several):
            yield several
            count = 0
    if count:
        yield several[:count]


def steps_of(weights: Weights, summands: int) -> Steps:
    """The weights in steps, for sums of so many."""
    known = weights.features
    is_new = np.ones(len(known), np.bool_)
    is_new[1:] = known[1:] != known[:-1]
    numbers, different = np.cumsum(is_new) - 1, known[is_new]
    within, first = _table(different)
    columns = _Columns(numbers, weights, len(different))
    others = range(1, len(weights.tags))
    largest = max((_largest(columns.of(tag), summands) for tag in others), default=0.0)
    step = max(largest, 1.0) / (MOST_STEPS - summands)  # each summand may be rounded up
    rows = first[different >> _bits_of(first)] + within[different]
    matrix = np.zeros((len(different) + len(first), len(others)), np.int16)
    for tag in others:
        matrix[rows, tag - 1] = np.round(columns.of(tag) / step)
    return Steps(within, first, matrix, step)


def _table(different: NDArray[np.uint32]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """`within` and `first` for these features, which come in order."""
    bits = _BLOCK
    while True:
        blocks = different >> bits
        counts = np.bincount(blocks, minlength=1 << BITS - bits)
        if counts.max() <= _MOST:
            break
        bits -= 1
    before = np.cumsum(counts) - counts
    within = np.zeros(1 << BITS, np.uint8)
    within[different] = np.arange(1, len(different) + 1) - before[blocks]
    return within, before + np.arange(len(before))


class _Columns:
    """The weights of one tag at a time, less those of the first: all at once take several times the room for a while,
    which a process does not give back."""

    def __init__(self, numbers: NDArray[np.int64], weights: Weights, length: int) -> None:
        self._numbers, self._weights, self._length = numbers, weights, length
        self._first = self._plain(0)

    def of(self, tag: int) -> NDArray[np.float32]:
        return self._plain(tag) - self._first

    def _plain(self, tag: int) -> NDArray[np.float32]:
        column = np.zeros(self._length, np.float32)
        mine = self._weights.of_tag == tag
        column[self._numbers[mine]] = self._weights.values[mine]
        return column


def _largest(column: NDArray[np.float32], summands: int) -> float:
    """The largest sum of so many weights of one tag."""
    sizes = np.abs(column)
    if len(sizes) > summands:
        sizes = np.partition(sizes, -summands)[-summands:]
    return float(np.sort(sizes).sum())
