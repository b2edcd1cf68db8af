"""How many suggestions each document has, counted in the worker, one text after the other."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.corpus import Corpus
from annotator.errors import AnnotatorError
from annotator.reports import Counted, count_suggestions, keep_for_later
from annotator.ui.background import Background

COUNT_AFTER = 500  # ms
SLICE = 2_000
"""documents that are asked for between two looks at what a person does"""


class Counting(QObject):
    """`totals` is what has been counted: sha256 of a text → how many suggestions it has; `uncertainty` how uncertain

    these are, in bits for each thousand code points. Of a document that has been open it is what stood there last.
    """

    counted = Signal(str)  # a document's suggestions have been counted
    finished = Signal()  # all have been
    failed = Signal(object)  # AnnotatorError

    def __init__(self, corpus: Corpus, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._corpus = corpus
        self._background = background
        self.totals: dict[str, int] = {}
        self.uncertainty: dict[str, float] = {}
        self._counted: set[str] = set()
        self._seen: set[str] = set()
        self._ways = corpus.ways
        self._to_count: Iterator[tuple[str, str] | None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.count_all)

    def stop(self) -> None:
        """Counts no more until it is asked again."""
        self._timer.stop()
        self._to_count = None

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being counted."""
        return self._to_count is None

    def count_soon(self) -> None:
        """Counts once the window has been painted: the worker's start would hold that up."""
        self._timer.start(COUNT_AFTER)

    def count_again(self) -> None:
        """Other rules, other numbers; the old ones stay until the new ones are there."""
        self._counted.clear()
        self._seen.clear()
        self.count_soon()

    def put(self, sha256: str, total: int) -> None:
        """How many suggestions a text has with all that is known of it: what people say answers some, and teaches."""
        self.totals[sha256] = total
        self._seen.add(sha256)

    def count_all(self) -> None:
        """Counts the suggestions of every document in the worker, one after the other: one text at a time goes over."""
        idle = self.is_idle
        self._ways, self._to_count = self._corpus.ways, self._uncounted()
        if idle:
            self._count_next()

    def _uncounted(self) -> Iterator[tuple[str, str] | None]:
        """Documents, each with its text's hash, that are still to be counted when it is asked; None after a slice."""
        for some in self._corpus.slices(SLICE):
            yield from (one for one in some if one[1] not in self._counted)
            yield None

    def _count_next(self) -> None:
        if self._to_count is None:
            return
        try:
            found = next(self._to_count, ("", ""))
            if found is None:
                QTimer.singleShot(0, self, self._count_next)
            elif found[0]:
                self._count(*found)
            else:
                self._to_count = None
                self.finished.emit()
                self._background.run(keep_for_later, then=lambda _none: None)
        except AnnotatorError as error:
            self.failed.emit(error)
            QTimer.singleShot(0, self, self._count_next)

    def _count(self, document: str, sha256: str) -> None:
        """Raises AnnotatorError for one that was removed or damaged meanwhile: the others are still counted."""

        def then(count: Counted) -> None:
            if sha256 not in self._seen:
                self.totals[sha256] = count.suggestions
            self.uncertainty[sha256] = count.uncertainty
            self._counted.add(sha256)
            self.counted.emit(document)
            self._count_next()

        corpus = self._corpus
        text, known = corpus.document(document).text, (corpus.imported(document), corpus.answers(document))
        self._background.run(count_suggestions, text, self._ways, *known, then=then)
