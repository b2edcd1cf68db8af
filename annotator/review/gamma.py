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

    It takes seconds a document, and is no part of `agreement` for that. Each document is a continuum of its own, with
    weights of 1 for position, category and the empty unit. Without the library the number says so.
    """
    if not _installed():
        return undefined(GAMMA, 0, "review.undefined-no-gamma")
    _hush()
    before = np.random.get_state()  # the library draws from numpy's own generator
    np.random.seed(seed)
    try:
        found = [_of(one) for one in _continua(reviewed, set(annotators), set(labels))]
    finally:
        np.random.set_state(before)
    sums = Resamples(len(found), resamples).sums(None, values=np.array(found), ones=np.ones(len(found)))
    return number(GAMMA, len(found), ratio, sums["values"], sums["ones"])


def _installed() -> bool:
    from importlib.util import find_spec

    return find_spec("pygamma_agreement") is not None


def _hush() -> None:
    """The solver below the library prints to the standard output, where numbers for machines may go."""
    from cvxopt import glpk

    glpk.options["msg_lev"] = "GLP_MSG_OFF"


def _of(spans: Mapping[str, Sequence[Annotation]]) -> float:
    from pyannote.core import Segment
    from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum

    continuum = Continuum()
    for who, theirs in spans.items():
        for one in theirs:
            continuum.add(who, Segment(one.span.start, one.span.end), one.label)
    apart = CombinedCategoricalDissimilarity(alpha=1, beta=1, delta_empty=1)
    return float(continuum.compute_gamma(apart).gamma)


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
