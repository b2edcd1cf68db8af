"""The dialog about suggestions in bulk, joined with a session: what it shows, and what its wishes lead to."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from annotator.model import Changes, Document, Suggestion
from annotator.ui.bulk.dialog import BulkDialog
from annotator.ui.bulk.rows import Row, picks_of, rows_of
from annotator.ui.dress import Dress
from annotator.ui.session import Session
from annotator.ui.session.gathering import Gathering
from annotator.ui.waiting import CancelledError, waiting

_OFTEN = 20
"""decisions between two looks at whether the person wants no more"""


def decide_in_bulk(session: Session, dress: Dress, parent: QWidget) -> None:
    """The dialog on a session's corpus, until it is closed or a row leads to its report."""
    dialog = BulkDialog(dress, session.scheme, parent)
    bulk = Bulk(session, dress, dialog)
    dialog.exec()
    bulk.close()
    if bulk.wanted:
        go_to(session, bulk.wanted)


def go_to(session: Session, row: Row) -> None:
    """Shows a row's report with its suggestion current; a long report's suggestions are still on their way then."""
    if session.document is None or session.document.id != row.document:
        session.show(row.document)
    if item := session.item_at(row.suggestion.span, row.suggestion.label):
        session.choose(item.key)


class Bulk(QObject):
    """Fills the dialog from the open report at once, or from all reports through the worker."""

    def __init__(self, session: Session, dress: Dress, dialog: BulkDialog) -> None:
        super().__init__(dialog)
        self._session = session
        self._dress = dress
        self._dialog = dialog
        self._everywhere = False
        self.wanted: Row | None = None
        self._gathering = Gathering(session.corpus, session.background, self)
        self._gathering.found.connect(self._found)
        self._gathering.progressed.connect(dialog.show_progress)
        self._gathering.ended.connect(self._ended)
        dialog.scope_wanted.connect(self._set_scope)
        dialog.filters.proof_wanted.connect(self._prove)
        dialog.stopped.connect(self._gathering.stop)
        dialog.decided.connect(self._decide)
        dialog.undone.connect(session.undo)
        dialog.wanted.connect(self._want)
        session.changed.connect(self._changed)
        session.arrived.connect(self._arrived)
        session.failed.connect(dialog.say)
        self._arrived()

    def close(self) -> None:
        """The dialog has been closed: nothing more is computed for it."""
        self._gathering.stop()
        self._session.changed.disconnect(self._changed)
        self._session.arrived.disconnect(self._arrived)
        self._session.failed.disconnect(self._dialog.say)
        self._dialog.deleteLater()

    def _set_scope(self, everywhere: bool) -> None:  # a slot
        self._everywhere = everywhere
        if everywhere:
            self._dialog.put([], self._session.corpus.precisions())
            self._gathering.start(self._session.corpus.document_ids())
        else:
            self._gathering.stop()
            self._arrived()

    def _prove(self) -> None:
        self._dialog.filters.prove(self._session.corpus.sure_scores())

    def _arrived(self, _difference: object = None) -> None:
        """The open report's items are different, or there now."""
        session = self._session
        if self._everywhere:
            return
        open_ = [item.suggestion for item in session.items if item.suggestion]
        rows = rows_of(session.document, open_) if session.document else []
        self._dialog.put(rows, session.corpus.precisions())

    def _changed(self, changes: Changes) -> None:
        if self._everywhere and changes.documents and not self._gathering.under_way:
            self._dialog.drop(changes.documents, self._session.corpus.precisions())
            self._gathering.start(sorted(changes.documents))

    def _found(self, document: Document, suggestions: list[Suggestion]) -> None:
        if not self._dialog.add(rows_of(document, suggestions)):
            self._gathering.stop()

    def _ended(self) -> None:
        self._dialog.show_progress(0, 0)
        self._dialog.settle()

    def _want(self, row: Row) -> None:
        self.wanted = row
        self._dialog.accept()

    def _decide(self, kind: str, rows: list[Row]) -> None:
        """Decides on all as one step, which can be cancelled."""
        corpus, words = self._session.corpus, self._dress.words
        about = words("ui.bulk-deciding", count=f"{len(rows):,}")
        with suppress(CancelledError), waiting(words, about, len(rows), self._dialog) as bar:

            def progress(done: int) -> None:
                if done % _OFTEN == 0:
                    bar.step(done=done)

            self._session.do(corpus.decide_all, kind, picks_of(rows), progress)
