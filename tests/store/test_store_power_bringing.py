"""Power cuts during a merge, a migration and a backup, and a disk that cannot be read: the same as for decisions."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

import killing
import pytest
import recording_disk as rec
from store_values import document
from test_store_power import STEPS, Failing, sound_after
from trials import quick_folder, trials

from annotator.errors import AnnotatorError
from annotator.model import Step
from annotator.plain import read_scheme
from annotator.store import Store, backup

HERE = Path(__file__).parent
NAME = "x.corpus"
T = TypeVar("T")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of one report, closed."""
    path = tmp_path_factory.mktemp("before") / NAME
    with closing(Store.create(path, device="d")) as store, store.step("import", "小林") as writing:
        writing.put_scheme(read_scheme())
        writing.put_document(document(killing.TEXT, id_="d0"), 0)
    return path


def cuts(noted: Sequence[rec.Noted], before: Path, seed: int) -> Iterator[tuple[int, dict[str, bytes | None]]]:
    return rec.after_cuts({NAME: before.read_bytes()}, list(noted), random.Random(seed))


def of_the_corpus(disk: rec.Disk) -> list[rec.Noted]:
    """What was done to the corpus itself; copies that others make are another matter."""
    return [one for one in disk.noted if one.name.startswith(NAME) or one.what == "say"]


# ---- merge


@pytest.mark.torture
def test_the_power_goes_during_a_merge_100_or_4000_times(corpus: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(corpus, tmp_path / NAME))
    killing.grow(path)
    before = killing.look(path)
    with rec.watched() as disk:
        killing.merge(path, disk.say)
    noted = of_the_corpus(disk)
    assert sum(one.what == "say" for one in noted) == 1
    with quick_folder(tmp_path) as folder:
        for said, files in islice(cuts(noted, corpus, 1), trials(100, 4_000)):
            rec.put(files, folder)
            killing.check_merge(folder / NAME, said, before)


# ---- migration


@pytest.mark.torture
@pytest.mark.parametrize("version", ["v1", "v2", "v3", "v4", "v5"])
def test_the_power_goes_during_a_migration_40_or_2500_times(version: str, tmp_path: Path) -> None:
    old = HERE / "corpora" / f"{version}.corpus"
    path = Path(shutil.copy(old, tmp_path / NAME))
    before = killing.look(path)
    with rec.watched() as disk:
        killing.migration(path, disk.say)
    noted = of_the_corpus(disk)
    assert {one.what for one in noted} >= {"write", "sync", "say"}
    with quick_folder(tmp_path) as folder:
        for said, files in islice(cuts(noted, old, 2), trials(40, 2_500)):
            shutil.rmtree(folder / f"{NAME}.backups", ignore_errors=True)
            rec.put(files, folder)
            killing.check_migration(folder / NAME, said, before)


# ---- backup


@contextmanager
def watched_with_names(monkeypatch: pytest.MonkeyPatch) -> Iterator[rec.Disk]:
    """What a backup does besides SQLite, too: files and folders that are synced, and names that are given."""
    sync, rename = backup._sync, os.rename
    with rec.watched() as disk, monkeypatch.context() as patching:

        def synced(path: Path) -> None:
            disk.note(rec.Noted("sync", "" if path.is_dir() else path.name))
            sync(path)

        def renamed(old: Path, new: Path) -> None:
            disk.note(rec.Noted("rename", old.name, content=new.name.encode()))
            rename(old, new)

        patching.setattr(backup, "_sync", synced)
        patching.setattr(backup.os, "rename", renamed)
        yield disk


def recorded_backups(corpus: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[rec.Noted]:
    path = Path(shutil.copy(corpus, folder / NAME))
    with watched_with_names(monkeypatch) as disk:
        killing.backup(path, disk.say)
    return disk.noted


def put_with_backups(files: dict[str, bytes | None], folder: Path) -> None:
    beside = folder / f"{NAME}.backups"
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    rec.put({name: content for name, content in files.items() if name.startswith(NAME)}, folder)
    rec.put({name: content for name, content in files.items() if not name.startswith(NAME)}, beside)


@pytest.mark.torture
def test_the_power_goes_during_a_backup_120_or_3000_times(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each copy that has its name is whole; each that was acknowledged has it."""
    noted, before = recorded_backups(corpus, tmp_path, monkeypatch), killing.look(corpus)
    assert {one.what for one in noted} >= {"write", "sync", "rename", "say"}
    with quick_folder(tmp_path) as folder:
        for said, files in islice(cuts(noted, corpus, 3), trials(120, 3_000)):
            put_with_backups(files, folder)
            killing.check_backup(folder / NAME, said, before)


def test_a_copy_is_on_the_disk_before_it_has_its_name_and_its_name_before_it_is_acknowledged(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What few cuts would meet by chance."""
    noted = recorded_backups(corpus, tmp_path, monkeypatch)
    named = [at for at, one in enumerate(noted) if one.what == "rename"]
    said = [at for at, one in enumerate(noted) if one.what == "say"]
    assert len(named) == len(said) == 3
    for rename, say in zip(named, said, strict=True):
        of_draft = [one.what for one in noted[:rename] if one.name == noted[rename].name]
        assert "write" in of_draft
        assert of_draft[-1] == "sync"
        assert rec.Noted("sync", "") in noted[rename:say]


def test_a_copy_that_is_not_synced_would_be_missed(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The simulation can fail: had the copy its name before it is on the disk, it would be found in part."""
    noted = [one for one in recorded_backups(corpus, tmp_path, monkeypatch) if one.what != "sync" or not one.name]
    before = killing.look(corpus)
    with pytest.raises(AssertionError), quick_folder(tmp_path) as folder:  # noqa: PT012  # some trial of them
        for said, files in islice(cuts(noted, corpus, 4), 400):
            put_with_backups(files, folder)
            killing.check_backup(folder / NAME, said, before)


# ---- a disk that cannot be read


class Unreadable(Failing):
    """Fails at the n-th read in place of the n-th write."""

    def __call__(self, noted: rec.Noted) -> int:
        return super().__call__(noted._replace(what="write")) if noted.what == "read" else rec.OK


def cold_session(path: Path, mend: Callable[[], None]) -> list[AnnotatorError]:
    """Each step by a program that has read nothing yet; what fails is tried again. Returns what was said."""
    said: list[AnnotatorError] = []

    def tried(act: Callable[[], T]) -> T:
        try:
            return act()
        except AnnotatorError as error:
            said.append(error)
            mend()
            return act()

    for number, step in enumerate(STEPS, 1):
        with closing(tried(lambda: Store(path, device="d"))) as store:
            tried(store.read.counts)
            tried(partial(step, store))
            assert len(tried(partial(all_steps, store))) == number + 1
    return said


def all_steps(store: Store) -> list[Step]:
    return list(store.steps())


@pytest.mark.torture
@pytest.mark.parametrize("lasting", [False, True])
def test_the_disk_cannot_be_read_at_each_read_of_a_session(corpus: Path, tmp_path: Path, lasting: bool) -> None:
    """A sentence, and the same window, or the next one, works on; in `make test` each seventeenth read."""
    apart = trials(17, 1)
    with quick_folder(tmp_path) as folder, rec.watched() as disk:
        reads: list[rec.Noted] = []
        disk.fails = lambda noted: reads.append(noted) or rec.OK if noted.what == "read" else rec.OK  # type: ignore[func-returns-value]
        path = Path(shutil.copy(corpus, folder / NAME))
        assert cold_session(path, lambda: None) == []
        heard = 0
        for at in range(1 + 8 * lasting if apart > 1 else 1, len(reads) + 1, apart):
            rec.put({NAME: corpus.read_bytes()}, folder)
            disk.fails = failing = Unreadable(at, rec.IOERR_READ, lasting=lasting)
            said = cold_session(path, failing.mend)
            disk.fails = lambda _noted: rec.OK
            assert failing.failed
            assert {error.key for error in said} <= {"store.disk-error"}, said
            heard += len(said)
            sound_after(path, len(STEPS))
    assert heard > len(reads) // apart // 3
