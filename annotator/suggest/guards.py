"""What must not stand around a find: then it is part of another word, a post, or speaks of something else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from annotator.suggest.patterns import folded_data

NEVER = "(?!)"
"""the pattern that nothing matches"""


@dataclass(frozen=True, slots=True)
class Guard:
    """For one label: patterns that may neither follow a find nor stand right before it."""

    behind: re.Pattern[str]
    before: re.Pattern[str] | None


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
    if guard.behind.match(folded, end):
        return False
    return guard.before is None or not guard.before.search(folded, max(0, start - 4), start)
