"""Features: what a character is judged by, each a hash of what stands where. No text is in them.

A template joins columns at offsets; its feature at a character is a hash of the template's number and those values (the
hashing trick: K. Weinberger and others, Feature hashing for large scale multitask learning, ICML 2009). The hash is
multilinear, a sum of each value times an odd number of its place (J. L. Carter, M. N. Wegman, Universal classes of hash
functions, JCSS 18, 1979), then multiplied and cut: five steps of 32 bits, which numpy does eight numbers at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from annotator.suggest.learned.columns import Columns, Numbers

VERSION = 3
"""Another number, other features: a model of another version cannot be used."""
BITS = 22
"""bits of a feature's hash"""
FARTHEST = 4
"""code points by which a part of a template looks away at most"""
Part = tuple[str, int]
Template = tuple[Part, ...]
Features = NDArray[np.uint32]
"""[code points, templates]; those of one template lie together in memory"""

_PLACES = tuple(map(np.uint32, (0x61C88647, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x9E3779B9)))
"""by which the first, second, … part of a template is multiplied: odd numbers without a pattern"""
_OF_TEMPLATE, _STIR = np.uint32(0x165667B1), np.uint32(0x85EBCA6B)
_HALF, _TOP = np.uint32(16), np.uint32(32 - BITS)


@cache
def templates() -> tuple[Template, ...]:
    """All templates; a part is a column and an offset in code points."""
    return (*_of_characters(), *_of_classes(), *_of_words(), *_of_suggestions(), *_of_quotes())


@cache
def grown_templates() -> tuple[Template, ...]:
    """Those of a model that grows on another one: what that one reads, and the plainest of the others."""
    return (
        *(_run("base", at, at) for at in (-1, 0, 1)),
        *(_run("sure", at, at) for at in (-1, 0, 1)),
        *(_run("char", at, at + size) for size in (0, 1, 2) for at in range(-1 - size, 2)),
        *((("base", 0), *rest) for rest in _BESIDE_BASE),
        *(_run(name, at, at) for name in ("label", "term") for at in (-1, 0, 1)),
        *(((f"{name}{by:+d}", 0), ("place", 0)) for name in ("word", "middle") for by in (-1, 0, 1)),
    )


_BESIDE_BASE: tuple[Template, ...] = (
    (("char", -1),),
    (("char", 0),),
    (("char", 1),),
    (("label", 0),),
    (("why", 0),),
    (("word+0", 0), ("place", 0)),
)


def _run(column: str, first: int, last: int) -> Template:
    return tuple((column, at) for at in range(first, last + 1))


def _of_characters() -> list[Template]:
    singles = [_run("char", at, at) for at in range(-3, 4)]
    pairs = [_run("char", at, at + 1) for at in range(-3, 3)]
    kinds = [_run("kind", at, at) for at in range(-2, 3)] + [_run("kind", -1, 1), _run("kind", -2, 2)]
    return [*singles, *pairs, *kinds]


def _of_classes() -> list[Template]:
    singles = [_run(f"char-{grain}", at, at) for grain in ("middle", "fine") for at in range(-2, 3)]
    pairs = [_run("char-middle", at, at + 1) for at in range(-2, 2)]
    triples = [_run("char-coarse", at, at + 2) for at in range(-3, 2)]
    return [*singles, *pairs, *triples]


def _of_words() -> list[Template]:
    def here(*names: str) -> Template:
        return (*((name, 0) for name in names), ("place", 0))

    around = [f"{by:+d}" for by in range(-2, 3)]
    singles = [here(grain + by) for grain in ("word", "coarse", "middle", "fine") for by in around]
    pairs = [here(f"{grain}{by:+d}", f"{grain}{by + 1:+d}") for grain in ("coarse", "middle") for by in (-1, 0)]
    return [*singles, *pairs, _run("place", -1, 1)]


def _of_suggestions() -> list[Template]:
    singles = [_run("label", at, at) for at in range(-2, 3)]
    others = [_run(name, at, at) for name in ("why", "other", "term") for at in (-1, 0, 1)]
    with_label: list[Template] = [
        (("label", 0), *rest)
        for rest in (
            (("char", -1),),
            (("char", 0),),
            (("char", 1),),
            (("word+0", 0), ("place", 0)),
            (("coarse+0", 0), ("place", 0)),
            (("kind", -1), ("kind", 1)),
            (("other", 0),),
            (("term", 0),),
        )
    ]
    why_and_class = (("why", 0), ("middle+0", 0))
    return [*singles, *others, *with_label, _run("label", -1, 1), _run("term", -1, 1), why_and_class]


def _of_quotes() -> list[Template]:
    return [
        (("depth", 0),),
        (("behind", 0),),
        (("depth", 0), ("behind", 0)),
        (("ahead", 0),),
        (("ahead", 0), ("word+0", 0), ("place", 0)),
    ]


def features(columns: Columns, wanted: tuple[Template, ...]) -> Features:
    """The features of each character by each template; beyond the text's ends every column is 0."""
    hashed = np.empty((len(wanted), len(columns["char"])), np.uint32)
    for at, row in enumerate(by_template(columns, wanted)):
        hashed[at] = row
    return hashed.T


def by_template(columns: Columns, wanted: tuple[Template, ...]) -> Iterator[Numbers]:
    """The same, template by template; each takes the memory of the one before it, which so stays near the processor."""
    length = len(columns["char"])
    stirred = _stirred(columns, wanted)
    mixed, shifted = np.empty(length, np.uint32), np.empty(length, np.uint32)
    for number, template in enumerate(wanted, start=1):
        mixed[:] = np.uint32(number * int(_OF_TEMPLATE) & 0xFFFFFFFF)
        for place, (name, by) in enumerate(template):
            mixed += stirred[name, place][FARTHEST + by : FARTHEST + by + length]
        mixed ^= np.right_shift(mixed, _HALF, out=shifted)
        mixed *= _STIR
        mixed >>= _TOP
        yield mixed


def _stirred(columns: Columns, wanted: tuple[Template, ...]) -> dict[tuple[str, int], Numbers]:
    """Each column times the number of each place that it has in a template."""
    used = {(name, place) for template in wanted for place, (name, _) in enumerate(template)}
    wide = {name: _wide(columns[name]) for name in {name for name, _ in used}}
    return {(name, place): wide[name] * _PLACES[place] for name, place in used}


def _wide(column: Numbers) -> Numbers:
    """The column with zeros around it."""
    wide = np.zeros(len(column) + 2 * FARTHEST, np.uint32)
    wide[FARTHEST : len(wide) - FARTHEST] = column
    return wide
