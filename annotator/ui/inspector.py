"""The current span at the right: its text, label, why it was suggested, attributes, note and history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.model import MANUAL, Annotation, Attributes, Decision, Entry, Scheme, Suggestion
from annotator.ui.attributes import AttributesForm
from annotator.ui.dress import Dress
from annotator.ui.item import Item
from annotator.ui.plain_text import plain_label
from annotator.ui.readcheck import ReadCheck
from annotator.ui.relations import RelationsList
from annotator.ui.spanhistory import SpanHistory, moment

_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Current:
    """What is shown: a suggestion, or an annotation with the decision behind it and its steps, the latest first.

    `read` is what the text says of an annotation's attributes.
    """

    item: Item | None
    annotation: Annotation | None = None
    behind: Decision | None = None
    history: Sequence[Entry] = ()
    read: Attributes = field(default_factory=dict)


class Inspector(QFrame):
    """Says what the person edits: `attributes_edited` with a dictionary, `note_edited` with the text, `left` by Esc."""

    attributes_edited = Signal(object)
    note_edited = Signal(str)
    left = Signal()

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dress = dress
        self.annotation: Annotation | None = None
        """the one that is shown, to which belongs what a person writes here"""
        self._fields: list[QWidget] = []
        self.setProperty("role", "card")
        self._text = plain_label("", "title")
        self._label = plain_label(wraps=False)
        self._state = plain_label("", "soft")
        self._why = plain_label("", "soft")
        self._place = plain_label("", "soft")
        self.form = AttributesForm()
        self.form.edited.connect(self.attributes_edited)
        self.check = ReadCheck()
        self.check.taken.connect(self.attributes_edited)
        self.note = QPlainTextEdit()
        self.note.setFixedHeight(54)
        self.note.setTabChangesFocus(True)
        self.note.installEventFilter(self)
        self.relations = RelationsList(dress, grows=True)
        self.relations.hide()
        self.elsewhere = plain_label("", "soft")
        self.elsewhere.hide()
        self._who = plain_label("", "soft")
        self._history_title = plain_label("", "soft")
        self.history = SpanHistory(dress)
        self._lay_out()
        self.wear(dress)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._label, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._state, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(8)
        layout.addWidget(self._text)
        layout.addLayout(line)
        below: tuple[QWidget, ...] = (
            self.check, self.form, self.relations, self.note, self.elsewhere, self._why, self._place, self._who,
            self._history_title, self.history,
        )  # fmt: skip
        for widget in below:
            layout.addWidget(widget)

    def wear(self, dress: Dress) -> None:
        self._dress = dress
        self.note.setPlaceholderText(dress.words("ui.note-here"))
        self.note.setAccessibleName(dress.words("ui.note"))
        self._history_title.setText(dress.words("ui.history"))
        self.history.wear(dress)

    def put(self, current: Current, scheme: Scheme) -> None:
        """Shows what is current, or that nothing is."""
        item, annotation = current.item, current.annotation
        is_another = (self.annotation and self.annotation.id) != (annotation and annotation.id)
        if is_another and self.note.hasFocus():
            self._keep_note()
        self.annotation = annotation
        parts: tuple[QWidget, ...] = (self._label, self._state, self._why, self._place, self.form)
        for widget in parts:
            widget.setVisible(item is not None)
        self.note.setVisible(annotation is not None)
        self._set_note(annotation.note if annotation else "", is_another=is_another)
        self._history_title.setVisible(bool(current.history))
        self.history.setVisible(bool(current.history))
        self.history.put(current.history, scheme)
        self._put_who(annotation)
        shown = annotation or (item.suggestion if item else None)
        self._text.setText(_short(shown.text) if shown else self._dress.words("ui.no-current"))
        if item and shown:
            self._put_label(item, scheme)
            self._put_origin(item, item.suggestion or (current.behind.suggestion if current.behind else None))
            kinds = scheme.attributes_of(item.label)
            self.form.put(kinds, shown.attributes, self._dress.words, editable=not item.is_open)
            self._order()
            self.check.put(kinds, shown.attributes, current.read, self._dress.words)
        else:
            self.check.hide()

    def _put_label(self, item: Item, scheme: Scheme) -> None:
        words = self._dress.words
        label = scheme.label(item.label)
        self._label.setText(words.pick(label.title) if label else item.label)
        self._label.setStyleSheet(self._chip(self._dress.theme.label_colour(scheme, item.label)))
        span = item.span
        self._place.setText(words("ui.place", start=span.start, end=span.end, count=len(span)))

    def _put_origin(self, item: Item, suggestion: Suggestion | None) -> None:
        """Where it is from: by whom it was suggested, how surely, and why."""
        words = self._dress.words
        kind = "ui.state-suggestion" if item.is_open else "ui.state-annotation"
        source = suggestion.source if suggestion else MANUAL
        score = [f"{suggestion.score:.2f}"] if suggestion else []
        self._state.setText(" · ".join([words(kind), words.named(f"ui.source-{source}", source), *score]))
        self._why.setText(words.reason(suggestion.why) if suggestion else "")
        self._why.setVisible(suggestion is not None)

    def _put_who(self, annotation: Annotation | None) -> None:
        """Who made it when, and when it was changed last."""
        self._who.setVisible(annotation is not None)
        if annotation:
            made, changed = annotation.created, annotation.changed
            last = [self._dress.words("ui.changed-at", when=moment(changed))] if changed and changed != made else []
            self._who.setText(" · ".join([annotation.annotator, *([moment(made)] if made else []), *last]))

    def _chip(self, hue: QColor) -> str:
        colours = self._dress.theme.label_colours(hue)
        return (
            f"background: {colours.chip.name()}; color: {colours.chip_ink.name()};"
            " border-radius: 5px; padding: 2px 7px; font-size: 12px;"
        )

    def _set_note(self, note: str, *, is_another: bool) -> None:
        """Leaves the field alone while a person is typing in it, but for the note of another span."""
        if (is_another or not self.note.hasFocus()) and self.note.toPlainText() != note:
            self.note.setPlainText(note)
        if self.note.toPlainText() == note:
            self.note.document().setModified(False)  # it is kept

    def _order(self) -> None:
        """Tab goes from top to bottom, also to fields that were made just now."""
        self._fields = [self.check.take, *self.form.fields, self.relations, self.note, self.history]
        for before, after in pairwise(self._fields):
            self.setTabOrder(before, after)

    def enter(self) -> None:
        """The keyboard goes into the first field that there is; Tab goes on, Esc back to the report."""
        if field := next((one for one in self._fields if one.isVisibleTo(self)), None):
            field.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What a field has not taken: Esc leads back to the report."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def write_note(self) -> None:
        """Puts the cursor into the note."""
        self.note.setFocus()
        self.note.moveCursor(self.note.textCursor().MoveOperation.End)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving the note keeps it; Esc and Ctrl+Enter go back to the report."""
        if event.type() == QEvent.Type.FocusOut:
            self._keep_note()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._leaves(event):
            self.left.emit()  # the focus goes, and the note is kept
            return True
        return super().eventFilter(watched, event)

    @staticmethod
    def _leaves(event: QKeyEvent) -> bool:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return event.key() == Qt.Key.Key_Escape or (enter and event.modifiers() == Qt.KeyboardModifier.ControlModifier)

    def _keep_note(self) -> None:
        # the field writes some signs in its own way: a note that nobody has edited is not kept in that
        if self.annotation and self.note.document().isModified():
            self.note_edited.emit(self.note.toPlainText())


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}…"
