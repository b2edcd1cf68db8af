"""The end that others ask for: Ctrl-C, the system that ends the program, a session of the desktop that is closed.

A signal may come in the midst of a step. So it is only noted; the window closes, as if a person closed it, once the
event loop turns, and is asked again as long as something under way has to be stopped first.
"""

from __future__ import annotations

import signal
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
"""Those that ask a program to end, by name: Windows has not all of them."""
_LOOK_EVERY = 300  # ms; Python hears of a signal only when it runs


class Leaving(QObject):
    """Answers those who ask. `keep` is called where what is being written should go to the disk without a close."""

    def __init__(self, application: QApplication, keep: Callable[[], object]) -> None:
        super().__init__(application)
        self._keep = keep
        self._wanted = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        application.commitDataRequest.connect(self.session_ends)
        application.saveStateRequest.connect(self.session_ends)

    def listen(self) -> None:
        """From now on signals close the windows."""
        for name in _SIGNALS:
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda _number, _frame: self.ask())
        self._timer.start(_LOOK_EVERY)

    def ask(self) -> None:
        """The windows are to be closed. May be called in the midst of anything."""
        self._wanted = True

    def session_ends(self, _manager: QSessionManager | None = None) -> None:
        """The desktop asks what there is to keep: each step is on the disk already, only a note may be half written.

        The end itself may come at once and without a word; or the person changes their mind, and works on.
        """
        self._keep()

    def _look(self) -> None:
        if not self._wanted:
            return
        QApplication.closeAllWindows()
        if not any(window.isVisible() for window in QApplication.topLevelWidgets()):
            QApplication.quit()
