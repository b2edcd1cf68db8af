"""What comes into a corpus and what goes out of it, as the window asks for it: new corpora, imports, exports."""

from __future__ import annotations

from contextlib import suppress
from os.path import isfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths

from annotator.corpus import Corpus, login_name, make_demo, writable_formats
from annotator.errors import AnnotatorError
from annotator.ui import filedialog
from annotator.ui.exporting import ExportDialog, ExportResult, Order, write_out
from annotator.ui.files import SUFFIX
from annotator.ui.importing import ImportDialog, ImportResult, Plan, bring_in
from annotator.ui.newcorpus import NewCorpusDialog, free_path
from annotator.ui.settings import ANNOTATOR

if TYPE_CHECKING:
    from annotator.ui.window import MainWindow


class Traffic:
    """Asks, does, and says what came of it; `window` shows the corpus that is open, if one is."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    # ---- new corpora

    def new(self, stem: str = "") -> bool:
        """A new corpus in three questions, opened; False when the person thought better of it, or it cannot be."""
        window, settings = self._window, self._window.settings
        name = settings.get(ANNOTATOR) or login_name()
        path = free_path(Path(window.files.folder), stem or window.dress.words("welcome.stem"))
        dialog = NewCorpusDialog(window.dress, path, name, window)
        if not dialog.exec():
            return False
        answer = dialog.answer()
        try:
            corpus = Corpus.create(answer.path, answer.scheme, annotator=answer.annotator)
        except AnnotatorError as error:
            window.fail(error)
            return False
        settings.set(ANNOTATOR, answer.annotator)
        window.files.was_at(answer.path)
        window.take(corpus)
        return True

    def import_folder(self) -> None:
        """A folder of reports: into the open corpus, or into one that is made for them."""
        window = self._window
        title = window.dress.words("ui.action-import-folder")
        folder = filedialog.folder_to_open(window, title, window.files.folder)
        if folder and (window.session or self.new(Path(folder).name)):
            self.bring_in([Path(folder)])

    def sample(self) -> None:
        """The two sample reports, without a question: in a corpus that the program keeps, as it was left."""
        data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
        path = Path(data) / f"sample{SUFFIX}"
        if isfile(path):
            self._window.open(path)
            return
        with suppress(OSError):  # where that cannot be, making the corpus says why
            path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._window.take(make_demo(path, annotator=self._window.settings.get(ANNOTATOR)))
        except AnnotatorError as error:
            self._window.fail(error)

    # ---- in

    def import_files(self) -> None:
        if self._window.session and (paths := self._window.files.reports()):
            self.bring_in(paths)

    def drop(self, paths: list[Path]) -> None:
        """Files dropped on the window: a corpus is opened, others are imported, into a new one if none is open."""
        corpora = [path for path in paths if path.suffix == SUFFIX]
        if corpora:
            self._window.open(corpora[0])
        elif paths and (self._window.session or self.new(paths[0].stem)):
            self.bring_in(paths)

    def bring_in(self, paths: list[Path]) -> None:
        """Shows what files and folders would bring, and imports what the person wants of it."""
        window = self._window
        session = window.session
        assert session is not None
        corpus = session.corpus
        try:
            files = corpus.files_of(paths)
        except AnnotatorError as error:
            window.fail(error)
            return
        window.files.was_at(paths[0])
        empty = not corpus.counts()["documents"]
        dialog = ImportDialog(window.dress, files, session.scheme, corpus.known_texts, adopts=empty, parent=window)
        if dialog.exec():
            self.take_in(dialog.plan())

    def take_in(self, plan: Plan) -> None:
        """Imports, with a bar and cancel, and says what came in and what could not be read."""
        window = self._window
        session = window.session
        assert session is not None
        try:
            added = bring_in(session.corpus, plan, window.dress.words, window)
        except AnnotatorError as error:
            window.fail(error)
            return
        if added is None:
            return
        session.take(added.changes)
        if session.document is None:
            session.show(session.listed.first_to_do())
        session.counting.count_all()
        ImportResult(window.dress, added, window).exec()

    # ---- out

    def export(self) -> None:
        """Which form and which part, where to, and then what was lost on the way."""
        window = self._window
        session, desk = window.session, window.desk
        if session is None or desk is None:
            return
        marked, people = desk.page.chosen_documents(), session.corpus.annotators()
        dialog = ExportDialog(window.dress, writable_formats(), session.scheme, people, marked, parent=window)
        if not dialog.exec():
            return
        order = dialog.order()
        if path := window.files.export_target(order.format):
            window.files.was_at(path)
            self._write_out(session.corpus, path, order)

    def _write_out(self, corpus: Corpus, path: Path, order: Order) -> None:
        window = self._window
        try:
            written = write_out(corpus, path, order, window.dress.words, window)
        except AnnotatorError as error:
            window.fail(error)
            return
        if written:
            ExportResult(window.dress, path, written, window).exec()
