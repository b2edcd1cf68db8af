"""The disagreements of the open corpus, read a document at a time: at once where they are few, else in the worker."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from PySide6.QtCore import QObject, Signal

from annotator.corpus import Case, QueueRow, queue_of
from annotator.errors import AnnotatorError
from annotator.ui.session import Session

AT_ONCE = 3_000
"""annotations that are read without the worker: a fifth of a second"""
_BATCH = 20  # documents a call


class Queue(QObject):
    """`read` begins; `filled` says that rows have come or changed, `progressed` how many documents of how many are in.

    `refused` says why there is nothing to compare.
    """

    filled = Signal()
    progressed = Signal(int, int)
    refused = Signal(object)  # AnnotatorError

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: dict[str, list[QueueRow]] = {}
        self._cases: tuple[str, list[Case]] | None = None
        self._waiting: list[str] = []
        self._reading = 0
        self._fresh: set[str] = set()
        """documents that were read here since the worker was last asked: what it says of them is old"""
        self.annotators: tuple[str, ...] = ()
        self.titles: dict[str, str] = {}
        self._total = 0
        self._written = 0
        """by other programs, when all was read"""
        session.background.lost.connect(lambda _error: self._stop(self._reading))

    @property
    def rows(self) -> list[QueueRow]:
        """All that have been read, by document and place."""
        return [row for id_ in self.titles for row in self._rows.get(id_, ())]

    def read(self, annotators: Sequence[str] = ()) -> None:
        """Reads all documents anew, for these annotators or for all."""
        corpus = self._session.corpus
        self._reading += 1  # what an earlier reading has asked for comes too late
        self._rows, self._cases, self._waiting = {}, None, []
        self.annotators = tuple(annotators)
        try:
            self._written = corpus.written_elsewhere()
            self.titles = corpus.titles()
            corpus.check_readers(self.annotators)
            if self._is_small:
                self._put(corpus.queue(list(self.titles), self.annotators))
            else:
                self._waiting = list(self.titles)
        except AnnotatorError as error:
            self.filled.emit()
            self.refused.emit(error)
            return
        self._total = len(self.titles)
        self.filled.emit()
        self._tell()
        self._read_next()

    def read_again(self, documents: Iterable[str]) -> None:
        """Reads some documents again, in which something was done."""
        again = list(documents)
        if set(again) - self.titles.keys() or (self._is_small and self.is_behind):
            self.read(self.annotators)
            return
        self._cases = None
        self._fresh.update(again)
        for id_ in again:
            self._rows.pop(id_, None)
        try:
            self._put(self._session.corpus.queue(again, self.annotators))
        except AnnotatorError as error:
            self.refused.emit(error)
        self.filled.emit()

    def cases(self, document: str) -> list[Case]:
        """The disagreements of a document, whole. Raises AnnotatorError where the document is gone."""
        if self._cases is None or self._cases[0] != document:
            self._cases = document, self._session.corpus.cases(document, self.annotators)
        return self._cases[1]

    def case(self, row: QueueRow) -> Case | None:
        """The disagreement behind a row; None where it is no longer there."""
        return next((one for one in self.cases(row.document) if one.disagreement.span == row.span), None)

    @property
    def _is_small(self) -> bool:
        return bool(self._session.corpus.counts()["annotations"] <= AT_ONCE)

    @property
    def is_reading(self) -> bool:
        """Whether documents are still to come: what is not there yet may come with them."""
        return bool(self._waiting)

    @property
    def is_behind(self) -> bool:
        """Whether another program has changed the corpus since all was read."""
        return self._session.corpus.written_elsewhere() != self._written

    def is_old(self, case: Case) -> bool:
        """Whether another program has made something else of a disagreement meanwhile; then all is read anew."""
        corpus = self._session.corpus
        if not self.is_behind:
            return False
        with suppress(AnnotatorError):  # the document is gone
            if case in corpus.cases(case.disagreement.document, self.annotators):
                return False
        self.read(self.annotators)
        return True

    def _put(self, rows: Iterable[QueueRow]) -> None:
        for row in rows:
            self._rows.setdefault(row.document, []).append(row)

    def _stop(self, reading: int) -> None:
        """What the worker was to read does not come: the bar goes. Why is said by the session."""
        if reading == self._reading:
            self._waiting = []
            self.filled.emit()
            self._tell()

    def _tell(self) -> None:
        self.progressed.emit(self._total - len(self._waiting), self._total)

    def _read_next(self) -> None:
        if not self._waiting:
            return
        batch, reading = self._waiting[:_BATCH], self._reading
        self._fresh.clear()

        def then(rows: list[QueueRow]) -> None:
            if reading != self._reading:
                return
            self._put(row for row in rows if row.document not in self._fresh)
            self._waiting = self._waiting[len(batch) :]
            self.filled.emit()
            self._tell()
            self._read_next()

        self._session.background.run(queue_of, self._session.corpus.path, batch, self.annotators, then=then,
                                     fail=lambda _error: self._stop(reading))  # fmt: skip
