"""What must not stand around a find: then it is part of another word, a post, or speaks of something else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from annotator.suggest.patterns import folded_data

NEVER = "(?!)"
"""the pattern that nothing matches"""
LONGEST = 6
"""code points in front of a find that are looked at"""


@dataclass(frozen=True, slots=True)
class Guard:
    """For one label: patterns that may neither follow a find nor stand right before it."""

    behind: re.Pattern[str]
    before: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class UnlessHelped:
    """Words that carry a label only where `before` ends right before them or `behind` begins right behind them."""

    label: str
    words: frozenset[str]
    before: re.Pattern[str]
    behind: re.Pattern[str]

    def bars(self, label: str, folded: str, start: int, end: int) -> bool:
        """Whether `[start, end)` is one of the words and nothing around it says that it is meant."""
        if label != self.label or folded[start:end] not in self.words:
            return False
        return not self.behind.match(folded, end) and not self.before.search(folded, max(0, start - LONGEST), start)


@cache
def _unless_helped() -> UnlessHelped:
    plain = folded_data("guards")["unless_helped"]
    before, behind = re.compile(f"(?:{plain['before']})$"), re.compile(plain["behind"])
    return UnlessHelped(plain["label"], frozenset(plain["words"].split()), before, behind)


@cache
def _guards() -> dict[str, Guard]:
    return {
        guard["label"]: Guard(re.compile(guard["behind"]), _before(guard["before"]))
        for guard in folded_data("guards")["guard"]
    }


def _before(written: str) -> re.Pattern[str] | None:
    return None if written == NEVER else re.compile(f"(?:{written})$")


def allowed(label: str, folded: str, start: int, end: int) -> bool:
    """Whether `[start, end)` of a folded text may carry the label."""
    guard = _guards().get(label)
    if guard is None:
        return True
    if guard.behind.match(folded, end) or _unless_helped().bars(label, folded, start, end):
        return False
    return guard.before is None or not guard.before.search(folded, max(0, start - LONGEST), start)
