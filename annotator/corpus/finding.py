"""Finding documents and places in a corpus of any size: lists by ids, words in context."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from annotator.corpus.going import Going
from annotator.corpus.view import AROUND
from annotator.model import DocumentRow, DocumentSummary, Occurrence, Span
from annotator.store import AS_THEY_CAME, EVERY, Order, Sought
from annotator.suggest import expression, needed_words
from annotator.text import detector, expect_much, fold, searchable, spellings

_SLICE = 1_000
"""documents whose titles are read together"""
Finder = Callable[[str], Iterable[tuple[int, int]]]
"""From a text as it is stored to the half-open places where what is looked for stands."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What an overview shall show: `title` is some text of the title, in either script, `script` hans or hant.

    `totals` says how many suggestions texts have, by their hashes: what the order by open suggestions goes by.
    """

    sought: Sought = EVERY
    title: str = ""
    script: str = ""
    totals: Mapping[str, int] = field(default_factory=dict, hash=False)


class Finding(Going):
    """Questions that go through all documents. What may be long is given out piece by piece."""

    def document_ids(self, *, title: str = "", status: str = "", order: Order = AS_THEY_CAME) -> list[str]:
        """The ids of all documents in an order, or of those whose title holds some text (in either script) and whose
        status with this annotator is the one named.

        For lists: the array says how many there are and which comes where; `rows_of` gives the few that are to be seen.
        """
        ids = self._store.read.document_ids(self.annotator, order, status)
        if title:
            ids = self._titled(title, ids)
        return ids

    def _titled(self, some: str, ids: Iterable[str]) -> list[str]:
        """Those of these documents whose title holds some text, in either script."""
        holds = detector(some)
        named = {id_ for id_, title in self._store.read.titles(in_order=False).items() if holds(title)}
        return [id_ for id_ in ids if id_ in named]

    def rows_of(self, ids: Sequence[str]) -> list[DocumentRow]:
        """These documents as `documents` gives them, in this order; what was removed meanwhile is left out."""
        return list(self._store.read.rows_of(ids, self.annotator))

    def overview_ids(self, wish: Wish) -> list[str]:
        """The ids of the documents that fit, in an order. Status and counts are as in `overview_rows`."""
        overview, sought = self._store.overview, wish.sought
        ids = overview.ids(sought.annotator or self.annotator, sought, everybody=not sought.annotator)
        if wish.title:
            ids = self._titled(wish.title, ids)
        if wish.script or sought.by == "script":
            scripts = overview.scripts()
            ids = [id_ for id_ in ids if wish.script in ("", scripts.get(id_))]
            if sought.by == "script":
                ids.sort(key=lambda id_: scripts.get(id_, ""), reverse=sought.descending)
        if sought.by == "open":
            decided = overview.decided(sought.annotator or self.annotator)
            ids.sort(key=lambda id_: open_of(wish.totals, *decided.get(id_, ("", 0))), reverse=sought.descending)
        return ids

    def overview_rows(self, ids: Sequence[str], *, annotator: str = "") -> list[DocumentSummary]:
        """These documents as the overview shows them, in this order; what was removed meanwhile is left out.

        With an annotator, status and counts are theirs; without, the status is this annotator's, the counts are all's.
        """
        who = annotator or self.annotator
        return list(self._store.overview.rows(who, ids, everybody=not annotator))

    def annotation_count(self, ids: Sequence[str]) -> int:
        """How many annotations all people together made in these documents."""
        return self._store.overview.annotation_count(ids)

    def titles_in_order(self, ids: Sequence[str]) -> list[str]:
        """The titles of these documents, in this order; nothing for one that is not there."""
        return self._store.read.titles_of(ids)

    def titles(self, *, in_order: bool = True) -> dict[str, str]:
        """The title of every document, by id, in order or, which takes a quarter of the time, in none."""
        return self._store.read.titles(in_order=in_order)

    def titles_ever(self) -> dict[str, str]:
        """The titles that the history speaks of: of documents that were taken away too, but not for good."""
        return self._store.read.titles(in_order=False, gone=True)

    def begun_count(self) -> int:
        """How many documents somebody has begun."""
        return self._store.read.begun_count()

    def search(self, query: str, *, around: int = AROUND) -> Iterator[Occurrence]:
        """Where a text stands, in either script, capital or small.

        Document by document in the order in which their texts came in; in a document from left to right, none
        overlapping another. `around` is how many code points are given before and after.
        """
        find = _places(query)
        for one in self._store.search.documents(query):
            yield from self._occurrences_in(self._store.read.text_named(one.sha256), *one[:2], find, around)

    def search_pattern(
        self, pattern: str, *, around: int = AROUND, progress: Callable[[], None] | None = None
    ) -> Iterator[Occurrence]:
        """Where a regular expression matches, in either script, as `search` gives it; `progress` after each document.

        Raises AnnotatorError for a pattern that cannot be.
        """
        for found in self.matched(pattern, around=around):
            yield from found
            if progress:
                progress()

    def matched(self, pattern: str, *, around: int = AROUND) -> Iterator[Iterator[Occurrence]]:
        """The same document by document, those in which nothing is found too: each is read when its turn comes.

        The index gives the documents that hold what every match needs; where that is not known, all are read.
        """
        expect_much()
        find = expression(pattern).find_all
        for document, title in self.holding(pattern):
            yield self._occurrences(document, title, lambda text: find(fold(text)), around)

    def holding(self, pattern: str) -> Iterator[tuple[str, str]]:
        """The documents in which a pattern may match, by id and title. Read page by page."""
        if words := needed_words(pattern):
            yield from (one[:2] for one in self._store.search.documents_with_any(words))
            return
        for some in self.slices(_SLICE):
            ids = [id_ for id_, _ in some]
            yield from zip(ids, self._store.read.titles_of(ids), strict=True)

    def holding_count(self, pattern: str) -> int:
        """How many documents a search by a pattern looks through."""
        words = needed_words(pattern)
        return self._store.search.count_with_any(words) if words else self.document_count()

    def labelled_now(self, places: Sequence[Occurrence]) -> list[Occurrence]:
        """Places of a search with the labels that this annotator has there now, in their order."""
        by_document: dict[str, list[Span]] = {}
        for place in places:
            by_document.setdefault(place.document, []).append(place.span)
        there = {}
        for document, spans in by_document.items():
            reach = Span(min(one.start for one in spans), max(one.end for one in spans))
            there[document] = self._store.read.labels_over(document, self.annotator, reach)
        return [replace(one, labels=_labels(there[one.document], one.span)) for one in places]

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
            held: Iterable[tuple[str, str]] = (one[:2] for one in self._store.search.documents(text))
        else:
            held = ((row.id, row.title) for one in documents if (row := self.row(one)))
        for id_, title in held:
            yield from self._occurrences(id_, title, lambda stored: _spans(pattern, fold(stored)), AROUND)

    def _occurrences(self, document: str, title: str, find: Finder, around: int) -> Iterator[Occurrence]:
        yield from self._occurrences_in(self._store.read.text_of(document), document, title, find, around)

    def _occurrences_in(self, text: str, document: str, title: str, find: Finder, around: int) -> Iterator[Occurrence]:
        places = [Span(*place) for place in find(text)]
        if not places:
            return
        reach = Span(places[0].start, max(place.end for place in places))
        annotated = self._store.read.labels_over(document, self.annotator, reach)
        for span in places:
            start, end = span.start, span.end
            before, after = text[max(0, start - around) : start], text[end : end + around]
            yield Occurrence(document, title, span, before, span.of(text), after, _labels(annotated, span))


def _labels(annotated: Iterable[tuple[Span, str]], span: Span) -> tuple[str, ...]:
    return tuple(label for one, label in annotated if one.overlaps(span))


def open_of(totals: Mapping[str, int], sha256: str, decided: int) -> int:
    """How many suggestions of a text are open, of those counted so far; -1 where nobody has counted them."""
    return max(totals[sha256] - decided, 0) if sha256 in totals else -1


def _places(query: str) -> Finder:
    """By what it may be written as, where that is little, else in texts made searchable."""
    if written := spellings(query):
        return lambda text: _any_of(written, text)
    expect_much()
    pattern = re.compile(re.escape(searchable(query)))
    return lambda text: _spans(pattern, searchable(text))


def _any_of(written: Sequence[str], text: str) -> Iterator[tuple[int, int]]:
    """Where any of some texts of one length stands, from left to right, none overlapping another."""
    end, length = 0, len(written[0])
    for start in sorted(start for one in written for start in _starts(one, text)):
        if start >= end:
            end = start + length
            yield start, end


def _starts(wanted: str, text: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in pattern.finditer(text))
