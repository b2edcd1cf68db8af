"""What a linear-chain CRF believes of each character: the forward-backward algorithm, scaled.

J. Lafferty, A. McCallum, F. Pereira, Conditional random fields (ICML 2001); the scaling is that of L. R. Rabiner,
A tutorial on hidden Markov models, Proc. IEEE 77(2), 1989, V.A. All stretches of a text go through together, a step for
each character of the longest: this is what makes it quick in numpy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from annotator.suggest.learned.tags import OUTSIDE, begin, inside, label_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
TINY = 1e-300
SCALED = 4
"""Every so many steps the sums are scaled: in between they cannot leave the range of a double."""


@dataclass(frozen=True)
class Tagset:
    """The tags by their number. A label has a tag that begins it and one that goes on with it."""

    tags: tuple[str, ...]

    @cached_property
    def labels(self) -> tuple[str, ...]:
        return tuple(sorted({label_of(tag) for tag in self.tags} - {""}))

    @cached_property
    def begins(self) -> Ints:
        """The number of each label's B tag."""
        return np.array([self.tags.index(begin(label)) for label in self.labels], np.int64)

    @cached_property
    def insides(self) -> Ints:
        """The number of each label's I tag."""
        return np.array([self.tags.index(inside(label)) for label in self.labels], np.int64)

    @cached_property
    def allowed(self) -> NDArray[np.bool_]:
        """[before, after]: I-x only follows B-x and I-x."""
        return np.array([[self.may_follow(before, after) for after in self.tags] for before in self.tags])

    @cached_property
    def first(self) -> NDArray[np.bool_]:
        """Which tags a stretch may begin with."""
        return np.array([self.may_follow(OUTSIDE, tag) for tag in self.tags])

    @staticmethod
    def may_follow(before: str, after: str) -> bool:
        return not after.startswith("I-") or label_of(before) == label_of(after)


@dataclass(frozen=True)
class Posteriors:
    """`starts[i, l]` is the probability that a span of label number l begins at code point i, `held[i, l]` that one
    holds i and began before; `goes_on` what it is that a span, having begun at i (`[0, i, l]`) or before
    (`[1, i, l]`), holds i + 1 too."""

    labels: tuple[str, ...]
    starts: Floats
    held: Floats
    goes_on: Floats

    def of_spans(self, starts: Ints, ends: Ints, labels: Ints) -> Floats:
        """The probability of each span `[start, end)` with a label given by number."""
        sums = np.vstack(
            [np.zeros((1, len(self.labels))), np.cumsum(np.log(np.maximum(self.goes_on[1], TINY)), axis=0)]
        )
        first, last = self.goes_on[0, starts, labels], self.goes_on[1, ends - 1, labels]
        several = ends - starts > 1
        inner = np.where(several, ends - 1, starts + 1)
        held = np.where(several, first, 1.0) * np.exp(sums[inner, labels] - sums[starts + 1, labels])
        stops = 1.0 - np.where(several, last, first)
        return np.asarray(self.starts[starts, labels] * held * stops)

    def likely(self, floor: float) -> tuple[Ints, Ints, Ints, Floats]:
        """Starts, ends, label numbers and probabilities of all spans with a probability above `floor`."""
        start, label = np.nonzero(self.starts > floor)
        end, held, begun = start + 1, self.starts[start, label], 0
        found: list[tuple[Ints, Ints, Ints, Floats]] = []
        while len(start):
            on = self.goes_on[begun, end - 1, label]
            whole = held * (1.0 - on)
            hit = whole > floor
            found.append((start[hit], end[hit], label[hit], whole[hit]))
            held, end, begun = held * on, end + 1, 1
            alive = (held > floor) & (end <= len(self.starts))
            start, end, label, held = start[alive], end[alive], label[alive], held[alive]
        if not found:
            none = np.zeros(0, np.int64)
            return none, none, none, np.zeros(0)
        starts, ends, labels, whole = (np.concatenate(column) for column in zip(*found, strict=True))
        return starts, ends, labels, whole


def posteriors(scores: Floats, moves: Floats, tagset: Tagset, stretches: Sequence[tuple[int, int]]) -> Posteriors:
    """From each code point's scores [n, tags] and the transition weights [tags, tags], both log-linear.

    `stretches` are disjoint and cover all n.
    """
    lattice = _lattice(stretches)
    scores = scores[lattice.order]
    emitted = np.exp(scores - scores.max(axis=1, keepdims=True)) if len(scores) else scores
    step = np.where(tagset.allowed, np.exp(moves), 0.0)
    forward = _forward(emitted, step, tagset.first, lattice.steps)
    backward, ahead = _backward(emitted, step, lattice.steps)
    marginal = forward * backward
    marginal /= marginal.sum(axis=1, keepdims=True)
    goes_on = _goes_on(step, ahead, backward, tagset)
    back = np.empty_like(lattice.order)
    back[lattice.order] = np.arange(len(back))
    starts, held = marginal[:, tagset.begins], marginal[:, tagset.insides]
    return Posteriors(tagset.labels, starts[back], held[back], goes_on[:, back])


@dataclass(frozen=True)
class _Lattice:
    """The code points ordered by their place in their stretch, the longest stretches first: so those of one step lie
    together, `steps` has where, and those that the next step follows are the first of them."""

    order: Ints
    steps: Sequence[tuple[int, int]]


def _lattice(stretches: Sequence[tuple[int, int]]) -> _Lattice:
    by_length = sorted(stretches, key=lambda one: one[0] - one[1])
    begins = np.array([start for start, _ in by_length], np.int64)
    lengths = np.array([end - start for start, end in by_length], np.int64)
    longest = int(lengths.max(initial=0))
    counts = np.searchsorted(-lengths, -np.arange(longest), side="left")
    ends = np.cumsum(counts)
    place = np.repeat(np.arange(longest), counts)
    order = begins[np.arange(len(place)) - np.repeat(ends - counts, counts)] + place
    return _Lattice(order, list(zip((ends - counts).tolist(), ends.tolist(), strict=True)))


def _forward(emitted: Floats, step: Floats, first: NDArray[np.bool_], steps: Sequence[tuple[int, int]]) -> Floats:
    """[n, tags]: how likely the tags are by what comes before, each row by a factor of its own."""
    forward = np.empty_like(emitted)
    begin = 0
    for at, (start, end) in enumerate(steps):
        here = forward[start:end]
        if at:
            np.matmul(forward[begin : begin + end - start], step, out=here)
        else:
            here[:] = first
        here *= emitted[start:end]
        if at % SCALED == 0:
            here /= here.sum(axis=1, keepdims=True)
        begin = start
    return forward


def _backward(emitted: Floats, step: Floats, steps: Sequence[tuple[int, int]]) -> tuple[Floats, Floats]:
    """[n, tags] twice: how likely the tags are by what follows, and how likely they are at the next code point by that
    and what comes after, 0 behind the last one of a stretch; a row of both has one factor."""
    backward, ahead = np.ones_like(emitted), np.zeros_like(emitted)
    turned = np.ascontiguousarray(step.T)
    for at in range(len(steps) - 2, -1, -1):
        start, (begin, end) = steps[at][0], steps[at + 1]
        here = slice(start, start + end - begin)
        np.multiply(emitted[begin:end], backward[begin:end], out=ahead[here])
        if at % SCALED == 0:
            ahead[here] /= ahead[here].sum(axis=1, keepdims=True)
        np.matmul(ahead[here], turned, out=backward[here])
    return backward, ahead


def _goes_on(step: Floats, ahead: Floats, backward: Floats, tagset: Tagset) -> Floats:
    insides = tagset.insides
    return np.stack(
        [
            np.minimum(step[tags, insides] * ahead[:, insides] / np.maximum(backward[:, tags], TINY), 1.0)
            for tags in (tagset.begins, insides)
        ]
    )
