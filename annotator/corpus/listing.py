"""The list of all documents, read once and kept right: a large corpus takes a while to walk through."""

from __future__ import annotations

from annotator.model import Changes, DocumentRow
from annotator.store import State, Store

_FEW = 100
"""documents of one step that are read again one by one"""


class Listing:
    """What one annotator's list shows. It is read anew when another program has written."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._annotator = ""
        self._state: State | None = None
        self._rows: list[DocumentRow] = []
        self._places: dict[str, int] = {}

    def rows(self, annotator: str) -> list[DocumentRow]:
        """All documents in order, with the status and counts of an annotator."""
        state = self._store.state()
        if (state, annotator) != (self._state, self._annotator):
            self._rows = self._store.read.rows(annotator)
            self._places = {row.id: at for at, row in enumerate(self._rows)}
            self._state, self._annotator = state, annotator
        return list(self._rows)

    def changed(self, changes: Changes) -> None:
        """After a step of this program: the rows of its documents are read again."""
        state, known = self._store.state(), self._state
        if (
            known is None
            or state.others != known.others
            or "documents" in changes.kinds
            or len(changes.documents) > _FEW
        ):
            self._state = None
            return
        for row in self._store.read.rows_of(changes.documents, self._annotator):
            self._rows[self._places[row.id]] = row
        self._state = state
