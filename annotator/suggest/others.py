"""Others' suggesters: plug-ins that may fail, hang, or end the process they are in, so they have one of their own.

Threads would not do: a pattern that runs away in `re` keeps the interpreter to itself. What is wrong with one is said
once in a sentence, and it is asked no more; ours go on without it.
"""

from __future__ import annotations

import faulthandler
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from itertools import islice
from typing import TYPE_CHECKING

from annotator.errors import AnnotatorError, kind_and_words
from annotator.suggest.checking import checked
from annotator.suggest.find import Find
from annotator.suggest.lexicon import Lexicon
from annotator.suggest.passage import Passage
from annotator.suggest.registry import Other, suggesters
from annotator.suggest.term import Term, blockers, shipped_terms

if TYPE_CHECKING:
    from annotator.work import Worker

LIMIT = 3.0
"""seconds that one may take for a report"""
PER = 100_000
"""code points for which it may take a second more"""
MOST = 1_000
"""suggestions that one may give on the shortest report; as many more as that has code points"""
MEMORY = 4_000_000_000
"""bytes that the process may have, its own 300 MB among them, where the system sees to that"""
_ORPHANED = 10.0
"""seconds over the limit after which its process ends itself, should nobody be left to end it"""


class Others:
    """The suggesters of others that are asked on every text. `labels` are those that they may give, None for any."""

    def __init__(self, terms: Iterable[Term] = (), labels: frozenset[str] | None = None) -> None:
        self._terms, self._labels = tuple(terms), labels
        self._worker: Worker | None = None
        self._faults: list[AnnotatorError] = []

    @cached_property
    def names(self) -> list[str]:
        """Those that are still asked."""
        return list(suggesters.announced())

    def take_faults(self) -> list[AnnotatorError]:
        """Why some are asked no more: what was not yet taken of it."""
        taken, self._faults = self._faults, []
        return taken

    def finds(self, text: str) -> list[Find]:
        """What they find in a text."""
        found: list[Find] = []
        for name in list(self.names):
            try:
                found += self._asked(name, text)
            except AnnotatorError as fault:
                self.names.remove(name)
                self._faults.append(fault)
        if not self.names:
            self._end()
        return found

    def _asked(self, name: str, text: str) -> list[Find]:
        seconds = LIMIT + len(text) / PER
        worker = self._started()
        try:
            worker.give(0, found_by, name, text, self._labels, self._terms, seconds + _ORPHANED)
            if not worker.ready(seconds):
                self._end()
                raise AnnotatorError("plugins.hung", name=name, seconds=round(seconds))
            _, found = worker.take()
        except AnnotatorError as error:
            if error.key != "work.worker-died":
                raise
            self._end()
            raise AnnotatorError("plugins.ended", name=name) from error
        except KeyboardInterrupt:
            self._end()  # or its answer would be taken for that on the next text
            raise
        assert isinstance(found, list)
        return found

    def _started(self) -> Worker:
        """The process, with the lists of terms read: that is ours and has no limit."""
        if self._worker is None:
            from annotator.work import Worker  # which brings in multiprocessing, and few have a plug-in

            self._worker = Worker(memory=MEMORY)
            self._worker.give(0, make_ready, self._terms)
            self._worker.take()
        return self._worker

    def _end(self) -> None:
        if self._worker is not None:
            self._worker.end()
            self._worker = None


def make_ready(terms: tuple[Term, ...]) -> None:
    """The first call in the process. What a plug-in prints goes to stderr, not among the lines for machines."""
    with _left_alone():
        os.dup2(2, 1)
    sys.stdout = sys.stderr
    _lexicon(terms)


@contextmanager
def _left_alone() -> Iterator[None]:
    try:
        yield
    except OSError:  # a window that was started without streams has none
        return


@cache
def _lexicon(terms: tuple[Term, ...]) -> Lexicon:
    return Lexicon([*terms, *shipped_terms(), *blockers()])


@cache
def _suggester(name: str) -> Other:
    loaded: Other = suggesters.announced()[name].load()
    return loaded


def found_by(
    name: str, text: str, labels: frozenset[str] | None, terms: tuple[Term, ...], seconds: float
) -> list[Find]:
    """What the suggester of this name finds in a text, in the process of such. Raises AnnotatorError."""
    most = MOST + len(text)
    with _watched(seconds), _its_faults_said(name):
        given = list(islice(_suggester(name)(Passage(text, _lexicon(terms))), most + 1))
        if len(given) > most:
            raise _GivenError(AnnotatorError("plugins.too-many", name=name, most=most))
        return [_checked(name, one, text, labels) for one in given]


class _GivenError(Exception):
    """What is wrong with what it gave: a sentence of ours, and none that it raised itself."""

    def __init__(self, fault: AnnotatorError) -> None:
        super().__init__()
        self.fault = fault


def _checked(name: str, one: object, text: str, labels: frozenset[str] | None) -> Find:
    try:
        return checked(name, one, text, labels)
    except AnnotatorError as fault:
        raise _GivenError(fault) from None


@contextmanager
def _its_faults_said(name: str) -> Iterator[None]:
    """Whatever its code raises, even where what it gave is only looked at or shown, is a sentence about it."""
    try:
        yield
    except _GivenError as given:
        raise given.fault from None
    except MemoryError:
        raise AnnotatorError("plugins.memory", name=name, limit=MEMORY // 10**9) from None
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  # an edge too: whatever it is, it is no bug of ours
        raise AnnotatorError("plugins.raised", name=name, reason=kind_and_words(error)) from None


@contextmanager
def _watched(seconds: float) -> Iterator[None]:
    """Ends this process when the block takes longer, whatever the interpreter is doing."""
    with open(os.devnull, "w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
