"""A process beside ours in which libraries in C read files of strangers: when it dies or hangs, we say so and go on."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import ParamSpec, TypeVar

from annotator.errors import AnnotatorError
from annotator.work import Worker

P = ParamSpec("P")
R = TypeVar("R")

SECONDS = 60.0
"""The longest that one file may take."""
MEMORY = 2_000_000_000
"""The most bytes that the process may have, where the system can see to that (not on Windows)."""


def in_child(name: str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What the function returns in the other process; `name` is what sentences call the file. Values must pickle.

    Raises what the function raises, and AnnotatorError when the process dies, takes too long or too much memory.
    """
    worker = _idle()
    try:
        worker.give(0, _called, function, args, kwargs)
        if not worker.connection.poll(SECONDS):
            raise _ended("formats.parser-slow", name, seconds=round(SECONDS))
        result: R = worker.take()[1]
    except MemoryError as error:
        raise _ended("formats.parser-memory", name) from error
    except AnnotatorError as error:
        if error.key != "work.worker-died":
            raise
        raise _ended("formats.parser-died", name) from error
    except KeyboardInterrupt:
        _end()  # or its answer would be taken for that of the next file
        raise
    return result


@cache
def _worker() -> Worker:
    """Started once: to start takes longer than to read most files."""
    return Worker(memory=MEMORY)


def _idle() -> Worker:
    """The same, or another in its place: an answer that nobody waits for says that the system has ended it."""
    if _worker().ready():
        _end()
    return _worker()


def _end() -> None:
    _worker().end()
    _worker.cache_clear()


def _ended(key: str, name: str, **fields: object) -> AnnotatorError:
    """The fault, with the process out of the way: the next file gets a new one."""
    _end()
    return AnnotatorError(key, path=name, **fields)


def _called(function: Callable[..., R], args: tuple[object, ...], kwargs: dict[str, object]) -> R:
    """In the other process."""
    return function(*args, **kwargs)
