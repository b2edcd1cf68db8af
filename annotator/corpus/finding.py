"""Finding documents and places in a corpus of any size: lists by ids, words in context."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from annotator.corpus.view import AROUND, View
from annotator.model import DocumentRow, Occurrence, Span
from annotator.store import AS_THEY_CAME, Order
from annotator.text import fold, searchable

Finder = Callable[[str], Iterable[tuple[int, int]]]
"""From a text as it is stored to the half-open places where what is looked for stands."""


class Finding(View):
    """Questions that go through all documents. What may be long is given out piece by piece."""

    def document_ids(self, *, title: str = "", status: str = "", order: Order = AS_THEY_CAME) -> list[str]:
        """The ids of all documents in an order, or of those whose title holds some text (in either script) and whose
        status with this annotator is the one named.

        For lists: the array says how many there are and which comes where; `rows_of` gives the few that are to be seen.
        """
        ids = self._store.read.document_ids(self.annotator, order, status)
        if wanted := searchable(title):
            named = {id_ for id_, of in self._store.read.titles().items() if wanted in searchable(of)}
            ids = [id_ for id_ in ids if id_ in named]
        return ids

    def rows_of(self, ids: Sequence[str]) -> list[DocumentRow]:
        """These documents as `documents` gives them, in this order; what was removed meanwhile is left out."""
        return list(self._store.read.rows_of(ids, self.annotator))

    def titles(self) -> dict[str, str]:
        """The title of every document, by id, in order."""
        return self._store.read.titles()

    def begun_count(self) -> int:
        """How many documents somebody has begun."""
        return self._store.read.begun_count()

    def search(self, query: str, *, around: int = AROUND) -> Iterator[Occurrence]:
        """Where a text stands, in either script, capital or small.

        Document by document in the order in which their texts came in; in a document from left to right, none
        overlapping another. `around` is how many code points are given before and after.
        """
        find = _places(query)
        for document, title in self._store.search.documents(query):
            yield from self._occurrences(document, title, find, around)

    def search_count(self, query: str) -> int:
        """How many documents hold a text. Asks the index only: milliseconds, however large the corpus."""
        return self._store.search.count(query)

    def occurrences(self, text: str, documents: Iterable[str] | None = None) -> Iterator[Occurrence]:
        """Where a text stands, in either script, in these documents or in all; none overlaps another in a document."""
        folded = fold(text)
        if not folded:
            return
        pattern = re.compile(re.escape(folded))
        if documents is None:
            held: Iterable[tuple[str, str]] = self._store.search.documents(text)
        else:
            held = ((row.id, row.title) for one in documents if (row := self.row(one)))
        for id_, title in held:
            yield from self._occurrences(id_, title, lambda stored: _spans(pattern, fold(stored)), AROUND)

    def _occurrences(self, document: str, title: str, find: Finder, around: int) -> Iterator[Occurrence]:
        text = self.document(document).text
        places = list(find(text))
        annotations = self.annotation_rows(document) if places else []
        for start, end in places:
            span = Span(start, end)
            labels = tuple(one.label for one in annotations if one.span.overlaps(span))
            before, after = text[max(0, start - around) : start], text[end : end + around]
            yield Occurrence(document, title, span, before, span.of(text), after, labels)


def _places(query: str) -> Finder:
    pattern = re.compile(re.escape(searchable(query)))
    return lambda text: _spans(pattern, searchable(text))


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in pattern.finditer(text))
