"""The working page: documents, reader, current span and labels, and the keys that decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from annotator.model import Changes, Span
from annotator.text import is_traditional
from annotator.ui.documents import DocumentsPanel
from annotator.ui.dress import Dress, families_of
from annotator.ui.everywhere import EverywhereDialog
from annotator.ui.header import Header
from annotator.ui.hints import HintsBar
from annotator.ui.inspector import Inspector
from annotator.ui.item import Item
from annotator.ui.keys import EDGES, Binding
from annotator.ui.labels import LabelsPanel
from annotator.ui.notice import Notice
from annotator.ui.page import Page
from annotator.ui.palette import LabelPalette
from annotator.ui.plain_text import plain_label
from annotator.ui.reader import Mark, MarkState, Reader
from annotator.ui.session import Session


class Workspace(Page):
    """Shows a session and turns keys and clicks into its gestures."""

    def __init__(self, session: Session, dress: Dress, header: Header, notice: Notice) -> None:
        super().__init__(session, dress, header, notice)
        self._shown: str | None = None
        self.documents = DocumentsPanel(dress)
        self.reader = Reader(dress.theme)
        self.inspector = Inspector(dress)
        self.labels = LabelsPanel(dress, session.scheme)
        self.hints = HintsBar(dress)
        self._titles = [plain_label("", "soft"), plain_label("", "soft")]
        self._lay_out()
        self.palette_ = LabelPalette(dress, self)
        self._connect()
        self._actions = self._make_actions()
        self.wear(dress)

    # ---- the look

    def _lay_out(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(16, 14, 16, 14)
        column.addWidget(self.reader, 1)
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.documents)
        splitter.addWidget(middle)
        splitter.addWidget(self._side())
        splitter.setSizes([232, 860, 268])
        for number, stretch in enumerate((0, 1, 0)):
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
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side = QWidget()
        side.setMinimumWidth(220)
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 14, 12, 10)
        column.setSpacing(8)
        for widget, stretch in ((self._titles[0], 0), (area, 1), (self._titles[1], 0), (self.labels, 0)):
            column.addWidget(widget, stretch)
        return side

    def wear(self, dress: Dress) -> None:
        """Another language or theme, at once."""
        super().wear(dress)
        for panel in (
            self.documents, self.inspector, self.labels, self.hints, self.palette_,
        ):  # fmt: skip
            panel.wear(dress)
        self.reader.set_theme(dress.theme)
        self.reader.setAccessibleName(dress.words("ui.reader"))
        for label, key in zip(self._titles, ("ui.current", "ui.labels"), strict=True):
            label.setText(dress.words(key))
        self.refresh()

    # ---- what happens in the session

    def _connect(self) -> None:
        session = self.session
        session.changed.connect(self._changed)
        session.arrived.connect(self._put_marks)
        session.moved.connect(self._moved)
        session.counting.counted.connect(self._put_row)
        session.reordered.connect(self._put_documents)
        self.documents.ordered.connect(session.order_by_uncertainty)
        self.documents.chosen.connect(self._open)
        self.reader.mark_clicked.connect(session.choose)
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

    def refresh(self) -> None:
        """Everything anew: after opening, and in another dress."""
        self._shown = None
        scheme = self.session.scheme
        self.palette_.put(scheme)
        self.hints.put(scheme)
        self._moved()

    def _changed(self, changes: Changes) -> None:
        if changes.touch("schemes"):
            self.refresh()
            return
        if changes.touch("documents"):
            self._put_documents()
        for document in changes.documents:
            self._put_row(document)
        self._put_figures()
        self._put_item()

    def _moved(self) -> None:
        document = self.session.document
        if self._shown != (document.id if document else ""):
            self._show_document()
        self.reader.set_current(self.session.current)
        if item := self.session.item():
            self.reader.reveal(item.span)
        self._put_figures()
        self._put_item()

    def _show_document(self) -> None:
        document = self.session.document
        self._shown = document.id if document else ""
        self.palette_.hide()
        text = document.text if document else ""
        self.reader.set_scheme(self.session.scheme)
        self.reader.set_families(families_of(traditional=is_traditional(text)))
        self.reader.set_text(text)
        self._put_marks()
        self._put_documents()

    def _put_marks(self) -> None:
        self.reader.set_marks([self._mark(item) for item in self.session.items])
        self.reader.set_current(self.session.current)

    def _mark(self, item: Item) -> Mark:
        label = self.session.scheme.label(item.label)
        title = self.dress.words.pick(label.title) if label else item.label
        state = MarkState.SUGGESTION if item.is_open else MarkState.ANNOTATION
        return Mark(item.key, item.span, item.label, title, label.key if label else "", state)

    def _put_documents(self) -> None:
        document = self.session.document
        self.documents.put(self.session.rows(), self.session.counting.totals, document.id if document else None)
        self.documents.put_order(by_uncertainty=self.session.by_uncertainty)

    def _put_row(self, document: str) -> None:
        if row := self.session.corpus.row(document):
            self.documents.put_row(row)

    def _put_figures(self) -> None:
        items = self.session.items
        all_ = Counter(item.label for item in items)
        open_ = Counter(item.label for item in items if item.is_open)
        item = self.session.item()
        counts = {name: (all_[name] - open_[name], all_[name]) for name in all_}
        self.labels.put(self.session.scheme, counts, item.label if item else "")
        decided, total = self.session.decided()
        self.header.put(self.session.document, decided, total, waiting=self.session.waiting)

    def _put_item(self) -> None:
        item, annotation = self.session.item(), self.session.annotation()
        self.inspector.put(item, annotation, self.session.scheme, *self.session.story(annotation))

    # ---- the person's gestures

    def _make_actions(self) -> dict[str, Callable[[Binding], None]]:
        session = self.session
        return {
            "next": lambda _: session.step_to_open(1),
            "previous": lambda _: session.step_to_open(-1),
            "unsure": lambda _: session.step_to_unsure(),
            "order": lambda _: session.order_by_uncertainty(not session.by_uncertainty),
            "next-document": lambda _: session.step_document(1),
            "previous-document": lambda _: session.step_document(-1),
            "accept": lambda _: session.accept(),
            "reject": lambda _: session.reject(),
            "remove": lambda _: session.reject(),
            "label": lambda binding: self._label_by_key(str(binding.argument)),
            "note": lambda _: self._write_note(),
            "everywhere": lambda _: self._annotate_everywhere(),
            "undo": lambda _: session.undo(),
            "redo": lambda _: session.redo(),
            "done": lambda _: session.done(),
            "search": lambda _: self.documents.search.setFocus(),
            "leave": lambda _: self._leave(),
        }

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the reader and the list of documents, by the table of keys; what it does not have is theirs.

        A key that the reader merely ignored would not do: on its way up Qt takes Tab for itself.
        """
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if binding := self.dress.keys.binding_of(event):
            if not (event.isAutoRepeat() and binding.group == "decide"):  # a key held too long decides only once
                self.asked.emit(binding)
            return True
        return super().eventFilter(watched, event)

    def perform(self, binding: Binding) -> bool:
        if edge := EDGES.get(binding.action):
            self.session.move_edge(edge)
        elif action := self._actions.get(binding.action):
            action(binding)
        else:
            return False
        return True

    def enter(self) -> None:
        self._put_figures()
        self.reader.setFocus()

    def leave(self) -> None:
        self.reader.setFocus()  # a note being written is kept
        self.palette_.hide()

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
        if annotation := self.session.annotation():
            self.session.do(self.session.corpus.set_note, annotation.id, note)

    def _set_attributes(self, attributes: object) -> None:
        if annotation := self.session.annotation():
            self.session.do(self.session.corpus.set_attributes, annotation.id, attributes)

    def _leave(self) -> None:
        """Esc: first the selection goes, then the notice; from a field back to the report."""
        self.reader.clear_selection()
        self.palette_.hide()
        self.notice.hide()
        self.reader.setFocus()
