"""What the working page does beyond accept, reject and label: in bulk, relations, elsewhere, lists and forms."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from annotator.ui.announcing import Announcer
from annotator.ui.bulk import decide_in_bulk
from annotator.ui.describing import describe, told
from annotator.ui.dress import Dress
from annotator.ui.elsewhere import Elsewhere
from annotator.ui.inspector import Inspector
from annotator.ui.page import Page
from annotator.ui.plain_text import agreed
from annotator.ui.reader import Reader
from annotator.ui.relations import Relating
from annotator.ui.spanlist import show_spans

_OF_ONE_SPAN = 2
"""rows that a step on one span writes: the annotation and the decision behind it"""


class SpanTools(QObject):
    """Joins the tools with a page's session, reader and inspector. `gestures` has each by the action's name."""

    def __init__(self, page: Page, reader: Reader, inspector: Inspector) -> None:
        super().__init__(page)
        self._page = page
        session = page.session
        self.relating = Relating(page, reader, inspector.relations)
        self.elsewhere = Elsewhere(page, reader, inspector.elsewhere)
        Announcer(page, reader)
        inspector.history.undone.connect(self._undo_step)
        self.gestures: dict[str, Callable[[], None]] = {
            "bulk": lambda: decide_in_bulk(session, page.dress, page),
            "next-span": lambda: session.step_to_item(1),
            "previous-span": lambda: session.step_to_item(-1),
            "relate": self.relating.relate,
            "relations": self.relating.show_all,
            "elsewhere": self.elsewhere.go_on,
            "spans": lambda: show_spans(session, page.dress, page),
            "describe": lambda: describe(session, page.dress, page),
            "inspect": lambda: self._inspect(inspector),
        }

    def wear(self, dress: Dress) -> None:
        self.relating.wear(dress)

    def refresh(self) -> None:
        """Another span is current, or rows are different."""
        self.relating.refresh()
        self.elsewhere.refresh()

    def forget(self) -> None:
        """Esc: what was begun is not gone on with."""
        self.relating.forget()

    def put_described(self) -> None:
        """What is said of the open report, in the header."""
        session, words = self._page.session, self._page.dress.words
        said = session.corpus.document_attributes(session.document.id) if session.document else {}
        self._page.header.describe(told(session.scheme.document, said, words))

    def _inspect(self, inspector: Inspector) -> None:
        """Into the fields of the current span, where it has any."""
        session = self._page.session
        if session.annotation():
            inspector.enter()
        else:
            session.noticed.emit("ui.attributes-need-annotation" if session.item() else "ui.nothing-current")

    def _undo_step(self, step: str) -> None:
        """Takes a step of the current span back; one that is not of this span alone only after a question."""
        session = self._page.session
        size = session.corpus.size_of(step)
        if size <= _OF_ONE_SPAN or agreed(self._page.dress.words, "ui.undo-large", self._page, count=size):
            session.do(session.corpus.undo_step, step)
