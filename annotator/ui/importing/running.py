"""The import itself: a worker reads, the window writes, and nothing is in the corpus before all of it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from PySide6.QtWidgets import QWidget

from annotator.corpus import Added, Corpus, Incoming, Passed, pieces_of, put_together
from annotator.i18n import Words
from annotator.ui.importing.plan import Plan
from annotator.ui.waiting import CancelledError, Waiting, waiting
from annotator.work import Stream, Worker

_WAIT = 0.02  # seconds between two looks at the worker


def bring_in(corpus: Corpus, plan: Plan, words: Words, parent: QWidget) -> Added | None:
    """Imports with a bar that can be cancelled; None when it was, and then nothing has changed.

    Raises AnnotatorError where the corpus cannot be written, or the system has ended the worker: then nothing has
    changed either.
    """
    with (
        waiting(words, words("ui.importing"), len(plan.files), parent) as bar,
        closing(_Reading(corpus, plan, words)) as reading,
    ):
        try:
            return corpus.import_read(reading.files(bar))
        except CancelledError:
            return None


class _Reading:
    """The files, read one after the other, a few documents ahead of what is written."""

    def __init__(self, corpus: Corpus, plan: Plan, words: Words) -> None:
        self._plan, self._words = plan, words
        self._annotator = corpus.annotator
        self._worker = Worker()

    def close(self) -> None:
        self._worker.end()

    def files(self, bar: Waiting) -> Iterator[Incoming]:
        """The files, each with its documents as they are asked for; the bar says how many have been read."""
        return put_together(self._pieces(bar))

    def _pieces(self, bar: Waiting) -> Iterator[Passed]:
        self._give(0)
        for number, path in enumerate(self._plan.files):
            self._give(number + 1)  # one ahead: more would fill the pipe, and nobody reads the other one meanwhile
            said, count = path.name, 0
            while (piece := self._next(bar, said, number)) is not Stream.END:
                if isinstance(piece, tuple):
                    count += len(piece)
                    said = self._words("ui.importing-file", name=path.name, count=count)
                yield piece

    def _next(self, bar: Waiting, said: str, number: int) -> Passed | Stream:
        bar.step(said, number)
        while not self._worker.ready(_WAIT):
            bar.step(said, number)
        piece: Passed | Stream = self._worker.take()[1]
        return piece

    def _give(self, number: int) -> None:
        if number < len(self._plan.files):
            path = self._plan.files[number]
            self._worker.give(number, pieces_of, path, self._plan.options(path, self._annotator))
