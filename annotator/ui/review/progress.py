"""A bar for what takes a while, with a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import QApplication, QProgressDialog, QWidget

from annotator.i18n import Words
from annotator.ui.plain_text import plain_label

_PATIENCE = 500  # ms until a bar appears


class StoppedError(Exception):
    """The person wants no more; nothing is written."""


class Steps(QProgressDialog):
    """`step` is told how many of how many are done. As long as it goes on nothing else may touch the corpus."""

    def __init__(self, words: Words, title: str, parent: QWidget) -> None:
        super().__init__("", words("ui.cancel"), 0, 1, parent)
        self.setLabel(plain_label(title))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumDuration(_PATIENCE)
        self.setAutoReset(False)

    def step(self, done: int, of: int) -> None:
        """Raises StoppedError when the person has pressed cancel."""
        self.setMaximum(max(of, 1))
        self.setValue(done)
        flags = QEventLoop.ProcessEventsFlag
        QApplication.processEvents(flags.AllEvents if self.isVisible() else flags.ExcludeUserInputEvents, 5)
        if self.wasCanceled():
            raise StoppedError

    def end(self) -> None:
        """Takes the bar away."""
        self.close()
        self.deleteLater()
