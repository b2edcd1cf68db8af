"""What a large corpus has taught, counted in the worker: the report is there at once, that a little later."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.corpus import Corpus, Learnt, recall
from annotator.ui.background import Background


class Recalling(QObject):
    """`arrived` says that suggestions know now what people have taught."""

    arrived = Signal()

    def __init__(self, corpus: Corpus, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._corpus = corpus
        self._background = background
        self._under_way = False
        background.lost.connect(self._lost)
        if corpus.learn_later():
            self._start()

    def look(self) -> None:
        """After a step: counts again where documents have come or gone."""
        if self._corpus.must_recall and not self._under_way:
            self._start()

    def _start(self) -> None:
        self._under_way = True
        self._background.run(recall, self._corpus.path, then=self._take)

    def _take(self, learnt: Learnt) -> None:
        self._under_way = False
        self._corpus.take_learnt(learnt)
        self.arrived.emit()
        self.look()

    def _lost(self) -> None:
        self._under_way = False
