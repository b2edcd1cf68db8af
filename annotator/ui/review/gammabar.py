"""Gamma on demand: a button that works it out report by report in a process of its own, with a bar, and stops it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from annotator.corpus import gamma_is_there, gamma_over, gammas_of
from annotator.ui.background import Background
from annotator.ui.dress import Dress
from annotator.ui.plain_text import plain_label


class GammaBar(QWidget):
    """Says `wanted` when a person asks for it, and `done` with the number. It is not shown without the library."""

    wanted = Signal()
    done = Signal(object)  # Number

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        self._dress = dress
        self._values: list[float] = []
        super().__init__(parent)
        self.background = Background(self)
        self.button = QPushButton()
        self.bar = QProgressBar()
        self.bar.hide()
        self.told = plain_label("", "soft", wraps=False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.button, self.bar, self.told):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.button.clicked.connect(lambda _checked: self.stop() if self.bar.isVisibleTo(self) else self.wanted.emit())
        for fault in (self.background.lost, self.background.failed):
            fault.connect(self._fail)
        self.wear(dress)

    def wear(self, dress: Dress) -> None:
        """Words in another language."""
        self._dress = dress
        at_work = self.bar.isVisibleTo(self)
        self.button.setText(dress.words("ui.gamma-stop" if at_work else "ui.gamma-work-out"))
        self.bar.setAccessibleName(dress.words("ui.gamma-work-out"))

    def offer(self, *, there: bool) -> None:
        """Shows the button where there are numbers and the library is installed."""
        self.setVisible(there and gamma_is_there())

    def start(self, path: Path, documents: Sequence[str], annotators: Sequence[str]) -> None:
        """Works gamma out for these documents, one after the other."""
        self.stop()
        self._values = []
        self.told.setText("")
        self.bar.setRange(0, len(documents))
        self.bar.setValue(0)
        self.bar.setVisible(bool(documents))
        self.wear(self._dress)

        def then(found: list[float]) -> None:
            self._values += found
            self.bar.setValue(self.bar.value() + 1)
            if self.bar.value() == len(documents):
                self.stop()
                self.done.emit(gamma_over(self._values, len(documents)))

        for id_ in documents:
            self.background.run(gammas_of, path, [id_], annotators, then=then)

    def stop(self) -> None:
        """Ends the work, whatever it is doing."""
        self.background.close()
        self.bar.hide()
        self.wear(self._dress)

    def _fail(self, error: object) -> None:
        self.stop()
        self.told.setText(error.say(self._dress.words))  # type: ignore[attr-defined]
