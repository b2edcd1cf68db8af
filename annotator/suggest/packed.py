"""What is known of terms, packed: tens of thousands go from one process to another and are looked at one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from annotator.suggest.known import ByText, Evidence, Known

Row = tuple[str, str, str, int, int, int, int, tuple[tuple[str, str, int, int], ...]]
"""Label, domain, state, accepted, rejected, taught, passed, and the contexts: before, after, accepted, rejected."""


class Packed(NamedTuple):
    """A memory as plain values: reading them takes a tenth of the time that as many objects take."""

    rows: dict[str, tuple[Row, ...]]
    automaton: bytes
    longest: int
    reach: int


class Unpacked(Mapping[str, Mapping[str, Known]]):
    """Folded text → label → what is known; each is made of its rows when somebody first asks for it."""

    def __init__(self, rows: dict[str, tuple[Row, ...]]) -> None:
        self._rows = rows
        self._made: ByText = {}

    def __getitem__(self, text: str) -> Mapping[str, Known]:
        found = self._made.get(text)
        if found is None:
            found = self._made[text] = {row[0]: _known(text, row) for row in self._rows[text]}
        return found

    def __contains__(self, text: object) -> bool:
        return text in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def rows_of(terms: Mapping[str, Mapping[str, Known]]) -> dict[str, tuple[Row, ...]]:
    """Terms as rows, in their order."""
    return {text: tuple(map(_row, labels.values())) for text, labels in terms.items()}


def _row(one: Known) -> Row:
    contexts = tuple((*place, of.accepted, of.rejected) for place, of in one.contexts.items())
    evidence = one.evidence
    return one.label, one.domain, one.state, evidence.accepted, evidence.rejected, one.taught, one.passed, contexts


def _known(text: str, row: Row) -> Known:
    label, domain, state, accepted, rejected, taught, passed, places = row
    contexts = {(before, after): Evidence(*counts) for before, after, *counts in places}
    return Known(text, label, domain, state, Evidence(accepted, rejected), taught, passed, contexts)
