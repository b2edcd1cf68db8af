"""Which document comes next, in the order as they came: asked one by one, however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from annotator.corpus.view import View
from annotator.model import DONE, NEW, STARTED
from annotator.store import BEFORE_ALL


class Going(View):
    """Questions of a list that need not know all its rows. Status is this annotator's."""

    def first_there(self, documents: Iterable[str]) -> str | None:
        """The first of these ids, in their order, of which there is a document now."""
        return next(self._store.lists.there(documents), None)

    def extent(self) -> tuple[int, ...]:
        """What differs once documents have come or gone, and whenever another program has written."""
        return self._store.state().others, *self._store.lists.extent()

    def document_count(self) -> int:
        return self._store.read.document_count()

    def finished_count(self) -> int:
        """How many documents are done."""
        said: int = self.counts()["progress"].get(self.annotator, {}).get(DONE, 0)
        return said

    def slices(self, size: int) -> Iterator[list[tuple[str, str]]]:
        """The ids of all documents as they came, each with its text's hash, so many at a time.

        What comes meanwhile is there at the end.
        """
        some = self._store.lists.after(BEFORE_ALL, size)
        while some:
            yield [(id_, sha256) for _, id_, sha256 in some]
            some = self._store.lists.after(some[-1][:2], size) if len(some) == size else []

    def first_to_do(self) -> str | None:
        """The document to begin with: one under way, else the first new one, else the first."""
        reached: dict[str, int] = self.counts()["progress"].get(self.annotator, {})
        lists = self._store.lists
        found = lists.next_with(self.annotator, [STARTED]) if reached.get(STARTED) else None
        if found is None and reached.get(DONE, 0) < self.document_count():
            found = lists.next_with(self.annotator, [NEW])
        return found or self.first()

    def first(self) -> str | None:
        """The document that came first of those that are there."""
        return next((id_ for _, id_, _ in self._store.lists.after(BEFORE_ALL, 1)), None)

    def next_to_do(self, document: str) -> str | None:
        """The next document that is not done behind another one, around the end; None where all the others are."""
        lists, here, open_ = self._store.lists, self._store.lists.place(document), (NEW, STARTED)
        if here is None or self.finished_count() >= self.document_count():
            return None
        found = lists.next_with(self.annotator, open_, here) or lists.next_with(self.annotator, open_)
        return None if found == document else found

    def beside(self, document: str, direction: int) -> str | None:
        """The next (1) or previous (-1) document; None at the ends, and for one that was never there."""
        lists, here = self._store.lists, self._store.lists.place(document)
        if here is None:
            return None
        return next((id_ for _, id_, _ in lists.after(here, 1)), None) if direction > 0 else lists.before(here)
