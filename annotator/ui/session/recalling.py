"""What a large corpus has taught, counted in a process of its own: no report waits for that with its suggestions."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.corpus import Corpus, Learnt, recall
from annotator.errors import AnnotatorError
from annotator.ui.background import Background

_AFTER = 500  # ms: the report that is opened comes before


class Recalling(QObject):
    """`arrived` says that suggestions know now what people have taught."""

    arrived = Signal()
    failed = Signal(object)  # AnnotatorError

    def __init__(self, corpus: Corpus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._corpus, self._stopped = corpus, False
        self._background = Background(self)
        self._background.failed.connect(self._fail)
        self._background.lost.connect(self._fail)
        if corpus.learn_later():
            QTimer.singleShot(_AFTER, self, self._start)

    def look(self) -> None:
        """After a step: counts again where documents have come or gone."""
        if self._corpus.must_recall and not self._background.busy:
            self._start()

    def stop(self) -> None:
        """Ends the process, whatever it is doing, and starts none."""
        self._stopped = True
        self._background.close()

    def _start(self) -> None:
        if not self._stopped:
            self._background.run(recall, self._corpus.path, then=self._take)

    def _take(self, learnt: Learnt) -> None:
        self._background.close()  # the process is large, and not needed again soon
        self._corpus.take_learnt(learnt)
        self.arrived.emit()
        self.look()

    def _fail(self, error: AnnotatorError) -> None:
        self._background.close()
        self.failed.emit(error)
