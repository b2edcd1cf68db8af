"""The list of open suggestions: narrowed, ordered, looked at, and decided on at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.corpus import Share
from annotator.errors import AnnotatorError
from annotator.model import ACCEPT, REJECT, Scheme
from annotator.ui.bulk.filters import Filters
from annotator.ui.bulk.look import MANY, LookDialog
from annotator.ui.bulk.preview import PreviewDialog
from annotator.ui.bulk.rows import Row, RowKey, by_source, precision_line
from annotator.ui.bulk.table import COLUMNS, SuggestionsTable
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.room import Dialog
from annotator.ui.tables import as_rows

MOST = 50_000
"""rows that the list holds; a corpus may have millions"""
_SOURCES = 5
_WIDTHS = (170, 80, 125, 60, 330)
_WIDEST, _MARGINS = 200, 24  # pixels of a label's title, and beside it
_LABEL, _PLACE, _REPORT = (COLUMNS.index(column) for column in ("label", "place", "report"))


class BulkDialog(Dialog):
    """Says what the person wants: `decided` with a kind and rows, `wanted` with the row to be shown in its report,

    `undone`; `scope_wanted` with whether all reports are asked for, `stopped` that the gathering is to end.
    """

    decided = Signal(str, object)  # kind, list[Row]
    wanted = Signal(object)  # Row
    undone = Signal()
    scope_wanted = Signal(bool)
    stopped = Signal()

    def __init__(self, dress: Dress, scheme: Scheme, parent: QWidget) -> None:
        self._rows: list[Row] = []
        self._past: Mapping[str, Share] = {}
        self._judged: dict[RowKey, bool] = {}
        self._busy = False
        self._chance = Random()
        super().__init__(parent)
        self._dress = dress
        self._scheme = scheme
        self.setWindowTitle(dress.words("ui.action-bulk"))
        self.resize(940, 680)
        self.filters = Filters(dress, scheme)
        self.filters.changed.connect(self._narrow)
        self.filters.scope_changed.connect(self.scope_wanted)
        self.table = SuggestionsTable(dress, scheme)
        self.view = self._view()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.stop = self._button("ui.bulk-stop", self.stopped.emit)
        self.counted = plain_label("", "title")
        self.precision = plain_label("", "soft")
        self.fault = plain_label()
        self.look = self._button("ui.bulk-look-key", self.look_at_ten, "bulk-look")
        self.accept_all = self._button("ui.bulk-accept-key", lambda: self.decide(ACCEPT), "bulk-accept")
        self.reject_all = self._button("ui.bulk-reject-key", lambda: self.decide(REJECT), "bulk-reject")
        self._lay_out()
        self._keys = {"bulk-look": self.look, "bulk-accept": self.accept_all, "bulk-reject": self.reject_all}
        self.show_progress(0, 0)
        self.say(None)
        self.view.setFocus()

    def _view(self) -> QTableView:
        view = QTableView()
        view.setModel(self.table)
        view.setAccessibleName(self._dress.words("ui.action-bulk"))
        as_rows(view, _WIDTHS)
        view.setColumnWidth(_LABEL, max(_WIDTHS[_LABEL], self._longest_label(view) + _MARGINS))
        view.horizontalHeader().setSortIndicator(_PLACE, Qt.SortOrder.AscendingOrder)
        view.setSortingEnabled(True)
        view.setColumnHidden(_REPORT, True)  # until other reports are asked for
        self.filters.scope_changed.connect(lambda all_: view.setColumnHidden(_REPORT, not all_))
        view.doubleClicked.connect(lambda index: self.wanted.emit(self.table.rows[index.row()]))
        view.installEventFilter(self)
        return view

    def _longest_label(self, view: QTableView) -> int:
        titles = (self._dress.words.pick(label.title) for label in self._scheme.labels)
        return min(max(map(view.fontMetrics().horizontalAdvance, titles), default=0), _WIDEST)

    def _button(self, title: str, act: object, action: str = "") -> QPushButton:
        """A button, whose title names the first key of an action where it has one."""
        button = QPushButton(self._dress.words(title, chord=self._dress.keys.first(action)))
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: act())  # type: ignore[operator]  # whatever is called without arguments
        return button

    def _lay_out(self) -> None:
        working, buttons = QHBoxLayout(), QHBoxLayout()
        working.addWidget(self.bar, 1)
        working.addWidget(self.stop)
        for button in (self.look, self.accept_all, self.reject_all):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self._button("ui.close", self.reject))
        layout = QVBoxLayout(self)
        layout.addWidget(self.filters)
        layout.addLayout(working)
        layout.addWidget(self.view, 1)
        for widget in (self.counted, self.precision, self.fault):
            layout.addWidget(widget)
        layout.addLayout(buttons)

    # ---- what is shown

    def put(self, rows: Iterable[Row], past: Mapping[str, Share]) -> None:
        """These rows in place of all before; `past` is how good each source was so far."""
        self._rows, self._past = list(rows)[:MOST], past
        for source in by_source(self._rows):
            self.filters.offer_source(source)
        self._narrow()

    def add(self, rows: list[Row]) -> bool:
        """More rows, which are counted at the next progress. False once the list is full."""
        room = MOST - len(self._rows)
        self._rows += rows[:room]
        for source in by_source(rows):
            self.filters.offer_source(source)
        self.table.add(self.filters.narrowing().of(rows[:room]))
        return len(rows) < room

    def drop(self, documents: Iterable[str], past: Mapping[str, Share]) -> None:
        """Takes the rows of some documents away: they are about to come again."""
        gone = set(documents)
        self.put((row for row in self._rows if row.document not in gone), past)

    def show_progress(self, done: int, of: int) -> None:
        """How many reports have been gone through; (0, 0) and (n, n) for nothing under way."""
        self._busy = done < of
        self.bar.setRange(0, max(of, 1))
        self.bar.setValue(done)
        self.bar.setVisible(self._busy)
        self.stop.setVisible(self._busy)
        self._tell()

    def say(self, error: AnnotatorError | None) -> None:
        """What the world answered to the last wish; None for nothing."""
        self.fault.setText(error.say(self._dress.words) if error else "")
        self.fault.setVisible(error is not None)

    def settle(self) -> None:
        """All rows have come: puts them in order."""
        self._narrow()

    def _narrow(self) -> None:
        self.table.put(self.filters.narrowing().of(self._rows), self._judged)
        if self.table.rows:
            self.view.selectRow(0)
        self._tell()

    def _tell(self) -> None:
        """The count, and what is known of the sources that are shown."""
        words, shown = self._dress.words, self.table.rows
        documents = len({row.document for row in shown})
        notes = [words("ui.bulk-full", most=f"{MOST:,}")] if len(self._rows) >= MOST else []
        if self.filters.nothing_proven:
            notes.append(words("ui.bulk-nothing-proven"))
        counts = {"shown": f"{len(shown):,}", "all": f"{len(self._rows):,}", "documents": f"{documents:,}"}
        self.counted.setText(" ".join([words("ui.bulk-counted", **counts), *notes]))
        lines = [
            precision_line(source, count, self._past.get(source, Share(0, 0)), words)
            for source, count in list(by_source(shown).items())[:_SOURCES]
        ]
        self.precision.setText("\n".join(lines))
        for button in (self.look, self.accept_all, self.reject_all):
            button.setEnabled(bool(shown) and not self._busy)

    # ---- what the person does

    def look_at_ten(self) -> None:
        """Ten of those that are shown, drawn at random, to be judged."""
        shown = self.table.rows
        rows = self._chance.sample(shown, min(MANY, len(shown)))
        dialog = LookDialog(self._dress, self._scheme, rows, len(shown), self)
        dialog.exec()
        self._judged |= dialog.judged
        self._narrow()

    def decide(self, kind: str) -> None:
        """Asks, and says what is to be decided: all that is shown but for what was judged the other way."""
        wrong = kind != ACCEPT
        rows = [row for row in self.table.rows if self._judged.get(row.key) is not wrong]
        left_out = len(self.table.rows) - len(rows)
        if not rows:
            return
        preview = PreviewDialog(self._dress, self._scheme, kind, rows, left_out=left_out, parent=self)
        if preview.exec():
            self.say(None)
            self.decided.emit(kind, rows)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list's own keys: those on the buttons, the one to the report, and undo."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        action, other = self._dress.keys.action_of(event, "bulk"), self._dress.keys.binding_of(event)
        if action in self._keys:
            self._keys[action].click()
        elif action and (row := self._chosen()):
            self.wanted.emit(row)
        elif not action and other and other.action == "undo":
            self.undone.emit()
        else:
            return super().eventFilter(watched, event)
        return True

    def _chosen(self) -> Row | None:
        index = self.view.currentIndex()
        return self.table.rows[index.row()] if index.isValid() else None
