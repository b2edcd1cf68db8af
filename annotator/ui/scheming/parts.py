"""A page of the scheme editor: the parts of one kind in a list, the one that is chosen in a form beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QScrollArea, QVBoxLayout, QWidget

from annotator.model import Scheme
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label
from annotator.ui.scheming.forms import Form
from annotator.ui.terms import add_button

_ROW = 32  # pixels
_ACTIONS = ("new", "up", "down", "remove")


class PartsPage(QWidget):
    """Says `changed` after each change of `parts`. `fresh` makes a new part; `count` says how often one is in use."""

    changed = Signal()

    def __init__(
        self, dress: Dress, form: Form, fresh: Callable[[str], Any], count: Callable[[str], int],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.parts: list[Any] = []
        self._known: set[str] = set()
        self._scheme: Scheme | None = None
        self._dress, self.form, self._fresh, self._count = dress, form, fresh, count
        self.view = QListWidget()
        self.view.setFixedWidth(250)
        self.used = plain_label("", "soft")
        self.buttons_row = QHBoxLayout()
        self.buttons = {
            action: add_button(self.buttons_row, dress.words(f"editor.{action}"), partial(self._do, action))
            for action in _ACTIONS
        }
        self._lay_out()
        self.view.currentRowChanged.connect(lambda _row: self._show())
        form.edited.connect(self._edited)
        self.setFocusProxy(self.view)

    def _lay_out(self) -> None:
        area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it goes along with what has the focus
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self.form)
        right = QVBoxLayout()
        right.addWidget(area, 1)
        right.addWidget(self.used)
        both = QHBoxLayout()
        both.addWidget(self.view)
        both.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(both, 1)
        self.buttons_row.addStretch(1)
        layout.addLayout(self.buttons_row)

    def put(self, parts: Sequence[Any], scheme: Scheme) -> None:
        """Shows the parts as the corpus has them."""
        at = max(0, self.view.currentRow())
        self.parts = list(parts)
        self._known = {part.name for part in parts}
        self._scheme = scheme
        self._list(min(at, len(self.parts) - 1))

    def draft(self, scheme: Scheme) -> None:
        """The scheme as it is written now, whose labels the forms offer."""
        self._scheme = scheme

    @property
    def current(self) -> Any | None:
        row = self.view.currentRow()
        return self.parts[row] if 0 <= row < len(self.parts) else None

    def _list(self, at: int) -> None:
        self.view.blockSignals(True)
        self.view.clear()
        for part in self.parts:
            item = QListWidgetItem(self.view)
            item.setSizeHint(QSize(0, _ROW))
            self._name(item, part)
        self.view.setCurrentRow(at)
        self.view.blockSignals(False)
        self._show()

    def _name(self, item: QListWidgetItem, part: Any) -> None:
        """What stands in the list: a label with its key and colour."""
        title = self._dress.words.pick(part.title) or part.name or "—"
        key = getattr(part, "key", "")
        item.setText(f"{key}  {title}" if key else title)
        if colours := getattr(part, "colour", None):
            picture = QPixmap(14, 14)
            picture.fill(QColor(colours.get(self._dress.theme.name, "")))
            item.setIcon(picture)

    def _show(self) -> None:
        part, row = self.current, self.view.currentRow()
        self.form.setEnabled(part is not None)
        count = self._count(part.name) if part and part.name in self._known else 0
        self.buttons["up"].setEnabled(row > 0)
        self.buttons["down"].setEnabled(0 <= row < len(self.parts) - 1)
        self.buttons["remove"].setEnabled(part is not None and count == 0)
        self.used.setText(self._dress.words("editor.used", count=f"{count:,}") if part and count else "")
        if part and self._scheme:
            self.form.put(part, self._scheme, is_new=part.name not in self._known)

    def _edited(self) -> None:
        row = self.view.currentRow()
        if 0 <= row < len(self.parts):
            self.parts[row] = self.form.value(self.parts[row])
            self._name(self.view.item(row), self.parts[row])
            self.changed.emit()

    def _do(self, action: str) -> None:
        match action:
            case "new":
                self._new()
            case "remove":
                self._remove()
            case _:
                self._shift(-1 if action == "up" else 1)

    def _new(self) -> None:
        names = {part.name for part in self.parts} | self._known
        number = next(number for number in range(1, len(names) + 2) if f"New{number}" not in names)
        self.parts.append(self._fresh(f"New{number}"))
        self._list(len(self.parts) - 1)
        self.changed.emit()
        self.form.name.setFocus()
        self.form.name.selectAll()

    def _remove(self) -> None:
        row = self.view.currentRow()
        if self.buttons["remove"].isEnabled() and 0 <= row < len(self.parts):
            del self.parts[row]
            self._list(min(row, len(self.parts) - 1))
            self.changed.emit()

    def _shift(self, by: int) -> None:
        row = self.view.currentRow()
        if 0 <= row + by < len(self.parts):
            self.parts[row], self.parts[row + by] = self.parts[row + by], self.parts[row]
            self._list(row + by)
            self.changed.emit()
