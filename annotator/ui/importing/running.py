"""The import itself: a worker reads, the window writes, and nothing is in the corpus before all of it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from PySide6.QtWidgets import QWidget

from annotator.corpus import Added, Corpus, ReadFile, read_whole
from annotator.i18n import Words
from annotator.ui.importing.plan import Plan
from annotator.ui.waiting import CancelledError, Waiting, waiting
from annotator.work import Worker

_WAIT = 0.02  # seconds between two looks at the worker


def bring_in(corpus: Corpus, plan: Plan, words: Words, parent: QWidget) -> Added | None:
    """Imports with a bar that can be cancelled; None when it was, and then nothing has changed.

    Raises AnnotatorError where the corpus cannot be written, or the system has ended the worker: then nothing has
    changed either.
    """
    with (
        waiting(words, words("ui.importing"), len(plan.files), parent) as bar,
        closing(_Reading(corpus, plan)) as reading,
    ):
        try:
            return corpus.import_read(reading.files(bar))
        except CancelledError:
            return None


class _Reading:
    """The files, read one after the other, the next one while the one before is written."""

    def __init__(self, corpus: Corpus, plan: Plan) -> None:
        self._plan = plan
        self._annotator = corpus.annotator
        self._worker = Worker()

    def close(self) -> None:
        self._worker.end()

    def files(self, bar: Waiting) -> Iterator[ReadFile]:
        self._give(0)
        for number, path in enumerate(self._plan.files):
            bar.step(path.name, number)
            while not self._worker.ready(_WAIT):
                bar.step(path.name, number)
            _, read = self._worker.take()
            self._give(number + 1)
            yield from read

    def _give(self, number: int) -> None:
        if number < len(self._plan.files):
            path = self._plan.files[number]
            self._worker.give(number, read_whole, path, self._plan.options(path, self._annotator))
