"""The overview of a corpus in a worker process: of a million documents it takes seconds to sort the ids."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import overload

from annotator.corpus.corpus import Corpus
from annotator.corpus.finding import Wish


class Ids(Sequence[str]):
    """An array of ids that goes from process to process as one text: a million arrive in a hundredth of a second."""

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._ends = array("Q")
        end, pieces = 0, []
        for id_ in ids:
            pieces.append(id_)
            end += len(id_)
            self._ends.append(end)
        self._text = "".join(pieces)

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self._one(one) for one in range(*at.indices(len(self)))]
        return self._one(range(len(self))[at])

    def _one(self, at: int) -> str:
        return self._text[self._ends[at - 1] if at else 0 : self._ends[at]]


def listed(path: Path, annotator: str, wish: Wish) -> Ids:
    """The ids of an overview, for a worker process: it opens the corpus to read. Raises AnnotatorError as `open`."""
    with closing(Corpus.open(path, annotator=annotator, read_only=True)) as corpus:
        return Ids(corpus.overview_ids(wish))
