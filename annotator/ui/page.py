"""What the pages of the window have in common: annotating, the corpus, reviewing, insight."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.ui.dress import Dress
from annotator.ui.header import Header
from annotator.ui.keys import Binding
from annotator.ui.notice import Notice
from annotator.ui.reading import Reading
from annotator.ui.session import Session


class Page(QWidget):
    """Shows the session from one side. The header above and the notice below all pages are lent to each.

    `asked` is a key's binding that a part of the page has caught, `page_wanted` asks for another page.
    """

    asked = Signal(object)  # Binding
    page_wanted = Signal(str)

    def __init__(self, session: Session, dress: Dress, header: Header, notice: Notice) -> None:
        super().__init__()
        self.session = session
        self.dress = dress
        self.header = header
        self.notice = notice

    def wear(self, dress: Dress) -> None:
        """Another language, theme or keys, at once."""
        self.dress = dress

    def read_as(self, reading: Reading) -> None:
        """Reports are to be shown in other letters or another script, at once."""
        self.dress = replace(self.dress, reading=reading)

    def enter(self) -> None:
        """It is about to be shown: reads what has changed meanwhile, fills the header, takes the focus."""
        self.header.put_title(self.session.corpus.path.stem)
        self.setFocus()

    def leave(self) -> None:
        """Another page is about to be shown, or the window closes: what is being written is kept."""

    def chosen_documents(self) -> list[str]:
        """The documents that a person has marked here, for what is done with several; none means all."""
        return []

    def perform(self, binding: Binding) -> bool:
        """Does an action, if it is one of this page's."""
        del binding  # the plainest page has no actions
        return False
