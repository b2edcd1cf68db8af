"""A long copy of a corpus in which people work meanwhile, made so that it holds nobody up.

Two things would, at its end. What was copied and is not on the disk yet has to go there at once, and whoever commits
then waits for it: so it goes bit by bit. And the -wal, which grows as long as somebody reads, would be folded into the
file by whoever commits first: so it is done here, in the process that makes the copy.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.store.connection import FOLD_AFTER, open_writable
from annotator.store.hearing import hearing, size_of
from annotator.store.queries import Queries
from annotator.work import Progress

BIT = 8 * 2**20
"""bytes that go to the disk at once"""
LONG = FOLD_AFTER * 4096
"""bytes of a -wal that others would fold in"""
_OPERATIONS = 1_000  # of SQLite's machine between two looks: some hundred rows


class _Copying:
    """Looks after the copy while it grows."""

    def __init__(self, corpus: Path, draft: Path) -> None:
        self._corpus, self._draft, self._wal = corpus, draft, Path(f"{corpus}-wal")
        self._handle = -1
        self._on_disk = 0
        self.size = 0
        """how large the copy is by now, in bytes"""
        self._folder: Queries | None = None

    def look(self) -> None:
        """Called while SQLite copies. What fails here it will meet itself, and say."""
        with suppress(OSError, AnnotatorError):
            self.size = self._draft.stat().st_size
            if self.size - self._on_disk >= BIT:
                self._on_disk = self.size
                self._to_disk()
                if self._folder is None and self._is_long():
                    self._folder = open_writable(self._corpus)  # now: afterwards somebody else may be faster

    def _to_disk(self) -> None:
        if self._handle < 0:
            self._handle = os.open(self._draft, os.O_RDWR)
        os.fsync(self._handle)

    def _is_long(self) -> bool:
        return self._wal.stat().st_size >= LONG

    def fold(self) -> None:
        """Folds in what came meanwhile, if it is much; waits for nobody, and nobody for it."""
        if self._folder is not None:
            with suppress(AnnotatorError):
                self._folder.run("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        if self._folder is not None:
            self._folder.close()
        if self._handle >= 0:
            os.close(self._handle)


@contextmanager
def gently(queries: Queries, corpus: Path, draft: Path, tell: Progress) -> Iterator[None]:
    """For one statement that copies a corpus into a draft, and is all that this process does with it."""
    copying, whole = _Copying(corpus, draft), size_of(queries)

    def look() -> None:
        copying.look()
        tell(min(copying.size, whole), whole)

    try:
        with hearing(queries, look, _OPERATIONS):
            yield
        copying.fold()
    finally:
        copying.close()
