"""Places of a pattern, for a worker process: it reads the reports beside the window and says how far it is."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from annotator.corpus.corpus import Corpus
from annotator.model import Occurrence
from annotator.suggest import expression

_PAUSE, _FULL = 0.05, 500  # s and places between two pieces, whichever comes first


@dataclass(frozen=True, slots=True)
class Matched:
    """What has been found since the piece before; in how many documents there are places so far, and how many of those
    that may hold some have been looked through."""

    places: list[Occurrence]
    documents: int
    looked: int
    of: int


def matched(path: Path, annotator: str, pattern: str, around: int) -> Generator[Matched, object, None]:
    """The places where a pattern matches, piece by piece; whatever is said to it ends it.

    The first document that has places is given at once. Raises AnnotatorError for a pattern that cannot be, and as
    `Corpus.open` does.
    """
    with closing(Corpus.open(path, annotator=annotator, read_only=True)) as corpus:
        piece = _Piece(corpus.holding_count(pattern))
        for found in corpus.matched(pattern, around=around):
            for place in found:
                piece.add(place)
                if piece.is_full and (yield piece.take()):
                    return
            piece.looked += 1
            if piece.is_due and (yield piece.take()):
                return
        yield piece.take()


def get_ready() -> Generator[Matched, object, None]:
    """For a worker before the first pattern: gives nothing, and what a search needs has been imported by then."""
    expression("低保")
    yield from ()


class _Piece:
    """What is found until it is given."""

    def __init__(self, of: int) -> None:
        self.looked = 0
        self._of, self._documents, self._last = of, 0, ""
        self._places: list[Occurrence] = []
        self._since, self._is_first = monotonic(), True

    def add(self, place: Occurrence) -> None:
        self._documents += place.document != self._last
        self._last = place.document
        self._places.append(place)

    @property
    def is_full(self) -> bool:
        return len(self._places) >= _FULL

    @property
    def is_due(self) -> bool:
        return bool(self._is_first and self._places) or monotonic() - self._since > _PAUSE

    def take(self) -> Matched:
        places, self._places = self._places, []
        self._is_first, self._since = self._is_first and not places, monotonic()
        return Matched(places, self._documents, self.looked, max(self._of, self.looked))
