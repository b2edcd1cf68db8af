"""Dialogs about files: which corpus, which reports, where to; with progress and cancel while they come in."""

from __future__ import annotations

from os.path import isdir
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from annotator.corpus import Format
from annotator.errors import AnnotatorError
from annotator.i18n import Words
from annotator.ui import filedialog
from annotator.ui.dress import Dress
from annotator.ui.settings import FOLDER, Settings

SUFFIX = ".corpus"


class FileDialogs:
    """Asks in one language, beginning where the person was last, and gives plain paths."""

    def __init__(self, parent: QWidget, dress: Dress, settings: Settings) -> None:
        self._parent = parent
        self.dress = dress
        self._settings = settings

    @property
    def folder(self) -> str:
        """Where the person was last; else where documents are."""
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return next((one for one in (self._settings.get(FOLDER), documents) if one and isdir(one)), str(Path.home()))

    def was_at(self, path: Path) -> None:
        """The next dialog begins in the folder of a file that was found or is to be written."""
        self._settings.set(FOLDER, str(path.parent))

    def corpus_to_open(self) -> Path | None:
        kinds = f"{self._words('ui.corpus')} (*{SUFFIX})"
        name = filedialog.to_open(self._parent, self._words("ui.action-open"), self.folder, kinds)
        return Path(name) if name else None

    def reports(self) -> list[Path]:
        names = filedialog.some_to_open(self._parent, self._words("ui.action-import"), self.folder)
        return [Path(name) for name in names]

    def list_file(self, title: str, *, save: bool) -> Path | None:
        """A list of terms or rules to read or to write; `title` is the key of what it is."""
        asked = (self._parent, self._words(title), self.folder, "TSV (*.tsv *.txt)")
        name = filedialog.to_save(*asked)[0] if save else filedialog.to_open(*asked)
        return Path(name) if name else None

    def export_target(self, format_: Format) -> Path | None:
        """Where to; a file gets the format's suffix where none is given."""
        suffix = "" if format_.folder else format_.suffixes[0]
        title = self._words.pick(format_.title)
        kinds = f"{title} (*{suffix})" if suffix else f"{title} (*)"
        name, _ = filedialog.to_save(self._parent, self._words("ui.action-export"), self.folder, kinds)
        if not name:
            return None
        return Path(name) if not suffix or Path(name).suffix else Path(name + suffix)

    @property
    def _words(self) -> Words:
        return self.dress.words

    def tell_error(self, error: AnnotatorError) -> None:
        self.tell(error.say(self._words), QMessageBox.Icon.Warning)

    def tell(self, sentence: str, icon: QMessageBox.Icon = QMessageBox.Icon.Information) -> None:
        box = QMessageBox(icon, self._words("ui.program"), "", QMessageBox.StandardButton.Ok, self._parent)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(sentence)
        box.exec()
