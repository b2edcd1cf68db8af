"""Opening a corpus in the window: who else has it open, and what a person should be told of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from annotator.corpus import Corpus
from annotator.i18n import Words, on_one_line
from annotator.keeping import fallen_since, holders, unsafe_place
from annotator.ui.dress import Dress


def open_for(parent: QWidget, words: Words, path: Path, annotator: str) -> Corpus | None:
    """The corpus, to be read only where somebody else has it open and the person wants that; None: rather not at all.

    Raises AnnotatorError when it cannot be opened.
    """
    others = holders(path)
    read_only = _ask(parent, words, others[0].said_of(path).say(words)) if others else False
    return None if read_only is None else Corpus.open(path, annotator=annotator, read_only=read_only)


def _ask(parent: QWidget, words: Words, sentence: str) -> bool | None:
    """Whether it is to be opened to be read only; None when it is not to be opened."""
    box = QMessageBox(QMessageBox.Icon.Question, words("ui.program"), "", parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(sentence)
    read = box.addButton(words("ui.open-to-read"), QMessageBox.ButtonRole.AcceptRole)
    work = box.addButton(words("ui.open-to-work"), QMessageBox.ButtonRole.DestructiveRole)
    box.addButton(words("ui.cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(read)
    box.exec()
    clicked = box.clickedButton()
    return clicked is read if clicked in (read, work) else None


def to_tell(corpus: Corpus, dress: Dress) -> str:
    """All that a person should know about a corpus that is opened; empty when all is well."""
    words = dress.words
    told = [remark.say(words) for remark in corpus.remarks]
    if name := corpus.meant_for:
        key = dress.keys.first("annotator")
        told.append(words("ui.meant-for", name=on_one_line(name), annotator=on_one_line(corpus.annotator), keys=key))
    if place := unsafe_place(corpus.path):
        told.append(place.say(words))
    if before := fallen_since(corpus.path, corpus.counts()["annotations"]):
        when = before.time.astimezone().strftime("%Y-%m-%d %H:%M")
        told.append(words("ui.fallen", count=before.annotations, when=when))
    return "\n".join(told)
