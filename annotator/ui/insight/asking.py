"""Asks the worker for the pictures one after the other: each is shown when it comes, and the rest can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from annotator.corpus import PICTURES, interventions_of, picture_of
from annotator.errors import AnnotatorError
from annotator.insight import Intervention, Picture, by_program
from annotator.ui.session import Session

_AT_ONCE = 100  # documents of which interventions are asked for in one call
_SUMS = ("money", "people")
MOST_BARS = 200


class Asking(QObject):
    """`came` brings a picture, `interventions_came` all of them, `moved` how many of how many calls are done."""

    came = Signal(object)  # Picture
    interventions_came = Signal(list)
    moved = Signal(int, int)
    failed = Signal(object)  # AnnotatorError

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._calls: list[tuple[Callable[..., Any], tuple[Any, ...], Callable[[Any], None]]] = []
        self._round = 0
        self._all = 0
        self._rows: list[Intervention] = []
        session.background.failed.connect(lambda _error: self.stop() if self.under_way else None)
        session.background.lost.connect(lambda _error: self.stop() if self.under_way else None)

    @property
    def under_way(self) -> bool:
        return bool(self._calls)

    def ask(self, who: str = "") -> None:
        """Begins anew, for one annotator or for all; what is still on its way from before is not looked at."""
        corpus = self._session.corpus
        try:
            places = corpus.annotated(who)
        except AnnotatorError as error:
            self.failed.emit(error)
            return
        self._round += 1
        self._rows = []
        chunks = [places[at : at + _AT_ONCE] for at in range(0, len(places), _AT_ONCE)] or [[]]
        self._calls = [(picture_of, (corpus.path, name, who), self.came.emit) for name in PICTURES]
        self._calls += [(interventions_of, (corpus.path, chunk), self._take_rows) for chunk in chunks]
        self._all = len(self._calls)
        self._next()

    def stop(self) -> None:
        """Asks for nothing more; what is shown stays."""
        self._round += 1
        self._calls = []
        self.moved.emit(self._all, self._all)

    def _next(self) -> None:
        self.moved.emit(self._all - len(self._calls), self._all)
        if not self._calls:
            return
        function, args, take = self._calls[0]
        asked_in = self._round

        def then(found: Any) -> None:
            if asked_in == self._round:
                self._calls.pop(0)
                take(found)
                self._next()

        self._session.background.run(function, *args, then=then, urgent=True)

    def _take_rows(self, rows: list[Intervention]) -> None:
        self._rows += rows
        if len(self._calls) == 0:
            self.interventions_came.emit(self._rows)
            for kind in _SUMS:
                self.came.emit(by_program(self._rows, kind, MOST_BARS))


def empty(name: str) -> Picture:
    """A picture of which nothing is known yet."""
    return Picture(name, ())
