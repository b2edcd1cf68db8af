"""How large a share is, judged by a few: with the interval that a number without one would hide."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.insight import interval


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `of` were right, both counts.

    `low` and `high` bound the share behind it, 0 to 1, in 95 of 100 samples, as `interval` has it; this holds for few
    as well. Of nothing they are 0 and 1.
    """

    right: int
    of: int

    @property
    def value(self) -> float:
        """The share itself; NaN of nothing."""
        return self.right / self.of if self.of else float("nan")

    @property
    def low(self) -> float:
        return interval(self.right, self.of)[0]

    @property
    def high(self) -> float:
        return interval(self.right, self.of)[1]
