"""Processes beside ours that do the computing: Python threads would make the window stutter.

Not a ProcessPoolExecutor: a process of one that is ended while it sends a result leaves its pool waiting for the rest
of that for ever. Here each has a pipe of its own, which ends with it.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from importlib import import_module
from threading import Thread
from traceback import format_exc
from typing import TYPE_CHECKING, Any, TypeVar

from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Progress = Callable[[int, int], None]
"""Hears how much of some work is done, and how much there is; what it raises ends the work, and nothing is written."""
T = TypeVar("T")
R = TypeVar("R")
SELDOM = 50_000
"""values made between two looks for cycles"""


def unwatched(_done: int, _all: int) -> None:
    """Progress that nobody wants to hear of."""


class Stream(Enum):
    """What comes behind the last piece of a call whose function is a generator."""

    END = "end"


_PATIENCE = 2.0
"""seconds that a process may take to end when it is asked to"""
_AHEAD = 4
"""How many results for each process may be held back until their turn comes: what bounds the memory."""


class Worker:
    """A spawned process with a pipe to it, which does one call at a time. Functions, values and results must pickle.

    A generator's pieces are results of their own, of which it makes no more than the pipe holds until they are taken.

    `nice` lowers its priority, 0 to 19, where the system knows priorities; `memory` is the most bytes that it may
    have, where the system can see to that. It ends with us, or with `end`.
    """

    def __init__(self, *, nice: int = 0, memory: int = 0) -> None:
        from multiprocessing import get_context
        from multiprocessing.util import Finalize  # 10 ms, which only who starts a process has to take

        _track_nothing()
        context = get_context("spawn")  # not fork: a forked copy of a process with a window can hang
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, nice, memory))
        with _interrupts_held():
            self._process.start()
        # not a daemon, which may not start a process itself; what it is ended by comes before the interpreter waits
        self._at_exit = Finalize(self, _end, (self._process,), exitpriority=1)
        theirs.close()  # only the process holds it now: when that ends, so does the pipe

    def give(self, number: int, function: Callable[..., Any], *args: Any) -> None:
        """Hands it a call under a number. Raises AnnotatorError when the system has ended the process."""
        with _its_end_said():
            self.connection.send((number, function, args))

    def tell(self, word: object) -> None:
        """Says something to the generator that it is at: its next `yield` gives that; nobody hears what comes too late.

        Raises AnnotatorError when the system has ended the process.
        """
        with _its_end_said():
            self.connection.send((0, None, word))

    def ready(self, within: float = 0.0) -> bool:
        """Whether a result has come, or the end of the process; waits so many seconds for it at most."""
        return self.connection.poll(within)

    def take(self) -> tuple[int, Any]:
        """The number of the call and its result; waits for it. Raises what the function raised.

        Raises AnnotatorError when the system has ended the process.
        """
        with _its_end_said():
            number, result, error = self.connection.recv()
        if error is not None:
            raise error
        return number, result

    def end(self) -> None:
        """Ends the process, whatever it is doing."""
        self._at_exit()
        self.connection.close()


def _track_nothing() -> None:
    """Where `multiprocessing` would start a process more, which clears up shared memory and semaphores behind others:

    here nobody uses these, and it takes 7 MB and, at the start of the program, some of the worker's time.
    """
    if sys.platform == "win32":
        return
    from multiprocessing import resource_tracker

    tracker: Any = resource_tracker._resource_tracker
    if tracker._fd is None:
        tracker._fd = os.open(os.devnull, os.O_WRONLY)  # what it would be told goes there


def call_named(module: str, name: str) -> Any:
    """Calls a function without arguments, for a process whose parent has not imported it yet."""
    return getattr(import_module(module), name)()


def lower_priority(by: int) -> None:
    """For a process beside ours: its priority falls by so many steps, where the system knows priorities."""
    if by and hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(by)


def limit_memory(most: int) -> None:
    """For a process beside ours: what would take it beyond so many bytes raises MemoryError.

    Not on Windows, and nowhere where the system refuses such a limit, as macOS is said to: there it has none.
    """
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def give_back_memory() -> None:
    """What the process has freed goes to the system, where the C library would keep it for later (glibc)."""
    import ctypes

    if sys.platform.startswith("linux") and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)


def settle() -> None:
    """What the start has made stays until the end: it is not looked through for cycles again, at 40 ms of some key."""
    gc.enable()
    gc.collect()
    gc.freeze()


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """For work that makes millions of values and hardly a cycle: Python looks for cycles at each 50,000th, not each
    700th, which takes 3 % of an import."""
    before = gc.get_threshold()
    gc.set_threshold(SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _end(process: BaseProcess) -> None:
    process.terminate()
    process.join(_PATIENCE)
    if process.is_alive():  # somebody else's code made it deaf to that
        process.kill()
        process.join()


def in_order(function: Callable[[T], R], work: Iterable[T], jobs: int) -> Generator[R]:
    """`map(function, work)` by that many workers: the results come in the order of the work, a few are held back.

    Close the iterator to stop early: the processes are ended. What the function raises is raised here, and
    AnnotatorError when the system ends a process.
    """
    workers: list[Worker] = []
    try:
        workers += [Worker() for _ in range(jobs)]
        yield from _results(workers, function, work)
    finally:
        for worker in workers:
            worker.end()


def _results(workers: list[Worker], function: Callable[[T], R], work: Iterable[T]) -> Iterator[R]:
    from multiprocessing.connection import wait

    numbered = enumerate(work)
    idle, busy = list(workers), dict[Any, Worker]()
    done: dict[int, R] = {}
    due = given = 0
    while True:
        while idle and given - due < len(workers) * _AHEAD and (piece := next(numbered, None)):
            worker = idle.pop()
            worker.give(piece[0], function, piece[1])
            busy[worker.connection] = worker
            given += 1
        if due in done:
            yield done.pop(due)
            due += 1
            continue
        if not busy:
            return
        for connection in wait(list(busy)):
            worker = busy.pop(connection)
            number, done[number] = worker.take()
            idle.append(worker)


def _serve(connection: Connection, nice: int, memory: int) -> None:
    """What a process does: calls, until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # its parent ends it
    Thread(target=_end_with_parent, daemon=True).start()
    lower_priority(nice)
    if memory:
        limit_memory(memory)
    with suppress(EOFError, OSError):  # of the pipe: nobody is there to ask or to be answered
        _calls(connection)


def _end_with_parent() -> None:
    """A parent that was ended from outside ends nobody itself, and what is being done may take for ever."""
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
        os._exit(1)


def _calls(connection: Connection) -> None:
    """One call after the other. Raises EOFError or OSError when the pipe ends."""
    while True:
        number, function, args = connection.recv()
        if function is None:  # a word for a generator that has ended
            continue
        answer: tuple[int, Any, Exception | None]
        try:
            result = function(*args)
            if isinstance(result, Generator):
                _stream(connection, number, result)
                result = Stream.END
            answer = (number, result, None)
        except Exception as error:  # noqa: BLE001  # the worker's edge: the parent raises it
            error.add_note(format_exc())
            answer = (number, None, error)
        connection.send(answer)


def _stream(connection: Connection, number: int, pieces: Generator[Any, Any, Any]) -> None:
    """Sends the pieces as they are taken, and hands on what is said in the meantime."""
    word = None
    with suppress(StopIteration):
        while True:
            connection.send((number, pieces.send(word), None))
            word = connection.recv()[2] if connection.poll() else None


@contextmanager
def _its_end_said() -> Iterator[None]:
    try:
        yield
    except (EOFError, OSError) as error:
        raise AnnotatorError("work.worker-died") from error


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C waits until the end of the block, and a process that is started in it is born deaf to it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
