"""Words in context: a field to look for something in all reports, its places live and lazy, and what is done there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import AnnotatorError
from annotator.model import Occurrence, Scheme
from annotator.ui.clearing import clearable
from annotator.ui.corpuspage.hits import COLUMNS, HitsModel
from annotator.ui.corpuspage.rowsview import RowDelegate, RowsView
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.tickedtable import Index

MOST = 20_000
"""places that are shown"""
_PATIENCE, _BREATH, _SOME = 200, 8, 20  # ms after the last letter; ms of looking without a pause; places at once
_HEIGHT, _MARK, _LABELS, _REPORT, _ABOUT = 32, 40, 110, 230, 480  # pixels
Look = Callable[[str], tuple[Iterator[Occurrence], int]]
"""From what is typed to its places, and in how many reports it stands. Raises AnnotatorError."""


class HitDelegate(RowDelegate):
    """What stands before the words loses its beginning where there is no room, not its end."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if COLUMNS[index.column()] == "before":
            option.textElideMode = Qt.TextElideMode.ElideLeft


class HitsView(RowsView):
    """Says `labelled` with a digit, X is Delete, and says what all tables of rows say."""

    labelled = Signal(str)

    def __init__(self, model: HitsModel, parent: QWidget | None = None) -> None:
        super().__init__(model, _HEIGHT, parent)
        self._hits = model
        self.setModel(model)
        self.setItemDelegate(HitDelegate(self))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
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

    def takes(self, event: QKeyEvent, key: Qt.Key, how: Qt.KeyboardModifier) -> bool:
        if key == Qt.Key.Key_X and not how:
            self.unwanted.emit()
        elif not how and len(event.text()) == 1 and event.text() in "123456789":
            self.labelled.emit(event.text())
        elif how & ~Qt.KeyboardModifier.ShiftModifier or key == Qt.Key.Key_Escape or key >= Qt.Key.Key_F1:
            self.asked.emit(event)
        else:
            return False
        return True


class SearchPanel(QWidget):
    """Says `opened` with a place, `labelled` with ticked places and a label's name, `rejected` with places."""

    opened = Signal(object)  # Occurrence
    labelled = Signal(object, str)
    rejected = Signal(object)
    failed = Signal(object)  # AnnotatorError
    asked = Signal(object)  # QKeyEvent

    def __init__(self, dress: Dress, scheme: Scheme, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dress = dress
        self._look = look
        self._places: Iterator[Occurrence] | None = None
        self._reports, self._back_to = 0, -1
        self.query = QLineEdit()
        self.model = HitsModel(dress, scheme)
        self.view = HitsView(self.model)
        self.label = QComboBox()
        self.annotate, self.reject = QPushButton(), QPushButton()
        self._count = plain_label("", "soft", wraps=False)
        self._about = plain_label("", "soft")
        self._typing, self._looking = QTimer(self), QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_PATIENCE)
        self._looking.setInterval(0)
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
        for widget in (self.reject, self.label, self.annotate):
            below.addWidget(widget)
        for button in (self.annotate, self.reject):
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 10)
        layout.setSpacing(10)
        layout.addWidget(self.query)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._about, 1, Qt.AlignmentFlag.AlignCenter)
        layout.addLayout(below)

    def _connect(self) -> None:
        self.query.textChanged.connect(lambda _text: self._typing.start())
        self.query.returnPressed.connect(self._to_hits)
        self._typing.timeout.connect(self.look)
        self._looking.timeout.connect(self._go_on)
        self.view.opened.connect(lambda row: self.opened.emit(self.model.hits[row]))
        self.view.marked.connect(self._summarise)
        self.view.clicked.connect(lambda _index: self._summarise())
        self.view.labelled.connect(self._label_by_key)
        self.view.unwanted.connect(self._reject)
        self.view.asked.connect(self.asked)
        self.annotate.clicked.connect(lambda: self._label(str(self.label.currentData())))
        self.reject.clicked.connect(self._reject)

    def wear(self, dress: Dress, scheme: Scheme) -> None:
        """Another language, theme or scheme."""
        self._dress = self.model.dress = dress
        self.model.scheme = scheme
        words = dress.words
        self.query.setPlaceholderText(words("corpuspage.look-for"))
        self.query.setAccessibleName(words("corpuspage.look-for"))
        clearable(self.query, words)
        self.view.setAccessibleName(words("corpuspage.hits"))
        self.label.setAccessibleName(words("corpuspage.column-label"))
        self.reject.setText(words("corpuspage.reject"))
        kept = self.label.currentData()
        self.label.clear()
        for one in scheme.labels:
            self.label.addItem(f"{one.key}  {words.pick(one.title)}".strip(), one.name)
        self.label.setCurrentIndex(max(self.label.findData(kept), 0))
        self._summarise()
        self.view.viewport().update()

    # ---- looking

    def look(self) -> None:
        """Looks anew for what is typed; the first places are there at once, the others come while the window idles."""
        self._typing.stop()
        self._looking.stop()
        self._places, self._reports, self._back_to = None, 0, -1
        self.model.clear()
        if query := self.query.text():
            try:
                self._places, self._reports = self._look(query)
            except AnnotatorError as error:
                self.failed.emit(error)
            else:
                self._looking.start()
                self._go_on()
                self.view.fit()
        self._summarise()
        self.view.go_to(0)

    def _go_on(self) -> None:
        """One breath of looking: some milliseconds, so that keys and painting have their turn."""
        clock = QElapsedTimer()
        clock.start()
        while self._places is not None and clock.elapsed() < _BREATH:
            try:
                found = list(islice(self._places, min(_SOME, MOST - len(self.model.hits))))
            except AnnotatorError as error:
                self.failed.emit(error)
                found = []
            self.model.add(found)
            if not found:
                self._places = None
        if self._places is None:
            self._looking.stop()
        self._go_back()
        self._summarise()

    def stop(self) -> None:
        """Looks no further; what has been found stays."""
        self._typing.stop()
        self._looking.stop()

    def go_on(self) -> None:
        """Looks further where `stop` has stopped it."""
        if self._places is not None:
            self._looking.start()

    def _summarise(self) -> None:
        words, hits, ticked = self._dress.words, len(self.model.hits), len(self.model.ticked)
        more = "+" if self._places is not None or hits >= MOST else ""
        said = [words("corpuspage.places", count=f"{hits:,}{more}", reports=f"{self._reports:,}")] if hits else []
        if ticked:
            said.append(words("corpuspage.ticked", count=f"{ticked:,}"))
        self._count.setText("  ·  ".join(said))
        self.view.setVisible(bool(hits))
        self._about.setVisible(not hits)
        nothing = self.query.text() and self._places is None
        self._about.setText(words("corpuspage.not-found" if nothing else "corpuspage.look-about"))
        self.annotate.setText(words("corpuspage.annotate"))
        for widget in (self.annotate, self.reject, self.label):
            widget.setEnabled(bool(hits))

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

    def look_again(self) -> None:
        """The same places as they are now; ticks stay, and the row that is current."""
        if self.model.hits or self._places is not None:
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
        if self._typing.isActive():
            self.look()
        if self.model.hits:
            self.view.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key that the field has let pass."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
            self._to_hits()
        elif event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.asked.emit(event)
        else:
            super().keyPressEvent(event)
