"""The scheme editor: what is written becomes one step; until then nothing of the corpus is different."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from annotator.corpus import SchemeUses, without_label, write_scheme
from annotator.errors import AnnotatorError
from annotator.model import AttributeType, Label, RelationType, Scheme
from annotator.plain import read_scheme
from annotator.scheme import OVERLAPS, check_scheme
from annotator.ui import filedialog
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.room import Dialog
from annotator.ui.scheming.fields import VersionsField
from annotator.ui.scheming.forms import AttributeForm, LabelForm, RelationForm
from annotator.ui.scheming.merging import MergeDialog
from annotator.ui.scheming.parts import PartsPage
from annotator.ui.session import Session
from annotator.ui.terms import add_button
from annotator.ui.waiting import CancelledError, waiting

_COLOURS = {"light": "#565d6b", "dark": "#a7aebb"}  # of a new label, until it is given its own

_MANY = 20_000
"""Annotations from which it takes a while to count what is in use."""


class SchemeDialog(Dialog):
    """Says `saved` with the scheme, `merged` with a label's name and the one that takes its place."""

    saved = Signal(object)  # Scheme
    merged = Signal(str, str)

    def __init__(
        self, dress: Dress, scheme: Scheme, uses: SchemeUses, path: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._dress, self._path = dress, path
        self._words = dress.words
        self._base = scheme
        self._uses = uses
        self.setWindowTitle(dress.words("ui.action-scheme"))
        self.resize(980, 760)
        self.labels = PartsPage(dress, LabelForm(dress), _label, self._uses_of_label)
        self.attributes = PartsPage(dress, AttributeForm(dress, of_reports=False), _attribute, self._uses_of_attribute)
        self.relations = PartsPage(dress, RelationForm(dress), _relation, self._uses_of_relation)
        self.document = PartsPage(dress, AttributeForm(dress, of_reports=True), _attribute, self._uses_of_document)
        self.title, self.overlap = VersionsField(dress.words("editor.scheme-title")), QComboBox()
        for way in OVERLAPS:
            self.overlap.addItem(dress.words(f"editor.overlap-{way}"), way)
        self.overlap.setAccessibleName(dress.words("editor.overlap"))
        self.tabs, self.fault = QTabWidget(), plain_label("", "title")
        self._lay_out()
        self.put(scheme, uses)
        self._connect()

    def _uses_of_label(self, name: str) -> int:
        return self._uses.labels[name]

    def _uses_of_attribute(self, name: str) -> int:
        return self._uses.of_attribute(name)

    def _uses_of_relation(self, name: str) -> int:
        return self._uses.of_relation(name)

    def _uses_of_document(self, name: str) -> int:
        return self._uses.of_document(name)

    # ---- the look

    def _lay_out(self) -> None:
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        general = QWidget()
        column = QVBoxLayout(general)
        for widget in (
            plain_label(self._words("editor.scheme-title"), "soft"), self.title,
            plain_label(self._words("editor.overlap"), "soft"), self.overlap,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addStretch(1)
        pages = (self.labels, self.attributes, self.relations, self.document)
        for key, page in zip(("labels", "attributes", "relations", "document"), pages, strict=True):
            self.tabs.addTab(page, self._words(f"editor.tab-{key}"))
            page.view.setAccessibleName(self._words(f"editor.tab-{key}"))
        self.tabs.addTab(general, self._words("editor.tab-general"))
        self.merge = add_button(self.labels.buttons_row, self._words("editor.merge"), self._merge)
        row = QHBoxLayout()
        for action, act in (("import", self._import), ("export", self._export)):
            add_button(row, self._words(f"editor.{action}"), act)
        row.addStretch(1)
        self.save = add_button(row, self._words("editor.save"), self._save)
        self.save.setProperty("role", "primary")
        add_button(row, self._words("ui.close"), self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.fault)
        layout.addLayout(row)
        self.labels.setFocus()

    def _connect(self) -> None:
        for page in (self.labels, self.attributes, self.relations, self.document):
            page.changed.connect(self._changed)
        self.labels.view.currentRowChanged.connect(lambda _row: self._changed())
        self.title.edited.connect(self._changed)
        self.overlap.activated.connect(lambda _row: self._changed())
        self._changed()

    def put(self, scheme: Scheme, uses: SchemeUses) -> None:
        """Shows the scheme as the corpus has it now, and how often what is in use."""
        self._base, self._uses = scheme, uses
        self.labels.put(scheme.labels, scheme)
        self.attributes.put(scheme.attributes, scheme)
        self.relations.put(scheme.relations, scheme)
        self.document.put(scheme.document, scheme)
        self.title.put(scheme.title)
        self.overlap.setCurrentIndex(max(0, self.overlap.findData(scheme.overlap)))
        self._changed()

    def draft(self) -> Scheme:
        """The scheme as it is written. Labels that were taken out are taken out of attributes and relations too."""
        written = replace(
            self._base,
            title=self.title.value(),
            overlap=self.overlap.currentData(),
            labels=tuple(self.labels.parts),
            attributes=tuple(self.attributes.parts),
            relations=tuple(self.relations.parts),
            document=tuple(self.document.parts),
        )
        kept = {label.name for label in written.labels}
        for label in self._base.labels:
            if label.name not in kept:
                written = without_label(written, label.name)
        return written

    def _changed(self) -> None:
        draft, fault = self.draft(), ""
        for page in (self.attributes, self.relations):
            page.draft(draft)
        try:
            check_scheme(draft, self._path)
        except AnnotatorError as error:
            fault = error.say(self._words)
        self.say(fault)
        is_new = draft != self._base
        self.save.setEnabled(is_new and not fault)
        label = self.labels.current
        self.merge.setEnabled(not is_new and label is not None and len(self._base.labels) > 1)

    def say(self, fault: AnnotatorError | str) -> None:
        """What is wrong with what is written, or with the last change; nothing where all is well."""
        text = fault.say(self._words) if isinstance(fault, AnnotatorError) else fault
        self.fault.setText(text)
        self.fault.setVisible(bool(text))

    # ---- the person's gestures

    def _save(self) -> None:
        self.saved.emit(self.draft())

    def _merge(self) -> None:
        label = self.labels.current
        if label is None:
            return
        dialog = MergeDialog(self._dress, self._base, label, self._uses.labels[label.name], self)
        if dialog.exec():
            self.merged.emit(label.name, dialog.into)

    def _import(self) -> None:
        name = filedialog.to_open(self, self._words("editor.import"), "", "JSON (*.json)")
        if name:
            self.bring_in(Path(name))

    def bring_in(self, path: Path) -> None:
        """Writes a scheme from a file into the forms: it is saved, or not, by the person."""
        try:
            scheme = read_scheme(str(path))
        except AnnotatorError as error:
            self.say(error)
            return
        base = self._base
        self.put(scheme, self._uses)
        self._base = base
        self._changed()

    def _export(self) -> None:
        name, _ = filedialog.to_save(self, self._words("editor.export"), "", "JSON (*.json)")
        if name:
            self.give_out(Path(name))

    def give_out(self, path: Path) -> None:
        """Writes the scheme as the corpus has it."""
        try:
            write_scheme(path, self._base)
        except AnnotatorError as error:
            self.say(error)


def show_scheme(session: Session, dress: Dress, parent: QWidget) -> None:
    """The editor on a session's corpus, until it is closed; what it changes is seen in the window at once."""
    corpus, words = session.corpus, dress.words

    def counted() -> SchemeUses:
        if corpus.counts()["annotations"] < _MANY:
            return corpus.scheme_uses()
        with waiting(words, words("editor.counting"), 0, parent) as bar:
            return corpus.scheme_uses().count(bar.step_of)

    try:
        dialog = SchemeDialog(dress, session.scheme, counted(), corpus.path, parent)
    except CancelledError:
        return

    def fill(_changes: object = None) -> None:
        try:
            dialog.put(session.scheme, counted())
        except CancelledError:
            dialog.reject()  # how often what is in use is not known: nothing can be changed

    def do(verb: Callable[..., Any], *args: Any) -> None:
        dialog.say("")
        session.do(verb, *args)

    def merge(label: str, into: str) -> None:
        with suppress(CancelledError), waiting(words, words("editor.merging"), 0, dialog) as bar:
            do(corpus.merge_label, label, into, bar.step_of)

    dialog.saved.connect(lambda scheme: do(corpus.change_scheme, scheme))
    dialog.merged.connect(merge)
    session.failed.connect(dialog.say)
    for_scheme = session.changed.connect(lambda changes: fill() if changes.touch("schemes") else None)
    dialog.exec()
    session.changed.disconnect(for_scheme)
    session.failed.disconnect(dialog.say)


def _label(name: str) -> Label:
    return Label(name, {}, "", _COLOURS, {}, ())


def _attribute(name: str) -> AttributeType:
    return AttributeType(name, {}, (), "text")


def _relation(name: str) -> RelationType:
    return RelationType(name, {}, (), ())
