"""What follows a key once the page has been painted: the person sees the page answer, and the panels a blink later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer


class Afterwards(QObject):
    """Does something at once, or, asked for in a block that puts it off, once after that, however often it was asked.

    A timer without a delay comes behind all events that wait, and to paint is one of these.
    """

    def __init__(self, act: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._act = act
        self._puts_off = False
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(act)

    def ask(self) -> None:
        """It is to be done: now, or in a block that puts it off once what has to be painted is."""
        self._timer.start()
        if not self._puts_off:
            self.now()

    @contextmanager
    def put_off(self, wanted: bool) -> Iterator[None]:
        """A block in which a key is answered; one that is not to be put off finds all done that was asked before."""
        if not wanted:
            self.now()
        self._puts_off = wanted
        try:
            yield
        finally:
            self._puts_off = False

    def now(self) -> None:
        """What was asked for is done at once."""
        if self._timer.isActive():
            self._timer.stop()
            self._act()

    def forget(self) -> None:
        """It is not to be done any more."""
        self._timer.stop()
