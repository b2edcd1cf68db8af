"""How often a word begins in the text of reports, estimated from how often characters and pairs of them stand there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import pairwise

from annotator.resources import resource

SELDOM = 1e-4
"""the least share that is told: of an unknown character or pair no more is known than that it is rarer"""
_UNKNOWN = SELDOM / 2
_BLANKS = {" ": 0.02, "\n": 0.02}
"""what a file of words between blanks cannot tell; counted with the rest"""


@cache
def _shares() -> Mapping[str, float]:
    """Shares of characters and pairs of all characters of a text, as packaging/count_shares.py has counted them."""
    lines = map(str.split, resource("rules", "shares.txt").read_text("utf-8").splitlines())
    return _BLANKS | {text: int(millionths) / 1e6 for millionths, *texts in lines for text in texts}


def share_of(word: str) -> float:
    """About how many times the word begins for each character of a text: a chain of its pairs (A. A. Markov, 1913)."""
    share = _character(word[0])
    for first, second in pairwise(word):
        share *= min(1.0, _pair(first, second) / _character(first))
    return share


def _character(char: str) -> float:
    return _shares().get(char, _UNKNOWN)


def _pair(first: str, second: str) -> float:
    known = _shares().get(first + second)
    return min(_UNKNOWN, _character(first) * _character(second)) if known is None else known
