"""What a merge is to do, and what it has done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from annotator.model import Scheme
from annotator.store.versions import Settling


@dataclass
class Merged:
    """What a merge brought, or would bring. Rows by table; `changed` and `removed` are ours, annotations by annotator.

    `unknown` are labels that the scheme has not, with how many rows have them; `left_out` are attributes and types of
    relations that it has no place for, with how many rows go without; `second` how many rows stand beside others
    because two machines said different things.
    """

    steps: int = 0
    new: Counter[str] = field(default_factory=Counter)
    by_annotator: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    second: int = 0

    def touched(self, had: Mapping[str, int], share: float) -> dict[str, int]:
        """The annotators of whose annotations more than that share is changed or goes: how many of those they had."""
        touched = self.changed + self.removed
        return {name: number for name, number in touched.items() if number > share * had.get(name, 0)}


@dataclass(frozen=True, slots=True)
class MergePlan:
    """How a merge is wanted. `labels` are those that the scheme has in the end, `scheme` is ours where it gets more.

    `allow` sees what would be done, and how many annotations each annotator had, and raises to stop all; so may
    `progress(done, all)`.
    """

    labels: Collection[str]
    settling: Settling
    scheme: Scheme | None
    allow: Callable[[Merged, Mapping[str, int]], None]
    progress: Callable[[int, int], None]
