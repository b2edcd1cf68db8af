"""The corpus's own terms and rules in one dialog, a tab each."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from annotator.errors import AnnotatorError
from annotator.model import Changes, Occurrence, Scheme
from annotator.ui.dress import Dress
from annotator.ui.files import FileDialogs
from annotator.ui.plain_text import plain_label
from annotator.ui.room import Dialog
from annotator.ui.rules import RulesPage
from annotator.ui.session import Session
from annotator.ui.terms import TermsPage
from annotator.ui.waiting import CancelledError, waiting


class ListsDialog(Dialog):
    """Both lists. What the world answers to a change is said in the dialog, which would hide it elsewhere."""

    def __init__(
        self, dress: Dress, scheme: Scheme, matches: Callable[[str], list[Occurrence]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words = dress.words
        self.setWindowTitle(dress.words("ui.action-terms"))
        self.resize(820, 640)
        self.terms = TermsPage(dress, scheme)
        self.rules = RulesPage(dress, scheme, matches)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.terms, dress.words("ui.tab-terms"))
        self.tabs.addTab(self.rules, dress.words("ui.tab-rules"))
        self.tabs.currentChanged.connect(lambda page: (self.terms, self.rules)[page].view.setFocus())
        self.fault = plain_label("", "title")
        self.fault.hide()
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.fault)
        self.terms.view.setFocus()

    def say(self, error: AnnotatorError | None) -> None:
        """What was wrong with the last change; None for nothing."""
        self.fault.setText(error.say(self._words) if error else "")
        self.fault.setVisible(error is not None)


def show_lists(session: Session, dress: Dress, files: FileDialogs, parent: QWidget) -> None:
    """The dialog on a session's corpus, until it is closed."""
    corpus = session.corpus

    def matches(pattern: str) -> list[Occurrence]:
        return corpus.matches(pattern, session.document.id) if session.document else []

    dialog = ListsDialog(dress, session.scheme, matches, parent)

    def fill(_changes: object = None) -> None:
        dialog.terms.put(corpus.memory.all())
        dialog.rules.put(corpus.rules())

    def do(verb: Callable[..., Changes], *args: Any, **words: Any) -> None:
        dialog.say(None)
        session.do(verb, *args, **words)

    def move(way: str, title: str, bring: Callable[..., Changes], give: Callable[[Path], int]) -> None:
        """A list in or out."""
        path = files.list_file(title, save=way == "export")
        if path and way == "import":
            about = dress.words("ui.list-coming", path=path.name)
            with suppress(CancelledError), waiting(dress.words, about, 0, dialog) as bar:
                do(bring, path, bar.step_of)
        elif path:
            try:
                give(path)
            except AnnotatorError as error:
                dialog.say(error)

    def save(rule: str, pattern: str, label: str, domain: str, note: str) -> None:
        if rule:
            do(corpus.change_rule, rule, pattern=pattern, label=label, domain=domain, note=note)
        else:
            do(corpus.add_rule, pattern, label, domain, note)

    dialog.terms.said.connect(lambda terms: do(corpus.say_of_terms, terms))
    dialog.terms.wanted.connect(lambda way: move(way, "ui.tab-terms", corpus.import_terms, corpus.export_terms))
    dialog.rules.saved.connect(save)
    dialog.rules.switched.connect(lambda ids, on: do(corpus.switch_rules, ids, on=on))
    dialog.rules.removed.connect(lambda ids: do(corpus.remove_rules, ids))
    dialog.rules.wanted.connect(lambda way: move(way, "ui.tab-rules", corpus.import_rules, corpus.export_rules))
    session.changed.connect(fill)
    session.failed.connect(dialog.say)
    fill()
    dialog.exec()
    session.changed.disconnect(fill)
    session.failed.disconnect(dialog.say)
