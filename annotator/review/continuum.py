"""The continuum of pygamma-agreement, aligned by HiGHS. To be imported only where that library is installed.

The library itself asks for CBC or for GLPK, which comes in cvxopt under the GPL. The best alignment is the cheapest set
of unitary alignments that holds every unit once: a linear program in whole numbers, which scipy hands to HiGHS (MIT).
Any solver finds an alignment of the same cost, and gamma is made of costs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod

import numpy as np
from pyannote.core import Segment
from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum
from pygamma_agreement.alignment import Alignment, UnitaryAlignment
from pygamma_agreement.dissimilarity import AbstractDissimilarity
from pygamma_agreement.sampler import AbstractContinuumSampler
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from annotator.model import Annotation

_MOST = 300_000
"""How many unitary alignments the library is to look through."""


class Aligned(Continuum):  # type: ignore[misc]  # the library has no types
    """A continuum whose samples are aligned like itself."""

    def copy_flush(self) -> Aligned:
        """An empty one with the same bounds: what the library's samplers fill."""
        empty = Aligned(self.uri)
        empty.bound_inf, empty.bound_sup = self.bound_inf, self.bound_sup
        empty.best_window_size = self.best_window_size
        return empty

    def copy(self) -> Aligned:
        """The same once more, to be taken apart."""
        return _aligned(self, self.copy_flush())

    def get_first_window(self, dissimilarity: AbstractDissimilarity, w: int = 1) -> tuple[Aligned, float]:
        """As the library's, with a window that is aligned like this."""
        window, limit = super().get_first_window(dissimilarity, w)
        return _aligned(window, Aligned()), limit

    def get_best_alignment(self, dissimilarity: AbstractDissimilarity) -> Alignment:
        """The alignment of least disorder."""
        people = list(self.annotators)
        units = [list(self.iter_annotator(who)) for who in people]
        costs, candidates = dissimilarity.valid_alignments(self)
        taken = _cheapest(costs, candidates, [len(theirs) for theirs in units])
        unitary = []
        for at in taken:
            row = UnitaryAlignment([
                (who, theirs[one] if one < len(theirs) else None)
                for who, theirs, one in zip(people, units, candidates[at], strict=True)
            ])  # fmt: skip
            row.disorder = costs[at]
            unitary.append(row)
        disorder = float(costs[taken].sum()) / self.avg_num_annotations_per_annotator
        return Alignment(unitary, continuum=self, check_validity=False, disorder=disorder)


def _aligned(of: Continuum, into: Aligned) -> Aligned:
    for who in of.annotators:
        into.add_annotator(who)
        for unit in of.iter_annotator(who):
            into.add(who, unit.segment, unit.annotation)
    return into


def _cheapest(costs: np.ndarray, candidates: np.ndarray, sizes: Sequence[int]) -> np.ndarray:
    """Which candidates [N, A] (the number of a unit of each annotator; as many as there are for none) hold every unit
    once and cost least."""
    real = candidates < np.array(sizes)
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    column, _who = np.nonzero(real)
    holds = coo_array((np.ones(len(column)), ((candidates + first)[real], column)), (sum(sizes), len(costs)))
    found = milp(costs, integrality=np.ones(len(costs)), bounds=Bounds(0, 1), options={"mip_rel_gap": 0},
                 constraints=LinearConstraint(holds.tocsr(), 1, 1))  # fmt: skip
    return np.flatnonzero(found.x > 0.5)


def gamma_of(
    spans: Mapping[str, Sequence[Annotation]],
    *,
    position: float = 1.0,
    category: float = 1.0,
    sampler: AbstractContinuumSampler | None = None,
) -> tuple[float, Alignment]:
    """Gamma of one document, and the best alignment. The weights are alpha and beta of the library's dissimilarity;
    without a sampler it draws by the statistics of the continuum, thirty times."""
    continuum = Aligned()
    for who, theirs in spans.items():
        for one in theirs:
            continuum.add(who, Segment(one.span.start, one.span.end), one.label)
    apart = CombinedCategoricalDissimilarity(alpha=position, beta=category, delta_empty=1)
    many = prod(map(len, spans.values())) > _MOST
    found = continuum.compute_gamma(apart, sampler=sampler, fast=many)
    return float(found.gamma), found.best_alignment
