"""The open suggestions of many documents, computed in the worker, a few texts at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from PySide6.QtCore import QObject, Signal

from annotator.corpus import Corpus
from annotator.errors import AnnotatorError
from annotator.model import Document, Suggestion
from annotator.reports import suggest_texts
from annotator.ui.background import Background

_AT_ONCE = 20_000
"""code points that go over together: enough that waiting for the worker costs little, and few enough to stop soon"""


class Gathering(QObject):
    """`found` says a document and what is open in it; `progressed` how many documents are done, and of how many."""

    found = Signal(object, object)  # Document, list[Suggestion]
    progressed = Signal(int, int)
    ended = Signal()

    def __init__(self, corpus: Corpus, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._corpus = corpus
        self._background = background
        self._ids: Sequence[str] = ()
        self._done = 0
        self._round = 0
        """of results that come, those of an earlier round are no longer wanted"""
        background.lost.connect(self._fail)
        background.failed.connect(self._fail)

    @property
    def under_way(self) -> bool:
        return self._done < len(self._ids)

    def start(self, documents: Iterable[str]) -> None:
        """Computes these documents, in place of those that an earlier call named."""
        self._round += 1
        self._ids, self._done = list(documents), 0
        self._go_on()

    def stop(self) -> None:
        """No more; what was found stays found."""
        if self.under_way:
            self._round += 1
            self._ids, self._done = (), 0
            self.ended.emit()

    def _fail(self, _error: object) -> None:
        """The worker could not; that is said elsewhere, and nothing more would come."""
        self.stop()

    def _go_on(self) -> None:
        self.progressed.emit(self._done, len(self._ids))
        documents, to = self._next()
        if not self.under_way:
            self.ended.emit()
            return
        here = self._round

        def then(found: list[list[Suggestion]]) -> None:
            if here == self._round:
                self._take(documents, found, to)

        self._background.run(suggest_texts, [one.text for one in documents], self._corpus.ways, then=then)

    def _next(self) -> tuple[list[Document], int]:
        """The documents that go over now, and how many are done once they are back."""
        documents: list[Document] = []
        at, length = self._done, 0
        while at < len(self._ids) and length < _AT_ONCE:
            with suppress(AnnotatorError):  # removed meanwhile, or damaged: the list of documents says so
                documents.append(self._corpus.document(self._ids[at]))
                length += len(documents[-1].text)
            at += 1
        return documents, at

    def _take(self, documents: list[Document], found: list[list[Suggestion]], to: int) -> None:
        here = self._round
        for document, suggestions in zip(documents, found, strict=True):
            with suppress(AnnotatorError):
                self.found.emit(document, self._corpus.still_open(document.id, suggestions))
            if here != self._round:
                return  # whoever listens has heard enough
        self._done = to
        self._go_on()
