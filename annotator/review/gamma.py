"""Gamma, by a library that is not installed with the program: agreement after aligning spans, beyond chance.

Y. Mathet, A. Widlöcher and J.-P. Métivier, The unified and holistic method gamma for inter-annotator agreement measure
and alignment, Computational Linguistics 41 (2015), 437-479; computed by pygamma-agreement (R. Titeux, R. Riad, 2021).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np

from annotator.model import Annotation
from annotator.review.chance import ratio
from annotator.review.measures import GAMMA
from annotator.review.numbers import Number, Resamples, number, undefined
from annotator.review.versions import Reviewed


def gamma(
    reviewed: Sequence[Reviewed],
    annotators: Collection[str] = (),
    labels: Collection[str] = (),
    *,
    seed: int = 2026,
    resamples: int = 1000,
) -> Number:
    """The mean of gamma over the documents that two annotators or more have finished, each with a span in it.

    Without the library the number says so.
    """
    if not gamma_is_there():
        return not_worked_out()
    return mean_gamma(gammas(reviewed, annotators, labels, seed=seed), resamples)


def gammas(
    reviewed: Sequence[Reviewed], annotators: Collection[str] = (), labels: Collection[str] = (), *, seed: int = 2026
) -> list[float]:
    """Gamma of each of these documents that has one. Needs the library.

    Each is a continuum of its own, with weights of 1 for position, category and the empty unit, and its own draws by
    the seed: in whichever portions documents are asked for, they have the same values. It takes seconds a document, and
    ten before the first, when the library compiles itself; it is no part of `agreement` for that.
    """
    from annotator.review.continuum import gamma_of

    before = np.random.get_state()  # the library draws from numpy's own generator
    found = []
    try:
        for spans in _continua(reviewed, set(annotators), set(labels)):
            np.random.seed(seed)
            found.append(gamma_of(spans)[0])
    finally:
        np.random.set_state(before)
    return found


def mean_gamma(values: Sequence[float], resamples: int = 1000) -> Number:
    """The mean of documents' gammas, with its interval."""
    sums = Resamples(len(values), resamples).sums(None, values=np.array(values), ones=np.ones(len(values)))
    return number(GAMMA, len(values), ratio, sums["values"], sums["ones"])


def not_worked_out() -> Number:
    """The number that stands for gamma where nobody has asked for it, or cannot."""
    return undefined(GAMMA, 0, "review.undefined-gamma-not-asked" if gamma_is_there() else "review.undefined-no-gamma")


def gamma_is_there() -> bool:
    """Whether the library is there."""
    from importlib.util import find_spec

    return find_spec("pygamma_agreement") is not None


def _continua(
    reviewed: Sequence[Reviewed], annotators: set[str], labels: set[str]
) -> Iterator[Mapping[str, Sequence[Annotation]]]:
    """The library knows no annotators without spans: documents with such, and those of one annotator, are left out."""
    for one in reviewed:
        done = sorted(one.done & annotators if annotators else one.done)
        spans = {
            who: [mine for mine in one.annotations.get(who, ()) if not labels or mine.label in labels] for who in done
        }
        if len(spans) > 1 and all(spans.values()):
            yield spans
