"""Backups: whole, proven copies of a corpus in a folder beside it, thinned out with age; and the way back.

A copy is made by `VACUUM INTO`, through a connection of its own that reads one state of the file while others write
(run it in another process: in the one that has the corpus open, closing any handle of the file would drop its locks).
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.store.connection import open_read_only, version_of
from annotator.store.gently import gently
from annotator.store.hearing import heard
from annotator.store.presence import holders
from annotator.store.proof import damaged_texts
from annotator.store.queries import Queries
from annotator.work import Progress, unwatched

SUFFIX = ".backups"
_NAME = re.compile(r"(\d{8}T\d{6}Z)(?:-(\d+))?\.corpus")
"""when a copy was made, and its number among those of the same second, where it is not the first"""
_STAMP = "%Y%m%dT%H%M%SZ"
ALL_WITHIN = timedelta(days=2)
DAILY, WEEKLY, MONTHLY = 12, 10, 9
_CUT_OFF = timedelta(hours=1)
"""since when nothing was written to a copy that nobody makes any more"""


_DAMAGED = ("store.damaged", "store.text-damaged")


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy: when it was made, how large it is in bytes, and what it holds. None where it cannot be read any more."""

    path: Path
    time: datetime
    size: int
    documents: int | None
    annotations: int | None


def folder_of(corpus: Path) -> Path:
    """Where a corpus's backups lie: beside it, so that they go with the folder."""
    return Path(f"{corpus}{SUFFIX}")


def make_backup(
    corpus: Path, now: datetime | None = None, *, as_it_is: bool = False, tell: Progress = unwatched
) -> Backup:
    """Copies the corpus, proves the copy, gives it its name only then, and lets go of copies that are no longer kept.

    `as_it_is` copies one with damaged texts too, before it is mended, and lets no older copy go. `tell(done, all)`
    hears how many bytes are copied, and may raise to stop. Raises AnnotatorError when the corpus cannot be read, is
    damaged (then no older copy goes), or there is no room.
    """
    time = now or datetime.now(UTC)
    folder = folder_of(corpus)
    try:
        with closing(open_read_only(corpus)) as queries:  # before there is a folder: what is no corpus gets none
            folder.mkdir(mode=0o700, exist_ok=True)
            _clear(folder, time)
            found = _copy(queries, folder, time, as_it_is=as_it_is, tell=tell)
        _sync(folder)
    except OSError as error:
        raise AnnotatorError("store.no-backup", path=corpus, folder=folder, reason=error.strerror or error) from error
    if not as_it_is:
        thin_out(corpus, time)
    return found


def _clear(folder: Path, now: datetime) -> None:
    """Takes away what a copy that was cut off has left; one that somebody is making is written to all the time."""
    for path in folder.glob(".*.corpus.*"):
        with suppress(OSError):
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < now - _CUT_OFF:
                path.unlink()


def _copy(queries: Queries, folder: Path, time: datetime, *, as_it_is: bool, tell: Progress) -> Backup:
    """A proven copy in the folder, or nothing."""
    target = _free_name(folder, time)
    draft = folder / f".{target.name}.{os.getpid()}"
    try:
        with gently(queries, queries.path, draft, tell):
            queries.run("VACUUM INTO ?", (str(draft),))
        os.chmod(draft, 0o600)
        found = _look_at(draft, target, time)
        if not as_it_is:
            _prove_texts(draft, queries.path)
        _sync(draft)
        os.rename(draft, target)
    finally:
        draft.unlink(missing_ok=True)
    return found


def _free_name(folder: Path, time: datetime) -> Path:
    stamp = time.strftime(_STAMP)
    names = (f"{stamp}.corpus", *(f"{stamp}-{number}.corpus" for number in range(2, 1000)))
    return next(folder / name for name in names if not (folder / name).exists())


def _look_at(file: Path, path: Path, time: datetime) -> Backup:
    """Proves a copy. Raises AnnotatorError for one that is not sound."""
    with closing(open_read_only(file)) as queries:
        said = queries.value("PRAGMA quick_check")
        if said != "ok":
            raise AnnotatorError("store.damaged", path=path, reason=said)
        return _backup(queries, path, time, file.stat().st_size)


def _prove_texts(file: Path, of: Path) -> None:
    """Raises AnnotatorError where a text is not what it was when it was stored, with `of` as the file's name."""
    with closing(open_read_only(file)) as queries:
        for fault in damaged_texts(queries):
            raise AnnotatorError(fault.key, **{**fault.fields, "path": of})


def _backup(queries: Queries, path: Path, time: datetime, size: int) -> Backup:
    return Backup(path, time, size, *(_count(queries, table) for table in ("documents", "annotations")))


def _count(queries: Queries, table: str) -> int:
    """How many rows of a table are in sight; kept as a figure from the third version on."""
    if version_of(queries) >= 3:
        found = queries.value("SELECT coalesce(sum(number), 0) FROM counters WHERE kind = ?", (table,))
    else:
        found = queries.value(f"SELECT count(*) FROM {table} WHERE deleted = 0")
    return int(found)


def _sync(path: Path) -> None:
    """Makes a file, or the names in a folder, last through a power cut; not every system can do it for folders."""
    if os.name != "posix" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def backups(corpus: Path) -> list[Backup]:
    """The copies there are, the latest first. One that is damaged is listed without counts."""
    return [_listed(path, time) for path, time in reversed(_files(corpus))]


def _listed(path: Path, time: datetime) -> Backup:
    size = path.stat().st_size
    try:
        with closing(open_read_only(path)) as queries:
            return _backup(queries, path, time, size)
    except AnnotatorError:
        return Backup(path, time, size, None, None)


def _files(corpus: Path) -> list[tuple[Path, datetime]]:
    """The copies and when they were made, the latest last."""
    try:
        paths = list(folder_of(corpus).iterdir())
    except OSError:
        return []
    found = [(_time(match[1]), int(match[2] or 1), path) for path in paths if (match := _NAME.fullmatch(path.name))]
    return [(path, time) for time, _, path in sorted(found)]


def is_copied(corpus: Path, step: str) -> bool:
    """Whether the latest copy has a step, and so all that was done before it."""
    files = _files(corpus)
    if not files:
        return False
    path, _ = files[-1]
    try:
        with closing(open_read_only(path)) as queries:
            return queries.value("SELECT 1 FROM steps WHERE id = ?", (step,)) is not None
    except AnnotatorError:
        return False


def _time(stamp: str) -> datetime:
    return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)


def copies(corpus: Path) -> list[Path]:
    """All other files that hold what the corpus held: backups, and what a restore has moved aside."""
    beside = sorted(corpus.absolute().parent.iterdir())
    aside = [path for path in beside if _is_aside(path.name, corpus)]
    return [*(path for path, _ in _files(corpus)), *aside]


def _is_aside(name: str, corpus: Path) -> bool:
    return name.startswith(f"{corpus.stem}.aside-") and name.endswith(corpus.suffix or name)


def thin_out(corpus: Path, now: datetime) -> list[Path]:
    """Lets go of the copies that are no longer kept; returns them."""
    files = dict(_files(corpus))
    kept = to_keep(files.values(), now)
    gone = [path for path, time in files.items() if time not in kept]
    for path in gone:
        with suppress(OSError):  # a copy too many does no harm
            path.unlink()
    return gone


def to_keep(times: Iterable[datetime], now: datetime) -> set[datetime]:
    """Of copies made at these times those to keep: all of two days, and the last one of each of the latest twelve
    days, ten weeks and nine months that have any. What is dated in the future is kept: the clock may have been wrong.
    """
    ordered = sorted(set(times), reverse=True)
    kept = {time for time in ordered if now - time <= ALL_WITHIN}
    periods: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (DAILY, lambda time: time.date()),
        (WEEKLY, lambda time: time.isocalendar()[:2]),
        (MONTHLY, lambda time: (time.year, time.month)),
    )
    for count, period in periods:
        latest: dict[object, datetime] = {}
        for time in ordered:
            latest.setdefault(period(time), time)
        kept |= set(list(latest.values())[:count])
    return kept


def restore(
    corpus: Path, backup: Path | None = None, now: datetime | None = None, tell: Progress = unwatched
) -> tuple[Path, list[Path]]:
    """Puts a copy in the corpus's place: the one that is named, else the latest of which each text is what it was.

    What stands there, with its -wal and -shm, is moved aside under the present time, never deleted. Returns the copy
    that was taken and what was moved. `tell(done, all)` hears how many bytes are copied, and may raise to stop. Raises
    AnnotatorError when no copy is sound, somebody works in the corpus, or the folder does not take it.
    """
    if corpus.is_dir():
        raise AnnotatorError("store.is-folder", path=corpus)
    for one in holders(corpus)[:1]:  # what they do from now on would go into the file that is moved aside
        raise one.keeps(corpus)
    time = now or datetime.now(UTC)
    draft = corpus.with_name(f".{corpus.name}.{os.getpid()}.restored")
    try:
        chosen = backup or _latest_sound(corpus, draft, time, tell)
        if backup:
            _draw(backup, draft, time, tell)
        _sync(draft)
        moved = _move_aside(corpus, time)
        os.rename(draft, corpus)
        _sync(corpus.parent)
    except OSError as error:
        raise AnnotatorError("store.no-restore", path=corpus, reason=error.strerror or error) from error
    finally:
        draft.unlink(missing_ok=True)
    return chosen, moved


def _latest_sound(corpus: Path, draft: Path, time: datetime, tell: Progress) -> Path:
    """The copy of which the draft now is one. A copy made before a repair may hold what was to be repaired."""
    for path in (one.path for one in backups(corpus) if one.documents is not None):
        try:
            _draw(path, draft, time, tell)
            _prove_texts(draft, path)
        except AnnotatorError as error:
            if error.key not in _DAMAGED:
                raise
            draft.unlink(missing_ok=True)
        else:
            return path
    raise AnnotatorError("store.no-backups", path=corpus, folder=folder_of(corpus))


def _draw(chosen: Path, draft: Path, time: datetime, tell: Progress) -> None:
    """Makes the draft a copy of a copy. Raises AnnotatorError for one that is not sound."""
    with closing(open_read_only(chosen)) as queries, heard(queries, draft, tell):
        queries.run("VACUUM INTO ?", (str(draft),))
    os.chmod(draft, 0o600)
    _look_at(draft, chosen, time)


def _move_aside(corpus: Path, time: datetime) -> list[Path]:
    aside = corpus.with_name(f"{corpus.stem}.aside-{time.strftime(_STAMP)}{corpus.suffix}")
    number = 1
    while aside.exists():
        number += 1
        aside = corpus.with_name(f"{corpus.stem}.aside-{time.strftime(_STAMP)}-{number}{corpus.suffix}")
    moved = []
    for end in ("", "-wal", "-shm"):  # the file first: without its -wal it would open as an older one, in silence
        source = corpus.with_name(corpus.name + end)
        if source.exists():
            target = aside.with_name(aside.name + end)
            os.rename(source, target)
            moved.append(target)
    return moved
