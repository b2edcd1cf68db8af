"""The corpus's rules as a page: people's patterns, what each finds in the open report, the keys that change them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from annotator.errors import AnnotatorError
from annotator.model import ON, Occurrence, PersonalRule, Scheme
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.ruledialog import RuleDialog
from annotator.ui.tables import as_rows
from annotator.ui.terms import add_button

_COLUMNS = ("pattern", "label", "note", "matches", "state")
_ACTIONS = ("new", "edit", "switch", "remove")


class RulesPage(QWidget):
    """Says `saved` with id (empty for a new rule), pattern, label, domain and note; `switched` with ids and on or off;

    `removed` with ids; `wanted` with "import" or "export". `matches` gives what a pattern finds in the open report.
    """

    saved = Signal(str, str, str, str, str)
    switched = Signal(list, bool)
    removed = Signal(list)
    wanted = Signal(str)

    def __init__(
        self, dress: Dress, scheme: Scheme, matches: Callable[[str], list[Occurrence]], parent: QWidget | None = None
    ) -> None:
        self._rules: list[PersonalRule] = []
        super().__init__(parent)
        self._dress, self._scheme, self._matches = dress, scheme, matches
        self.view = QTableWidget(0, len(_COLUMNS))
        self.view.setHorizontalHeaderLabels([dress.words(f"ui.rules-{column}") for column in _COLUMNS])
        self.view.setAccessibleName(dress.words("ui.tab-rules"))
        as_rows(self.view, (280, 110, 190), several=True)
        self.view.installEventFilter(self)
        self.view.cellDoubleClicked.connect(lambda _row, _column: self._edit())
        layout = QVBoxLayout(self)
        keys = {action: dress.keys.first(f"rule-{action}") for action in _ACTIONS}
        layout.addWidget(plain_label(dress.words("ui.rules-about", **keys), "soft"))
        layout.addWidget(self.view, 1)
        layout.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for action in _ACTIONS:
            add_button(row, self._dress.words(f"ui.rules-{action}"), partial(self._do, action))
        row.addStretch(1)
        for action in ("import", "export"):
            add_button(row, self._dress.words(f"ui.terms-{action}"), partial(self.wanted.emit, action))
        return row

    def put(self, rules: Iterable[PersonalRule]) -> None:
        """Shows the rules; those that were selected stay so."""
        kept = {rule.id for rule in self.selected()}
        self._rules = list(rules)
        self.view.setRowCount(len(self._rules))
        for row, rule in enumerate(self._rules):
            for column, text in enumerate(self._cells(rule)):
                cell = QTableWidgetItem(text)
                self.view.setItem(row, column, cell)
                cell.setSelected(rule.id in kept)
        if self._rules and self.view.currentRow() < 0:
            self.view.selectRow(0)

    def _cells(self, rule: PersonalRule) -> tuple[str, ...]:
        label = self._scheme.label(rule.label)
        title = self._dress.words.pick(label.title) if label else rule.label
        state = self._dress.words("ui.rule-on" if rule.state == ON else "ui.rule-off")
        return rule.pattern, title, rule.note, self._count(rule), state

    def _count(self, rule: PersonalRule) -> str:
        try:
            return str(len(self._matches(rule.pattern)))
        except AnnotatorError:  # another version wrote it: it finds nothing here
            return "—"

    def selected(self) -> list[PersonalRule]:
        rows = sorted({index.row() for index in self.view.selectionModel().selectedRows()})
        return [self._rules[row] for row in rows if row < len(self._rules)]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list's own keys; else the list would search for the letter."""
        if action := self._dress.keys.action_of(event, "rules"):
            self._do(action.removeprefix("rule-"))
            return True
        return super().eventFilter(watched, event)

    def _do(self, action: str) -> None:
        {"new": self._new, "edit": self._edit, "switch": self._switch, "remove": self._remove}[action]()

    def _new(self) -> None:
        self._ask(None)

    def _edit(self) -> None:
        if chosen := self.selected():
            self._ask(chosen[0])

    def _ask(self, rule: PersonalRule | None) -> None:
        dialog = RuleDialog(self._dress, self._scheme, self._matches, rule, self)
        if dialog.exec():
            self.saved.emit(rule.id if rule else "", *dialog.values())

    def _switch(self) -> None:
        """All on, unless all are: then all off."""
        if chosen := self.selected():
            self.switched.emit([rule.id for rule in chosen], not all(rule.state == ON for rule in chosen))

    def _remove(self) -> None:
        if chosen := self.selected():
            self.removed.emit([rule.id for rule in chosen])
