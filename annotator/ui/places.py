"""Where each report was read last: in the person's settings, for it is nobody else's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

KEPT = 500
"""Of so many reports the place is kept, of those read last."""


class Places:
    """The offset where the first line in view began, by a report's id; nothing of its text. `keep` writes them."""

    def __init__(self, lines: Sequence[str] = (), keep: Callable[[list[str]], None] = lambda _lines: None) -> None:
        self._keep = keep
        self._offsets: dict[str, int] = {}
        for line in lines:
            document, _, offset = line.rpartition(" ")
            with suppress(ValueError):  # somebody else has written into the file
                self._offsets[document] = max(int(offset), 0)

    def of(self, document: str) -> int:
        """Where a report is read; its start where nobody has read further."""
        return self._offsets.get(document, 0)

    def put(self, document: str, offset: int) -> None:
        before = self._offsets.pop(document, 0)
        if offset:
            self._offsets[document] = offset
        if offset != before:
            latest = list(self._offsets.items())[-KEPT:]
            self._keep([f"{one} {at}" for one, at in latest])
