"""The working page: documents, reader, current span and labels, and the keys that decide."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from annotator.model import Changes, Span
from annotator.ui.afterwards import Afterwards
from annotator.ui.documents import DocumentsPanel
from annotator.ui.dress import Dress
from annotator.ui.everywhere import EverywhereDialog
from annotator.ui.foldingsplitter import FoldingSplitter
from annotator.ui.guidelines import Guidelines
from annotator.ui.header import Header
from annotator.ui.hints import HintsBar
from annotator.ui.inspector import Current, Inspector
from annotator.ui.keys import EDGES, Binding
from annotator.ui.labels import LabelsPanel
from annotator.ui.listing import Listing
from annotator.ui.marker import Marker
from annotator.ui.notice import Notice
from annotator.ui.numbers import Labelled, NumberCommand
from annotator.ui.page import Page
from annotator.ui.palette import LabelPalette
from annotator.ui.plain_text import plain_label
from annotator.ui.readerpane import ReaderPane
from annotator.ui.reading import Reading
from annotator.ui.room import Scrolled
from annotator.ui.session import Difference, Session
from annotator.ui.spantools import SpanTools

_NO_LABEL = "ui.no-label-yet"
_ON_THE_PAGE = {*EDGES, "next", "previous", "accept", "reject", "remove", "label", "repeat", "undo", "redo"}
"""Actions that need the page and the session alone: the panels follow once the page is painted."""


class Workspace(Page):
    """Shows a session and turns keys and clicks into its gestures."""

    def __init__(self, session: Session, dress: Dress, header: Header, notice: Notice) -> None:
        super().__init__(session, dress, header, notice)
        self._shown: str | None = None
        self._returns = False
        """whether the report opened where it was read last: then nothing scrolls away from there by itself"""
        self.documents = DocumentsPanel(dress, session.corpus.rows_of)
        self._listing = Listing(session, self.documents)
        self.pane = ReaderPane(dress)
        self.reader = self.pane.reader
        self.number = NumberCommand(self.pane.line, self.reader, session, self._put_preview)
        self._preview: Labelled = []
        self._touched: set[str] = set()
        """documents whose figures in the list are to be read again"""
        self._afterwards = Afterwards(self._follow, self)
        self._marker = Marker(session.scheme, dress.words)
        self.inspector = Inspector(dress)
        self.labels = LabelsPanel(dress, session.scheme)
        self.hints = HintsBar(dress)
        self.guidelines = Guidelines(session, dress, self.reader.setFocus)
        self._titles = [plain_label("", "soft"), plain_label("", "soft")]
        self._lay_out()
        self.palette_ = LabelPalette(dress, self)
        self.tools = SpanTools(self, self.reader, self.inspector)
        self._connect()
        self._actions = self._make_actions()
        self.wear(dress)

    # ---- the look

    def _lay_out(self) -> None:
        splitter = self._panels = FoldingSplitter(self.documents)
        for panel in (self.pane, self.guidelines.panel, self._side()):
            splitter.addWidget(panel)
        splitter.setSizes([232, 860, 260, 268])
        for number, stretch in enumerate((0, 1, 0, 0)):
            splitter.setStretchFactor(number, stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(splitter, 1)
        layout.addWidget(self.hints)

    def _side(self) -> QWidget:
        """The current span, which may be long and then scrolls, and below it the labels, always in sight."""
        inside = QWidget()
        above = QVBoxLayout(inside)
        above.setContentsMargins(0, 0, 0, 0)
        above.addWidget(self.inspector)
        above.addStretch(1)
        area, labels = Scrolled(inside), Scrolled(self.labels)
        for one in (area, labels):
            one.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        labels.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        side = QWidget()
        side.setMinimumWidth(220)
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 14, 12, 10)
        column.setSpacing(8)
        for widget, stretch in ((self._titles[0], 0), (area, 1), (self._titles[1], 0), (labels, 0)):
            column.addWidget(widget, stretch)
        return side

    def wear(self, dress: Dress) -> None:
        """Another language or theme, at once."""
        super().wear(dress)
        for panel in (
            self.documents, self.pane, self.inspector, self.labels, self.hints, self.palette_, self.tools,
            self.guidelines,
        ):  # fmt: skip
            panel.wear(dress)
        for label, key in zip(self._titles, ("ui.current", "ui.labels"), strict=True):
            label.setText(dress.words(key))
        self.refresh()

    # ---- what happens in the session

    def _connect(self) -> None:
        session = self.session
        session.changed.connect(self._changed)
        session.arrived.connect(self._put_marks)
        session.caught_up.connect(self._afterwards.ask)
        session.moved.connect(self._moved)
        session.placed.connect(self._see)
        session.closing.connect(self._afterwards.forget)
        self.documents.chosen.connect(self._open)
        self.pane.resized.connect(lambda by: self.asked.emit(Binding("", "larger" if by > 0 else "smaller", "view")))
        self.reader.mark_clicked.connect(self._clicked)
        self.reader.selection_finished.connect(self._offer_labels)
        self.reader.selection_changed.connect(self._selection_changed)
        self.reader.verticalScrollBar().valueChanged.connect(lambda _value: self.palette_.hide())
        for widget in (self.reader, self.documents.view):
            widget.installEventFilter(self)
        self.labels.chosen.connect(self._label)
        self.palette_.chosen.connect(self._label)
        self.inspector.attributes_edited.connect(self._set_attributes)
        self.inspector.note_edited.connect(self._set_note)
        self.inspector.left.connect(self.reader.setFocus)
        self.notice.shown.connect(self.hints.setHidden)

    def refresh(self) -> None:
        """Everything anew but the text: with another scheme, and in another dress."""
        scheme = self.session.scheme
        self.palette_.put(scheme)
        self.hints.put(scheme)
        self.reader.set_scheme(scheme)
        self._marker = Marker(scheme, self.dress.words)
        if self._is_shown():
            self._listing.put()
            self._put_marks()
        self._moved()

    def _is_shown(self) -> bool:
        """Whether the page has the session's document, or shows that there is none."""
        return self._shown == (self.session.document.id if self.session.document else "")

    def read_as(self, reading: Reading) -> None:
        super().read_as(reading)
        self.pane.read_as(reading)
        self._put_marks()

    def _changed(self, changes: Changes) -> None:
        if changes.touch("schemes"):
            self.refresh()
            return
        if changes.touch("documents"):
            self._listing.put()
        if changes.touch("document_attributes"):
            self.tools.put_described()
        self._touched |= changes.documents
        self._afterwards.ask()

    def _moved(self) -> None:
        if not self._is_shown():
            self._show_document()
        self.reader.set_current(self.session.current)
        if (item := self.session.item()) and not self._returns:
            self.reader.reveal(item.span)
        self._returns = self._returns and self.session.waiting
        self._afterwards.ask()

    def _follow(self) -> None:
        """The panels show what the page shows."""
        self.session.keep_count()
        touched, self._touched = self._touched, set()
        for document in touched:
            self._listing.put_row(document)
        self._put_figures()
        self._put_item()

    def _see(self, place: Span) -> None:
        """Shows a place; where no item stands there, selected: a label's key annotates it."""
        self.reader.select(place if self.session.current is None else None)
        self.reader.reveal(place)

    def _show_document(self) -> None:
        self._keep_place()
        self.notice.pass_by()
        document = self.session.document
        self._shown = document.id if document else ""
        self.palette_.hide()
        self.pane.put(document.text if document else "", self.session.scheme)
        place = self.session.places.of(self._shown)
        self._returns = bool(place)
        if place and document:
            self.reader.set_reading_position(min(place, len(document.text)))
        self._put_marks()
        self._listing.put()
        self.tools.put_described()

    def _keep_place(self) -> None:
        if self._shown:
            self.session.places.put(self._shown, self.reader.reading_position())

    def _put_marks(self, difference: Difference | None = None) -> None:
        """Shows the items, or what is different; what decisions on them show besides is looked up only where wanted."""
        reading = self.dress.reading
        if difference and not reading.rejected and not reading.disputed:
            self.reader.change_marks(*self._marker.changed(difference.gone, difference.come))
        else:
            rejected = self.session.rejected() if reading.rejected else ()
            disputed, theirs = (self.session.disputed(), self.session.theirs()) if reading.disputed else ((), ())
            items = self.session.items
            marks = self._marker.marks(items, rejected, disputed=disputed, theirs=theirs, preview=self._preview)
            self.reader.set_marks(marks)
        self.reader.set_current(self.session.current)

    def _put_preview(self, preview: Labelled) -> None:
        self.reader.change_marks(*self._marker.typed(self._preview, preview))
        self._preview = preview

    def _clicked(self, key: str) -> None:
        """A rejected suggestion, or what only others have, is nothing that stands there: its words are selected, to be

        labelled after all.
        """
        if self.session.item_of(key):
            self.session.choose(key)
        elif span := self.reader.span_of(key):
            self.reader.select(span)
            self._offer_labels(span)

    def _put_figures(self) -> None:
        item = self.session.item()
        self.labels.put(self.session.scheme, self.session.counts(), item.label if item else "")
        decided, total = self.session.decided()
        if self.isVisibleTo(self.window()):  # else the header is another page's
            self.header.put(self.session.document, decided, total, waiting=self.session.waiting)

    def _put_item(self) -> None:
        item, annotation = self.session.item(), self.session.annotation()
        behind, steps = self.session.story(annotation)
        read = self.session.reading(annotation, behind)
        self.inspector.put(Current(item, annotation, behind, steps, read), self.session.scheme)
        self.tools.refresh()
        self.guidelines.refresh()

    # ---- the person's gestures

    def _make_actions(self) -> dict[str, Callable[[Binding], None]]:
        session = self.session
        return {
            "next": lambda _: session.step_to_open(1),
            "previous": lambda _: session.step_to_open(-1),
            "unsure": lambda _: session.step_to_unsure(),
            "order": lambda _: session.order_by_uncertainty(not session.listed.by_uncertainty),
            "next-document": lambda _: session.step_document(1),
            "previous-document": lambda _: session.step_document(-1),
            "accept": lambda _: session.accept(),
            "reject": lambda _: session.reject(),
            "remove": lambda _: session.reject(),
            "label": lambda binding: self._label_by_key(str(binding.argument)),
            "repeat": lambda _: (
                self._label(session.last_label) if session.last_label else session.noticed.emit(_NO_LABEL)
            ),
            "number": lambda _: self.number.begin(),
            "next-note": lambda _: session.step_to_note(),
            "next-disputed": lambda _: session.step_to_disputed(),
            "note": lambda _: self._write_note(),
            "guidelines": lambda _: self.guidelines.toggle(),
            "read-guidelines": lambda _: self.guidelines.read(),
            "everywhere": lambda _: self._annotate_everywhere(),
            "undo": lambda _: session.undo(),
            "redo": lambda _: session.redo(),
            "done": lambda _: session.done(),
            "search": lambda _: self._panels.ask(self.documents.search),
            "leave": lambda _: self._leave(),
        }

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the reader and the list of documents, by the table of keys; what it does not have is theirs.

        A key that the reader merely ignored would not do: on its way up Qt takes Tab for itself.
        """
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if watched is self.reader and self.number.takes(event):
            return True
        if binding := self.dress.keys.binding_of(event):
            if not (event.isAutoRepeat() and binding.group == "decide"):  # a key held too long decides only once
                self.asked.emit(binding)
            return True
        return super().eventFilter(watched, event)

    def perform(self, binding: Binding) -> bool:
        on_the_page = binding.action in _ON_THE_PAGE
        with self._afterwards.put_off(on_the_page):
            if not on_the_page:
                self.session.catch_up()
            return self._do(binding)

    def _do(self, binding: Binding) -> bool:
        if edge := EDGES.get(binding.action):
            self.session.move_edge(edge)
        elif action := self._actions.get(binding.action):
            action(binding)
        elif gesture := (self.pane.gestures | self.tools.gestures).get(binding.action):
            gesture()
        else:
            return False
        return True

    def enter(self) -> None:
        self._put_figures()
        self.reader.setFocus()

    def leave(self) -> None:
        self.reader.setFocus()  # a note being written is kept
        self.palette_.hide()
        self._keep_place()

    def _open(self, document: str) -> None:
        self.session.show(document)
        self.reader.setFocus()

    def _label_by_key(self, key: str) -> None:
        if label := self.session.scheme.label_of_key(key):
            self._label(label.name)

    def _label(self, name: str) -> None:
        self.reader.setFocus()  # a note or a value being written belongs to what is current now
        selection = self.reader.selection()
        self.session.label(name, selection)
        if selection:
            self.reader.clear_selection()
        self.palette_.hide()

    def _offer_labels(self, span: Span) -> None:
        line = self.reader.span_rect(span)
        corner = self.reader.viewport().mapTo(self, QPoint(line.left(), line.top()))
        line.moveTopLeft(corner)
        self.palette_.show_by(line)

    def _selection_changed(self, span: Span | None) -> None:
        if span is None:
            self.palette_.hide()

    def _write_note(self) -> None:
        if self.session.annotation():
            self.inspector.write_note()
        else:
            self.notice.remark(self.dress.words("ui.note-needs-annotation"))

    def _annotate_everywhere(self) -> None:
        """The text of the current span with its label, wherever else it stands, after a look at each place."""
        session, item = self.session, self.session.item()
        if item is None or session.document is None:
            self.notice.remark(self.dress.words("ui.nothing-current"))
            return
        document, text = session.document, item.span.of(session.document.text)
        label = session.scheme.label(item.label)
        dialog = EverywhereDialog(
            self.dress,
            text,
            self.dress.words.pick(label.title) if label else item.label,
            lambda everywhere: session.corpus.occurrences(text, None if everywhere else [document.id]),
            self,
        )
        if dialog.exec():
            session.do(session.corpus.annotate_all, dialog.chosen(), item.label)

    def _set_note(self, note: str) -> None:
        if annotation := self.inspector.annotation:
            self.session.do(self.session.corpus.set_note, annotation.id, note)

    def _set_attributes(self, attributes: object) -> None:
        if annotation := self.inspector.annotation:
            self.session.do(self.session.corpus.set_attributes, annotation.id, attributes)

    def _leave(self) -> None:
        """Esc: first the selection goes, then the notice; from a field back to the report."""
        self.reader.clear_selection()
        self.tools.forget()
        self.palette_.hide()
        self.notice.hide()
        self.reader.setFocus()
