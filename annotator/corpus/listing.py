"""The list of all documents, read once and kept right: a large corpus takes a while to walk through."""

from __future__ import annotations

from annotator.model import Changes, DocumentRow
from annotator.store import State, Store

_FEW = 100
"""documents that are read again one by one"""


class Listing:
    """What one annotator's list shows. It is read anew when another program has written."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._annotator = ""
        self._state: State | None = None
        self._rows: list[DocumentRow] = []
        self._places: dict[str, int] = {}
        self._stale: set[str] = set()
        """documents whose rows are to be read again"""

    def rows(self, annotator: str) -> list[DocumentRow]:
        """All documents in order, with the status and counts of an annotator."""
        state = self._store.state()
        if (state, annotator) != (self._state, self._annotator):
            self._rows = self._store.read.rows(annotator)
            self._places = {row.id: at for at, row in enumerate(self._rows)}
            self._state, self._annotator = state, annotator
        elif self._stale:
            for row in self._store.read.rows_of(self._stale, annotator):
                self._rows[self._places[row.id]] = row
        self._stale.clear()
        return list(self._rows)

    def changed(self, changes: Changes) -> None:
        """After a step of this program: the rows of its documents are read again, once somebody asks."""
        if self._state is None:
            return
        self._stale.update(changes.documents)
        if "documents" in changes.kinds or len(self._stale) > _FEW:
            self._state = None
            return
        self._state = self._state._replace(own=self._store.written)
