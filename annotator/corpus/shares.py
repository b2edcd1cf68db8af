"""How large a share is, judged by a few: with the interval that a number without one would hide."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

_Z = 1.959964
"""the normal deviate that leaves a fortieth on either side"""


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `of` were right, both counts.

    `low` and `high` bound the share behind it, 0 to 1, in 95 of 100 samples: the score interval of E. B. Wilson,
    "Probable Inference, the Law of Succession, and Statistical Inference" (1927), which holds for few as well. Of
    nothing they are 0 and 1.
    """

    right: int
    of: int

    @property
    def value(self) -> float:
        """The share itself; NaN of nothing."""
        return self.right / self.of if self.of else float("nan")

    @property
    def low(self) -> float:
        return max(0.0, self._middle - self._half)

    @property
    def high(self) -> float:
        return min(1.0, self._middle + self._half)

    @property
    def _middle(self) -> float:
        return (self.right + _Z**2 / 2) / (self.of + _Z**2)

    @property
    def _half(self) -> float:
        if not self.of:
            return 0.5
        share = self.right / self.of
        return _Z / (self.of + _Z**2) * sqrt(self.of * share * (1 - share) + _Z**2 / 4)
