"""A copy before much is done at once. The verbs that bring other people's files in stand on this."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from annotator.corpus.acting import Acting
from annotator.store import Backup, make_backup

_PATIENCE = 0.1  # seconds between two looks whether somebody wants to stop


class Copying(Acting):
    """The ground of verbs that change much at once."""

    def back_up_first(self, tell: Callable[[], object] = lambda: None) -> Path | None:
        """A backup of what people have said here; None where nobody has said anything that the latest one lacks.

        `tell` is called again and again meanwhile and may raise to stop. Raises AnnotatorError where no copy can be
        made, and then nothing should be brought in.
        """
        counts = self.counts()
        if not (counts["annotations"] or counts["decisions"]) or self.is_read_only or self._store.is_copied():
            return None
        return self._backed_up(tell)

    def _backed_up(self, tell: Callable[[], object]) -> Path:
        """A copy made by another process: in this one, closing a handle of the file would drop its locks."""
        from annotator.work import Worker  # only who brings much in needs processes: to import them takes a while

        worker = Worker()
        try:
            worker.give(0, make_backup, self.path)
            while not worker.ready(_PATIENCE):
                tell()
            copy: Backup = worker.take()[1]
            return copy.path
        finally:
            worker.end()
