"""The overview of the corpus: filters, the table of documents, and what can be done with those that are marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from annotator.corpus import Sought, Wish
from annotator.model import Scheme
from annotator.text import pinyin_initials, searchable
from annotator.ui.corpuspage.filters import FilterBar, Filters
from annotator.ui.corpuspage.table import OverviewModel, RowsOf
from annotator.ui.corpuspage.view import OverviewView
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label

TitlesOf = Callable[[Sequence[str]], list[str]]
_ACTIONS = ("export", "remove")
_IN_A_ROW = 1_000  # ms between two letters of one word
_AT_ONCE, _LOOKED_AT = 200, 10_000
"""titles read at once, and at most, to find the one that begins with what is typed"""


class ReportsPanel(QWidget):
    """Says `opened` with an id, `wished` when other rows are wanted, `wanted` with an action and the ids it is for."""

    opened = Signal(str)
    wished = Signal()
    wanted = Signal(str, object)  # export or remove, list of ids
    import_wanted = Signal()
    asked = Signal(object)  # QKeyEvent

    def __init__(self, dress: Dress, rows_of: RowsOf, titles_of: TitlesOf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dress = dress
        self._titles_of = titles_of
        self._by, self._descending = "position", False
        self._typed, self._pause = "", QElapsedTimer()
        self.filters = FilterBar(dress)
        self.model = OverviewModel(dress, rows_of)
        self.view = OverviewView(self.model, dress)
        self._empty = plain_label("", "soft")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.bring = QPushButton()
        self.bring.setProperty("role", "primary")
        self._summary = plain_label("", "soft", wraps=False)
        self._buttons = {name: QPushButton() for name in _ACTIONS}
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        nothing = QWidget()
        column = QVBoxLayout(nothing)
        column.addStretch(2)
        column.addWidget(self._empty)
        column.addSpacing(6)
        column.addWidget(self.bring, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(nothing)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self._summary, 1)
        for button in self._buttons.values():
            button.setAutoDefault(False)
            below.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 10)
        layout.setSpacing(10)
        layout.addWidget(self.filters)
        layout.addWidget(self._stack, 1)
        layout.addLayout(below)

    def _connect(self) -> None:
        self.filters.changed.connect(self.wished)
        self.bring.clicked.connect(self._bring)
        self.view.opened.connect(lambda row: self.opened.emit(self.model.ids[row]))
        self.view.sorted_.connect(self._sort)
        self.view.marked.connect(self._summarise)
        self.view.typed.connect(self._type_ahead)
        self.view.asked.connect(self.asked)
        self.view.unwanted.connect(lambda: self._want("remove"))
        for name, button in self._buttons.items():
            button.clicked.connect(lambda _checked, action=name: self._want(action))

    def wear(self, dress: Dress, scheme: Scheme, annotators: Iterable[str]) -> None:
        """Another language, theme or scheme."""
        self._dress = self.model.dress = dress
        self.filters.put(dress, scheme, annotators)
        self.view.setAccessibleName(dress.words("ui.documents"))
        for name, button in self._buttons.items():
            button.setText(dress.words(f"corpuspage.{name}"))
        self._summarise()
        self.view.wear(dress)

    # ---- what is shown

    def wish(self, totals: Mapping[str, int]) -> Wish:
        """What the panel wants to show."""
        chosen = self.filters.filters
        sought = Sought(chosen.status, chosen.label, chosen.annotator, self._by, self._descending)  # type: ignore[arg-type]
        return Wish(sought, chosen.title, chosen.script, totals if self._by == "open" else {})

    def put(self, ids: Sequence[str], totals: Mapping[str, int]) -> None:
        """Shows these documents; the one that was current stays so, or the one in its place is."""
        at = self.view.currentIndex().row()
        here = self.model.ids[at] if 0 <= at < len(self.model.ids) else ""
        column, top = max(self.view.currentIndex().column(), 1), self.view.verticalScrollBar().value()
        self.model.put(ids, totals)
        if ids:
            same = at if here and 0 <= at < len(ids) and ids[at] == here else -1
            found = same if same >= 0 else _place(ids, here, at)
            self.view.setCurrentIndex(self.model.index(found, column))
            self.view.verticalScrollBar().setValue(top if same >= 0 else self.view.verticalScrollBar().value())
        self._stack.setCurrentIndex(0 if ids else 1)
        self._summarise()

    def forget(self, ids: Iterable[str]) -> None:
        """These are marked no more: they are gone."""
        self.model.marked -= set(ids)
        self._summarise()

    def _summarise(self) -> None:
        words, all_, marked = self._dress.words, len(self.model.ids), len(self.model.marked)
        said = [words("corpuspage.reports", count=f"{all_:,}")]
        if marked:
            said.append(words("corpuspage.marked", count=f"{marked:,}"))
        self._summary.setText("  ·  ".join(said))
        filtered = self.filters.filters != Filters()
        self._empty.setText(words("corpuspage.none-fit" if filtered else "corpuspage.no-reports"))
        self.bring.setText(words("corpuspage.show-all" if filtered else "ui.action-import"))
        for button in self._buttons.values():
            button.setEnabled(bool(all_))

    def _bring(self) -> None:
        if self.filters.filters == Filters():
            self.import_wanted.emit()
        else:
            self.filters.reset()

    # ---- what a person does

    def chosen(self) -> list[str]:
        """The marked documents; where none is marked, those that are selected."""
        if self.model.marked:
            return [id_ for id_ in self.model.ids if id_ in self.model.marked] or sorted(self.model.marked)
        return [self.model.ids[row] for row in self.view.rows_chosen()]

    def _want(self, action: str) -> None:
        if ids := self.chosen():
            self.wanted.emit(action, ids)

    def _sort(self, by: str, descending: bool) -> None:
        self._by, self._descending = by, descending
        self.view.show_order(by, descending=descending)
        self.wished.emit()

    def _type_ahead(self, letters: str) -> None:
        """Goes to the next title that begins with what is typed in a row, in either script or by pinyin initials."""
        waited = not self._pause.isValid() or self._pause.elapsed() > _IN_A_ROW
        self._typed = letters if waited else self._typed + letters
        if (row := self._beginning(searchable(self._typed))) is not None:
            self.view.go_to(row)
        self._pause.start()  # only now: looking may have taken a while

    def _beginning(self, wanted: str) -> int | None:
        """The next row whose title begins so: after the current one for the first letter, else from there on."""
        ids, here = self.model.ids, self.view.currentIndex().row()
        first = here + 1 if len(self._typed) == 1 else max(here, 0)
        most = min(len(ids), _LOOKED_AT)
        for begun in range(0, most, _AT_ONCE):
            rows = [(first + step) % len(ids) for step in range(begun, min(begun + _AT_ONCE, most))]
            for row, title in zip(rows, self._titles_of([ids[row] for row in rows]), strict=True):
                if searchable(title).startswith(wanted) or pinyin_initials(title).startswith(wanted):
                    return row
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key that a field or a choice has let pass; Escape leads back to the table."""
        if event.key() == Qt.Key.Key_Escape or event.key() == Qt.Key.Key_Down:
            self.view.setFocus()
        elif event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.asked.emit(event)
        else:
            super().keyPressEvent(event)


def _place(ids: Sequence[str], wanted: str, otherwise: int) -> int:
    """Where an id is now, looked for near where it was, else that place itself."""
    near = range(max(otherwise - 2_000, 0), min(otherwise + 2_000, len(ids)))
    return next((at for at in near if ids[at] == wanted), min(max(otherwise, 0), len(ids) - 1))
