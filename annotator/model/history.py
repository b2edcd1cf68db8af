"""Steps and what they changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One change. `kind` is do, undo, redo, or base, at which undo stops; `target` what an undo or redo turns back."""

    id: str
    kind: str
    name: str
    annotator: str
    time: str
    target: str | None
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowChange:
    """What a step did to one row of the corpus; None stands for a row that is not there, before or after."""

    table: str
    row: str
    before: Mapping[str, Any] | None = field(hash=False)
    after: Mapping[str, Any] | None = field(hash=False)


def net(changes: Iterable[RowChange]) -> list[RowChange]:
    """What came of a step's changes: each row once, what it was before all and after all; none that is as it was."""
    rows: dict[tuple[str, str], RowChange] = {}
    for one in changes:
        key = one.table, one.row
        rows[key] = RowChange(*key, rows.get(key, one).before, one.after)
    return [one for one in rows.values() if one.before != one.after]


@dataclass(frozen=True, slots=True)
class Past:
    """What a step, here or in another corpus, did to one row of a document: an event of the history, by its id.

    The rows say people's names, and not which document they belong to.
    """

    id: str
    step: str
    kind: str
    name: str
    who: str
    time: str
    change: RowChange


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the history: a step and all that it changed."""

    step: Step
    changes: tuple[RowChange, ...]
    brought: bool = False
    """whether it was done in another corpus and came with a package"""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a verb changed: which kinds of rows, in which documents. Panels ask `touch` and read again."""

    step: str | None = None
    name: str = ""
    kinds: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()

    def touch(self, kind: str, document: str | None = None) -> bool:
        """Whether rows of a kind (a table of the store) are different, in a document or anywhere."""
        return kind in self.kinds and (document is None or document in self.documents)

    def __bool__(self) -> bool:
        return self.step is not None
