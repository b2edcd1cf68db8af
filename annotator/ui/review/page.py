"""The review page: keys and clicks become verdicts, each one undoable step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from annotator.corpus import Case, Verdict
from annotator.errors import AnnotatorError
from annotator.model import Changes
from annotator.ui.dress import Dress
from annotator.ui.header import Header
from annotator.ui.hints import HintsBar
from annotator.ui.keys import EDGES, NUMBERS_HINTS, REVIEW_HINTS, Binding
from annotator.ui.notice import Notice
from annotator.ui.page import Page
from annotator.ui.reading import Reading
from annotator.ui.review import verdicts
from annotator.ui.review.alikedialog import AlikeDialog
from annotator.ui.review.filtering import Filter
from annotator.ui.review.queue import Queue
from annotator.ui.review.reasons import ReasonMenu
from annotator.ui.review.views import Views
from annotator.ui.review.whole import settle_by_rule, write_report
from annotator.ui.session import Session

_EVERYWHERE = ("view", "settle", "report")
_SEEN = ("annotations", "progress", "relations", "adjudications", "adjudicated", "documents", "schemes")


class ReviewPage(Page):
    """Shows where annotators differ, one after the other, and writes down what is decided."""

    def __init__(self, session: Session, dress: Dress, header: Header, notice: Notice) -> None:
        super().__init__(session, dress, header, notice)
        self.queue = Queue(session, self)
        self.views = Views(session, dress, self.queue)
        self.cases = self.views.cases
        self.hints = HintsBar(dress, hints=REVIEW_HINTS, digits="123456789")
        self._drafts: dict[object, tuple[str, str]] = {}
        """reason and note of what is not decided yet, by place"""
        self._stale: set[str] | None = set()
        """documents that have changed while another page was shown; None stands for all"""
        self._read = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.views, 1)
        layout.addWidget(self.hints)
        self._actions = self._make_actions()
        self._connect()
        self.wear(dress)

    def _connect(self) -> None:
        cases = self.cases
        self.notice.shown.connect(self.hints.setHidden)
        self.hints.setHidden(not self.notice.isHidden())
        self.queue.filled.connect(self.cases.fill)
        self.queue.refused.connect(lambda error: self.notice.warn(error.say(self.dress.words)))
        cases.moved.connect(self._moved)
        cases.decision.asked.connect(self._ask)
        cases.decision.noted.connect(self._noted)
        for source in (cases.decision.left, cases.panel.left):
            source.connect(self._to_report)
        self.views.asked.connect(lambda action: self._ask(action, ""))
        self.views.shown.connect(self._show_keys)
        self.views.agreement.wanted.connect(self._show_cases)
        self.views.assignments.opened.connect(lambda id_: self._show_cases(Filter(state="", document=id_)))
        self.session.changed.connect(self._changed)
        agreement = self.views.agreement
        for widget in (cases.reader, cases.panel.view, agreement, agreement.pairs.heat, *agreement.tables.values(),
                       agreement.stop, agreement.gamma.button,
                       self.views.assignments.table):  # fmt: skip
            widget.installEventFilter(self)

    def wear(self, dress: Dress) -> None:
        super().wear(dress)
        self.hints.wear(dress)
        self.views.wear(dress)

    def read_as(self, reading: Reading) -> None:
        super().read_as(reading)
        self.cases.wear(self.dress)

    # ---- what happens

    def enter(self) -> None:
        if not self._read:
            self._read = True
            self.queue.read()
            self.cases.put_choices()
        elif self._stale is None or self.queue.is_behind:
            self.queue.read(self.queue.annotators)
        elif self._stale:
            self.queue.read_again(self._stale)
        self._stale = set()
        self._put_header()
        self.views.focus()

    def leave(self) -> None:
        self._to_report()  # a note being written is kept
        self.notice.hide()  # what was said of the queue says nothing on another page

    def _to_report(self) -> None:
        self.cases.reader.setFocus()

    def _show_cases(self, filter_: Filter) -> None:
        """The cases behind a number."""
        self.cases.panel.narrow_to(filter_)
        self.views.show_view("cases")

    def _show_keys(self) -> None:
        self.hints.show_keys(REVIEW_HINTS if self.views.name == "cases" else NUMBERS_HINTS)

    def _changed(self, changes: Changes) -> None:
        if not self._read or not any(changes.touch(kind) for kind in _SEEN):
            return
        self.views.spoil()
        whole = changes.touch("documents") or changes.touch("schemes")
        if self.isVisible():
            if whole:
                self.queue.read(self.queue.annotators)
                self.cases.put_choices()
            else:
                self.queue.read_again(changes.documents)
        elif whole:
            self._stale = None
        elif self._stale is not None:
            self._stale |= changes.documents

    def _moved(self) -> None:
        reason, note = self._drafts.get(self._place, ("", ""))
        if reason or note:
            self.cases.decision.put_draft(reason, note)
        self._put_header()

    @property
    def _place(self) -> object:
        """What the current disagreement is known by; None where there is none."""
        case = self.cases.case
        return (case.disagreement.document, case.disagreement.span) if case else None

    def _put_header(self) -> None:
        """Which one of how many it is, in which report, and how many are settled of all."""
        if not self.isVisible():
            return
        words, panel = self.dress.words, self.cases.panel
        document = self.cases.document
        rows = self.queue.rows
        settled = sum(row.state == "settled" for row in rows)
        at, shown = panel.position() + 1, len(panel.model.rows)
        place = words("ui.review-position", at=at, all=shown) if at else ""
        title = document.title if document else words("ui.page-review")
        self.header.put_title(title, "  ·  ".join(filter(None, (
            place, words("ui.review-settled-of", settled=settled, all=len(rows)) if rows else ""))))  # fmt: skip

    # ---- gestures

    def _make_actions(self) -> dict[str, Callable[[Binding], None]]:
        return {
            "next": lambda _: self._step(1),
            "previous": lambda _: self._step(-1),
            "next-document": lambda _: self._step_document(1),
            "previous-document": lambda _: self._step_document(-1),
            "accept": lambda _: self._enter(),
            "label": lambda binding: self._digit(binding.argument),
            "nothing": lambda _: self._settle(Verdict("nothing")),
            "both": lambda _: self._both(),
            "defer": lambda _: self._settle(Verdict("deferred")),
            "edit": lambda _: self._edit(),
            "remove": lambda _: self._withdraw(),
            "reject": lambda _: self._withdraw(),
            "reason": lambda _: self._choose_reason(),
            "note": lambda _: self.cases.decision.write_note() if self.cases.case else None,
            "blind": lambda _: self._toggle_blind(),
            "everywhere": lambda _: self._settle_alike(),
            "search": lambda _: self.cases.panel.search.setFocus(),
            "find": lambda _: self.cases.panel.search.setFocus(),
            "filter": lambda _: self.cases.panel.fields["state"].setFocus(),
            "view": lambda _: self.views.next_view(),
            "settle": lambda _: settle_by_rule(self.dress, self.session, self.queue.annotators, self),
            "report": lambda _: write_report(self.dress, self.session, self.queue.annotators, self, self.views.gamma),
            "undo": lambda _: self._turn_back(self.session.corpus.undo),
            "redo": lambda _: self._turn_back(self.session.corpus.redo),
            "leave": lambda _: self._leave(),
        }

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the report and the queue, by the table of keys; what it does not have is theirs."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        binding = self.dress.keys.binding_of(event, "review")
        if binding and self._is_for(watched, binding):
            if not (event.isAutoRepeat() and binding.group in ("decide", "review")):
                self.asked.emit(binding)
            return True
        return super().eventFilter(watched, event)

    def _is_for(self, watched: QObject, binding: Binding) -> bool:
        """In a table of numbers only what concerns all cases: Enter leads to them, and letters decide nothing."""
        if watched in (self.cases.reader, self.cases.panel.view):
            return True
        return binding.action in _EVERYWHERE or binding.group in ("page", "help", "step", "document")

    def _ask(self, action: str, argument: str) -> None:
        self._to_report()
        self.asked.emit(Binding("", action, "review", argument))

    def perform(self, binding: Binding) -> bool:
        if edge := EDGES.get(binding.action):
            if self.cases.draft and self.cases.document:
                self.cases.edit(self.cases.draft.moved(self.cases.document.text, edge))
            else:
                self._say("ui.review-edit-first")
        elif action := self._actions.get(binding.action):
            action(binding)
        else:
            return False
        return True

    def _say(self, key: str, **fields: object) -> None:
        self.notice.remark(self.dress.words(key, **fields))

    def _step(self, by: int) -> None:
        panel = self.cases.panel
        if not panel.model.rows:
            self._say("ui.review-no-more")
            return
        panel.go((panel.position() + by) % len(panel.model.rows))

    def _step_document(self, by: int) -> None:
        panel = self.cases.panel
        here = panel.current()
        if here is None:
            return
        rows = panel.model.rows[panel.position() + 1 :] if by > 0 else panel.model.rows[: panel.position()][::-1]
        if found := next((row for row in rows if row.document != here.document), None):
            panel.go_to(found.place)
        else:
            self._say("ui.review-no-more")

    def _enter(self) -> None:
        """The span that is being written; else the version of the majority."""
        case, document, draft = self.cases.case, self.cases.document, self.cases.draft
        if case is None:
            return
        if draft and document:
            self._settle(verdicts.edited(case, draft, document.text, self.session.scheme))
        elif verdict := verdicts.by_majority(case.disagreement):
            self._settle(verdict)
        else:
            self._say("ui.review-no-majority")

    def _digit(self, digit: str) -> None:
        """A version by its number; while a span is being written, its label."""
        case, draft = self.cases.case, self.cases.draft
        if case is None:
            return
        if draft:
            if label := self.session.scheme.label_of_key(digit):
                self.cases.edit(replace(draft, label=label.name))
        elif verdict := verdicts.taken(case.disagreement, int(digit) - 1):
            self._settle(verdict)
        else:
            self._say("ui.review-no-version", number=digit)

    def _both(self) -> None:
        if self.cases.case:
            if verdict := verdicts.both(self.cases.case.disagreement):
                self._settle(verdict)
            else:
                self._say("ui.review-nothing-to-join")

    def _edit(self) -> None:
        case, document = self.cases.case, self.cases.document
        if case and document:
            selection = self.cases.reader.selection()
            span = selection.trimmed(document.text) if selection else None
            self.cases.edit(verdicts.draft_of(case, span, self.session.scheme))
            self.cases.reader.clear_selection()
            self._say("ui.review-edit-how")

    def _settle(self, verdict: Verdict) -> None:
        """One decision, one step; then the next one."""
        case, panel = self.cases.case, self.cases.panel
        if case is None or self._is_old(case):
            return
        before = verdicts.again(case)
        place = self._place
        reason, note = self._drafts.get(place) or ((before.reason, before.note) if before else ("", ""))
        done = self.session.do(
            self.session.corpus.adjudicate, case.disagreement, replace(verdict, reason=reason, note=note)
        )
        if not done:
            return
        self._drafts.pop(place, None)
        self.cases.edit(None)
        here = panel.current()
        if here and here.place == place:  # it is shown all the same; else the next one has come in its place
            panel.go(panel.position() + 1)
        if not any(row.state == "open" for row in self.queue.rows):
            self._say("ui.review-all-settled")

    def _is_old(self, case: Case) -> bool:
        """Whether somebody else was faster: their word does not give way unseen."""
        if old := self.queue.is_old(case):
            self._say("ui.review-meanwhile")
        return old

    def _withdraw(self) -> None:
        case = self.cases.case
        if case and case.decision and not self._is_old(case):
            self.session.do(self.session.corpus.withdraw, case.disagreement)

    def _turn_back(self, verb: Callable[[], Changes]) -> None:
        """Shows where the step was."""
        changes = self.session.turn(verb)
        here = self.cases.panel.current()
        if changes.documents and not (here and here.document in changes.documents):
            rows = self.cases.panel.model.rows
            if found := next((row for row in rows if row.document in changes.documents), None):
                self.cases.panel.go_to(found.place)

    def _toggle_blind(self) -> None:
        self.cases.blind = not self.cases.blind
        self.cases.refresh()
        self._say("ui.review-blind-on" if self.cases.blind else "ui.review-blind-off")

    # ---- why

    def _choose_reason(self) -> None:
        if self.cases.case is None:
            return
        menu = ReasonMenu(self.dress, self.session.corpus.reasons(), self)
        menu.chosen.connect(self._take_reason)
        menu.edited.connect(lambda reasons: self.session.do(self.session.corpus.set_reasons, reasons))
        button = self.cases.decision.reason
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _take_reason(self, reason: str) -> None:
        """For the decision that comes; where there is one already, that is said again with it."""
        self._draft(reason=reason)
        self.cases.decision.put_reason(reason)

    def _noted(self, note: str) -> None:
        self._draft(note=note)

    def _draft(self, reason: str | None = None, note: str | None = None) -> None:
        """Keeps a reason or a note until it is decided; where it is, says that again with it."""
        case = self.cases.case
        if case is None:
            return
        before = verdicts.again(case)
        kept = (before.reason, before.note) if before else self._drafts.get(self._place, ("", ""))
        said = kept[0] if reason is None else reason, kept[1] if note is None else note
        if before is None:
            self._drafts[self._place] = said
        else:
            again = replace(before, reason=said[0], note=said[1])
            self.session.do(self.session.corpus.adjudicate, case.disagreement, again)

    # ---- like ones

    def _settle_alike(self) -> None:
        """What was decided here, or the majority, for the same words and versions elsewhere, after a look."""
        case = self.cases.case
        if case is None:
            return
        verdict = verdicts.again(case) or verdicts.by_majority(case.disagreement)
        documents = list(dict.fromkeys(self.cases.alike()))
        corpus = self.session.corpus
        if verdict is None or verdict.outcome == "deferred":
            self._say("ui.review-decide-first")
            return
        try:
            alike = corpus.alike(case.disagreement, verdict, documents, self.queue.annotators)
        except AnnotatorError as error:
            self.session.failed.emit(error)
            return
        if not alike:
            self._say("ui.review-none-alike")
            return
        dialog = AlikeDialog(self.dress, self.session, alike, verdict, self)
        if dialog.exec() and (chosen := dialog.chosen()):
            self.session.do(corpus.adjudicate, case.disagreement, verdict, chosen)

    def _leave(self) -> None:
        """Esc: first what is being written goes, then the selection and the notice."""
        self.cases.edit(None)
        self.cases.reader.clear_selection()
        self.notice.hide()
        self._to_report()
