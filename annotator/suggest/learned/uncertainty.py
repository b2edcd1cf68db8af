"""Which suggestions and documents teach most: uncertainty sampling (D. Lewis, W. Gale, SIGIR 1994).

A suggestion's uncertainty is the entropy of its score, in bits: 1 where it is as likely right as wrong, 0 where it is
certain. A document's is the sum over its suggestions (total entropy: B. Settles, M. Craven, EMNLP 2008), given for each
thousand code points, so that long reports do not come first for being long.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import log2

from annotator.model import Suggestion

PER = 1000
"""code points"""


def uncertainty(suggestion: Suggestion) -> float:
    """Bits, in [0, 1]."""
    score = suggestion.score
    if not 0.0 < score < 1.0:
        return 0.0
    return -score * log2(score) - (1.0 - score) * log2(1.0 - score)


def document_uncertainty(suggestions: Iterable[Suggestion], length: int) -> float:
    """Bits for each thousand code points of a document of this length; 0 for an empty one."""
    total = sum(map(uncertainty, suggestions))
    return PER * total / length if length else 0.0


def most_uncertain_first(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """The suggestions ordered by uncertainty, then as they stand in the text."""
    return sorted(suggestions, key=lambda one: (-uncertainty(one), one.span, one.label))
