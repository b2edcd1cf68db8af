"""Which disagreements a queue shows, and in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from annotator.corpus import QueueRow
from annotator.text import fold

UNSETTLED = "unsettled"
"""the state of what is open and of what was deferred, together"""
STATES = (UNSETTLED, "open", "deferred", "settled", "")
"""The last one is all."""
ORDERS = ("place", "frequency", "type", "label", "text")


@dataclass(frozen=True, slots=True)
class Filter:
    """What a row must be; empty values ask for nothing. `pair` are two annotators who have different versions."""

    state: str = UNSETTLED
    type: str = ""
    label: str = ""
    pair: tuple[str, str] | tuple[()] = ()
    document: str = ""
    text: str = ""

    def passes(self, row: QueueRow) -> bool:
        """Whether it shows a row. Words are found in either script."""
        return (
            self._passes_state(row.state)
            and self.type in ("", row.type)
            and (not self.label or self.label in row.labels)
            and (not self.pair or row.parts(*self.pair))
            and self.document in ("", row.document)
            and (not self.text or fold(self.text).casefold() in fold(row.text).casefold())
        )

    def _passes_state(self, state: str) -> bool:
        return state != "settled" if self.state == UNSETTLED else self.state in ("", state)


def frequencies(rows: Iterable[QueueRow]) -> Mapping[str, int]:
    """How often the same words with the same versions are disagreed on, by `QueueRow.key`."""
    return Counter(row.key for row in rows)


def ordered(rows: list[QueueRow], by: str, frequency: Mapping[str, int]) -> list[QueueRow]:
    """The rows in one of ORDERS; such as are alike in that stay in order of documents and places."""
    keys: dict[str, Callable[[QueueRow], object]] = {
        "frequency": lambda row: (-frequency.get(row.key, 0), row.key),
        "type": lambda row: row.type,
        "label": lambda row: row.labels,
        "text": lambda row: fold(row.text),
    }
    return sorted(rows, key=keys[by]) if by in keys else rows  # type: ignore[arg-type]
