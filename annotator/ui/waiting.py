"""What takes a while in the window's own thread: a bar that says how far it is, and a way out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt
from PySide6.QtWidgets import QApplication, QProgressDialog, QWidget

from annotator.i18n import Words
from annotator.ui.plain_text import plain_label

_PATIENCE = 500  # ms until a bar appears


class CancelledError(Exception):
    """The person has pressed cancel; a step under way is rolled back by this."""


class Waiting(QProgressDialog):
    """Shows what is being done. As long as it goes on nothing else may touch the corpus.

    Keys and clicks wait until the bar stands before the window and takes them; to close the window is to cancel.
    """

    def __init__(self, words: Words, about: str, most: int, parent: QWidget) -> None:
        super().__init__("", words("ui.cancel"), 0, most, parent)
        self._window = parent.window()
        self._about = plain_label(about)
        self.setLabel(self._about)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumDuration(_PATIENCE)
        self.setMinimumWidth(420)
        self.setAutoReset(False)
        self.setAutoClose(False)
        self.setValue(0)
        self._window.installEventFilter(self)

    def step(self, name: str = "", done: int = 0) -> None:
        """Another thing is done, `done` in all; lets the window live. Raises CancelledError when no more is wanted."""
        if name:
            self._about.setText(name)
        if self.maximum():
            self.setValue(min(done, self.maximum()))
        flags = QEventLoop.ProcessEventsFlag
        QApplication.processEvents(flags.AllEvents if self.isVisible() else flags.ExcludeUserInputEvents, 5)
        if self.wasCanceled():
            raise CancelledError

    def step_of(self, done: int, all_: int) -> None:
        """As `step`, where it turns out on the way how many there are."""
        self.setMaximum(all_)
        self.step(done=done)

    def end(self) -> None:
        self._window.removeEventFilter(self)
        self.close()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Close:
            event.ignore()
            self.cancel()
            return True
        return super().eventFilter(watched, event)


@contextmanager
def waiting(words: Words, about: str, most: int, parent: QWidget) -> Iterator[Waiting]:
    """A bar for the time of the block; `most` is how many steps there are, 0 where nobody knows."""
    bar = Waiting(words, about, most, parent)
    try:
        yield bar
    finally:
        bar.end()
