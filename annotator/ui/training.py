"""The corpus's model: what it learned from, how it does with and without, and the buttons to learn, stop and forget."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from annotator.corpus import NONE, OTHER, STALE, USED
from annotator.errors import AnnotatorError
from annotator.i18n import Words
from annotator.telling import local_time
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.room import Dialog
from annotator.ui.session import Session
from annotator.ui.terms import add_button

_STATES = {
    NONE: "ui.model-none",
    STALE: "ui.model-stale",
    OTHER: "ui.model-other",
    USED: "ui.model-used",
}


class TrainingDialog(Dialog):
    """On a session's corpus. Closing it stops nothing: what comes out is said in the window."""

    def __init__(self, dress: Dress, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = dress.words
        self._session = session
        self.setWindowTitle(dress.words("ui.action-train"))
        self.setMinimumWidth(480)
        self.state = plain_label("", "title")
        self.report = plain_label("", "soft")
        self.said = plain_label()
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)  # how long it takes is not known
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        for widget in (
            plain_label(dress.words("ui.train-about"), "soft"),
            self.state,
            self.report,
            self.bar,
            self.said,
        ):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addLayout(self._buttons())
        learning = session.learning
        learning.begun.connect(self.refresh)
        learning.ended.connect(self.refresh)
        learning.failed.connect(self._fail)
        learning.learned.connect(lambda learned, kept: self._say(told(self._words, learned.report, kept=kept)))
        self.refresh()

    def _buttons(self) -> QHBoxLayout:
        row, learning = QHBoxLayout(), self._session.learning
        self.learn = add_button(row, self._words("ui.train-now"), self._start)
        self.stop = add_button(row, self._words("ui.train-stop"), learning.stop)
        self.forget = add_button(row, self._words("ui.train-forget"), self._forget)
        row.addStretch(1)
        add_button(row, self._words("ui.close"), self.accept)
        self.learn.setDefault(True)
        return row

    def _start(self) -> None:
        self._say("")
        self._session.learning.start()

    def _forget(self) -> None:
        self._say("")
        self._session.forget_model()
        self.refresh()

    def _fail(self, error: AnnotatorError) -> None:
        self._say(error.say(self._words))

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))

    def refresh(self) -> None:
        """Shows the model as it is, and whether another is being trained."""
        corpus, busy = self._session.corpus, self._session.learning.under_way
        kept = corpus.trained_model()
        self.state.setText(self._words(_STATES[corpus.state_of_model()]))
        self.report.setVisible(kept is not None)
        if kept:
            made = local_time(kept.made, "%Y-%m-%d %H:%M")
            self.report.setText(f"{made}  {figures(self._words, kept.report)}")
        self.bar.setVisible(busy)
        self.learn.setEnabled(not busy)
        self.stop.setEnabled(busy)
        self.forget.setEnabled(kept is not None and not busy)


def told(words: Words, report: object, *, kept: bool) -> str:
    """What came out of training, in a sentence."""
    return f"{figures(words, report)} {words('ui.trained' if kept else 'ui.trained-in-vain')}"


def figures(words: Words, report: object) -> str:
    """How a model did: documents, F1 with and without, time."""
    assert isinstance(report, dict)
    with_it, without = (f"{100 * share:.1f}" for share in report["gain"])
    documents, seconds = len(report["documents"]), report["seconds"]
    return words("ui.model-figures", documents=documents, with_it=with_it, without=without, seconds=seconds)
