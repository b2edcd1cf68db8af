"""What stands in the window while no corpus is open: the ways to begin, and the corpora that were open before."""

from __future__ import annotations

from os.path import isfile
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label, plain_tip

_ACTIONS = ("demo", "new", "import-folder", "open")
_WIDTH, _ABOUT = 640, 44  # pixels; letters of a folder's path that are shown


class Recent(QWidget):
    """A corpus that was open before: a button with its name and where it is, and one to forget it.

    Delete forgets it too. One that is no longer there says so, and can only be forgotten.
    """

    chosen = Signal()
    forgotten = Signal()

    def __init__(self, dress: Dress, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words, there = dress.words, isfile(path)
        name = path.stem if there else f"{path.stem}   {words('welcome.missing')}"
        said = f"{name}   {_short(str(path.parent))}"
        self.button = QPushButton(said.replace("&", "&&"))
        self.button.setProperty("role", "quiet")
        self.button.setStyleSheet("text-align: left;")
        self.button.setToolTip(plain_tip(str(path)))
        self.button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.button.setEnabled(there)
        self.button.clicked.connect(self.chosen)
        self.forget = QToolButton()
        self.forget.setText("✕")
        self.forget.setProperty("role", "quiet")
        self.forget.setToolTip(words("welcome.forget"))
        self.forget.setAccessibleName(f"{words('welcome.forget')} {path.stem}")
        self.forget.clicked.connect(self.forgotten)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.button, 1)
        row.addWidget(self.forget)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.forgotten.emit()
        else:
            super().keyPressEvent(event)


class Welcome(QWidget):
    """Says `wanted` with an action's name, `chosen` and `forgotten` with the path of a corpus opened before."""

    wanted = Signal(str)
    chosen = Signal(object)
    forgotten = Signal(object)

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dress = dress
        self._recent: list[Path] = []
        self._rows: list[Recent] = []
        self._title = plain_label("", "title")
        self._about = plain_label("", "soft")
        self.buttons = {action: QPushButton() for action in _ACTIONS}
        self._abouts = {action: plain_label("", "soft") for action in _ACTIONS}
        self._recent_title = plain_label("", "soft")
        self._recent_box = QVBoxLayout()
        self._recent_box.setSpacing(2)
        for action, button in self.buttons.items():
            button.clicked.connect(lambda _checked, name=action: self.wanted.emit(name))
        self._lay_out()
        self.wear(dress)

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("role", "card")
        card.setMaximumWidth(_WIDTH)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(36, 30, 36, 28)
        inside.setSpacing(12)
        inside.addWidget(self._title)
        inside.addWidget(self._about)
        inside.addSpacing(6)
        inside.addLayout(self._ways())
        inside.addSpacing(8)
        inside.addWidget(self._recent_title)
        inside.addLayout(self._recent_box)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(16, 16, 16, 16)
        row.addStretch(1)
        row.addWidget(card, 100)
        row.addStretch(1)
        column = QVBoxLayout()
        column.addStretch(2)
        column.addWidget(middle)
        column.addStretch(3)
        whole = QWidget()
        whole.setLayout(column)
        area = QScrollArea()  # in a low window, or with large letters, nothing is out of reach
        area.setWidget(whole)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it goes along with what has the focus
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def _ways(self) -> QGridLayout:
        """A button for each way to begin, and beside it what that means."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for row, (action, button) in enumerate(self.buttons.items()):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            grid.addWidget(button, row, 0)
            grid.addWidget(self._abouts[action], row, 1)
        return grid

    def wear(self, dress: Dress) -> None:
        self._dress = dress
        words = dress.words
        self._title.setText(words("ui.welcome"))
        self._about.setText(words("ui.welcome-about"))
        self._recent_title.setText(words("ui.recent"))
        for action, button in self.buttons.items():
            button.setText(words(f"ui.action-{action}"))
            button.setAccessibleDescription(words(f"welcome.about-{action}"))
            self._abouts[action].setText(words(f"welcome.about-{action}"))
        self._fill()

    def put(self, recent: list[Path]) -> None:
        """Shows the corpora opened before; with none, the sample is what one would begin with."""
        self._recent = recent
        self._fill()
        (self.rows()[0].button if recent and isfile(recent[0]) else self._first()).setFocus()

    def rows(self) -> list[Recent]:
        """The corpora opened before, as they are shown."""
        return self._rows

    def _first(self) -> QPushButton:
        return self.buttons["new" if self._recent else "demo"]

    def _fill(self) -> None:
        for old in self._rows:
            self._recent_box.removeWidget(old)
            old.deleteLater()
        self._rows = []
        for path in self._recent:
            row = Recent(self._dress, path)
            row.chosen.connect(lambda one=path: self.chosen.emit(one))
            row.forgotten.connect(lambda one=path: self.forgotten.emit(one))
            self._recent_box.addWidget(row)
            self._rows.append(row)
        self._recent_title.setVisible(bool(self._recent))
        for button in self.buttons.values():
            button.setProperty("role", "primary" if button is self._first() else "")
            button.style().unpolish(button)
            button.style().polish(button)


def _short(folder: str) -> str:
    """The end of a long path: that is what tells two of them apart."""
    return folder if len(folder) <= _ABOUT else f"…{folder[-_ABOUT:]}"
