"""One open corpus file: steps go in, values come out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.model import Changes, Step
from annotator.store import connection
from annotator.store.device import device_id
from annotator.store.log import Event, Log
from annotator.store.reading import Reading
from annotator.store.writing import Writing


class Store:
    """A corpus file that is open: one connection, used from one thread.

    `read` answers questions; `with store.step(name, annotator) as writing` is the only way to change anything.
    """

    def __init__(self, path: Path, *, device: str | None = None) -> None:
        self.path = path
        self._db = connection.open_database(path)
        self.log = Log(self._db, device or device_id())
        self.read = Reading(self._db, path)

    @classmethod
    def create(cls, path: Path, *, device: str | None = None) -> Store:
        """Makes an empty corpus file and opens it. Raises AnnotatorError when that cannot be."""
        connection.create(path)
        return cls(path, device=device)

    def close(self) -> None:
        self._db.conn.close()

    @contextmanager
    def step(self, name: str, annotator: str, *, kind: str = "do", target: str | None = None) -> Iterator[Writing]:
        """One undoable change, in one transaction: all of it is on disk when the block ends, or nothing.

        A block that changes nothing leaves no step. Raises AnnotatorError when the disk is full, the file is
        locked by another program and the like; the corpus is then as it was before.
        """
        connection_ = self._db.conn
        with connection.in_sentences(self.path):
            connection_.execute("BEGIN IMMEDIATE")
            try:
                step = self.log.begin(kind, name, annotator, target)
                writing = Writing(self._db, self.log, step, self.read.text_of)
                yield writing
                connection_.execute("COMMIT" if writing.changes else "ROLLBACK")
            except BaseException:
                if connection_.in_transaction:
                    connection_.execute("ROLLBACK")
                raise

    def undo(self, annotator: str) -> Changes:
        """Takes the latest step back, as a step of its own. Raises AnnotatorError when there is none."""
        return self._turn_back(self.log.next_undo(), "undo", annotator)

    def redo(self, annotator: str) -> Changes:
        """Takes the latest undo back. Raises AnnotatorError when there is none."""
        return self._turn_back(self.log.next_redo(), "redo", annotator)

    def _turn_back(self, target: str | None, kind: str, annotator: str) -> Changes:
        if target is None:
            raise AnnotatorError(f"store.nothing-to-{kind}")
        with self.step(self.log.step(target).name, annotator, kind=kind, target=target) as writing:
            for event in reversed(self.log.events(target)):
                self._restore(writing, event)
        return writing.changes

    @staticmethod
    def _restore(writing: Writing, event: Event) -> None:
        if writing.get(event.table, event.row) != event.after:
            raise AnnotatorError("store.changed-since", table=event.table)
        if event.before is None:
            writing.remove(event.table, event.row)
        else:
            writing.put(event.table, event.before)

    def steps(self) -> Iterator[Step]:
        """All steps, the latest first."""
        return self.log.steps()
