"""Files that the system hands to the running program: on macOS a double click is an event, not an argument."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFileOpenEvent


class FileOpening(QObject):
    """A filter of the application's events, which gives the path of each file to `open_`. Its parent is filtered."""

    def __init__(self, application: QObject, open_: Callable[[Path], object]) -> None:
        self._open = open_
        super().__init__(application)
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes what asks to open a file; what is no file (an address) is left to others."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self._open(Path(event.file()))
            return True
        return super().eventFilter(watched, event)
