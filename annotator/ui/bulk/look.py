"""Ten of the suggestions at random, to be judged one by one before all are decided at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.corpus import Share
from annotator.i18n import on_one_line
from annotator.model import Scheme
from annotator.ui.bulk.rows import Row, RowKey, interval
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.room import Dialog

MANY = 10
_JUDGES = {"judge-right": True, "judge-wrong": False, "judge-back": None}


class LookDialog(Dialog):
    """`judged` is what the person has said of which row, by a key for right, for wrong, and to take that back."""

    def __init__(self, dress: Dress, scheme: Scheme, rows: Sequence[Row], all_: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._dress = dress
        self._scheme = scheme
        self._rows = rows
        self._all = all_
        self.judged: dict[RowKey, bool] = {}
        self.setWindowTitle(dress.words("ui.bulk-look"))
        self.resize(880, 640)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(dress.words("ui.bulk-look"))
        for _ in rows:
            self.list.addItem(QListWidgetItem())
        self.list.installEventFilter(self)
        self.said = plain_label()
        layout = QVBoxLayout(self)
        keys = {action.removeprefix("judge-"): dress.keys.first(action) for action in _JUDGES}
        layout.addWidget(plain_label(dress.words("ui.look-about", count=len(rows), all=all_, **keys), "soft"))
        layout.addWidget(self.list, 1)
        layout.addWidget(self.said)
        layout.addLayout(self._buttons())
        for number in range(len(rows)):
            self._show(number)
        self.list.setCurrentRow(0)
        self.list.setFocus()
        self._estimate()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for title, judgement in (("ui.look-right", True), ("ui.look-wrong", False)):
            button = QPushButton(self._dress.words(title))
            button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked, right=judgement: self.judge(right))
            row.addWidget(button)
        row.addStretch(1)
        box = QDialogButtonBox()
        close = box.addButton(self._dress.words("ui.close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setAutoDefault(False)
        box.rejected.connect(self.reject)
        row.addWidget(box)
        return row

    def judge(self, right: bool | None) -> None:
        """What the person says of the row that is current; goes on to the next one."""
        number = self.list.currentRow()
        if right is None:
            self.judged.pop(self._rows[number].key, None)
        else:
            self.judged[self._rows[number].key] = right
        self._show(number)
        self._estimate()
        if right is not None and number + 1 < len(self._rows):
            self.list.setCurrentRow(number + 1)

    def share(self) -> Share:
        """How many were right of those that were judged."""
        return Share(sum(self.judged.values()), len(self.judged))

    def _show(self, number: int) -> None:
        row, words = self._rows[number], self._dress.words
        said = self.judged.get(row.key)
        sign = "○" if said is None else "✓" if said else "✗"
        label = self._scheme.label(row.suggestion.label)
        title = words.pick(label.title) if label else row.suggestion.label
        text = f"{sign}  {title}　…{row.context}…\n      {on_one_line(row.title)}"
        item = self.list.item(number)
        item.setText(text)
        state = "ui.look-open" if said is None else "ui.look-right" if said else "ui.look-wrong"
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words(state)}: {text}")

    def _estimate(self) -> None:
        words = self._dress.words
        share = self.share()
        self.said.setText(
            words("ui.look-estimate", share=interval(share, words), all=self._all)
            if share.of
            else words("ui.look-nothing-judged")
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys that judge; the list keeps those that move."""
        if action := self._dress.keys.action_of(event, "look"):
            self.judge(_JUDGES[action])
            return True
        return super().eventFilter(watched, event)
