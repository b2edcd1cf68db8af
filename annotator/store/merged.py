"""What a merge is to do, and what it has done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.model import Scheme
from annotator.store.tables import Row
from annotator.store.versions import Settling
from annotator.store.writing import Join
from annotator.work import Progress


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


def without_exchanged(joins: Sequence[Join], said: Callable[[Row], Hashable]) -> Sequence[Join]:
    """Leaves out the rows of ours that have gone into one that came, and those ones: nothing came, and nothing went."""
    came = [(one, said(one.after)) for one in joins if one.before is None and one.after is not None]
    went = [(one, said(one.before)) for one in joins if one.after is None and one.before is not None]
    both = Counter(says for _, says in came) & Counter(says for _, says in went)
    if not both:
        return joins
    rest = [one for one in joins if (one.before is None) == (one.after is None)]
    return [*rest, *_but(came, Counter(both)), *_but(went, both)]


def _but(some: Iterable[tuple[Join, Hashable]], both: Counter[Hashable]) -> Iterator[Join]:
    """Those of some beyond the ones that are in both."""
    for one, says in some:
        if both[says]:
            both[says] -= 1
        else:
            yield one


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
    progress: Progress
