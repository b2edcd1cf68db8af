"""Training the corpus's model in a process of its own, so that nothing else has to wait, and it can be stopped."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.corpus import Corpus, Learned, learn
from annotator.errors import AnnotatorError
from annotator.ui.background import Background


class Learning(QObject):
    """`begun` and `ended` say when a process works; `learned` what came out, and `kept` whether it is used now."""

    begun = Signal()
    ended = Signal()
    learned = Signal(object, bool)  # Learned
    failed = Signal(object)  # AnnotatorError

    def __init__(self, corpus: Corpus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._corpus = corpus
        self._background = Background(self)
        self._background.failed.connect(self._end)
        self._background.lost.connect(self._end)

    @property
    def under_way(self) -> bool:
        return self._background.busy

    def start(self) -> None:
        """Learns from what is finished now; `failed` says why it cannot."""
        if self.under_way:
            return
        try:
            lessons = self._corpus.lessons()
        except AnnotatorError as error:
            self.failed.emit(error)
            return
        self._background.run(learn, lessons, then=self._take)
        self.begun.emit()

    def stop(self) -> None:
        """Ends the process, whatever it is doing; all stays as it was."""
        if self.under_way:
            self._background.close()
            self.ended.emit()

    def _take(self, learned: Learned) -> None:
        self._background.close()  # the process is large, and not needed again soon
        try:
            kept = self._corpus.keep_learned(learned)
        except AnnotatorError as error:
            self._end(error)
            return
        self.ended.emit()
        self.learned.emit(learned, kept)

    def _end(self, error: AnnotatorError) -> None:
        self._background.close()
        self.ended.emit()
        self.failed.emit(error)
