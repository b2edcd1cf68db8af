"""stdout for machines, whatever the locale; and what becomes of it when nobody reads it or the disk is full."""

from __future__ import annotations

import errno
import os
import re
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from types import FrameType
from typing import TextIO

from annotator.errors import AnnotatorError

_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")  # Python stands U+DC80 to U+DCFF for bytes


def configure() -> None:
    """UTF-8 and "\\n" in both streams, except that people's terminals keep the encoding they have on stderr."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    if isinstance(sys.stderr, TextIOWrapper):
        encoding = sys.stderr.encoding if sys.stderr.isatty() else "utf-8"
        sys.stderr.reconfigure(encoding=encoding, errors="backslashreplace", newline="\n")


def on_terminal(stream: TextIO | None) -> bool:
    """Whether a person looks at a stream; one that the shell has closed is None."""
    return stream is not None and stream.isatty()


def spelled(text: str) -> str:
    """A text that every stream takes. Bytes of a file's name that Python could not decode are read as UTF-8, and
    those that are none become U+FFFD."""
    if not _SURROGATE.search(text):
        return text
    names = _NO_BYTE.sub("\ufffd", text).encode("utf-8", "surrogateescape")
    return names.decode("utf-8", "replace")


def write(text: str) -> None:
    """Puts a text on stdout, at once.

    Raises BrokenPipeError when nobody reads any more, and AnnotatorError when the text cannot be put there.
    """
    stream: TextIO | None = sys.stdout
    try:
        if stream is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        with _whole():
            _put(spelled(text), stream)
    except BrokenPipeError:
        give_up()
        raise
    except OSError as error:
        give_up()
        raise AnnotatorError("cli.no-output", reason=error.strerror or str(error)) from error


def _put(text: str, stream: TextIO) -> None:
    """All of a text: under PYTHONUNBUFFERED a signal ends a write early, and the stream would drop the rest."""
    if not isinstance(stream, TextIOWrapper):
        stream.write(text)
        stream.flush()
        return
    stream.flush()
    rest = memoryview(text.encode(stream.encoding, stream.errors or "strict"))
    while rest:
        rest = rest[stream.buffer.write(rest) :]
    stream.buffer.flush()


@contextmanager
def _whole() -> Iterator[None]:
    """Lets Ctrl-C wait until what is being written is out: a line cut in its middle is no line to a program.

    A second Ctrl-C does not wait, for the reader may never come.
    """
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield  # only the main thread gets signals, and may say what they do
        return
    came: list[FrameType | None] = []

    def wait(number: int, frame: FrameType | None) -> None:
        if came:
            before(number, frame)
        came.append(frame)

    signal.signal(signal.SIGINT, wait)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        before(signal.SIGINT, came[0])


def give_up() -> None:
    """Lets what is still buffered for stdout go nowhere: the interpreter flushes at its end, and would complain."""
    stream: TextIO | None = sys.stdout
    if stream is not None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
