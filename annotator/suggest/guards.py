"""What must not stand around a find: then it is part of another word, a post, or speaks of something else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from annotator.suggest.patterns import folded_data


@dataclass(frozen=True, slots=True)
class Guard:
    """For one label: patterns that may neither follow a find nor stand right before it."""

    behind: re.Pattern[str]
    before: re.Pattern[str]


@cache
def _guards() -> dict[str, Guard]:
    return {
        guard["label"]: Guard(re.compile(guard["behind"]), re.compile(f"(?:{guard['before']})$"))
        for guard in folded_data("guards")["guard"]
    }


def allowed(label: str, folded: str, start: int, end: int) -> bool:
    """Whether `[start, end)` of a folded text may carry the label."""
    guard = _guards().get(label)
    if guard is None:
        return True
    return not guard.behind.match(folded, end) and not guard.before.search(folded, max(0, start - 4), start)
