"""The working view of the review page: the queue, the words with their lanes, the whole report, and what to decide."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QWidget

from annotator.corpus import Case
from annotator.errors import AnnotatorError
from annotator.model import Document
from annotator.ui.dress import Dress
from annotator.ui.reader import Mark, MarkState, Reader
from annotator.ui.review.decisionpanel import DecisionPanel
from annotator.ui.review.lane import EDIT, Lane, LaneSpan, lanes_of, title_of
from annotator.ui.review.lanes import LanesView
from annotator.ui.review.queue import Queue
from annotator.ui.review.queuepanel import QueuePanel
from annotator.ui.review.verdicts import Draft
from annotator.ui.session import Session


class CasesView(QSplitter):
    """Shows the current disagreement. `case` and `document` are it and its report, None where none is current."""

    moved = Signal()

    def __init__(self, session: Session, dress: Dress, queue: Queue) -> None:
        self.case: Case | None = None
        self.document: Document | None = None
        self.draft: Draft | None = None
        self.blind = False
        super().__init__()
        self._session, self._dress, self._queue = session, dress, queue
        self.panel = QueuePanel(dress)
        self.lanes = LanesView(dress)
        self.reader = Reader(dress.theme)
        self.decision = DecisionPanel(dress)
        self._lay_out()
        self.panel.chosen.connect(lambda _row: self.refresh())
        self.panel.narrowed.connect(self.refresh)
        self.reader.mark_clicked.connect(self._choose_by_mark)
        queue.progressed.connect(self.panel.put_progress)

    def _lay_out(self) -> None:
        area = _area(self.lanes)
        middle = QSplitter(Qt.Orientation.Vertical)
        middle.setChildrenCollapsible(False)
        middle.setMinimumWidth(240)
        middle.addWidget(area)
        middle.addWidget(self.reader)
        middle.setSizes([340, 420])
        side = _area(self.decision)
        side.setMinimumWidth(250)
        self.setChildrenCollapsible(False)
        for widget in (self.panel, middle, side):
            self.addWidget(widget)
        self.setSizes([280, 780, 290])
        for number, stretch in enumerate((0, 1, 0)):
            self.setStretchFactor(number, stretch)

    def wear(self, dress: Dress) -> None:
        """Another language or theme, at once."""
        self._dress = dress
        self.reader.set_theme(dress.theme)
        self.reader.set_letters(dress.reading.letters_for(self.reader.text()))
        self.reader.setAccessibleName(dress.words("ui.reader"))
        self.decision.wear(dress)
        self.lanes.wear(dress, self._session.scheme)
        self.put_choices()
        self.refresh()

    def put_choices(self) -> None:
        """What the queue can be narrowed to, by who has read what."""
        people = {one.annotator for one in self._session.corpus.assignments()}
        self.panel.wear(self._dress, self._session.scheme, people, self._queue.titles)

    def fill(self) -> None:
        """Other rows in the queue; the current one stays, or the first open one becomes it."""
        self.panel.put(self._queue.rows, self._queue.titles)

    def refresh(self) -> None:
        """Shows the current row anew."""
        row = self.panel.current()
        case, document = None, None
        if row is not None:
            try:
                case = self._queue.case(row)
                document = self._session.corpus.document(row.document)
            except AnnotatorError as error:
                self._session.failed.emit(error)
        if case is None or self.case is None or case.disagreement.span != self.case.disagreement.span:
            self.draft = None
        self.case, self.document = case, document if case else None
        self._show()
        self.moved.emit()

    def edit(self, draft: Draft | None) -> None:
        """Shows a span that is being written, or no longer."""
        self.draft = draft
        self._show()

    @property
    def hidden(self) -> bool:
        """Whether names are not to be seen: as long as nothing is decided."""
        return self.blind and self.case is not None and self.case.state != "settled"

    def lanes_shown(self) -> list[Lane]:
        """A lane for each version, what is decided, and what is being written."""
        if self.case is None:
            return []
        words, scheme = self._dress.words, self._session.scheme
        lanes = lanes_of(self.case, words, scheme, blind=self.hidden)
        if self.draft and self.document:
            title, text = title_of(self.draft.label, scheme, words), self.draft.span.of(self.document.text)
            span = LaneSpan(self.draft.span, self.draft.label, title, text)
            lanes.append(Lane(EDIT, "E", words("ui.review-editing"), (span,)))
        return lanes

    def _show(self) -> None:
        lanes = self.lanes_shown()
        text = self.document.text if self.document else ""
        nothing = "ui.review-reading" if self._queue.is_reading else "ui.review-none-chosen"
        self.lanes.put(text, self.case.disagreement.span if self.case else None, lanes, nothing)
        self.decision.put(self.case, lanes, nothing, alike=len(self.alike()), blind=self.hidden)
        self._show_report(text)

    def alike(self) -> list[str]:
        """The documents of other open disagreements with the same words and versions, one for each."""
        row = self.panel.current()
        if row is None or self.case is None:
            return []
        others = (one for one in self._queue.rows if one.key == row.key and one.place != row.place)
        return [one.document for one in others if one.state == "open"]

    def _show_report(self, text: str) -> None:
        """The report with all its disagreements, the current one framed; while a span is written, that."""
        if self.reader.text() != text:
            self.reader.set_scheme(self._session.scheme)
            self.reader.set_letters(self._dress.reading.letters_for(text))
            self.reader.set_text(text)
        if self.document is None or self.case is None:
            self.reader.set_marks([])
            return
        marks = [self._mark(case) for case in self._queue.cases(self.document.id)]
        span = self.case.disagreement.span
        if self.draft:
            words, scheme = self._dress.words, self._session.scheme
            title = title_of(self.draft.label, scheme, words)
            marks = [mark for mark in marks if mark.span != span]
            marks.append(Mark("draft", self.draft.span, self.draft.label, title, "", MarkState.ANNOTATION))
            span = self.draft.span
        self.reader.set_marks(marks)
        self.reader.set_current("draft" if self.draft else _key(self.case))
        self.reader.reveal(span)

    def _mark(self, case: Case) -> Mark:
        one = case.disagreement
        label = one.labels[0] if one.labels else ""
        title = self._dress.words(f"review.kind-{one.type}")
        state = MarkState.ANNOTATION if case.state == "settled" else MarkState.DISPUTED
        return Mark(_key(case), one.span, label, title, "!", state)

    def _choose_by_mark(self, key: str) -> None:
        for row in self.panel.model.rows:
            if self.document and row.document == self.document.id and key == f"{row.span.start}:{row.span.end}":
                self.panel.go_to(row.place)
        self.reader.setFocus()


def _key(case: Case) -> str:
    span = case.disagreement.span
    return f"{span.start}:{span.end}"


def _area(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
