"""The page of the corpus: it asks the corpus for what its panels show, and turns what a person does into gestures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout

from annotator.corpus import listed
from annotator.errors import AnnotatorError
from annotator.model import REJECT, Changes, DocumentSummary, Occurrence, Span, Suggestion
from annotator.text import overlapping
from annotator.ui.asking import NAMED, agreed
from annotator.ui.background import Background
from annotator.ui.corpuspage.looking import AROUND, ByPattern, ByWords, Ways
from annotator.ui.corpuspage.reports import ReportsPanel
from annotator.ui.corpuspage.search import SearchPanel
from annotator.ui.dress import Dress
from annotator.ui.header import Header
from annotator.ui.keys import Binding
from annotator.ui.notice import Notice
from annotator.ui.page import Page
from annotator.ui.session import Session
from annotator.ui.waiting import CancelledError, waiting

AT_ONCE = 20_000
"""documents up to which a list is sorted here; more in a process beside, for that takes longer than a blink"""
_COUNTED = 400  # ms between two looks at what has been counted


class CorpusPage(Page):
    """Shown, it is up to date; hidden, it only remembers that something has changed."""

    def __init__(self, session: Session, dress: Dress, header: Header, notice: Notice) -> None:
        super().__init__(session, dress, header, notice)
        self._stale, self._wishes, self._shown_in = True, 0, ""
        self.reports = ReportsPanel(dress, self._rows_of, session.corpus.titles_in_order)
        ways = Ways(ByWords(self._look, self), ByPattern(session.corpus.path, session.corpus.annotator, self))
        self.search = SearchPanel(dress, session.scheme, ways, session.corpus.labelled_now)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for panel in (self.reports, self.search):
            self.tabs.addTab(panel, "")
        self._background = Background(self, nice=0)
        self._background.failed.connect(session.failed)
        self._background.lost.connect(session.failed)
        self._counted = QTimer(self)
        self._counted.setSingleShot(True)
        self._counted.setInterval(_COUNTED)
        self._counted.timeout.connect(self.reports.model.refresh)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)
        self._connect(ways)
        self.wear(dress)

    def _connect(self, ways: Ways) -> None:
        self.session.changed.connect(self._changed)
        self.session.counting.counted.connect(lambda _document: self.isVisible() and self._counted.start())
        self.reports.wished.connect(self.refresh)
        self.reports.opened.connect(self._open)
        self.reports.wanted.connect(self._want)
        self.reports.import_wanted.connect(lambda: self.asked.emit(Binding("", "import", "document")))
        self.reports.asked.connect(self._pass_on)
        self.search.opened.connect(self._open_place)
        self.search.labelled.connect(self._annotate)
        self.search.rejected.connect(self._reject)
        self.search.failed.connect(self.session.failed)
        self.search.asked.connect(self._pass_on)
        self.tabs.currentChanged.connect(lambda _at: self.setFocus())
        self.destroyed.connect(self._background.close)
        self.session.closing.connect(ways.patterns.close)

    def wear(self, dress: Dress) -> None:
        super().wear(dress)
        self.reports.wear(dress, self.session.scheme, self.session.corpus.annotators())
        self.search.wear(dress, self.session.scheme)
        for at, name in enumerate(("all-reports", "in-context")):
            self.tabs.setTabText(at, dress.words(f"corpuspage.{name}"))
        if self.isVisible():
            self._head()

    def enter(self) -> None:
        self._head()
        if self._stale:
            self.wear(self.dress)  # somebody may have begun, a label may be new
            self.refresh()
        self.search.go_on()
        self.setFocus()

    def leave(self) -> None:
        self.search.stop()

    def setFocus(self, *_: object) -> None:
        """The table, or the field of the search where nothing has been found yet."""
        if self.tabs.currentWidget() is self.reports:
            self.reports.view.setFocus()
        else:
            (self.search.view if self.search.model.hits else self.search.query).setFocus()

    def _head(self) -> None:
        corpus = self.session.corpus
        self.header.put_title(corpus.path.stem, self.dress.words("corpuspage.reports", count=f"{self._count():,}"))

    def _count(self) -> int:
        return int(self.session.corpus.counts()["documents"])

    def chosen_documents(self) -> list[str]:
        return self.reports.chosen() if self.reports.model.marked else []

    # ---- what is shown

    def _rows_of(self, ids: Sequence[str]) -> list[DocumentSummary]:
        try:
            return self.session.corpus.overview_rows(ids, annotator=self.reports.filters.filters.annotator)
        except AnnotatorError as error:
            self.session.failed.emit(error)
            return []

    def refresh(self) -> None:
        """Asks for the documents anew; those of a large corpus come when they are there."""
        self._stale = False
        self._wishes += 1
        corpus, totals = self.session.corpus, self.session.counting.totals
        wish, number = self.reports.wish(totals), self._wishes

        def then(ids: Sequence[str]) -> None:
            if number == self._wishes:  # else another wish has come meanwhile
                self.reports.put(ids, totals)
                self._show_current()

        if self._count() > AT_ONCE:
            self._background.run(listed, corpus.path, corpus.annotator, wish, then=then)
            return
        try:
            then(corpus.overview_ids(wish))
        except AnnotatorError as error:
            self.session.failed.emit(error)

    def _show_current(self) -> None:
        """Comes in with the open report selected, once."""
        here = self.session.document.id if self.session.document else ""
        if here and here != self._shown_in and len(self.reports.model.ids) <= AT_ONCE:
            self._shown_in = here
            if here in self.reports.model.ids:
                self.reports.view.go_to(list(self.reports.model.ids).index(here))

    def _changed(self, changes: Changes) -> None:
        if not self.isVisible():
            self._stale = True
        elif changes.touch("documents"):
            self.refresh()
            self._head()
        elif changes.touch("schemes"):
            self.wear(self.dress)
        else:
            self.reports.model.refresh()
        self.search.take_changes(changes)

    def _look(self, query: str) -> tuple[Iterator[Occurrence], int]:
        corpus = self.session.corpus
        return corpus.search(query, around=AROUND), corpus.search_count(query)

    # ---- what a person does

    def _open(self, document: str) -> None:
        self.session.show(document)
        self.page_wanted.emit("annotate")

    def _open_place(self, hit: Occurrence) -> None:
        self.page_wanted.emit("annotate")  # first: the reader can bring into sight only what has its size
        self.session.show(hit.document, hit.span)

    def _annotate(self, hits: Sequence[Occurrence], name: str) -> None:
        """Labels places as one step, after a look at them."""
        words, label = self.dress.words, self.session.scheme.label(name)
        title = words.pick(label.title) if label else name
        there = sum(name in hit.labels for hit in hits)
        about = words("corpuspage.annotate-about", count=len(hits), reports=_reports(hits), label=title, there=there)
        if agreed(self, words, words("corpuspage.annotate"), about, [_line(hit) for hit in hits]) and self.session.do(
            self.session.corpus.annotate_all, hits, name
        ):
            self.search.done()

    def _reject(self, hits: Sequence[Occurrence]) -> None:
        """Rejects the open suggestions at places as one step, after a look at them."""
        words = self.dress.words
        picks = self._suggestions_at(hits)
        if picks is None:
            return
        found = [one for suggestions in picks.values() for one in suggestions]
        if not found:
            self.notice.remark(words("corpuspage.nothing-to-reject"))
            return
        counts = Counter((one.text, one.label) for one in found)
        titles = {label.name: words.pick(label.title) for label in self.session.scheme.labels}
        lines = [f"{text}  {titles.get(label, label)}  × {count}" for (text, label), count in counts.most_common()]
        about = words("corpuspage.reject-about", count=len(found), reports=len(picks))
        if agreed(self, words, words("corpuspage.reject-verb"), about, lines) and self.session.do(
            self.session.corpus.decide_all, REJECT, picks
        ):
            self.search.done()

    def _suggestions_at(self, hits: Sequence[Occurrence]) -> dict[str, list[Suggestion]] | None:
        """The open suggestions that overlap these places, by document; None when the person did not want to wait."""
        spans: dict[str, list[Span]] = {}
        for hit in hits:
            spans.setdefault(hit.document, []).append(hit.span)
        picks: dict[str, list[Suggestion]] = {}
        try:
            with waiting(self.dress.words, self.dress.words("ui.suggesting"), len(spans), self) as bar:
                for done, (document, places) in enumerate(spans.items()):
                    at = overlapping(sorted(places))
                    if found := [one for one in self.session.corpus.suggestions(document) if at(one.span)]:
                        picks[document] = found
                    bar.step(done=done + 1)
        except CancelledError:
            return None
        except AnnotatorError as error:
            self.session.failed.emit(error)
            return None
        return picks

    def _want(self, action: str, ids: Sequence[str]) -> None:
        if action == "remove":
            self._remove(ids)
        else:
            self.asked.emit(Binding("", action, "document"))

    def _remove(self, ids: Sequence[str]) -> None:
        """Out of sight, after a look at what goes."""
        words = self.dress.words
        corpus = self.session.corpus
        about = words("corpuspage.remove-about", count=len(ids), annotations=f"{corpus.annotation_count(ids):,}")
        verb = words("corpuspage.remove-verb")
        if not agreed(self, words, verb, about, corpus.titles_in_order(ids[:NAMED]), count=len(ids)):
            return
        if not self.session.do(self.session.corpus.remove_documents, ids):
            return
        self.reports.forget(ids)
        if self.session.document and self.session.document.id in set(ids):
            self.session.show(self.session.listed.first_to_do())
        self.notice.remark(self.dress.words("corpuspage.removed", count=len(ids)))

    def perform(self, binding: Binding) -> bool:
        if binding.action in ("search", "find"):
            here = self.reports.filters.title if self.tabs.currentWidget() is self.reports else self.search.query
            here.setFocus()
            here.selectAll()
            return True
        if binding.action in ("search-corpus", "pattern"):
            if binding.action == "pattern":
                self.search.pattern.toggle()
            self.tabs.setCurrentWidget(self.search)
            self.search.query.setFocus()
            self.search.query.selectAll()
            return True
        if binding.action == "leave":
            self.notice.hide()
            self.setFocus()
            return True
        return False

    def _pass_on(self, event: QKeyEvent) -> None:
        """A key that the table has no use for: the window's, if it has one."""
        if binding := self.dress.keys.binding_of(event):
            self.asked.emit(binding)
        else:
            event.ignore()  # Ctrl+Tab, say, leads from one panel to the other


def _reports(hits: Sequence[Occurrence]) -> int:
    return len({hit.document for hit in hits})


def _line(hit: Occurrence) -> str:
    return f"…{hit.before[-12:]}【{hit.text}】{hit.after[:12]}…  —  {hit.title}"
