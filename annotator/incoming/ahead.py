"""Files read while what came before is written: by a process beside ours, where there is much to read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.incoming.files import Incoming
from annotator.incoming.pieces import Order, Pack, Passed, Reading, Turn, packs_of, put_together
from annotator.work import Stream, Worker

_MUCH = 4_000_000
"""bytes that take longer to read than a process takes to start"""
_MANY = 400
"""files that do"""
_WAIT = 0.02
"""seconds between two looks at the process"""


@dataclass(frozen=True, slots=True)
class Far:
    """How far the reading is: at which of the files, from 0, and how many documents of it have come."""

    path: Path
    number: int
    documents: int = 0


Told = Callable[[Far], None]
"""Hears again and again how far the reading is; may raise to stop all."""


class Ahead:
    """Files that are to be read. `close` ends the process that does it, if there is one.

    `beside` says whether one does; None: if there is much to read.
    """

    def __init__(self, orders: Sequence[Order], format_: str = "", *, beside: bool | None = None) -> None:
        self._orders = orders
        self._format = format_
        self._far = Far(orders[0][0] if orders else Path(), 0)
        if beside is None:
            beside = _is_much(path for path, _ in orders)
        self._worker = Worker() if beside else None
        if self._worker:
            with self._its_end_said():  # it may come before the process has begun
                self._worker.give(0, packs_of, orders, format_)

    def close(self) -> None:
        if self._worker:
            self._worker.end()

    def files(self, told: Told | None = None) -> Iterator[Incoming]:
        """The files, once, each with its documents as they are asked for: only a few are read ahead.

        Raises AnnotatorError when the system has ended the process that reads.
        """
        told = told or _unheard
        pass_over: Callable[[int], None]
        if self._worker:
            pieces, pass_over = self._passed(self._worker, told), self._worker.tell
        else:
            reading = Reading(self._orders, self._format)
            pieces, pass_over = reading.pieces(), reading.pass_over
        return put_together(self._telling(pieces, told), self._orders, self._format, pass_over)

    def _telling(self, pieces: Iterator[Passed], told: Told) -> Iterator[Passed]:
        for piece in pieces:
            if isinstance(piece, Turn) and not piece.aside:
                self._far = Far(self._orders[piece.number][0], piece.number)
                told(self._far)
            elif isinstance(piece, tuple):
                self._far = replace(self._far, documents=self._far.documents + len(piece))
                told(self._far)
            yield piece

    def _passed(self, worker: Worker, told: Told) -> Iterator[Passed]:
        while (pack := self._next(worker, told)) is not Stream.END:
            yield from pack

    def _next(self, worker: Worker, told: Told) -> Pack | Stream:
        while not worker.ready(_WAIT):
            told(self._far)
        with self._its_end_said():
            pack: Pack | Stream = worker.take()[1]
        return pack

    @contextmanager
    def _its_end_said(self) -> Iterator[None]:
        try:
            yield
        except AnnotatorError as error:
            if error.key != "work.worker-died":
                raise
            raise AnnotatorError("work.reader-died", path=self._far.path) from error


def _unheard(_far: Far) -> None:
    """Nobody listens."""


def _is_much(paths: Iterable[Path]) -> bool:
    """Whether to read them takes longer than to start a process."""
    size = 0
    for count, path in enumerate(paths, 1):
        try:
            size += os.stat(path).st_size
        except (OSError, ValueError):  # reading it will say why
            continue
        if size >= _MUCH or count >= _MANY:
            return True
    return False
