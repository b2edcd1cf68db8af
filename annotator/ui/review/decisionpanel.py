"""What can be decided at the right: a card for each version with its key, the other ways, the reason and the note."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from annotator.corpus import Case, read_rule
from annotator.i18n import Words
from annotator.telling import local_time
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.review.card import Card
from annotator.ui.review.lane import VERSION, Lane
from annotator.ui.review.lanes import hue_of

_WAYS = ("accept", "nothing", "both", "edit", "defer", "remove")


class DecisionPanel(QWidget):
    """Says `asked` with an action's name and argument, `noted` with the note when it is left, `left` by Esc."""

    asked = Signal(str, str)
    noted = Signal(str)
    left = Signal()

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        self._dress = dress
        super().__init__(parent)
        self.type = plain_label("", "title")
        self.about = plain_label("", "soft")
        self.state = plain_label("")
        self.alike = self._button("everywhere")
        self._cards = QVBoxLayout()
        self._cards.setSpacing(6)
        self.cards: list[Card] = []
        self.ways = {name: self._button(name) for name in _WAYS}
        self.reason = self._button("reason")
        self.note = QPlainTextEdit()
        self.note.setFixedHeight(60)
        self.note.setTabChangesFocus(True)
        self.note.installEventFilter(self)
        self._lay_out()

    def _button(self, action: str) -> QPushButton:
        button = QPushButton(self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda _checked: self.asked.emit(action, ""))
        return button

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(6)
        for at, button in enumerate(self.ways.values()):
            grid.addWidget(button, at // 2, at % 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 14, 12, 10)
        layout.setSpacing(10)
        for widget in (self.type, self.about, self.state):
            layout.addWidget(widget)
        layout.addLayout(self._cards)
        layout.addLayout(grid)
        layout.addWidget(self.alike)
        layout.addWidget(self.reason)
        layout.addWidget(self.note)
        layout.addStretch(1)

    def wear(self, dress: Dress) -> None:
        """Words and colours."""
        self._dress = dress
        words = dress.words
        for name, button in self.ways.items():
            button.setText(self._with_key(words(f"ui.review-way-{name}"), name))
        self.note.setPlaceholderText(words("ui.review-note-here"))
        self.note.setAccessibleName(words("ui.review-note-here"))

    def _with_key(self, title: str, action: str) -> str:
        key = next(iter(self._dress.keys.chords_of(action)), "")
        return f"{title}  {key}".rstrip().replace("&", "&&")

    def put(self, case: Case | None, lanes: Sequence[Lane], nothing: str, *, alike: int, blind: bool) -> None:
        """Shows a disagreement, or the sentence of the key `nothing`; `alike` are how many others with the same words
        and versions are open."""
        for widget in (self.about, self.state, self.reason, self.note, *self.ways.values()):
            widget.setVisible(case is not None)
        self.alike.setVisible(case is not None and alike > 0)
        self._put_cards(lanes)
        if case is None:
            self.type.setText(self._dress.words(nothing))
            return
        words, one = self._dress.words, case.disagreement
        self.type.setText("、".join(words(f"review.kind-{kind}") for kind in one.kinds))
        absent = [words("ui.review-not-done", names="、".join(one.not_done))] if one.not_done and not blind else []
        self.about.setText("  ".join([words("ui.place", start=one.span.start, end=one.span.end, count=len(one.span)),
                                      *absent]))  # fmt: skip
        self.state.setText(told(case, words))
        self.state.setStyleSheet(f"color: {self._state_colour(case.state)};")
        self.alike.setText(self._with_key(words("ui.review-alike", count=alike), "everywhere"))
        self.ways["accept"].setEnabled(one.majority is not None)
        self.ways["remove"].setEnabled(case.decision is not None)
        self.put_reason(case.decision.reason if case.decision else "")
        self._put_note(case.decision.note if case.decision else "")

    def _state_colour(self, state: str) -> str:
        theme = self._dress.theme
        return {"open": theme.warn, "deferred": theme.ink_soft, "settled": theme.good}[state].name()

    def put_reason(self, reason: str) -> None:
        """Shows why, or that a reason can be given."""
        words = self._dress.words
        shown = words("ui.review-because", reason=reason_title(reason, words)) if reason else words("ui.review-reason")
        self.reason.setText(self._with_key(shown, "reason"))

    def put_draft(self, reason: str, note: str) -> None:
        """Shows what was given for a decision that has not been made yet."""
        self.put_reason(reason)
        self._put_note(note)

    def _put_note(self, note: str) -> None:
        if not self.note.hasFocus() and self.note.toPlainText() != note:
            self.note.setPlainText(note)
        self.note.document().setModified(False)

    def _put_cards(self, lanes: Sequence[Lane]) -> None:
        while item := self._cards.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.cards = [self._card(at, lane) for at, lane in enumerate(lanes) if lane.kind == VERSION]
        for card in self.cards:
            self._cards.addWidget(card)

    def _card(self, at: int, lane: Lane) -> Card:
        card = Card(lane, hue_of(at), self._dress, self)
        card.clicked.connect(lambda: self.asked.emit("label", lane.key))
        return card

    def write_note(self) -> None:
        """Puts the cursor into the note."""
        self.note.setFocus()
        self.note.moveCursor(self.note.textCursor().MoveOperation.End)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving the note keeps it; Esc and Ctrl+Enter go back to the report."""
        if event.type() == QEvent.Type.FocusOut and self.note.document().isModified():
            self.note.document().setModified(False)
            self.noted.emit(self.note.toPlainText())
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and _leaves(event):
            self.left.emit()
            return True
        return super().eventFilter(watched, event)


def _leaves(event: QKeyEvent) -> bool:
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return event.key() == Qt.Key.Key_Escape or (enter and event.modifiers() == Qt.KeyboardModifier.ControlModifier)


def told(case: Case, words: Words) -> str:
    """Whether it is settled, and by whom, when and by which rule."""
    one = case.decision
    if one is None:
        return words("ui.review-is-open")
    when = local_time(one.time, "%m-%d %H:%M") if one.time else "—"
    rule = read_rule(one.strategy)
    by = f"{one.annotator}（{rule.say(words)}）" if rule else one.annotator
    return words(f"ui.review-outcome-{one.outcome}", who=by, when=when)


def reason_title(reason: str, words: Words) -> str:
    """A reason as people read it; one that the team wrote itself is called as it was written."""
    return words.named(f"review.reason-{reason}", reason)
