"""The queue at the left: what is to be settled, narrowed and ordered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from annotator.corpus import QueueRow
from annotator.model import Scheme
from annotator.ui.clearing import clearable
from annotator.ui.documents import DocumentsView
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.review.filtering import ORDERS, STATES, Filter, frequencies, ordered
from annotator.ui.review.queuelist import QueueDelegate, QueueModel

_KINDS = ("missed", "extra", "boundary", "label", "boundary-label", "split-merge", "attribute", "relation")
_FIELDS = ("state", "type", "label", "pair", "document", "order")


class QueuePanel(QWidget):
    """Says `chosen` with the row that a person has picked, `narrowed` when other rows are shown."""

    chosen = Signal(object)  # QueueRow
    narrowed = Signal()
    left = Signal()

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        self._dress = dress
        self._all: Sequence[QueueRow] = ()
        self._filling = False
        super().__init__(parent)
        self.model = QueueModel()
        self.view = DocumentsView(self)
        self.view.setModel(self.model)
        self.view.setLayoutMode(QListView.LayoutMode.Batched)
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._delegate = QueueDelegate(self.model, dress, self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.selectionModel().currentChanged.connect(self._choose)
        self.search = _Search(self)
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.search.left.connect(self.left)
        self.fields = {name: QComboBox(self) for name in _FIELDS}
        for field in self.fields.values():
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.setMinimumContentsLength(4)
            field.currentIndexChanged.connect(lambda _index: self._narrow())
        self.count = plain_label("", "soft", wraps=False)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(6)
        for at, name in enumerate(_FIELDS):
            grid.addWidget(self.fields[name], at // 2, at % 2)
        below = QHBoxLayout()
        below.addWidget(self.count, 1)
        below.addWidget(self.bar)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 12, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addLayout(grid)
        layout.addWidget(self.view, 1)
        layout.addLayout(below)

    def wear(self, dress: Dress, scheme: Scheme, people: Collection[str], titles: dict[str, str]) -> None:
        """Words and colours, and what there is to choose from."""
        words = dress.words
        self._dress = self._delegate.dress = self.model.dress = dress
        self.search.setPlaceholderText(words("ui.review-search"))
        self.search.setAccessibleName(words("ui.review-search"))
        clearable(self.search, words)
        self.view.setAccessibleName(words("ui.review-queue"))
        self._filling = True
        self._offer("state", [(words(f"ui.review-state-{one or 'all'}"), one) for one in STATES])
        self._offer(
            "type", [(words("ui.review-any-type"), ""), *((words(f"review.kind-{one}"), one) for one in _KINDS)]
        )
        labels = [(words.pick(label.title), label.name) for label in scheme.labels]
        self._offer("label", [(words("ui.review-any-label"), ""), *labels])
        pairs = [(f"{a} – {b}", (a, b)) for a, b in combinations(sorted(people), 2)]
        self._offer("pair", [(words("ui.review-any-pair"), ()), *pairs])
        self._offer("document", [(words("ui.review-any-report"), ""), *((title, id_) for id_, title in titles.items())])
        self._offer("order", [(words(f"ui.review-order-{one}"), one) for one in ORDERS])
        for name, field in self.fields.items():
            field.setAccessibleName(words(f"ui.review-field-{name}"))
            field.setToolTip(words(f"ui.review-field-{name}"))
        self._filling = False
        self._narrow()

    def _offer(self, name: str, choices: Iterable[tuple[str, object]]) -> None:
        field = self.fields[name]
        kept = field.currentData()
        field.clear()
        for shown, value in choices:
            field.addItem(shown, value)
        at = next((at for at in range(field.count()) if field.itemData(at) == kept), 0)
        field.setCurrentIndex(at)

    @property
    def filter(self) -> Filter:
        """What the fields ask for."""
        value = {name: field.currentData() or "" for name, field in self.fields.items()}
        pair = value["pair"]
        return Filter(
            value["state"], value["type"], value["label"], (pair[0], pair[1]) if pair else (), value["document"],
            self.search.text().strip(),
        )  # fmt: skip

    def narrow_to(self, filter_: Filter) -> None:
        """Puts the fields so that these cases are shown."""
        self._filling = True
        for name in ("state", "type", "label", "pair", "document"):
            wanted = getattr(filter_, name)
            field = self.fields[name]
            found = (at for at in range(field.count()) if (field.itemData(at) or "") == (wanted or ""))
            field.setCurrentIndex(next(found, 0))
        self.search.setText(filter_.text)
        self._filling = False
        self._narrow()

    def put(self, rows: Sequence[QueueRow], titles: dict[str, str]) -> None:
        """Shows these rows, narrowed and ordered as the fields say."""
        self._all = rows
        self.model.titles = titles
        self._narrow()

    def put_progress(self, done: int, of: int) -> None:
        """How many reports have been read, of how many."""
        self.bar.setVisible(done < of)
        self.bar.setRange(0, of)
        self.bar.setValue(done)

    def _narrow(self) -> None:
        if self._filling:
            return
        filter_ = self.filter
        frequency = frequencies(self._all)
        shown = [row for row in self._all if filter_.passes(row)]
        here, at = self.current(), self.position()
        by = self.fields["order"].currentData() or "place"
        self.model.put(ordered(shown, by, frequency), self.model.titles, frequency)
        self._mark(here.place if here else None, at)
        self.count.setText(self._dress.words("ui.review-shown", count=len(shown), all=len(self._all)))
        self.narrowed.emit()

    # ---- which one is current

    def current(self) -> QueueRow | None:
        """The row that is marked."""
        index = self.view.currentIndex()
        return self.model.rows[index.row()] if index.isValid() and index.row() < len(self.model.rows) else None

    def position(self) -> int:
        """Its number among the rows shown, from 0; -1 where none is marked."""
        index = self.view.currentIndex()
        return index.row() if index.isValid() else -1

    def go(self, at: int) -> None:
        """Marks the row with that number, or the last one before the end."""
        if self.model.rows:
            self.view.setCurrentIndex(self.model.index(min(max(at, 0), len(self.model.rows) - 1)))

    def go_to(self, place: object) -> bool:
        """Marks the row of a place; False where it is not shown."""
        at = next((at for at, row in enumerate(self.model.rows) if row.place == place), None)
        if at is None:
            return False
        self.go(at)
        return True

    def _mark(self, place: object, at: int) -> None:
        """The same row as before, or the one that has come in its place, without saying that anybody chose it."""
        selection = self.view.selectionModel()
        blocked = selection.blockSignals(True)
        self.view.setCurrentIndex(QModelIndex())
        if not (place and self.go_to(place)):
            self.go(at)
        selection.blockSignals(blocked)
        self.view.viewport().update()

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.model.rows[index.row()])


class _Search(QLineEdit):
    """Esc and Enter lead back to the report; what is typed stays."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)
