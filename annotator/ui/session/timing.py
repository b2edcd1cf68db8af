"""Active time on each report: signs of life from the window, kept in a file of this machine."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.errors import AnnotatorError
from annotator.insight import Clock, keep
from annotator.model import now

_KEEP_EVERY = 60 * 1000  # ms


class Timing(QObject):
    """`touch` says that something is done on the report that `work_on` has named; `rest` that no report is in sight."""

    failed = Signal(object)  # AnnotatorError, once

    def __init__(self, path: Path, annotator: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self.session = now()
        self._annotator = annotator
        self._clock = Clock(monotonic)
        self._sha256 = ""
        self._resting = False
        self._broken = False
        self._timer = QTimer(self)
        self._timer.setInterval(_KEEP_EVERY)
        self._timer.timeout.connect(self.keep)
        self._timer.start()

    def work_on(self, sha256: str) -> None:
        """Another report is open, or none."""
        self._sha256 = sha256
        self.touch()

    def rest(self, resting: bool) -> None:
        """Whether something else than a report is shown."""
        self._resting = resting
        self.touch()

    def touch(self, steps: int = 0) -> None:
        """A key, a move, a turn of the wheel; with the number of steps that were done."""
        self._clock.touch("" if self._resting else self._sha256, steps)

    def keep(self) -> None:
        """Writes what has come together. A disk that says no is told of once; the time is lost then."""
        try:
            keep(self.path, self._clock.take(self.session, self._annotator))
        except AnnotatorError as error:
            if not self._broken:
                self.failed.emit(error)
            self._broken = True

    def stop(self) -> None:
        """The corpus is closed."""
        self._timer.stop()
        self.touch()
        self.keep()
