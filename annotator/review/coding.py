"""Annotations as arrays: what each annotator says of every character, run by run, and who has which span.

Offsets are code points of all documents laid end to end; a run is a stretch of one document in which nobody's
annotations begin or end, so that its characters are all alike. That makes a report of ten thousand characters a few
hundred rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from annotator.review.chance import MISSING, Floats, Ints
from annotator.review.versions import Reviewed

Bools = NDArray[np.bool_]

NOTHING = 0
"""The class of characters that an annotator has left alone: O."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Annotations [R], each different one of an annotator once, in order of annotator and place."""

    who: Ints
    document: Ints
    start: Ints
    """from the first document's start; so is `end`"""
    end: Ints
    label: Ints


@dataclass(frozen=True, slots=True)
class Coding:
    """Some documents as several annotators coded them; documents that fewer than two have finished are not in it."""

    annotators: tuple[str, ...]
    labels: tuple[str, ...]
    documents: tuple[str, ...]
    done: Bools
    """[D, A]"""
    rows: Rows
    first: Ints
    """[R]: the run each annotation begins with"""
    behind: Ints
    """[R]: the run behind its last"""
    starts: Ints
    """[D]: the first run of each document"""
    lengths: Floats
    """[U]: characters in each run"""
    codes: Ints
    """[U, A]: class by run and annotator; MISSING where the annotator has not finished the document"""
    holds: Bools
    """[K, L]: whether a class stands for a label; class 0 is NOTHING, then come the labels, then labels together"""
    pieces: tuple[Rows, ...]
    """by annotator: the text that annotations cover, cut so that no two pieces overlap; `label` is the class"""
    runs: tuple[tuple[Ints, Ints], ...]
    """by annotator: the run each of these pieces begins with, and the run behind its last"""

    @property
    def document_of_run(self) -> Ints:
        """[U]"""
        return np.repeat(np.arange(len(self.starts)), np.diff([*self.starts, len(self.lengths)]))


def code(reviewed: Sequence[Reviewed], annotators: Sequence[str], labels: Sequence[str]) -> Coding:
    """Reads documents into arrays. `labels` are the only ones that count; empty texts are left out.

    A character under several spans of one annotator with different labels is of a class of its own: those labels
    together.
    """
    done = [[who in one.done for who in annotators] for one in reviewed]
    chosen = [(one, flags) for one, flags in zip(reviewed, done, strict=True) if sum(flags) > 1 and one.text]
    offsets = np.cumsum([0, *(len(one.text) for one, _flags in chosen)], dtype=np.int64)
    flags = np.array([flags for _one, flags in chosen], np.bool_).reshape(-1, len(annotators))
    rows = _rows([one for one, _flags in chosen], flags, offsets, annotators, labels)
    classes: dict[frozenset[int], int] = {frozenset({at}): at + 1 for at in range(len(labels))}
    pieces = tuple(_pieces(_of(rows, at), classes) for at in range(len(annotators)))
    edges = distinct(np.concatenate([rows.start, rows.end, offsets]))
    starts = np.searchsorted(edges, offsets[:-1])
    runs = tuple((np.searchsorted(edges, mine.start), np.searchsorted(edges, mine.end)) for mine in pieces)
    codes = _codes(pieces, runs, flags, np.diff([*starts, len(edges) - 1]))
    holds = np.zeros((len(classes) + 1, len(labels)), np.bool_)
    for together, number in classes.items():
        holds[number, sorted(together)] = True
    return Coding(
        annotators=tuple(annotators),
        labels=tuple(labels),
        documents=tuple(one.document for one, _flags in chosen),
        done=flags,
        rows=rows,
        first=np.searchsorted(edges, rows.start),
        behind=np.searchsorted(edges, rows.end),
        starts=starts,
        lengths=np.diff(edges).astype(np.float64),
        codes=codes,
        holds=holds,
        pieces=pieces,
        runs=runs,
    )


def _rows(
    reviewed: Sequence[Reviewed], done: Bools, offsets: Ints, annotators: Sequence[str], labels: Sequence[str]
) -> Rows:
    number = {label: at for at, label in enumerate(labels)}
    layers = [
        (at, who, one.annotations.get(name, ()))
        for who, name in enumerate(annotators)
        for at, one in enumerate(reviewed)
        if done[at, who]
    ]
    sizes = [len(ones) for _at, _who, ones in layers]
    every = list(chain.from_iterable(ones for _at, _who, ones in layers))
    label = _ints(number.get(one.label, MISSING) for one in every)
    document = np.repeat(_ints(at for at, _who, _ones in layers), sizes)
    spans = [one.span for one in every]
    start = _ints(span.start for span in spans) + offsets[document]
    end = _ints(span.end for span in spans) + offsets[document]
    who = np.repeat(_ints(who for _at, who, _ones in layers), sizes)
    kept = label != MISSING
    return _once(Rows(who[kept], document[kept], start[kept], end[kept], label[kept]))


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int64)


def _once(rows: Rows) -> Rows:
    """In order, and each different one of an annotator once."""
    order = np.lexsort((rows.label, rows.end, rows.start, rows.who))
    table = np.stack([rows.who, rows.document, rows.start, rows.end, rows.label])[:, order]
    fresh = np.ones(len(order), np.bool_)
    fresh[1:] = (table[:, 1:] != table[:, :-1]).any(0)
    return Rows(*table[:, fresh])


def _of(rows: Rows, who: int) -> Rows:
    low, high = np.searchsorted(rows.who, [who, who + 1])
    return Rows(*(getattr(rows, name)[low:high] for name in ("who", "document", "start", "end", "label")))


def _pieces(rows: Rows, classes: dict[frozenset[int], int]) -> Rows:
    """Cuts one annotator's annotations, in order, where they overlap, and adds the classes that this needs."""
    if not len(rows.start):
        return rows
    firsts, sizes = _groups(rows)
    single = np.repeat(sizes == 1, sizes)
    cut = [
        (rows.who[first], rows.document[first], *piece)
        for first, size in zip(firsts[sizes > 1], sizes[sizes > 1], strict=True)
        for piece in _cut(rows, slice(first, first + size), classes)
    ]
    whole = np.stack([rows.who, rows.document, rows.start, rows.end, rows.label + 1])[:, single]
    table = np.concatenate([whole, np.array(cut, np.int64).reshape(-1, 5).T], axis=1)
    return Rows(*table[:, np.argsort(table[2])])


def _groups(rows: Rows) -> tuple[Ints, Ints]:
    """Where one annotator's annotations that overlap, transitively, begin, and how many they are."""
    reach = np.maximum.accumulate(rows.end)
    firsts = np.flatnonzero(np.concatenate([[True], rows.start[1:] >= reach[:-1]]))
    return firsts, np.diff([*firsts, len(rows.start)])


def overlapping(coding: Coding) -> int:
    """How many annotations overlap another one of the same annotator."""
    layers = [rows for rows in (_of(coding.rows, at) for at in range(len(coding.annotators))) if len(rows.start)]
    return sum(int(sizes[sizes > 1].sum()) for _firsts, sizes in map(_groups, layers))


def _cut(rows: Rows, group: slice, classes: dict[frozenset[int], int]) -> list[tuple[int, int, int]]:
    spans = list(zip(*(getattr(rows, name)[group].tolist() for name in ("start", "end", "label")), strict=True))
    edges = sorted({edge for start, end, _label in spans for edge in (start, end)})
    found = []
    for low, high in pairwise(edges):
        over = frozenset(label for start, end, label in spans if start <= low and high <= end)
        found.append((low, high, classes.setdefault(over, len(classes) + 1)))
    return found


def _codes(pieces: Sequence[Rows], runs: Sequence[tuple[Ints, Ints]], done: Bools, sizes: Ints) -> Ints:
    """Paints each annotator's pieces over the runs: the class begins at one and ends before another."""
    codes = np.empty((int(sizes.sum()), len(pieces)), np.int64)
    for at, (mine, (first, behind)) in enumerate(zip(pieces, runs, strict=True)):
        change = np.zeros(len(codes) + 1, np.int64)
        np.add.at(change, first, mine.label)
        np.subtract.at(change, behind, mine.label)
        codes[:, at] = np.where(np.repeat(done[:, at], sizes), np.cumsum(change)[:-1], MISSING)
    return codes


def distinct(values: Ints) -> Ints:
    """The different values, in order; several times quicker than numpy's own on many integers."""
    ordered = np.sort(values)
    fresh = np.concatenate([np.ones(min(len(ordered), 1), np.bool_), ordered[1:] != ordered[:-1]])
    found: Ints = ordered[fresh]
    return found


def labels_of(reviewed: Iterable[Reviewed], known: Sequence[str], annotators: Sequence[str]) -> Mapping[str, int]:
    """All labels in use by these annotators with how often; those of the scheme first, in its order, used or not."""
    counts = dict.fromkeys(known, 0)
    found: dict[str, int] = {}
    for one in reviewed:
        for who in annotators:
            for label in [annotation.label for annotation in one.annotations.get(who, ())]:
                found[label] = found.get(label, 0) + 1
    return counts | {label: found[label] for label in [*known, *sorted(found.keys() - counts.keys())] if label in found}
