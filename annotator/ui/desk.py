"""An open corpus in the window: the header, the notice, and the page that is shown, of those that there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from annotator.corpus import Learned
from annotator.errors import AnnotatorError
from annotator.telling import parts
from annotator.ui.dress import Dress
from annotator.ui.header import Header
from annotator.ui.keys import OF_ONE_PAGE, Binding
from annotator.ui.notice import Notice
from annotator.ui.page import Page
from annotator.ui.reading import Reading
from annotator.ui.room import Scrolled
from annotator.ui.session import Session
from annotator.ui.training import told
from annotator.ui.workspace import Workspace

Make = Callable[[Session, Dress, Header, Notice], Page]


# Imported when they are first shown: the start of the program does not wait for them.
def _corpus() -> Make:
    from annotator.ui.corpuspage import CorpusPage

    return CorpusPage


def _review() -> Make:
    from annotator.ui.review import ReviewPage

    return ReviewPage


def _insight() -> Make:
    from annotator.ui.insight import InsightPage

    return InsightPage


PAGES: dict[str, Callable[[], Make]] = {
    "annotate": lambda: Workspace,
    "corpus": _corpus,
    "review": _review,
    "insight": _insight,
}
"""Each page's name, which its title `ui.page-<name>` and its action `page-<name>` have too, and what makes it."""

_NO_FAULT = {"store.nothing-to-undo", "store.nothing-to-redo"}
"""What the world says without there being anything to mend."""
_FEW = 100
"""Changed rows of a step that is told whole; of a larger one it is said what it was."""

PAGE_OF = {"search-corpus": "corpus", "pattern": "corpus"}
"""Actions that lead to a page, wherever one is."""


class Desk(QWidget):
    """Pages are made when they are first shown; `asked` is a key's binding, to be performed."""

    asked = Signal(object)  # Binding

    def __init__(self, session: Session, dress: Dress) -> None:
        super().__init__()
        self.session = session
        self._dress = dress
        self.header = Header(dress, tuple(PAGES))
        self.notice = Notice(dress)
        self._pages: dict[str, Page] = {}
        self._stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.notice)
        self.header.page_chosen.connect(self.show_page)
        session.failed.connect(self.fail)
        session.noticed.connect(lambda key: self.notice.remark(self._dress.words(key)))
        session.turned.connect(self._take_turned)
        self._turned = ""
        self._telling = QTimer(self, singleShot=True, interval=0)  # once the page is painted
        self._telling.timeout.connect(self._tell_turned)
        session.closing.connect(self._telling.stop)
        session.learning.learned.connect(self._tell_learned)
        session.learning.failed.connect(self.fail)
        self._page("annotate")
        self.workspace.reader.verticalScrollBar().valueChanged.connect(lambda _value: session.timing.touch())
        self.show_page("annotate")

    @property
    def workspace(self) -> Workspace:
        """The page of annotating."""
        found = self._pages["annotate"]
        assert isinstance(found, Workspace)
        return found

    @property
    def page(self) -> Page:
        """The one that is shown."""
        area = self._stack.currentWidget()
        assert isinstance(area, Scrolled)
        page = area.widget()
        assert isinstance(page, Page)
        return page

    def _tell_learned(self, learned: Learned, kept: bool) -> None:
        self.notice.remark(told(self._dress.words, learned.report, kept=kept))

    def _take_turned(self, step: str) -> None:
        self._turned = step
        self._telling.start()

    def _tell_turned(self) -> None:
        """Says what was taken back, or done again: it may have been elsewhere, or nothing that can be seen."""
        session = self.session
        try:
            entry = session.corpus.entry(self._turned, _FEW)
            rows = [session.corpus.row(id_) for id_ in entry.step.documents[:1]]
        except AnnotatorError as error:
            self.fail(error)
            return
        titles = {row.id: row.title for row in rows if row}
        self.notice.remark("  ".join(parts(entry, titles, self._dress.words, session.scheme)).rstrip())

    def show_page(self, name: str) -> None:
        """Shows a page; the one before keeps where it was."""
        page = self._page(name)
        if self.page is not page:
            self.page.leave()
        self._stack.setCurrentIndex([*self._pages].index(name))
        self.header.choose_page(name)
        self.session.timing.rest(name != "annotate")
        page.enter()

    def _page(self, name: str) -> Page:
        if name not in self._pages:
            page = self._pages[name] = PAGES[name]()(self.session, self._dress, self.header, self.notice)
            page.asked.connect(self.asked)
            page.page_wanted.connect(self.show_page)
            self._stack.addWidget(Scrolled(page))
        return self._pages[name]

    def wear(self, dress: Dress) -> None:
        """Another language, theme or keys, at once, on all pages."""
        self._dress = dress
        self.header.wear(dress)
        self.notice.wear(dress)
        for page in self._pages.values():
            page.wear(dress)
        self.page.enter()

    def read_as(self, reading: Reading) -> None:
        """Reports are to be shown in other letters or another script, at once, on all pages."""
        self._dress = replace(self._dress, reading=reading)
        for page in self._pages.values():
            page.read_as(reading)

    def fail(self, error: AnnotatorError) -> None:
        """Says what the world answered, in the reader's language."""
        say = self.notice.remark if error.key in _NO_FAULT else self.notice.warn
        say(error.say(self._dress.words))

    def perform(self, binding: Binding) -> bool:
        """Does an action of the desk or of the page that is shown; False for one that is the window's."""
        if binding.group in OF_ONE_PAGE and self.page is not self._pages.get(binding.group):
            self.show_page(binding.group)  # from the list of commands: it is seen before anything is decided
            return True
        if self.page.perform(binding):
            return True
        if binding.action in PAGE_OF:
            self.show_page(PAGE_OF[binding.action])
            return self.page.perform(binding)
        name = binding.action.removeprefix("page-")
        if name not in PAGES:
            return False
        self.show_page(name)
        return True
