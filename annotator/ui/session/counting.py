"""How many suggestions each document has, counted in the worker, one text after the other."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.corpus import Corpus
from annotator.errors import AnnotatorError
from annotator.model import DocumentRow
from annotator.reports import Counted, count_suggestions, keep_what_takes_a_while
from annotator.ui.background import Background

COUNT_AFTER = 500  # ms


class Counting(QObject):
    """`totals` is what has been counted: sha256 of a text → how many suggestions it has; `uncertainty` how uncertain

    these are, in bits for each thousand code points.
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
        self._ways = corpus.ways
        self._to_count: list[DocumentRow] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.count_all)

    def stop(self) -> None:
        """Counts no more until it is asked again."""
        self._timer.stop()
        self._to_count = []

    def count_soon(self) -> None:
        """Counts once the window has been painted: the worker's start would hold that up."""
        self._timer.start(COUNT_AFTER)

    def count_again(self) -> None:
        """Other rules, other numbers; the old ones stay until the new ones are there."""
        self._counted.clear()
        self.count_soon()

    def count_all(self) -> None:
        """Counts the suggestions of every document in the worker, one after the other: one text at a time goes over."""
        idle = not self._to_count
        self._ways = self._corpus.ways
        self._to_count = [row for row in self._corpus.documents() if row.sha256 not in self._counted]
        if idle:
            self._count_next()

    def _count_next(self) -> None:
        if not self._to_count:
            self.finished.emit()
            self._background.run(keep_what_takes_a_while, then=lambda _none: None)
            return
        row = self._to_count[0]

        def then(count: Counted) -> None:
            self.totals[row.sha256], self.uncertainty[row.sha256] = count.suggestions, count.uncertainty
            self._counted.add(row.sha256)
            self._to_count = [other for other in self._to_count if other.sha256 != row.sha256]
            self.counted.emit(row.id)
            self._count_next()

        try:
            text, imported = self._corpus.document(row.id).text, self._corpus.imported(row.id)
        except AnnotatorError as error:  # removed or damaged meanwhile: the others are still counted
            self._to_count.pop(0)
            self.failed.emit(error)
            self._count_next()
        else:
            self._background.run(count_suggestions, text, self._ways, imported, then=then)
