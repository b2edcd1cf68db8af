"""In which order the documents come: an array of ids, gathered slice by slice, so that the first is there at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.corpus import Corpus
from annotator.errors import AnnotatorError
from annotator.model import DONE, NEW, STARTED, DocumentRow
from annotator.text import detector
from annotator.ui.session.counting import SLICE, Counting

_GROWTH = 1.5
"""how many times as many there are to be until they are shown: each slice shown would cost as much as all before it"""


class Listed(QObject):
    """`ids` are all documents: as they came, or those first of whose suggestions least is certain, finished ones last.

    A corpus of no more than a slice is read at once. Of a larger one the ids grow when it is read first; later the old
    ones stay until all new ones are there.
    """

    grown = Signal()  # the array is another one
    failed = Signal(object)  # AnnotatorError

    def __init__(self, corpus: Corpus, counting: Counting, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._corpus, self._counting = corpus, counting
        self.ids: list[str] = []
        self.by_uncertainty = False
        self._titles: dict[str, str] = {}  # once anybody has searched them
        self._extent: tuple[int, ...] | None = None
        self._gathered: list[str] = []
        self._slices: Iterator[list[tuple[str, str]]] = iter(())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._gather)

    def stop(self) -> None:
        """Reads no more."""
        self._timer.stop()

    def look(self) -> None:
        """Reads the ids where documents have come or gone, by whichever program, and where their order may differ."""
        if self.by_uncertainty:
            self._take([row.id for row in self.rows()])
        elif (extent := self._corpus.extent()) != self._extent:
            self._extent = extent
            self.read_again()

    def forget(self) -> None:
        """Documents are others: one may stand in the place of another."""
        self._extent = None

    def read_again(self) -> None:
        """Reads the ids as they came, the first slice at once."""
        self._gathered, self._slices, self._titles = [], self._corpus.slices(SLICE), {}
        self._timer.start(0)
        self._gather()

    def _gather(self) -> None:
        try:
            some = next(self._slices, [])
        except AnnotatorError as error:
            self.stop()
            self.failed.emit(error)
            return
        self._gathered += (id_ for id_, _ in some)
        if len(some) < SLICE:
            self.stop()
            self._take(self._gathered)
        elif len(self._gathered) > _GROWTH * len(self.ids):
            self._take(self._gathered)

    def _take(self, ids: list[str]) -> None:
        if ids != self.ids:
            self.ids = list(ids)
            self.grown.emit()

    def rows(self) -> list[DocumentRow]:
        """All documents with what stands in their rows: reads all of them, for an order that needs it."""
        rows = self._corpus.documents()
        if self.by_uncertainty:
            bits = self._counting.uncertainty
            rows.sort(key=lambda row: (row.status == DONE, -bits.get(row.sha256, 0.0)))
        return rows

    def order_by_uncertainty(self, wanted: bool) -> None:
        """In which order they come."""
        self.by_uncertainty, self._extent = wanted, None
        self.look()

    def with_title(self, text: str) -> Sequence[str]:
        """The ids of those whose title holds some text, in either script; all where it is empty."""
        if not text:
            return self.ids
        self._titles = self._titles or self._corpus.titles(in_order=False)
        holds, titles = detector(text), self._titles
        return [id_ for id_ in self.ids if holds(titles.get(id_, ""))]

    # ---- which comes next

    def first_to_do(self) -> str | None:
        """The document to begin with: one under way, else the first new one, else the first."""
        if not self.by_uncertainty:
            return self._corpus.first_to_do()
        by_status = {row.status: row.id for row in reversed(self.rows())}
        return by_status.get(STARTED) or by_status.get(NEW) or by_status.get(DONE)

    def first(self) -> str | None:
        """The one that stands first."""
        return next((row.id for row in self.rows()), None) if self.by_uncertainty else self._corpus.first()

    def next_to_do(self, document: str) -> str | None:
        """The next one that is not done, around the end; None where all others are."""
        if not self.by_uncertainty:
            return self._corpus.next_to_do(document)
        rows = self.rows()
        at = next((at for at, row in enumerate(rows) if row.id == document), 0)
        return next((row.id for row in rows[at + 1 :] + rows[:at] if row.status != DONE), None)

    def beside(self, document: str, direction: int) -> str | None:
        """The next (1) or previous (-1) one; None at the ends."""
        if not self.by_uncertainty:
            return self._corpus.beside(document, direction)
        ids = [row.id for row in self.rows()]
        at = ids.index(document) + direction if document in ids else -1
        return ids[at] if 0 <= at < len(ids) else None
