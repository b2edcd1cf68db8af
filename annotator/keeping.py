"""Keeping a corpus safe: backups and the way back, the doctor, removal for good. By the file's path."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.store import (
    Backup,
    Copies,
    Holder,
    Report,
    Store,
    backups,
    copies_with,
    holders,
    make_backup,
    restore,
    sqlite_version,
    unsafe_place,
)
from annotator.work import Progress, unwatched

__all__ = [
    "Backup", "Copies", "Holder", "Report", "backups", "check", "copies_with", "fallen_since", "holders", "make_backup",
    "purge", "repair", "restore", "sqlite_version", "to_purge", "unsafe_place",
]  # fmt: skip

ALARM = 0.1
"""The share of annotations that may go between a backup and now before the person is asked to look."""


def check(corpus: Path, tell: Progress = unwatched) -> list[AnnotatorError]:
    """All that is wrong with a corpus, each as a sentence; empty when it is sound. Reads every row.

    `tell(done, all)` hears how far it is, and may raise to stop. Raises AnnotatorError for a file that cannot be opened
    as a corpus at all.
    """
    with closing(Store(corpus)) as store:
        return store.check(tell)


def repair(corpus: Path, annotator: str, tell: Progress = unwatched) -> tuple[Backup, int, list[AnnotatorError]]:
    """Mends what can be made again from what is sound, after a backup; deletes nothing.

    Returns the backup, how many faults there were, and those that are left. Raises AnnotatorError when no backup can
    be made: a file whose pages are broken is for `restore`.
    """
    with closing(Store(corpus)) as store:
        before = store.check(tell)
    copy = make_backup(corpus, as_it_is=True, tell=tell)
    with closing(Store(corpus)) as store:
        if before:
            store.repair(before, annotator)
        return copy, len(before), store.check(tell)


def to_purge(corpus: Path, document: str) -> Report:
    """The report of that title or id, as `purge` would remove it. Changes nothing.

    Raises AnnotatorError where there is none, and where several have that title (their ids are said).
    """
    with closing(Store(corpus)) as store:
        return store.to_purge(document)


def purge(corpus: Path, report: Report, annotator: str) -> Copies:
    """Removes a report for good: text, index, all that was said in it, now and in the history. Undo stops there.

    Returns the copies of the corpus that still hold it; none is touched. Raises AnnotatorError when it cannot be.
    """
    with closing(Store(corpus)) as store:
        store.purge(report, annotator)
    return copies_with(corpus, report.sha256)


def fallen_since(corpus: Path, annotations: int) -> Backup | None:
    """The latest sound backup, when the corpus has lost more than a tenth of the annotations that it had then."""
    latest = next((one for one in backups(corpus) if one.annotations is not None), None)
    if latest and latest.annotations and annotations < latest.annotations * (1 - ALARM):
        return latest
    return None
