"""Dialogs about files: which corpus, which reports, where to; with progress and cancel while they come in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QProgressDialog, QWidget

from annotator.corpus import Added, Corpus, ReadFile, Written, writable_formats
from annotator.errors import AnnotatorError
from annotator.i18n import Words
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label

SUFFIX = ".corpus"
_SHOWN = 12
_PATIENCE = 500  # ms until a bar appears


class _CancelledError(Exception):
    """The person has pressed cancel; the step is rolled back."""


class _ImportBar(QProgressDialog):
    """Shows which file comes in. As long as the import goes on nothing else may touch the corpus.

    Keys and clicks wait until the bar stands before the window and takes them; to close the window is to cancel.
    """

    def __init__(self, words: Words, parent: QWidget) -> None:
        super().__init__("", words("ui.cancel"), 0, 0, parent)
        self._window = parent
        self._name = plain_label(words("ui.importing"))
        self.setLabel(self._name)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumDuration(_PATIENCE)
        self.setValue(0)
        parent.installEventFilter(self)

    def step(self, file: ReadFile) -> None:
        """Raises _CancelledError when the person wants no more."""
        self._name.setText(file.path.name)
        flags = QEventLoop.ProcessEventsFlag
        QApplication.processEvents(flags.AllEvents if self.isVisible() else flags.ExcludeUserInputEvents, 5)
        if self.wasCanceled():
            raise _CancelledError

    def end(self) -> None:
        self._window.removeEventFilter(self)
        self.close()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Close:
            event.ignore()
            self.cancel()
            return True
        return super().eventFilter(watched, event)


class FileDialogs:
    """Asks in one language, and gives plain paths."""

    def __init__(self, parent: QWidget, dress: Dress, folder: str) -> None:
        self._parent = parent
        self.dress = dress
        self.folder = folder

    def corpus_to_open(self) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(
            self._parent, self._words("ui.action-open"), self.folder, f"{self._words('ui.corpus')} (*{SUFFIX})"
        )
        return Path(name) if name else None

    def corpus_to_make(self) -> Path | None:
        """A path that ends in .corpus."""
        name, _ = QFileDialog.getSaveFileName(
            self._parent, self._words("ui.action-new"), self.folder, f"{self._words('ui.corpus')} (*{SUFFIX})"
        )
        if not name:
            return None
        return Path(name) if name.endswith(SUFFIX) else Path(name + SUFFIX)

    def reports(self) -> list[Path]:
        names, _ = QFileDialog.getOpenFileNames(self._parent, self._words("ui.action-import"), self.folder)
        return [Path(name) for name in names]

    def list_file(self, title: str, *, save: bool) -> Path | None:
        """A list of terms or rules to read or to write; `title` is the key of what it is."""
        ask = QFileDialog.getSaveFileName if save else QFileDialog.getOpenFileName
        name, _ = ask(self._parent, self._words(title), self.folder, "TSV (*.tsv *.txt)")
        return Path(name) if name else None

    def export_target(self) -> tuple[Path, str] | None:
        """Where to, and in which format: the one whose filter was chosen."""
        filters = {
            f"{self._words.pick(one.title)} (*{one.suffixes[0]})": one.name for one in writable_formats().values()
        }
        name, chosen = QFileDialog.getSaveFileName(
            self._parent, self._words("ui.action-export"), self.folder, ";;".join(filters)
        )
        return (Path(name), filters[chosen]) if name else None

    @property
    def _words(self) -> Words:
        return self.dress.words

    def bring_in(self, corpus: Corpus, paths: list[Path]) -> Added | None:
        """Imports with a bar that can be cancelled; None when it was, and then nothing has changed."""
        bar = _ImportBar(self._words, self._parent)
        try:
            return corpus.import_files(paths, progress=bar.step)
        except _CancelledError:
            return None
        finally:
            bar.end()

    def tell_added(self, added: Added) -> None:
        """What came in and what did not and why, and what was left out or only guessed in what did."""
        said = self._words("ui.imported", documents=added.documents, known=added.known, annotations=added.annotations)
        heard = [*added.faults, *added.remarks]
        told = [one.say(self._words) for one in heard[:_SHOWN]]
        more = len(heard) - len(told)
        self.tell("\n\n".join([said, *told, *([self._words("ui.and-more", count=more)] if more else [])]))

    def tell_written(self, path: Path, written: Written) -> None:
        lost = [f"{self._words.named(f'formats.loses-{kind}', kind)}: {count}" for kind, count in written.lost.items()]
        said = self._words("ui.exported", path=path, documents=written.documents, annotations=written.annotations)
        self.tell("\n".join([said, *([self._words("ui.lost"), *lost] if lost else [])]))

    def tell_error(self, error: AnnotatorError) -> None:
        self.tell(error.say(self._words), QMessageBox.Icon.Warning)

    def tell(self, sentence: str, icon: QMessageBox.Icon = QMessageBox.Icon.Information) -> None:
        box = QMessageBox(icon, self._words("ui.program"), "", QMessageBox.StandardButton.Ok, self._parent)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(sentence)
        box.exec()
