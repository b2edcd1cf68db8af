"""What stands in one document for one annotator, kept in step with the corpus: annotations, and what is open.

To read all of it again after each decision would take as long as the document is; what a step changed is told by the
log, and with it the stretches of the text where something else is suggested now.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.corpus.shifting import as_one
from annotator.model import AnnotationRow, RowChange, Span, Suggestion
from annotator.store import Store
from annotator.suggest import Following, Memory, unanswered

_ANEW = {"documents", "proposals", "rules", "schemes"}
"""Tables of which a changed row may change any suggestion."""
_MANY = 5_000
"""Changed rows from which all is read again."""
_PIECE = 1_024  # code points


@dataclass(slots=True)
class Shift:
    """What stands no longer, and what stands now: the one may be the other with a new score."""

    gone: set[str] = field(default_factory=set)
    """ids of annotations"""
    come: list[AnnotationRow] = field(default_factory=list)
    closed: list[Suggestion] = field(default_factory=list)
    opened: list[Suggestion] = field(default_factory=list)


class Standing:
    """`annotations` by id, and what is `open`, by start; both change when it is asked what has changed, and only then.

    A step may reach thousands of places, where the words of the span stand again. `follow` reads its own stretches; the
    other places are `later`, until `go_on` has read them too.
    """

    def __init__(self, store: Store, annotator: str, document: str, following: Following, *, overlap: str) -> None:
        self._store = store
        self._annotator, self._document, self._overlap = annotator, document, overlap
        self._following = following
        self._seen = store.last_step()
        rows = store.read.annotation_rows(document, annotator)
        self.annotations = {row.id: row for row in rows}
        self._decided = store.read.decided(document, annotator)
        self._keys = Counter(self._decided.values())
        self._places: _Places | None = None  # made when it is needed, which it is not for what is read once
        self.open = self._open(following.all(), [row.span for row in rows])
        self.later: list[tuple[int, int]] = []
        """places that are to be read again, by start"""

    def _open(self, suggestions: Iterable[Suggestion], spans: Sequence[Span]) -> list[Suggestion]:
        """Those that this annotator has not answered: `spans` are where annotations stand, by start."""
        return unanswered(suggestions, self._keys, spans, overlap=self._overlap)

    def follow(self, memory: Memory) -> Shift | None:
        """What steps have changed since all was read, or since this was asked, but for what is `later`.

        None where all is to be read again. `memory` is what the corpus has taught by now.
        """
        self._seen, changes = self._store.since(self._seen)
        said = as_one(changes)
        if len(said) > _MANY or any(change.table in _ANEW for change in said):
            return None
        shift = Shift()
        touched = self._take(said, shift)
        self.later = sorted({*self.later, *self._following.turn(memory)})
        self._read_again(touched, shift)
        return shift

    def next_later(self, at: int, direction: int) -> tuple[int, int] | None:
        """The first of the `later` places from an offset on (1) or before it (-1), around the ends of the text."""
        if not self.later:
            return None
        first = bisect_left(self.later, (at, 0)) - (direction < 0)
        return self.later[first % len(self.later)]

    def go_on(self, at: int = 0, direction: int = 1, most: int | None = None) -> Shift:
        """What is different at the `later` places, or at so many of them, from an offset on or before it."""
        shift, count = Shift(), len(self.later) if most is None else min(most, len(self.later))
        first = bisect_left(self.later, (at, 0)) - (count if direction < 0 else 0)
        turned = self.later[first % len(self.later) :] + self.later[: first % len(self.later)] if self.later else []
        self.later = sorted(turned[count:])
        self._read_again([Span(*place) for place in turned[:count]], shift)
        return shift

    def _take(self, said: Iterable[RowChange], shift: Shift) -> list[Span]:
        """Takes in what was done to annotations and decisions; where these are or were."""
        mine, touched = self._store.read.ids_of(self._annotator), list[Span]()
        for change in said:
            after = change.after if change.after and self._is_here(change.after, mine) else None
            if change.table == "annotations":
                touched += self._annotated(change.row, after, shift)
            elif change.table == "decisions":
                touched += self._decide(change.row, after)
        return touched

    def _is_here(self, row: Mapping[str, Any], mine: frozenset[str]) -> bool:
        return row.get("document") == self._document and row.get("annotator") in mine

    def _annotated(self, id_: str, after: Mapping[str, Any] | None, shift: Shift) -> Iterator[Span]:
        places = self._spans()
        was = self.annotations.get(id_)
        now = AnnotationRow(id_, _span(after), after["label"], after["source"]) if after else None
        if was == now:
            return
        if was:
            del self.annotations[id_]
            places.drop(was.span)
            shift.gone.add(id_)
            yield was.span
        if now:
            self.annotations[id_] = now
            places.take(now.span)
            shift.come.append(now)
            yield now.span

    def _decide(self, id_: str, after: Mapping[str, Any] | None) -> Iterator[Span]:
        if was := self._decided.pop(id_, None):
            self._keys[was] -= 1
            if not self._keys[was]:
                del self._keys[was]
            yield Span(*was[:2])
        if after:
            span = _span(after)
            key = self._decided[id_] = (span.start, span.end, after["label"])
            self._keys[key] += 1
            yield span

    def _spans(self) -> _Places:
        if self._places is None:
            self._places = _Places(row.span for row in self.annotations.values())
        return self._places

    def _read_again(self, touched: Sequence[Span], shift: Shift) -> None:
        stretches = self._following.stretches(touched)
        spans = self._spans().within(stretches)
        now = self._open(self._following.within(stretches), spans)
        for stretch in stretches:
            fresh = _slice_of(now, stretch)
            here = _slice_of(self.open, stretch)
            if self.open[here] != now[fresh]:
                _compare(self.open[here], now[fresh], shift)
                self.open[here] = now[fresh]


class _Places:
    """Spans of annotations, of which several may be alike, found by where they are."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._pieces: dict[int, list[Span]] = {}
        for span in spans:
            self.take(span)

    def take(self, span: Span) -> None:
        for piece in _pieces_of(span):
            self._pieces.setdefault(piece, []).append(span)

    def drop(self, span: Span) -> None:
        for piece in _pieces_of(span):
            self._pieces[piece].remove(span)

    def within(self, stretches: Iterable[Span]) -> list[Span]:
        """All that may overlap one of these stretches, by start."""
        pieces = {piece for stretch in stretches for piece in _pieces_of(stretch)}
        return sorted({span for piece in pieces for span in self._pieces.get(piece, ())}, key=lambda one: one.start)


def _pieces_of(span: Span) -> range:
    return range(span.start // _PIECE, (span.end - 1) // _PIECE + 1)


def _span(row: Mapping[str, Any]) -> Span:
    return Span(row["start"], row["end"])


def _slice_of(suggestions: Sequence[Suggestion], stretch: Span) -> slice:
    """Those that begin in a stretch of suggestions that come by start."""
    first, behind = (
        bisect_left(suggestions, at, key=lambda one: one.span.start) for at in (stretch.start, stretch.end)
    )
    return slice(first, behind)


def _compare(before: Iterable[Suggestion], now: Iterable[Suggestion], shift: Shift) -> None:
    was, is_ = {one.key: one for one in before}, {one.key: one for one in now}
    shift.closed += (one for key, one in was.items() if is_.get(key) != one)
    shift.opened += (one for key, one in is_.items() if was.get(key) != one)
