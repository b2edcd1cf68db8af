"""The worker process as the window sees it: a call now, its result later, in the window's own thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.errors import AnnotatorError
from annotator.work import Worker, lower_priority

_LOOK_EVERY = 30  # ms
_NICE = 10
REST_AFTER = 60_000  # ms
Then = Callable[[Any], None]
Fail = Callable[[Exception], None]
Call = tuple[Callable[..., Any], tuple[Any, ...], Then, Fail | None]


def _ignore(_result: object) -> None:
    """What a call gave that was made for what it does."""


class Background(QObject):
    """Does one call after the other, and looks for its result now and then. Only plain values go over.

    `nice` is 0 where a person waits for what comes. The process starts with the first call; or it was begun elsewhere
    (begun.py), and becomes nice with the first call that is not urgent. `at_rest` is called in it where nothing has
    been asked of it for a minute. `failed` says what the world answered to one call; `lost` that the system has ended
    the process, and with it all that waited: the next call starts another.
    """

    failed = Signal(object)  # AnnotatorError
    lost = Signal(object)  # AnnotatorError

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        nice: int = _NICE,
        begun: Worker | None = None,
        at_rest: Callable[[], None] | None = None,
    ) -> None:
        self._nice = nice
        self._worker = begun
        self._is_polite = begun is None
        self._queue: deque[Call] = deque()
        self._under_way: tuple[Then, Fail | None] | None = (_ignore, None) if begun else None
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self._look)
        self._at_rest = at_rest
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_AFTER)
        self._rest.timeout.connect(self._come_to_rest)

    def run(
        self, function: Callable[..., Any], *args: Any, then: Then, fail: Fail | None = None, urgent: bool = False
    ) -> None:
        """Calls a module's function on plain values in the worker, and `then` with its result.

        An urgent call goes before all that wait. Where it raises something, `fail` is called with that first; then an
        AnnotatorError is `failed`, and all else is raised in the event loop, where bugs are caught.
        """
        call = (function, args, then, fail)
        if urgent:
            self._queue.appendleft(call)
        else:
            if not self._is_polite:
                self._is_polite = True
                self._queue.append((lower_priority, (self._nice,), _ignore, None))
            self._queue.append(call)
        if self._at_rest:
            self._rest.start()
        self._timer.start()
        self._next()

    def wait(self, while_: Callable[[], bool], within: float) -> None:
        """Takes results as soon as they come, for so many seconds at most, until the condition no longer holds."""
        end = monotonic() + within
        while while_() and self._worker and (left := end - monotonic()) > 0 and self._worker.ready(left):
            self._look()

    def close(self) -> None:
        """Ends the process, whatever it is doing; no result comes any more."""
        self._stop()

    @property
    def busy(self) -> bool:
        """Whether a call is under way or waits."""
        return self._under_way is not None or bool(self._queue)

    def _stop(self) -> None:
        self._queue.clear()
        self._timer.stop()
        self._rest.stop()
        self._under_way = None
        if self._worker:
            self._worker.end()
            self._worker = None

    def _come_to_rest(self) -> None:
        if self.busy:
            self._rest.start()
        elif self._at_rest and self._worker:
            self._queue.append((self._at_rest, (), _ignore, None))
            self._timer.start()
            self._next()

    def _next(self) -> None:
        if self._under_way or not self._queue:
            return
        self._worker = self._worker or Worker(nice=self._nice)
        function, args, then, fail = self._queue.popleft()
        self._under_way = then, fail
        self._worker.give(0, function, *args)

    def _look(self) -> None:
        if self._worker is None or not self._worker.ready():
            return
        under_way, self._under_way = self._under_way, None
        try:
            _, result = self._worker.take()
        except AnnotatorError as error:
            if error.key == "work.worker-died":
                self._stop()
                self.lost.emit(error)
                return
            self._fail(under_way, error)
            self.failed.emit(error)
        except Exception as error:
            self._fail(under_way, error)
            raise
        else:
            self._go_on()
            if under_way:
                under_way[0](result)

    def _go_on(self) -> None:
        """To the next call, before anything can be raised: a bug stops nothing that waits."""
        self._next()
        if not self._under_way:
            self._timer.stop()

    def _fail(self, under_way: tuple[Then, Fail | None] | None, error: Exception) -> None:
        self._go_on()
        if under_way and under_way[1]:
            under_way[1](error)
