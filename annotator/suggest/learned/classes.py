"""Classes of words: words that stand between the same words have the same class, so what is learned of one helps all.

Made by packaging/word_classes.py from many reports; a word is here only as its CRC-32. Characters have classes too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from annotator.resources import resource

GRAINS = ("coarse", "middle", "fine")


@dataclass(frozen=True)
class Classes:
    """Sorted names (CRC-32 of the folded word, digits as one 0) and for each its class in every grain, from 1 on."""

    names: NDArray[np.uint32]
    classes: NDArray[np.uint16]

    def of(self, names: NDArray[np.uint32]) -> dict[str, NDArray[np.uint16]]:
        """Grain → the class of each name; 0 for words without one."""
        at = np.minimum(np.searchsorted(self.names, names), len(self.names) - 1)
        known = self.names[at] == names
        found = np.where(known[:, None], self.classes[at], 0)
        return {grain: found[:, column] for column, grain in enumerate(GRAINS)}


@cache
def classes_of(kind: str) -> Classes:
    """The classes of `words` or `characters` that ship with the program.

    A file is little-endian, the names and then a row of classes for each.
    """
    data = resource("models", f"{kind}.bin").read_bytes()
    count = len(data) // (4 + 2 * len(GRAINS))
    names = np.frombuffer(data, "<u4", count)
    return Classes(names, np.frombuffer(data, "<u2", offset=4 * count).reshape(count, len(GRAINS)))
