"""What the list of documents shows of a session."""

from __future__ import annotations

from PySide6.QtCore import QObject

from annotator.ui.documents import DocumentsPanel
from annotator.ui.session import Session


class Listing(QObject):
    """Fills the panel as the session's list grows, is counted, searched or ordered otherwise."""

    def __init__(self, session: Session, panel: DocumentsPanel) -> None:
        super().__init__(panel)
        self._session, self._panel = session, panel
        panel.ordered.connect(session.order_by_uncertainty)
        panel.sought.connect(self.put)
        session.reordered.connect(self._show)
        session.counting.counted.connect(self.put_row)

    def put(self) -> None:
        """Shows which documents there are, in their order, with the current one marked."""
        self._session.listed.look()
        self._show()

    def _show(self) -> None:
        session, listed = self._session, self._session.listed
        ids = listed.with_title(self._panel.search.text())
        self._panel.put(ids, session.counting.totals, session.document.id if session.document else None)
        self._panel.put_order(by_uncertainty=listed.by_uncertainty)
        self._put_progress()

    def put_row(self, document: str) -> None:
        """Shows other figures of a document."""
        if row := self._session.corpus.row(document):
            self._panel.put_row(row)
            self._put_progress()

    def _put_progress(self) -> None:
        corpus = self._session.corpus
        self._panel.put_progress(corpus.finished_count(), corpus.document_count())
