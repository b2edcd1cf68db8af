"""Keeping a corpus safe: backups and the way back, and the doctor. By the file's path: it need not be open."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.store import Backup, Store, backups, make_backup, restore

__all__ = ["Backup", "backups", "check", "fallen_since", "make_backup", "repair", "restore"]

ALARM = 0.1
"""The share of annotations that may go between a backup and now before the person is asked to look."""


def check(corpus: Path) -> list[AnnotatorError]:
    """All that is wrong with a corpus, each as a sentence; empty when it is sound. Reads every row.

    Raises AnnotatorError for a file that cannot be opened as a corpus at all.
    """
    with closing(Store(corpus)) as store:
        return store.check()


def repair(corpus: Path, annotator: str) -> tuple[Backup, int, list[AnnotatorError]]:
    """Mends what can be made again from what is sound, after a backup; deletes nothing.

    Returns the backup, how many faults there were, and those that are left. Raises AnnotatorError when no backup can
    be made: a file whose pages are broken is for `restore`.
    """
    with closing(Store(corpus)) as store:
        before = store.check()
    copy = make_backup(corpus)
    with closing(Store(corpus)) as store:
        if before:
            store.repair(before, annotator)
        return copy, len(before), store.check()


def fallen_since(corpus: Path, annotations: int) -> Backup | None:
    """The latest sound backup, when the corpus has lost more than a tenth of the annotations that it had then."""
    latest = next((one for one in backups(corpus) if one.annotations is not None), None)
    if latest and latest.annotations and annotations < latest.annotations * (1 - ALARM):
        return latest
    return None
