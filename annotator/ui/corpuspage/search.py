"""Words in context: a field to look for something in all reports, its places live and lazy, and what is done there."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import AnnotatorError
from annotator.model import Changes, Occurrence, Scheme
from annotator.ui.corpuspage.hits import COLUMNS, HitsModel
from annotator.ui.corpuspage.looking import Looking, Ways
from annotator.ui.corpuspage.queryrow import QueryRow
from annotator.ui.corpuspage.rowsview import RowDelegate, RowsView, is_the_windows
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.tables import Index

_PATIENCE = 200  # ms after the last letter
_HEIGHT, _MARK, _LABELS, _REPORT, _ABOUT = 32, 40, 110, 230, 480  # pixels
Relabel = Callable[[Sequence[Occurrence]], list[Occurrence]]
"""Places as they are annotated now."""


class HitDelegate(RowDelegate):
    """What stands before the words loses its beginning where there is no room, not its end."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if COLUMNS[index.column()] == "before":
            option.textElideMode = Qt.TextElideMode.ElideLeft


class HitsView(RowsView):
    """Says `labelled` with the digit of a label, and what all tables of rows say."""

    labelled = Signal(str)

    def __init__(self, model: HitsModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "hits", _HEIGHT, parent)
        self._hits = model
        self.setModel(model)
        self.setItemDelegate(HitDelegate(self))
        header = self.horizontalHeader()
        header.setMinimumSectionSize(_MARK)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(lambda section: self.mark_all() if COLUMNS[section] == "mark" else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """The words stand in the middle of what the other columns leave, with as much on either side."""
        header = self.horizontalHeader()
        letters = self.fontMetrics().horizontalAdvance("字")
        longest = max((len(hit.text) for hit in self._hits.hits[:200]), default=4)
        words = min(max(longest, 4), 16) * letters + 24
        rest = max(self.viewport().width() - _MARK - _LABELS - _REPORT - words, 240)
        for at, width in enumerate((_MARK, rest // 2, words, rest - rest // 2, _LABELS, _REPORT)):
            header.resizeSection(at, width)

    def takes(self, event: QKeyEvent) -> bool:
        binding = self.keys.binding_of(event)
        if binding and binding.action == "label":
            self.labelled.emit(binding.argument)
        elif is_the_windows(event):
            self.asked.emit(event)
        else:
            return False
        return True


class SearchPanel(QWidget):
    """Says `opened` with a place, `labelled` with ticked places and a label's name, `rejected` with places.

    What is typed is looked for by words, or by a pattern while that is on.
    """

    opened = Signal(object)  # Occurrence
    labelled = Signal(object, str)
    rejected = Signal(object)
    failed = Signal(object)  # AnnotatorError
    asked = Signal(object)  # QKeyEvent

    def __init__(
        self, dress: Dress, scheme: Scheme, ways: Ways, relabel: Relabel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._dress = dress
        self._ways, self._relabel = ways, relabel
        self.looking: Looking = ways.words
        self._back_to, self._touched, self._is_stale = -1, set[str](), False
        self._missed = set[str]()
        """reports whose labels have changed while the places were out of sight"""
        self._row = QueryRow()
        self.query, self.pattern = self._row.query, self._row.pattern
        self.model = HitsModel(dress, scheme)
        self.view = HitsView(self.model)
        self.label = QComboBox()
        self.annotate, self.reject, self.enough = QPushButton(), QPushButton(), QPushButton()
        self._count = plain_label("", "soft", wraps=False)
        self._about = plain_label("", "soft")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_PATIENCE)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.query)
        self.wear(dress, scheme)

    def _lay_out(self) -> None:
        self._about.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._about.setFixedWidth(_ABOUT)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self._count, 1)
        for widget in (self.enough, self.reject, self.label, self.annotate):
            below.addWidget(widget)
        for button in (self.annotate, self.reject, self.enough):
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 10)
        layout.setSpacing(10)
        layout.addWidget(self._row)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._about, 1, Qt.AlignmentFlag.AlignCenter)
        layout.addLayout(below)

    def _connect(self) -> None:
        self.query.textChanged.connect(lambda _text: self._typing.start())
        self.query.returnPressed.connect(self._to_hits)
        self.pattern.toggled.connect(self._switch)
        self._typing.timeout.connect(self.look)
        for looking in self._ways:
            looking.found.connect(self._take)
            looking.refused.connect(self._refuse)
            looking.failed.connect(self._fail)
        self.view.opened.connect(lambda row: self.opened.emit(self.model.hits[row]))
        self.view.marked.connect(self._summarise)
        self.view.clicked.connect(lambda _index: self._summarise())
        self.view.labelled.connect(self._label_by_key)
        self.view.unwanted.connect(self._reject)
        self.view.asked.connect(self._pass_on)
        self.enough.clicked.connect(self._cut_off)
        self.annotate.clicked.connect(lambda: self._label(str(self.label.currentData())))
        self.reject.clicked.connect(self._reject)

    def wear(self, dress: Dress, scheme: Scheme) -> None:
        """Another language, theme or scheme."""
        self._dress = self.model.dress = dress
        self.model.scheme = scheme
        words = dress.words
        self._row.wear(dress)
        self.view.keys = dress.keys
        self.view.setAccessibleName(words("corpuspage.hits"))
        self.label.setAccessibleName(words("corpuspage.column-label"))
        self.reject.setText(words("corpuspage.reject"))
        self.annotate.setText(words("corpuspage.annotate"))
        self.enough.setText(words("corpuspage.enough"))
        kept = self.label.currentData()
        self.label.clear()
        for one in scheme.labels:
            self.label.addItem(f"{one.key}  {words.pick(one.title)}".strip(), one.name)
        self.label.setCurrentIndex(max(self.label.findData(kept), 0))
        self._summarise()
        self.view.viewport().update()

    # ---- looking

    def look(self) -> None:
        """Looks anew for what is typed; the first places are there at once, the others come by and by."""
        self._typing.stop()
        self.looking.stop()
        self.looking = self._ways.patterns if self.pattern.isChecked() else self._ways.words
        self._back_to, self._touched, self._is_stale = -1, set(), False
        self._missed.clear()
        self.model.clear()
        self._row.put(None)
        if query := self.query.text():
            self.looking.start(query)
        else:
            self.looking.forget()
        self._summarise()

    def _take(self, places: list[Occurrence]) -> None:
        """More places; where something was annotated while they were on their way, as it is there now."""
        is_first = not self.model.hits
        self.model.add(self._as_now(places, self._touched))
        if is_first:
            self.view.fit()
            self.view.go_to(0)
        self._go_back()
        self._summarise()

    def _refuse(self, fault: AnnotatorError) -> None:
        self._row.put(fault)
        self._summarise()

    def _fail(self, error: AnnotatorError) -> None:
        self.failed.emit(error)
        self._summarise()

    def stop(self) -> None:
        """Looks no further until `go_on`; what has been found stays."""
        self._typing.stop()
        self.looking.pause()

    def go_on(self) -> None:
        """Looks further where `stop` has stopped it; anew where reports have come or gone meanwhile."""
        if self._is_stale:
            self._look_again()
        elif self._missed:
            self.model.put(self._as_now(self.model.hits, self._missed))
            self._missed.clear()
        self.looking.resume()

    def _switch(self, on: bool) -> None:
        if on:
            self._ways.patterns.warm_up()
        self.look()

    def _cut_off(self) -> None:
        """Enough has been found: it stays, and the focus is on it."""
        self.looking.cut_off()
        self._summarise()
        (self.view if self.model.hits else self.query).setFocus()

    def _summarise(self) -> None:
        words, hits, ticked, looking = self._dress.words, len(self.model.hits), len(self.model.ticked), self.looking
        goes_on = looking.under_way or looking.is_cut_off
        said = []
        if hits:
            count = f"{hits:,}{'+' if goes_on else ''}"
            said.append(words("corpuspage.places", count=count, reports=f"{looking.reports:,}"))
        if ticked:
            said.append(words("corpuspage.ticked", count=f"{ticked:,}"))
        if looking.of and goes_on:
            said.append(words("corpuspage.looked", count=f"{looking.looked:,}", of=f"{looking.of:,}"))
        self._count.setText("  ·  ".join(said))
        self.view.setVisible(bool(hits))
        self._about.setVisible(not hits)
        keys = {action: self.view.keys.first(f"hit-{action}") for action in ("open", "mark", "reject")}
        self._about.setText(words(f"corpuspage.{self._about_nothing()}", **keys))
        self.enough.setVisible(looking.under_way)
        for widget in (self.annotate, self.reject, self.label):
            widget.setEnabled(bool(hits))

    def _about_nothing(self) -> str:
        if self.looking.under_way:
            return "looking"
        if self.query.text() and not self._row.fault:
            return "not-found"
        return "pattern-about" if self.pattern.isChecked() else "look-about"

    # ---- what a person does

    def chosen(self) -> list[Occurrence]:
        """The ticked places; where none is ticked, those that are selected."""
        return self.model.chosen() or [self.model.hits[row] for row in self.view.rows_chosen()]

    def _label_by_key(self, key: str) -> None:
        if label := self.model.scheme.label_of_key(key):
            self._label(label.name)

    def _label(self, name: str) -> None:
        if chosen := self.chosen():
            self.labelled.emit(chosen, name)

    def _reject(self) -> None:
        if chosen := self.chosen():
            self.rejected.emit(chosen)

    def done(self) -> None:
        """What was ticked is dealt with: no tick stays."""
        self.model.ticked = set()
        self._summarise()
        self.view.viewport().update()
        self.view.setFocus()

    def take_changes(self, changes: Changes) -> None:
        """The same places as they are annotated now; they are looked for anew where reports have come or gone."""
        if changes.touch("documents"):
            self._is_stale = True
            if self.isVisible():
                self._look_again()
        elif changes.touch("annotations"):
            if self.looking.under_way:
                self._touched |= changes.documents
            if self.isVisible():
                self.model.put(self._as_now(self.model.hits, changes.documents))
            else:
                self._missed |= changes.documents

    def _as_now(self, places: Sequence[Occurrence], documents: Set[str]) -> list[Occurrence]:
        """Places in their order, those of some documents with the labels that they have there now."""
        there = [one for one in places if one.document in documents]
        anew = iter(self._relabel(there) if there else ())
        return [next(anew) if one.document in documents else one for one in places]

    def _look_again(self) -> None:
        """Looks anew; ticks stay, and the row that is current."""
        self._is_stale = False
        if self.model.hits or self.looking.under_way:
            row = self.view.currentIndex().row()
            self.look()
            self._back_to = row
            self._go_back()

    def _go_back(self) -> None:
        """To the row that was current before the places were looked for anew, as soon as it is there again."""
        if 0 <= self._back_to < len(self.model.hits):
            self.view.go_to(self._back_to)
            self._back_to = -1

    def _to_hits(self) -> None:
        """To the places; or to the part of a pattern that cannot be."""
        if self._typing.isActive():
            self.look()
        if self.model.hits:
            self.view.setFocus()
        else:
            self._row.show_fault()

    def _pass_on(self, event: QKeyEvent) -> None:
        """A key that the places have no use for: Esc ends the looking, while there is any."""
        if event.key() == Qt.Key.Key_Escape and self.looking.under_way:
            self._cut_off()
        else:
            self.asked.emit(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key that the field has let pass."""
        if event.key() == Qt.Key.Key_Escape and self.looking.under_way:
            self._cut_off()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
            self._to_hits()
        elif event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.asked.emit(event)
        else:
            super().keyPressEvent(event)
