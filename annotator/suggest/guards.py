"""What must not stand around a find: then it is part of another word, a post, or speaks of something else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from annotator.suggest.patterns import folded_data
from annotator.suggest.prepared import expression

NEVER = "(?!)"
"""the pattern that nothing matches"""
LONGEST = 6
"""code points in front of a find that are looked at"""


@dataclass(frozen=True, slots=True)
class UnlessHelped:
    """Words that carry a label only where `before` ends right before them or `behind` begins right behind them."""

    words: frozenset[str]
    before: re.Pattern[str]
    behind: re.Pattern[str]

    def bars(self, folded: str, start: int, end: int) -> bool:
        """Whether `[start, end)` is one of the words and nothing around it says that it is meant."""
        if folded[start:end] not in self.words:
            return False
        return not self.behind.match(folded, end) and not self.before.search(folded, max(0, start - LONGEST), start)


@dataclass(frozen=True, slots=True)
class Guard:
    """For one label: patterns that may neither follow a find nor stand right before it, and words that need help."""

    behind: re.Pattern[str]
    before: re.Pattern[str] | None
    unless_helped: UnlessHelped | None

    def bars(self, folded: str, start: int, end: int) -> bool:
        """Whether what stands around `[start, end)` says that it does not carry the label."""
        if self.behind.match(folded, end) or (self.unless_helped and self.unless_helped.bars(folded, start, end)):
            return True
        return self.before is not None and self.before.search(folded, max(0, start - LONGEST), start) is not None


@dataclass(frozen=True, slots=True)
class ShortPlace:
    """Where a short name that may be something else is said to be a place: in 来到方城考察 or 方城大地."""

    ordinary: frozenset[str]
    before: re.Pattern[str]
    behind: re.Pattern[str]
    alone: re.Pattern[str]

    def is_said(self, folded: str, start: int, end: int) -> bool:
        """Whether what stands around `[start, end)` says so; never of an ordinary word (来到古城)."""
        if folded[start:end] in self.ordinary:
            return False
        if self.alone.match(folded, end):
            return True
        before = self.before.search(folded, max(0, start - LONGEST), start)
        return before is not None and self.behind.match(folded, end) is not None


@cache
def short_place() -> ShortPlace:
    """The one that the data say."""
    ordinary = frozenset(folded_data("guards")["short_place"]["ordinary"].split())
    return ShortPlace(ordinary, *map(_expression, ("before place", "behind place", "place alone")))


@cache
def _guards() -> dict[str, Guard]:
    plain = folded_data("guards")
    help_ = plain["unless_helped"]
    unless = UnlessHelped(frozenset(help_["words"].split()), _expression("before help"), _expression("behind help"))
    return {
        label: Guard(
            _expression(f"behind {label}"),
            None if before == NEVER else _expression(f"before {label}"),
            unless if label == help_["label"] else None,
        )
        for label, before in ((guard["label"], guard["before"]) for guard in plain["guard"])
    }


@cache
def sources() -> dict[str, str]:
    """The regular expressions of all guards by the names under which they are kept."""
    plain = folded_data("guards")
    found = {"behind help": plain["unless_helped"]["behind"], "before help": f"(?:{plain['unless_helped']['before']})$"}
    short = plain["short_place"]
    found |= {"before place": f"(?:{short['before']})$", "behind place": short["behind"], "place alone": short["alone"]}
    for guard in plain["guard"]:
        found |= {f"behind {guard['label']}": guard["behind"], f"before {guard['label']}": f"(?:{guard['before']})$"}
    return found


def _expression(name: str) -> re.Pattern[str]:
    return expression(name, lambda: sources()[name], 0)


def allowed(label: str, folded: str, start: int, end: int) -> bool:
    """Whether `[start, end)` of a folded text may carry the label."""
    guard = _guards().get(label)
    return guard is None or not guard.bars(folded, start, end)
