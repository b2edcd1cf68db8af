"""The tabs of the review page: the cases, the agreement, who has what; each is filled when it is first looked at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from annotator.corpus import Measured, Number, measure
from annotator.errors import AnnotatorError
from annotator.ui.background import Background
from annotator.ui.dress import Dress
from annotator.ui.review.agreementview import AgreementView
from annotator.ui.review.assignmentview import AssignmentView
from annotator.ui.review.casesview import CasesView
from annotator.ui.review.queue import Queue
from annotator.ui.session import Session

_VIEWS = ("cases", "agreement", "assignments")
_ACTIONS = ("settle", "report")


class Views(QWidget):
    """A bar with a tab for each view and buttons for what concerns all cases; `asked` names such an action."""

    asked = Signal(str)
    shown = Signal()

    def __init__(self, session: Session, dress: Dress, queue: Queue) -> None:
        super().__init__()
        self._session, self._dress, self._queue = session, dress, queue
        self._background = Background(self, nice=0)
        self._background.failed.connect(session.failed)
        self._background.lost.connect(self._lost)
        self._stale = True
        self.gamma: Number | None = None
        """where somebody has asked for it, and nothing has changed since"""
        self.cases = CasesView(session, dress, queue)
        self.agreement = AgreementView(dress)
        self.assignments = AssignmentView(dress)
        self.tabs = {name: QToolButton() for name in _VIEWS}
        for name, tab in self.tabs.items():
            tab.setCheckable(True)
            tab.setProperty("role", "tab")
            tab.clicked.connect(lambda _checked, one=name: self.show_view(one))
        self.buttons = {name: QPushButton() for name in _ACTIONS}
        for name, button in self.buttons.items():
            button.setProperty("role", "quiet")
            button.clicked.connect(lambda _checked, one=name: self.asked.emit(one))
        for one in (*self.tabs.values(), *self.buttons.values()):
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.agreement.gamma.wanted.connect(self._work_out_gamma)
        self.agreement.gamma.done.connect(self._take_gamma)
        self.agreement.stopped.connect(self._stop)
        for end in (self.agreement.gamma.stop, self._background.close):
            session.closing.connect(end)
        self._stack = QStackedWidget()
        for view in (self.cases, self.agreement, self.assignments):
            self._stack.addWidget(view)
        self._lay_out()
        self.tabs["cases"].setChecked(True)

    def _lay_out(self) -> None:
        bar = QFrame()
        bar.setProperty("role", "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 5, 12, 5)
        for tab in self.tabs.values():
            row.addWidget(tab)
        row.addStretch(1)
        for button in self.buttons.values():
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self._stack, 1)

    def wear(self, dress: Dress) -> None:
        """Another language or theme, at once."""
        self._dress = dress
        for name, tab in self.tabs.items():
            tab.setText(dress.words(f"ui.review-view-{name}"))
            tab.setToolTip(dress.tip(tab.text(), "view"))
        for name, button in self.buttons.items():
            key = next(iter(dress.keys.chords_of(name)), "")
            button.setText(f"{dress.words(f'ui.review-{name}')}  {key}".rstrip())
        for view in (self.cases, self.agreement, self.assignments):
            view.wear(dress)
        self._stale = True
        self._fill()

    @property
    def name(self) -> str:
        """Which view is shown."""
        return _VIEWS[self._stack.currentIndex()]

    def show_view(self, name: str) -> None:
        """Shows a view and gives it the keys."""
        for one, tab in self.tabs.items():
            tab.setChecked(one == name)
        self._stack.setCurrentIndex(_VIEWS.index(name))
        self._fill()
        self.focus()
        self.shown.emit()

    def next_view(self) -> None:
        """The view after the one that is shown, around the end."""
        self.show_view(_VIEWS[(_VIEWS.index(self.name) + 1) % len(_VIEWS)])

    def focus(self) -> None:
        """The keys go to the view that is shown."""
        focus: dict[str, Callable[[], object]] = {
            "cases": self.cases.reader.setFocus,
            "agreement": self.agreement.focus,
            "assignments": self.assignments.table.setFocus,
        }
        focus[self.name]()

    def spoil(self) -> None:
        """Something is different: numbers are worked out again when they are looked at."""
        self._stale = True
        self.gamma = None
        self.agreement.gamma.stop()
        if self.name != "cases":
            self._fill()

    def _fill(self) -> None:
        if self.name == "assignments":
            self.assignments.put(self._session.corpus.assignments(), self._session.corpus.titles())
        if self.name != "agreement" or not self._stale:
            return
        self._stale = False
        corpus, annotators = self._session.corpus, self._queue.annotators
        try:
            corpus.check_readers(annotators)
        except AnnotatorError as error:
            self.agreement.refuse(error.say(self._dress.words))
            return
        self.agreement.wait()
        if self._background.busy:
            self._background.close()  # what is being worked out is old

        def then(measured: Measured) -> None:
            self.agreement.put(measured, self._session.scheme, corpus.titles())

        def fail(error: Exception) -> None:
            words = self._dress.words
            self.agreement.refuse(error.say(words) if isinstance(error, AnnotatorError) else words("ui.agree-not"))

        self._background.run(measure, corpus.path, annotators, self.gamma, then=then, fail=fail)

    def _stop(self) -> None:
        """No numbers are wanted; the next look at them begins anew."""
        self._background.close()
        self._stale = True
        self.agreement.refuse(self._dress.words("ui.agree-stopped"))

    def _lost(self, error: AnnotatorError) -> None:
        self.agreement.refuse(error.say(self._dress.words))

    def _work_out_gamma(self) -> None:
        corpus, annotators = self._session.corpus, self._queue.annotators
        self.agreement.gamma.start(corpus.path, corpus.read_by(annotators), annotators)

    def _take_gamma(self, number: Number) -> None:
        self.gamma = number
        self._stale = True
        self._fill()
