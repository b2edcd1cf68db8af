"""The corpus's terms as a page: what people taught it, what has gone quiet and why, and the keys that change that."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.corpus import Known
from annotator.model import SaidTerm, Scheme
from annotator.text import fold
from annotator.ui.clearing import clearable
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.tables import Index, as_rows

_COLUMNS = ("term", "label", "accepted", "rejected", "passed", "state")
_WIDTHS = (220, 110, 85, 85, 100)
_STATES = {"term-shown": "shown", "term-quiet": "quiet", "term-forgotten": "forgotten", "term-nothing": ""}


class TermsModel(QAbstractTableModel):
    """Terms by value, a row each."""

    def __init__(self, dress: Dress, scheme: Scheme) -> None:
        self.terms: list[Known] = []
        super().__init__()
        self._dress = dress
        self._scheme = scheme

    def put(self, terms: Iterable[Known]) -> None:
        self.beginResetModel()
        self.terms = list(terms)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 # Qt's own signature
        return 0 if parent.isValid() else len(self.terms)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 # Qt's own signature
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._dress.words(f"ui.terms-{_COLUMNS[section]}")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        term = self.terms[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return term.text
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        label = self._scheme.label(term.label)
        return (
            term.text,
            self._dress.words.pick(label.title) if label else term.label,
            term.evidence.accepted,
            term.evidence.rejected,
            term.passed,
            self._dress.words(f"ui.term-{state_of(term)}"),
        )[index.column()]


def state_of(term: Known) -> str:
    """How a term stands: said by a person, or come about by decisions."""
    if term.state:
        return term.state
    return "gone-quiet" if term.is_quiet else "learned" if term.is_learned else "known"


class TermsPage(QWidget):
    """Says `said` with a list of SaidTerm when a key or button changes terms, `wanted` with "import" or "export"."""

    said = Signal(object)
    wanted = Signal(str)

    def __init__(self, dress: Dress, scheme: Scheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = dress.keys
        self._model = TermsModel(dress, scheme)
        self._found = QSortFilterProxyModel(self)
        self._found.setSourceModel(self._model)
        self._found.setFilterRole(Qt.ItemDataRole.UserRole)
        self.search = QLineEdit()
        self.search.setPlaceholderText(dress.words("ui.find-term"))
        self.search.setAccessibleName(dress.words("ui.find-term"))
        clearable(self.search, dress.words)
        self.search.textChanged.connect(lambda text: self._found.setFilterFixedString(fold(text)))
        self.view = QTableView()
        self.view.setModel(self._found)
        self.view.setAccessibleName(dress.words("ui.tab-terms"))
        self.view.setSortingEnabled(True)
        as_rows(self.view, _WIDTHS, several=True)
        self.view.installEventFilter(self)
        layout = QVBoxLayout(self)
        keys = "  ".join(map(self._keys.first, _STATES))
        layout.addWidget(plain_label(dress.words("ui.terms-about", keys=keys), "soft"))
        layout.addWidget(self.search)
        layout.addWidget(self.view, 1)
        layout.addLayout(self._buttons(dress))

    def _buttons(self, dress: Dress) -> QHBoxLayout:
        row = QHBoxLayout()
        for action, state in _STATES.items():
            title = dress.words(f"ui.say-{state or 'nothing'}", chord=self._keys.first(action))
            add_button(row, title, partial(self._say, state))
        row.addStretch(1)
        for action in ("import", "export"):
            add_button(row, dress.words(f"ui.terms-{action}"), partial(self.wanted.emit, action))
        return row

    def put(self, terms: Iterable[Known]) -> None:
        """Shows the terms; those that were selected stay so."""
        kept = {(term.text, term.label) for term in self.selected()}
        self._model.put(terms)
        for row in range(self._found.rowCount()):
            index = self._found.index(row, 0)
            term = self._model.terms[self._found.mapToSource(index).row()]
            if (term.text, term.label) in kept:
                self.view.selectionModel().select(
                    index,
                    self.view.selectionModel().SelectionFlag.Select | self.view.selectionModel().SelectionFlag.Rows,
                )

    def selected(self) -> list[Known]:
        rows = self.view.selectionModel().selectedRows()
        return [self._model.terms[self._found.mapToSource(index).row()] for index in rows]

    def _say(self, state: str) -> None:
        terms = [SaidTerm(term.text, term.label, term.domain, state) for term in self.selected()]
        if terms:
            self.said.emit(terms)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys in the list decide on the selected terms; else the list would search for the letter."""
        if action := self._keys.action_of(event, "terms"):
            self._say(_STATES[action])
            return True
        return super().eventFilter(watched, event)


def add_button(row: QHBoxLayout, title: str, act: Callable[[], None]) -> QPushButton:
    """A button of a dialog that Enter in a field does not press."""
    button = QPushButton(title)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked: act())
    row.addWidget(button)
    return button
