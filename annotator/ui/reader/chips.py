"""Where chips go above a line of words: never over one another, never out of the column, near their words.

Pure geometry along one line, in device-independent pixels from the column's left edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 3.0


@dataclass(frozen=True, slots=True)
class Wish:
    """A chip that wants to begin at `left`, above a piece of words that ends at `right`."""

    left: float
    right: float
    full: float
    """width with its whole title"""
    small: float
    """width with its digit only"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a chip goes. Row 0 is nearest to the words."""

    left: float
    width: float
    row: int
    small: bool


def place(wishes: Sequence[Wish], width: float, slack: float) -> list[Place]:
    """A place for every wish, in a column `width` wide.

    Wishes come by `left`, the outer of two that begin together first. A chip begins where it wishes, or up to
    `slack` to the right of that (see `slack_of`), or further as long as it lies above its own words; at the column's
    end it leans back. Where whole titles crowd each other out of such places, the nearest shrink to their digits;
    where even digits do, the outermost goes up a row.
    """
    found: dict[int, Place] = {}
    waiting, number = list(range(len(wishes))), 0
    while waiting:
        row = _Row(wishes, width, slack_of(number, slack))
        for at in waiting:
            row.add(at)
        found |= {spot.at: Place(spot.left, row.width_of(spot), number, spot.small) for spot in row.spots}
        waiting, number = sorted(row.raised), number + 1
    return [found[at] for at in range(len(wishes))]


def slack_of(row: int, slack: float) -> float:
    """How far a chip of a row may begin beside its wish: from the third row on ever further, or rows would pile up."""
    return slack * 4.0 ** max(row - 1, 0)


class _Spot:
    """A chip while its row is being filled."""

    __slots__ = ("at", "left", "small")

    def __init__(self, at: int) -> None:
        self.at, self.left, self.small = at, 0.0, False


class _Row:
    """A row that is filled from the left; `raised` are the chips that found no place in it."""

    def __init__(self, wishes: Sequence[Wish], width: float, slack: float) -> None:
        self._wishes, self._width, self._slack = wishes, width, slack
        self.spots: list[_Spot] = []
        self.raised: list[int] = []

    def width_of(self, spot: _Spot) -> float:
        wish = self._wishes[spot.at]
        return wish.small if spot.small else wish.full

    def add(self, at: int) -> None:
        """Takes the chip of a wish, and shrinks or raises chips until all lie near their words."""
        self.spots.append(_Spot(at))
        astray = self._lay(len(self.spots) - 1)
        while astray is not None:
            astray = self._lay(self._make_room(astray))

    def _lay(self, start: int) -> int | None:
        """Lays the chips from a number on side by side. Returns the first that does not lie near its words."""
        for number in range(start, len(self.spots)):
            spot = self.spots[number]
            wish, wide = self._wishes[spot.at], self.width_of(spot)
            before = self.spots[number - 1] if number else None
            free = before.left + self.width_of(before) + GAP if before else 0.0
            last = max(self._width - wide, 0.0)
            spot.left = max(free, min(wish.left, last))
            too_wide = not spot.small and wide > self._width
            if too_wide or spot.left > min(last, max(wish.left + self._slack, wish.right - wide)):
                return number
        return None

    def _make_room(self, astray: int) -> int:
        """Shrinks the nearest whole title in the way of a chip, else raises one. Returns where to lay anew from."""
        first = self._first_of_run(astray)
        nearest_first = [*reversed(range(first, astray)), astray]
        whole = next((number for number in nearest_first if not self.spots[number].small), None)
        if whole is not None:
            self.spots[whole].small = True
            return whole
        number = self._outermost(first, astray)
        self.raised.append(self.spots.pop(number).at)
        for spot in self.spots[first:]:
            spot.small = False  # with one less, whole titles may fit again
        return first

    def _first_of_run(self, number: int) -> int:
        """The first of the chips that stand without a gap up to one."""
        while number > 0:
            before = self.spots[number - 1]
            if self.spots[number].left - before.left - self.width_of(before) > GAP + 1e-6:
                break
            number -= 1
        return number

    def _outermost(self, first: int, astray: int) -> int:
        """Of the chips in the way of one whose words reach as far, that with the longest: the inner stay near."""
        wish = self._wishes[self.spots[astray].at]
        reaching = [n for n in range(first, astray + 1) if self._wishes[self.spots[n].at].right > wish.left]

        def length(number: int) -> float:
            words = self._wishes[self.spots[number].at]
            return words.right - words.left

        return max(reaching or [astray], key=length)
