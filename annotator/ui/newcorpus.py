"""A new corpus in three questions: where, by which scheme, and who annotates."""

from __future__ import annotations

from dataclasses import dataclass
from os.path import exists
from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator import plain
from annotator.errors import AnnotatorError
from annotator.model import Scheme
from annotator.ui import filedialog
from annotator.ui.dialogbuttons import ok_or_cancel
from annotator.ui.dress import Dress
from annotator.ui.files import SUFFIX
from annotator.ui.plain_text import plain_label
from annotator.ui.room import Dialog

SHIPPED = "poverty"


@dataclass(frozen=True, slots=True)
class NewCorpus:
    """What a person has answered."""

    path: Path
    scheme: Scheme
    annotator: str


class NewCorpusDialog(Dialog):
    """All three come answered; Enter takes them as they are. A faulty answer is said in the dialog, which stays."""

    def __init__(self, dress: Dress, path: Path, annotator: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dress = dress
        self._schemes: dict[str, Scheme] = {SHIPPED: plain.read_scheme(SHIPPED)}
        words = dress.words
        self.setWindowTitle(words("ui.action-new"))
        self.setMinimumWidth(560)
        self.path = QLineEdit(str(path))
        self.browse = QPushButton(words("welcome.browse"))
        self.scheme = QComboBox()
        self.scheme.addItem(words.pick(self._schemes[SHIPPED].title), SHIPPED)
        self.scheme.addItem(words("welcome.scheme-file"), "")
        self.annotator = QLineEdit(annotator)
        self.fault = plain_label("", "title")
        self.fault.hide()
        self.buttons, self.ok = ok_or_cancel(self, words, words("welcome.create"))
        self._lay_out()
        self.browse.setAutoDefault(False)
        self.ok.setDefault(True)
        self.browse.clicked.connect(self._browse)
        self.scheme.activated.connect(lambda _at: self._scheme_chosen())
        self.path.setFocus()
        self.path.setSelection(len(str(path.parent)) + 1, len(path.stem))

    def _lay_out(self) -> None:
        words = self._dress.words
        where = QHBoxLayout()
        where.setSpacing(8)
        where.addWidget(self.path, 1)
        where.addWidget(self.browse)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(10)
        rows = {"where": self.path, "scheme": self.scheme, "name": self.annotator}
        for name, field in rows.items():
            asked = plain_label(words(f"welcome.{name}"), "soft", wraps=False)
            asked.setBuddy(field)
            field.setAccessibleName(words(f"welcome.{name}"))
            form.addRow(asked, where if name == "where" else field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 18)
        layout.setSpacing(16)
        layout.addWidget(plain_label(words("ui.welcome-about"), "soft"))
        layout.addLayout(form)
        layout.addWidget(self.fault)
        layout.addWidget(self.buttons)

    def _browse(self) -> None:
        words = self._dress.words
        name, _ = filedialog.to_save(
            self, words("ui.action-new"), self.path.text(), f"{words('ui.corpus')} (*{SUFFIX})"
        )
        if name:
            self.path.setText(str(with_suffix(name)))

    def _scheme_chosen(self) -> None:
        """A scheme of one's own is a JSON file; a faulty one is said, and the choice goes back."""
        if self.scheme.currentData():
            return
        words = self._dress.words
        name = filedialog.to_open(self, words("welcome.scheme"), self.path.text(), "JSON (*.json)")
        self.scheme.setCurrentIndex(0)
        if name:
            self.take_scheme(Path(name))

    def take_scheme(self, path: Path) -> None:
        """Offers the scheme of a file, and chooses it."""
        try:
            scheme = plain.read_scheme(str(path))
        except AnnotatorError as error:
            self._say(error.say(self._dress.words))
            return
        self._say("")
        self._schemes[str(path)] = scheme
        self.scheme.insertItem(self.scheme.count() - 1, self._dress.words.pick(scheme.title) or path.stem, str(path))
        self.scheme.setCurrentIndex(self.scheme.count() - 2)

    def _say(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
        self.adjustSize()

    def accept(self) -> None:
        """Only with a path that is free; a name that is left empty is the login name."""
        path = self.answer().path
        if not self.path.text().strip() or exists(path):
            self._say(self._dress.words("welcome.taken", path=path))
            self.path.setFocus()
            return
        super().accept()

    def answer(self) -> NewCorpus:
        scheme = self._schemes[str(self.scheme.currentData()) or SHIPPED]
        return NewCorpus(with_suffix(self.path.text().strip()), scheme, self.annotator.text().strip())


def with_suffix(name: str) -> Path:
    """A path that ends in .corpus; ~ is the person's folder."""
    path = Path(name).expanduser()
    return path if path.suffix == SUFFIX else path.with_name(f"{path.name}{SUFFIX}") if path.name else path


def free_path(folder: Path, stem: str) -> Path:
    """A path in a folder at which nothing is yet: the name itself, or with a number."""
    names = (f"{stem}{SUFFIX}", *(f"{stem} {number}{SUFFIX}" for number in range(2, 1_000)))
    return next((folder / name for name in names if not exists(folder / name)), folder / names[0])
