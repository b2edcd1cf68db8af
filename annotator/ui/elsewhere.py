"""The current span's words elsewhere: how often here and in how many reports, and the way to the next place."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLabel

from annotator.model import Document, Span
from annotator.text import fold
from annotator.ui.page import Page
from annotator.ui.reader import Reader

_IDLE = 200
"""ms on a span until its words are counted: who goes on at once does not wait for that"""
_COUNTED = 2_000_000
"""code points up to which a report is gone through unasked"""
_LONGEST = 200
"""code points; what is longer is no term"""


class Elsewhere(QObject):
    """Fills a label, and finds the next place. In either script: what is compared is folded."""

    def __init__(self, page: Page, reader: Reader, label: QLabel) -> None:
        self._document: Document | None = None
        self._folded = ""
        super().__init__(page)
        self._page = page
        self._reader = reader
        self._label = label
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_IDLE)
        self._timer.timeout.connect(self._count)
        page.session.closing.connect(self._timer.stop)

    def refresh(self) -> None:
        """Another span is current."""
        self._label.hide()
        if self._page.session.item():
            self._timer.start()
        else:
            self._timer.stop()

    def _text(self) -> str:
        """The open report folded, made once for each."""
        document = self._page.session.document
        if document is not self._document:
            self._document, self._folded = document, fold(document.text) if document else ""
        return self._folded

    def _term(self, span: Span) -> str:
        return span.of(self._text())

    def _count(self) -> None:
        session = self._page.session
        item, document = session.item(), session.document
        if item is None or document is None:
            return
        words, text = self._page.dress.words, item.span.of(document.text)
        if len(text) > _LONGEST:
            return
        reports = session.corpus.search_count(text)
        if len(document.text) <= _COUNTED:
            here = self._text().count(self._term(item.span))
            self._label.setText(words("ui.elsewhere", here=f"{here:,}", reports=f"{reports:,}"))
        else:
            self._label.setText(words("ui.elsewhere-reports", reports=f"{reports:,}"))
        self._label.show()

    def go_on(self) -> None:
        """To the next place of the words, round the report's end: its span becomes current, or it is selected."""
        session, selection = self._page.session, self._reader.selection()
        item = session.item()
        here = selection or (item.span if item else None)
        if here is None:
            session.noticed.emit("ui.nothing-current")
            return
        term, text = self._term(here), self._text()
        at = text.find(term, here.end)
        at = at if at >= 0 else text.find(term)
        if at == here.start:
            session.noticed.emit("ui.nowhere-else")
            return
        self._go(Span(at, at + len(term)))

    def _go(self, place: Span) -> None:
        session = self._page.session
        if item := session.item_at(place):
            self._reader.clear_selection()
            session.choose(item.key)
        else:
            self._reader.select(place)
        self._reader.reveal(place)
