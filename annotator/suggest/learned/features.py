"""Features: what a character is judged by, each a hash of what stands where. No text is in them.

A template joins columns at offsets; its feature at a character is a hash of the template's number and those values (the
hashing trick: K. Weinberger and others, Feature hashing for large scale multitask learning, ICML 2009). The mixing is
the finaliser of splitmix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014).
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from annotator.suggest.learned.columns import Columns, Numbers

VERSION = 1
"""Another number, other features: a model of another version cannot be used."""
BITS = 22
"""bits of a feature's hash"""
FARTHEST = 4
"""code points by which a part of a template looks away at most"""
Part = tuple[str, int]
Template = tuple[Part, ...]
Features = NDArray[np.uint32]
"""[code points, templates]; those of one template lie together in memory"""

_MIX, _STIR = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)
_HIGH, _LOW, _TOP = np.uint64(29), np.uint64(32), np.uint64(64 - BITS)


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
    triples = [_run("char", at, at + 2) for at in range(-3, 2)]
    longer = [_run("char", at, at + 3) for at in range(-3, 1)]
    kinds = [_run("kind", at, at) for at in range(-2, 3)] + [_run("kind", -1, 1), _run("kind", -2, 2)]
    return [*singles, *pairs, *triples, *longer, (("char", -1), ("char", 1)), *kinds]


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
    pairs = [here(f"{grain}{by:+d}", f"{grain}{by + 1:+d}") for grain in ("word", "coarse", "middle") for by in (-1, 0)]
    triples = [here(*(f"coarse{at:+d}" for at in range(by, by + 3))) for by in (-2, -1, 0)]
    return [*singles, *pairs, *triples, _run("place", -1, 1)]


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
    length = len(columns["char"])
    wide = {name: _wide(columns[name]) for name in {name for template in wanted for name, _ in template}}
    hashed = np.empty((len(wanted), length), np.uint32)
    mixed, shifted = np.empty(length, np.uint64), np.empty(length, np.uint64)
    for number, template in enumerate(wanted):
        mixed[:] = (number + 1) << 32
        for name, by in template:  # in place: new arrays would take a third of the time
            mixed ^= wide[name][FARTHEST + by : FARTHEST + by + length]
            mixed *= _MIX
            mixed ^= np.right_shift(mixed, _HIGH, out=shifted)
            mixed *= _STIR
            mixed ^= np.right_shift(mixed, _LOW, out=shifted)
        np.right_shift(mixed, _TOP, out=shifted)
        hashed[number] = shifted
    return hashed.T


def _wide(column: Numbers) -> Numbers:
    """The column with zeros around it."""
    wide = np.zeros(len(column) + 2 * FARTHEST, np.uint64)
    wide[FARTHEST : len(wide) - FARTHEST] = column
    return wide
