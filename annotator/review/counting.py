"""Counts of spans, document by document: who has the same, who has something that overlaps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from annotator.review.chance import Floats, Ints
from annotator.review.coding import Bools, Coding, Rows


@dataclass(frozen=True, slots=True)
class PairCounts:
    """What two annotators have, in the documents [P] that both have finished."""

    documents: Ints
    tables: Floats
    """[P, K, K]: characters by the first's class and the second's"""
    mine: Floats
    """[P, L]: spans of the first; `theirs` those of the second"""
    theirs: Floats
    same: Floats
    """[P, L]: spans that both have, with the label"""
    touched: Floats
    """[P, L]: the first's spans that share a character with one of the second's of that label; `touching` reversed"""
    touching: Floats
    places: Floats
    """[P]: spans that both have, whatever the labels; `agreeing` those with the same labels, `alone` what one has"""
    agreeing: Floats
    alone: Floats


class Counting:
    """Counts over a coding, made once and asked for each pair of annotators."""

    def __init__(self, coding: Coding) -> None:
        self.coding = coding
        rows = coding.rows
        self._shape = len(coding.documents), max(len(coding.labels), 1)
        self._bin = rows.document * self._shape[1] + rows.label
        width = int((rows.end - rows.start).max(initial=0)) + 1
        places, self._place = np.unique(rows.start * width + rows.end - rows.start, return_inverse=True)
        items, self._item = np.unique(self._place * self._shape[1] + rows.label, return_inverse=True)
        self._place_of_item = items // self._shape[1]
        self._bin_of_item = np.zeros(len(items), np.int64)
        self._bin_of_item[self._item] = self._bin
        self._document_of_place = np.zeros(len(places), np.int64)
        self._document_of_place[self._place] = rows.document
        self._rows_of = [slice(*np.searchsorted(rows.who, [at, at + 1])) for at in range(len(coding.annotators))]

        self._held: dict[int, Bools] = {}

    def pair(self, a: int, b: int) -> PairCounts:
        """The counts of two annotators, by their numbers."""
        documents = np.flatnonzero(self.shared(a, b))
        mine, theirs = self._rows_of[a], self._rows_of[b]
        both = self._item[mine][self._has(b)[self._item[mine]]]
        places = self._places(mine, theirs, both)
        return PairCounts(
            documents,
            self._tables(a, b, documents),
            self._by_label(self._bin[mine])[documents],
            self._by_label(self._bin[theirs])[documents],
            self._by_label(self._bin_of_item[both])[documents],
            self._by_label(self._bin[mine][self.touches[mine, b]])[documents],
            self._by_label(self._bin[theirs][self.touches[theirs, a]])[documents],
            *(counts[documents] for counts in places),
        )

    def shared(self, a: int, b: int) -> Bools:
        """[D]: whether both have finished a document."""
        both: Bools = self.coding.done[:, a] & self.coding.done[:, b]
        return both

    def moved(self, a: int, b: int) -> tuple[Rows, Rows]:
        """What each of two annotators has that overlaps something of the other's with that label, and is not equal."""
        found = []
        for who, other in ((a, b), (b, a)):
            mine = self._rows_of[who]
            at = mine.start + np.flatnonzero(self.touches[mine, other] & ~self._has(other)[self._item[mine]])
            rows = self.coding.rows
            found.append(Rows(rows.who[at], rows.document[at], rows.start[at], rows.end[at], rows.label[at]))
        return found[0], found[1]

    def _has(self, who: int) -> Bools:
        if who not in self._held:
            self._held[who] = np.zeros(len(self._bin_of_item), np.bool_)
            self._held[who][self._item[self._rows_of[who]]] = True
        return self._held[who]

    @cached_property
    def touches(self) -> Bools:
        """[R, A]: whether each annotation shares a character with one of the same label by each annotator."""
        coding, rows = self.coding, self.coding.rows
        found = np.zeros((len(rows.who), len(coding.annotators)), np.bool_)
        for at in range(len(coding.annotators)):
            covered = np.zeros((len(coding.lengths) + 1, self._shape[1]), np.int32)
            np.cumsum(coding.holds[np.maximum(coding.codes[:, at], 0)], axis=0, out=covered[1:, : len(coding.labels)])
            found[:, at] = covered[coding.behind, rows.label] > covered[coding.first, rows.label]
        return found

    @cached_property
    def pooled_same(self) -> Floats:
        """[D, 2, L]: over all pairs of annotators, spans that the other has exactly, and spans."""
        votes = np.bincount(self._item, minlength=len(self._bin_of_item))
        return self._pooled(self._by_label(self._bin_of_item, votes * (votes - 1.0)))

    @cached_property
    def pooled_touched(self) -> Floats:
        """[D, 2, L]: over all pairs of annotators, spans that overlap one of the other's of that label, and spans."""
        others = self.touches.sum(1) - 1.0  # each of an annotator's own spans touches itself
        return self._pooled(self._by_label(self._bin, others))

    def _pooled(self, hits: Floats) -> Floats:
        others = self.coding.done.sum(1) - 1
        return np.stack([hits, self._by_label(self._bin) * others[:, None]], axis=1)

    def _by_label(self, bins: Ints, weights: Floats | None = None) -> Floats:
        documents, labels = self._shape
        counts: Floats = np.bincount(bins, weights, documents * labels).astype(np.float64).reshape(documents, labels)
        return counts

    def _places(self, mine: slice, theirs: slice, both: Ints) -> list[Floats]:
        size = len(self._document_of_place)
        here, there = (np.bincount(self._place[rows], minlength=size) for rows in (mine, theirs))
        common = np.bincount(self._place_of_item[both], minlength=size)
        shared = (here > 0) & (there > 0)
        agreeing = shared & (here == common) & (there == common)
        documents = self._shape[0]
        alone = (here > 0) != (there > 0)
        return [
            np.bincount(self._document_of_place[which], minlength=documents).astype(np.float64)
            for which in (shared, agreeing, alone)
        ]

    def _tables(self, a: int, b: int, documents: Ints) -> Floats:
        coding = self.coding
        classes, size = len(coding.holds), len(documents)
        number = np.full(len(coding.documents), -1)
        number[documents] = np.arange(size)
        document = number[self._document_of_run]
        mine, theirs = coding.codes[:, a], coding.codes[:, b]
        if size < len(number):
            runs = document >= 0
            document, mine, theirs, lengths = document[runs], mine[runs], theirs[runs], coding.lengths[runs]
        else:
            lengths = coding.lengths
        counts = np.bincount((document * classes + mine) * classes + theirs, lengths, size * classes**2)
        return counts.astype(np.float64).reshape(size, classes, classes)

    @cached_property
    def _document_of_run(self) -> Ints:
        return self.coding.document_of_run
