"""What people say of a report itself: region, level, year, type, a note; what its title and text say is proposed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QPushButton, QVBoxLayout, QWidget

from annotator.corpus import Said
from annotator.i18n import Words, on_one_line
from annotator.model import Attributes, AttributeType, AttributeValue, Scheme
from annotator.ui.attributes import AttributesForm, shown_value
from annotator.ui.dialogbuttons import ok_or_cancel
from annotator.ui.dress import Dress
from annotator.ui.plain_text import fill, plain_label
from annotator.ui.room import Dialog
from annotator.ui.session import Session

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DescribeDialog(Dialog):
    """`changed()` is what the person made different: None under a name that was emptied."""

    def __init__(
        self, dress: Dress, scheme: Scheme, values: Attributes, proposed: Sequence[Said], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words = dress.words
        self._kinds = {kind.name: kind for kind in scheme.document}
        self._before = dict(values)
        self._values: dict[str, AttributeValue] = dict(values)
        self._proposed = [one for one in proposed if one.value != values.get(one.name)]
        self.setWindowTitle(dress.words("ui.action-describe"))
        self.setMinimumWidth(480)
        self.form = AttributesForm()
        self.form.edited.connect(self._edit)
        self.list = QListWidget()
        self.list.setAccessibleName(dress.words("ui.describe-proposed"))
        self.list.setMaximumHeight(140)
        self.list.installEventFilter(self)
        self.list.itemDoubleClicked.connect(lambda _item: self._take(self._proposed[self.list.currentRow()]))
        self.all = QPushButton(dress.words("ui.describe-take-all"))
        self.all.setAutoDefault(False)
        self.all.clicked.connect(lambda _checked: self._take(*self._proposed))
        buttons, self.ok = ok_or_cancel(self, dress.words, dress.words("ui.describe-keep"))
        layout = QVBoxLayout(self)
        layout.addWidget(self.form)
        if self._proposed:
            layout.addWidget(plain_label(dress.words("ui.describe-proposed"), "soft"))
            layout.addWidget(self.list)
            layout.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)
            fill(self.list, [self._line(one) for one in self._proposed])
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.ok.setDefault(True)
        self._show()
        if self.form.fields:
            self.form.fields[0].setFocus()

    def _show(self) -> None:
        self.form.put(tuple(self._kinds.values()), self._values, self._words, editable=True)

    def _edit(self, values: Attributes) -> None:
        self._values = dict(values)
        self._show()

    def _take(self, *proposed: Said) -> None:
        self._edit(self._values | {one.name: one.value for one in proposed})

    def _line(self, said: Said) -> str:
        kind = self._kinds[said.name]
        value, why = shown_value(kind, said.value, self._words), self._words.reason(said.why)
        return on_one_line(f"{self._words.pick(kind.title)} {value} — {why}")

    def changed(self) -> dict[str, AttributeValue]:
        names = self._before.keys() | self._values.keys()
        now = {name: self._values.get(name) for name in names}
        return {name: value for name, value in now.items() if value != self._before.get(name)}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the list takes what is proposed there."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or event.key() not in _ENTER:
            return super().eventFilter(watched, event)
        self._take(self._proposed[self.list.currentRow()])
        return True


def describe(session: Session, dress: Dress, parent: QWidget) -> None:
    """The dialog on the open report; what is kept is one step."""
    document, corpus = session.document, session.corpus
    if document is None or not session.scheme.document:
        session.noticed.emit("ui.nothing-to-describe")
        return
    values = corpus.document_attributes(document.id)
    proposed = [] if corpus.engine.waits else corpus.proposed_description(document.id)  # a window must not wait for it
    dialog = DescribeDialog(dress, session.scheme, values, proposed, parent)
    if dialog.exec() and (changed := dialog.changed()):
        session.do(corpus.describe, document.id, changed)


def told(kinds: Sequence[AttributeType], values: Attributes, words: Words) -> list[str]:
    """What was said of a report, in the scheme's order, for the header."""
    return [on_one_line(shown_value(kind, values[kind.name], words)) for kind in kinds if kind.name in values]
