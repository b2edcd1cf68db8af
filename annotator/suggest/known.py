"""What is known of a term: how often people stood by it, what they said of it, and what follows from that.

Everything here is about terms folded to Simplified, so what is learned in one script holds in both. Whether a term's
suggestions are mostly wrong is asked of the Beta distribution: with `accepted` and `rejected` decisions and a uniform
prior, the share of right ones has the density Beta(accepted + 1, rejected + 1), and a term is quiet when the share is
below one half with a probability of nine in ten (A. Gelman and others, Bayesian Data Analysis, 3rd edition, 2.4).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import comb, erf, sqrt

Key = tuple[str, str]
"""A term: its folded text and its label."""
State = str
"""What a person has said of a term: "" for nothing, "shown" for always suggest it, "quiet" for never, "forgotten" for
as if nobody had ever decided on it."""

SURE = 0.9
BY_HAND = 0.9
_NO_TERM = re.compile(r"[\d\s。!?;,:、]|^.?$")
LONGEST = 30
"""code points of a text that can be learned as a term"""
_MANY = 400


@dataclass(frozen=True, slots=True)
class Evidence:
    """How often people stood by a suggestion of a term, and how often they said no."""

    accepted: int = 0
    rejected: int = 0

    @property
    def share(self) -> float:
        """The expected share of right suggestions, 0 to 1."""
        return (self.accepted + 1) / (self.accepted + self.rejected + 2)

    @property
    def doubt(self) -> float:
        """The probability that less than half of the term's suggestions are right."""
        return _doubt(self.accepted, self.rejected)


@lru_cache(maxsize=1024)
def _doubt(accepted: int, rejected: int) -> float:
    """Asked at each place of each term after each decision, of a few dozen pairs of numbers."""
    draws = accepted + rejected + 1
    if draws > _MANY:  # the binomial is normal by then
        return (1 + erf((rejected - accepted) / sqrt(2 * draws))) / 2
    ways = sum(comb(draws, hits) for hits in range(accepted + 1, draws + 1))
    return float(ways / 2**draws)


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of a term. `contexts` has the evidence by the characters before and after it, where mixed."""

    text: str
    label: str
    domain: str = ""
    state: State = ""
    evidence: Evidence = Evidence()
    taught: int = 0
    """those of the accepted that no shipped list knows"""
    passed: int = 0
    """places in finished documents where it stands and nobody annotated anything"""
    contexts: Mapping[tuple[str, str], Evidence] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        return self.text, self.label

    @property
    def is_known(self) -> bool:
        """Whether there is anything to know: somebody has said or decided something that was not taken back."""
        return bool(self.state or self.passed) or self.evidence != Evidence()

    @property
    def is_quiet(self) -> bool:
        """Whether it is not suggested where nothing is known of what stands around it."""
        return self.state == "quiet" or (not self.state and self.evidence.doubt >= SURE)

    @property
    def is_learned(self) -> bool:
        """Whether it is suggested by itself: people put it on the list, or annotate it more often than they do not."""
        often = self.taught > 0 and self.evidence.accepted > self.evidence.rejected + self.passed
        return self.state == "shown" or (often and not self.state and is_term(self.text))

    @property
    def is_undoubted(self) -> bool:
        """Whether nobody has ever rejected it, made something else of it or passed it over."""
        return not self.evidence.rejected and not self.passed

    @property
    def bearing(self) -> tuple[object, ...]:
        """All that suggesting asks of it: where this is the same, it is suggested alike, wherever it stands."""
        if self.state == "quiet":
            return ("quiet",)
        doubted = not self.state and (self.is_quiet or any(one.doubt >= SURE for one in self.contexts.values()))
        doubts = (self.is_quiet, dict(self.contexts)) if doubted else ()
        if not self.is_learned:
            return (doubts,)
        return doubts, self.state, self.evidence.accepted, self.domain, self.score, self.is_undoubted

    @property
    def score(self) -> float:
        """The expected share of its places that people annotate, 0 to 1; surer when they put it on the list."""
        share = Evidence(self.evidence.accepted, self.evidence.rejected + self.passed).share
        return round(min(max(share, BY_HAND) if self.state == "shown" else share, 0.99), 3)

    def is_quiet_between(self, before: str, after: str) -> bool:
        """Whether it is not suggested between these characters: evidence from the same place counts before the rest."""
        if self.state:
            return self.state == "quiet"
        here = self.contexts.get((before, after), Evidence())
        if here.doubt >= SURE:
            return True
        return self.is_quiet and here.accepted <= here.rejected


NOTHING = Known("", "").bearing
"""what is asked of a term of which nothing is known"""

ByText = dict[str, dict[str, Known]]
"""Folded text → label → what is known."""


def is_term(text: str) -> bool:
    """Whether a text can be learned as a term: two characters or more, no digits, blanks or punctuation of clauses."""
    return len(text) <= LONGEST and not _NO_TERM.search(text)
