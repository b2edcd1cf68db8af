"""Others' formats: plug-ins, which run in this process. What is wrong with one is a sentence about it, and a file that
it cannot read is one like any other: ours go on without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from annotator.errors import AnnotatorError, kind_and_words
from annotator.formats.format import Format, Reader, ReadOptions
from annotator.formats.source import Source
from annotator.model import Bundle

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


def loaded(point: EntryPoint) -> Format:
    """The format that an entry point announces. Raises AnnotatorError where it gives none."""
    with _its_faults_said("plugins.format-not-loaded", name=point.name):
        format_ = point.load()
        if not isinstance(format_, Format):
            raise TypeError(f"{type(format_).__name__} is no Format")
    recognises = partial(_recognises, format_.recognises) if format_.recognises else None
    return replace(format_, read=partial(_read, point.name, format_.read) if format_.read else None,
                   recognises=recognises)  # fmt: skip


def _read(name: str, read: Reader, source: Source, options: ReadOptions) -> Iterator[Bundle]:
    with _its_faults_said("plugins.format-failed", name=name, path=source.name):
        yield from read(source, options)


def _recognises(recognises: Callable[[bytes], bool], head: bytes) -> bool:
    """It is asked of every file there is: where it fails, the file is none of its."""
    try:
        return bool(recognises(head))
    except Exception:  # noqa: BLE001  # an edge: whatever it is, it is no bug of ours
        return False


@contextmanager
def _its_faults_said(key: str, **fields: object) -> Iterator[None]:
    try:
        yield
    except (AnnotatorError, GeneratorExit):
        raise
    except (Exception, SystemExit) as error:  # an edge too
        raise AnnotatorError(key, reason=kind_and_words(error), **fields) from error
