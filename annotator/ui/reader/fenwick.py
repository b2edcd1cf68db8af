"""Heights of many paragraphs, of which few are known exactly: sums and searches in O(log n)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import accumulate


class Heights:
    """A Fenwick tree over whole, non-negative numbers (P. Fenwick, "A new data structure for cumulative frequency
    tables", 1994). Heights are in device-independent pixels."""

    def __init__(self, heights: Iterable[int]) -> None:
        self._heights = list(heights)
        self._plant()

    def _plant(self) -> None:
        self._tree = [0, *self._heights]
        for node in range(1, len(self._tree)):
            parent = node + (node & -node)
            if parent < len(self._tree):
                self._tree[parent] += self._tree[node]
        self.total = sum(self._heights)

    def update(self, heights: Mapping[int, int]) -> None:
        """Sets many at once: where they are a good part of all, by building the tree anew."""
        if len(heights) * len(self).bit_length() > 2 * len(self):
            for index, height in heights.items():
                self._heights[index] = height
            self._plant()
        else:
            for index, height in heights.items():
                self[index] = height

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, index: int) -> int:
        return self._heights[index]

    def __setitem__(self, index: int, height: int) -> None:
        by = height - self._heights[index]
        self._heights[index] = height
        self.total += by
        node = index + 1
        while by and node < len(self._tree):
            self._tree[node] += by
            node += node & -node

    def before(self, index: int) -> int:
        """The sum of all heights before an index, which may be the number of heights."""
        total = 0
        while index > 0:
            total += self._tree[index]
            index -= index & -index
        return total

    def tops(self) -> list[int]:
        """Where each begins, and where the last ends."""
        return [0, *accumulate(self._heights)]

    def find(self, y: int) -> tuple[int, int]:
        """The index whose height holds `y`, and how far below its top `y` is.

        Above all, the first with a negative distance; below all, the last with what is left.
        """
        if y < 0:
            return 0, y
        index, step = 0, 1 << (len(self) - 1).bit_length()
        left = y
        while step:
            if index + step < len(self._tree) and self._tree[index + step] <= left:
                index += step
                left -= self._tree[index]
            step >>= 1
        if index < len(self):
            return index, left
        last = len(self) - 1
        return last, left + self._heights[last]
