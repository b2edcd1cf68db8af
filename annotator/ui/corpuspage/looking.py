"""Looking through all reports: for words in the window's own idle time, for a pattern in a process beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from annotator.corpus import Matched, get_ready, matched
from annotator.errors import AnnotatorError
from annotator.model import Occurrence
from annotator.ui.background import REST_AFTER
from annotator.work import Stream, Worker

MOST = 20_000
"""places that are shown"""
AROUND = 40
"""code points beside a place"""
_BREATH, _SOME = 8, 20  # ms of looking without a pause; places at once
_LOOK_EVERY = 15  # ms
_DIED, _OF_PATTERNS = "work.worker-died", "suggest.pattern-"
Look = Callable[[str], tuple[Iterator[Occurrence], int]]
"""From what is typed to its places, and in how many reports it stands. Raises AnnotatorError."""


class Looking(QObject):
    """Says `found` with places, each time that there is something new to say, with none of them too.

    `reports` is in how many reports there are places; `looked` how many of the reports `of` have been looked through,
    where that is known. It `is_cut_off` where there may be more places than were found.
    """

    found = Signal(object)  # list[Occurrence]
    refused = Signal(object)  # AnnotatorError: what is looked for cannot be
    failed = Signal(object)  # AnnotatorError

    def __init__(self, parent: QObject | None = None) -> None:
        self.reports = self.looked = self.of = self._places = 0
        self.under_way = self.is_cut_off = False
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)

    def start(self, query: str) -> None:
        """Looks anew."""
        self.forget()
        self.under_way = True
        self._begin(query)

    def forget(self) -> None:
        """Looks for nothing."""
        self.stop()
        self.reports = self.looked = self.of = self._places = 0
        self.is_cut_off = False

    def pause(self) -> None:
        """Looks no further until `resume`."""
        self._timer.stop()

    def resume(self) -> None:
        """Looks further where `pause` has stopped it."""
        if self.under_way:
            self._timer.start()

    def stop(self) -> None:
        """Looks no further; what has been found stays."""
        self._timer.stop()
        self.under_way = False

    def cut_off(self) -> None:
        """Enough has been found."""
        self.is_cut_off = self.under_way
        self.stop()

    def _begin(self, query: str) -> None:
        raise NotImplementedError

    def _go_on(self) -> None:
        raise NotImplementedError

    def _give(self, places: list[Occurrence]) -> None:
        """No more than are shown; with the last of these the looking ends."""
        room = MOST - self._places
        self._places += len(places)
        if len(places) > room or (len(places) == room and self.under_way):
            self.stop()
            self.is_cut_off = True
        self.found.emit(places[:room])


class ByWords(Looking):
    """The first places are there at once, the others come while the window idles."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._source: Iterator[Occurrence] = iter(())
        self._timer.setInterval(0)

    def _begin(self, query: str) -> None:
        try:
            self._source, self.reports = self._look(query)
        except AnnotatorError as error:
            self.stop()
            self.failed.emit(error)
            return
        self._timer.start()
        self._go_on()

    def _go_on(self) -> None:
        """One breath of looking: some milliseconds, so that keys and painting have their turn."""
        clock, places = QElapsedTimer(), list[Occurrence]()
        clock.start()
        try:
            while self.under_way and clock.elapsed() < _BREATH:
                some = list(islice(self._source, _SOME))
                places += some
                if not some:
                    self.stop()
        except AnnotatorError as error:
            self.stop()
            self.failed.emit(error)
        self._give(places)


class ByPattern(Looking):
    """A worker reads the reports; while the window pauses it waits, with what it has found."""

    def __init__(self, path: Path, annotator: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._corpus = (path, annotator)
        self._worker: Worker | None = None
        self._is_called = False
        self._waits: str | None = None  # a pattern, until the call before has come to its end
        self._timer.setInterval(_LOOK_EVERY)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_AFTER)
        self._rest.timeout.connect(self.close)

    def warm_up(self) -> None:
        """The process starts while the pattern is being typed; it ends where nothing is asked of it for a minute."""
        self._rest.stop()
        if self._worker is None:
            self._worker, self._is_called = Worker(), True
            self._worker.give(0, get_ready)
            self._timer.start()
        elif not self._is_called:
            self._rest.start()

    def stop(self) -> None:
        """The worker hears of it; its last pieces are taken unseen."""
        if self._is_called and self.under_way and self._worker:
            with suppress(AnnotatorError):  # it has ended: that is heard where its next piece is taken
                self._worker.tell(Stream.END)
        self.under_way, self._waits = False, None

    def pause(self) -> None:
        super().pause()
        if not self.under_way:
            self._rest.start()

    def close(self) -> None:
        """Ends the process; nothing will be asked of it soon."""
        self.stop()
        self._timer.stop()
        if self._worker:
            self._worker.end()
        self._worker, self._is_called = None, False

    def _begin(self, query: str) -> None:
        self.warm_up()
        self._rest.stop()
        self._waits = query
        self._timer.start()
        self._go_on()

    def _go_on(self) -> None:
        while self._is_called and self._worker and self._worker.ready():
            if self._hear(self._worker):
                return  # the window has its turn
        if self._is_called:
            return
        if self._waits is None or not self._worker:
            self._timer.stop()
            self._rest.start()
            return
        pattern, self._waits, self._is_called = self._waits, None, True
        try:
            self._worker.give(0, matched, *self._corpus, pattern, AROUND)
        except AnnotatorError as error:
            self._fail(error, is_wanted=True)

    def _hear(self, worker: Worker) -> bool:
        """Takes what has come; whether there was anything in it for the person."""
        is_wanted = self.under_way and self._waits is None
        try:
            piece = worker.take()[1]
        except AnnotatorError as error:
            self._fail(error, is_wanted)
            return is_wanted
        except BaseException:  # a fault of ours is told as one, and nobody waits for more of this worker
            self.close()
            raise
        if piece is Stream.END:
            self._is_called = False
            self.under_way = self.under_way and not is_wanted
            piece = Matched([], self.reports, self.looked, self.of)
        if is_wanted:
            self.reports, self.looked, self.of = piece.documents, piece.looked, piece.of
            self._give(piece.places)
        return is_wanted

    def _fail(self, error: AnnotatorError, is_wanted: bool) -> None:
        self._is_called = False
        if error.key == _DIED:
            self._worker, self._waits, is_wanted = None, None, self.under_way
        if is_wanted:
            self.under_way = False
            (self.refused if error.key.startswith(_OF_PATTERNS) else self.failed).emit(error)


class Ways(NamedTuple):
    """The two ways of looking."""

    words: Looking
    patterns: ByPattern
