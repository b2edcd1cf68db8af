"""A number that says what it counts, how sure it is, and what it means; or why there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import prod
from typing import Any

import numpy as np

from annotator.i18n import Words
from annotator.review.chance import Floats, Ints

Formula = Callable[..., Floats]
"""Sums of counts, each [...] with what axes it has of its own, to a value [...], NaN where it is not defined."""

_AT_ONCE = 10_000_000
"""How many weights are numbers of eight bytes at one time."""

CONFIDENCE = 95
"""Per cent of the resamples that an interval holds."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number measures: its name, the key of what it counts, and the keys of why it may not be defined."""

    name: str
    unit: str
    empty: str
    """where nothing was counted"""
    constant: str = "review.undefined-one-class"
    """where there was something, and still no value"""

    @property
    def about(self) -> str:
        """The key of the sentence that explains it."""
        return f"review.about-{self.name.replace('_', '-')}"

    @property
    def title(self) -> str:
        """The key of what it is called."""
        return f"review.measure-{self.name.replace('_', '-')}"

    @property
    def left_out(self) -> str:
        """The key of the words for what it leaves out, with the number in their braces."""
        return self.unit.replace("unit-", "left-out-")


@dataclass(frozen=True, slots=True)
class Number:
    """A measure's value. Exactly one of `value` and `why` says something.

    `n` is how many of the measure's unit were counted, `left_out` how many things of the finished documents were not:
    `Measure.left_out` says what these are. `low` and `high` bound the middle 95 % of resamples of the documents; None
    where there are too few documents to draw from.
    """

    measure: Measure
    value: float | None
    n: int
    low: float | None = None
    high: float | None = None
    why: str = ""
    left_out: int = 0

    def plain(self, words: Words) -> dict[str, Any]:
        """`{"value", "low", "high", "n", "unit", "left_out", "about"}`; where value is null, "undefined" says why."""
        plain: dict[str, Any] = {
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "n": self.n,
            "unit": words(self.measure.unit),
            "left_out": self.left_out,
            "about": words(self.measure.about),
        }
        return plain | {"undefined": words(self.why)} if self.why else plain

    def counted(self, words: Words) -> str:
        """What was counted and what was left out, or why it is not defined."""
        told = words(self.why) if self.why else f"n = {self.n:,} {words(self.measure.unit)}"
        if not self.left_out:
            return told
        left_out = words(self.measure.left_out, count=f"{self.left_out:,}")
        return words("review.counted-and-left-out", counted=told, left_out=left_out)

    def without(self, left_out: Any) -> Number:
        """The same, saying that so many things were not counted."""
        count = round(float(left_out))
        return replace(self, left_out=count) if count != self.left_out else self


class Resamples:
    """Documents drawn anew with replacement, as many as there are, many times over; the same ones at every call.

    B. Efron, Bootstrap methods: another look at the jackknife, Annals of Statistics 7 (1979), 1-26. Documents are drawn
    and not spans, for spans of one document are alike.
    """

    def __init__(self, documents: int, times: int = 1000, seed: int = 2026) -> None:
        random = np.random.default_rng(seed)
        # a byte each: on average a document is drawn once, and 256 times never
        self._weights = np.zeros((times, documents), np.uint8)
        for weights in self._weights if documents else ():
            weights[:] = np.bincount(random.integers(0, documents, documents), minlength=documents)

    def sums(self, documents: Ints | None = None, **counts: Floats) -> dict[str, Sums]:
        """The sums of counts, each [D, ...] over documents (all, or those named), as they are and in each resample.

        All are multiplied with the resamples at once, in slices: that is what takes the time.
        """
        table = np.concatenate([one.reshape(len(one), prod(one.shape[1:])) for one in counts.values()], axis=1)
        draws = self._drawn(table, documents) if len(table) > 1 else None
        found, at = {}, 0
        for name, one in counts.items():
            shape = one.shape[1:]
            columns = slice(at, at := at + prod(shape))
            drawn = None if draws is None else draws[:, columns].reshape(-1, *shape)
            found[name] = Sums(one.sum(0), drawn)
        return found

    def _drawn(self, table: Floats, documents: Ints | None) -> Floats:
        everything = documents is None or len(documents) == self._weights.shape[1]
        weights = self._weights if everything else self._weights[:, documents]
        rows = max(_AT_ONCE // len(table), 1)
        slices = range(0, len(weights), rows)
        return np.concatenate([weights[at : at + rows].astype(np.float64) @ table for at in slices])


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums of counts [...], and what they are in each resample [times, ...] where there is more than one document."""

    total: Floats
    draws: Floats | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A number, and its value in each resample [times], of which means over pairs are made."""

    number: Number
    draws: Floats

    def without(self, left_out: Any) -> Drawn:
        """The same, saying that so many things were not counted."""
        return Drawn(self.number.without(left_out), self.draws)


def drawn(measure: Measure, n: Any, formula: Formula, *sums: Sums) -> Drawn:
    """The value of a formula over sums, with its interval; n is how many of the measure's unit were counted."""
    value = float(formula(*(one.total for one in sums)))
    if np.isnan(value):
        return Drawn(undefined(measure, n), np.full(0, np.nan))
    resampled = [one.draws for one in sums if one.draws is not None]
    draws = formula(*resampled) if len(resampled) == len(sums) else np.full(0, np.nan)
    return Drawn(Number(measure, value, round(float(n)), *interval(draws)), draws)


def number(measure: Measure, n: Any, formula: Formula, *sums: Sums) -> Number:
    """As `drawn`, the number alone."""
    return drawn(measure, n, formula, *sums).number


def plainly(measure: Measure, n: Any, value: Any) -> Number:
    """A value without an interval; NaN where it is not defined."""
    return undefined(measure, n) if np.isnan(value) else Number(measure, float(value), round(float(n)))


def undefined(measure: Measure, n: Any, why: str = "") -> Number:
    """A number without a value, and the reason."""
    return Number(measure, None, round(float(n)), why=why or (measure.constant if n else measure.empty))


def interval(draws: Floats) -> tuple[float | None, float | None]:
    """The percentile interval of the draws that are defined; None without two of them."""
    defined = draws[~np.isnan(draws)]
    if len(defined) < 2:
        return None, None
    tail = (100 - CONFIDENCE) / 2
    low, high = np.percentile(defined, [tail, 100 - tail])
    return float(low), float(high)


def mean_of(measure: Measure, pairs: list[Drawn]) -> Number:
    """The mean over those pairs for which a measure is defined; n is how many these are."""
    defined = [one for one in pairs if one.number.value is not None]
    if not defined:
        return undefined(measure, 0).without(len(pairs))
    value = sum(one.number.value or 0.0 for one in defined) / len(defined)
    drawn = [one.draws for one in defined if len(one.draws)]
    if not drawn:
        return Number(measure, value, len(defined)).without(len(pairs) - len(defined))
    table = np.stack(drawn)
    known = ~np.isnan(table)
    means = np.where(known, table, 0.0).sum(0) / np.maximum(known.sum(0), 1)
    number = Number(measure, value, len(defined), *interval(np.where(known.any(0), means, np.nan)))
    return number.without(len(pairs) - len(defined))


def plain_mean(measure: Measure, values: Floats) -> Number:
    """The mean of those values [P] that are defined, without an interval; n is how many these are."""
    known = ~np.isnan(values)
    mean = values[known].mean() if known.any() else np.nan
    return plainly(measure, known.sum(), mean).without((~known).sum())
