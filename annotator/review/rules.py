"""A rule that settles disagreements, with all that it was told: what is kept beside each decision that it made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotator.i18n import Words
from annotator.plain import dumps
from annotator.review.settling import Strategy, majority, threshold, trusting, unanimous

UNANIMOUS, MAJORITY, THRESHOLD, TRUST = "unanimous", "majority", "threshold", "trust"
RULES = (UNANIMOUS, MAJORITY, THRESHOLD, TRUST)


@dataclass(frozen=True, slots=True)
class Rule:
    """One of RULES. `votes` and `share` are the threshold's, `trust` (pairs of label and annotator) is trust's."""

    name: str
    votes: int = 2
    share: float = 0.5
    trust: tuple[tuple[str, str], ...] = ()

    @staticmethod
    def trusting(annotators: Mapping[str, str]) -> Rule:
        """The rule that takes one annotator's word for each label, label → annotator."""
        return Rule(TRUST, trust=tuple(sorted(annotators.items())))

    @property
    def strategy(self) -> Strategy:
        """What it does. Raises AnnotatorError for votes or a share that cannot be."""
        if self.name == THRESHOLD:
            return threshold(self.votes, self.share)
        if self.name == TRUST:
            return trusting(dict(self.trust))
        return unanimous if self.name == UNANIMOUS else majority

    @property
    def text(self) -> str:
        """Its name, and behind it as JSON what it was told: `threshold {"votes":2,"share":0.5}`."""
        told = self._told()
        return f"{self.name} {dumps(told)}" if told else self.name

    def _told(self) -> dict[str, Any]:
        if self.name == THRESHOLD:
            return {"votes": self.votes, "share": self.share}
        return dict(self.trust) if self.name == TRUST else {}

    def say(self, words: Words) -> str:
        """What it does, in the reader's language."""
        if self.name == THRESHOLD:
            return words("review.rule-threshold", votes=self.votes, share=f"{100 * self.share:.0f} %")
        if self.name == TRUST:
            return words("review.rule-trust", trust="; ".join(f"{label}: {who}" for label, who in self.trust) or "—")
        return words(f"review.rule-{self.name}")


def read_rule(text: str) -> Rule | None:
    """The rule that a decision names; None for a person's, and for what another program wrote."""
    name, _, told = text.partition(" ")
    if name not in RULES:
        return None
    try:
        values = json.loads(told or "{}")
        return Rule.trusting(values) if name == TRUST else Rule(name, **values)
    except (ValueError, TypeError, AttributeError):
        return None
