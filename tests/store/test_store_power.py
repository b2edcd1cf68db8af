"""Power cuts and failing disks at each write of a session: nothing acknowledged is lost, nothing is half done."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest
import recording_disk as rec
from store_values import annotation, decision, document, suggestion
from trials import quick_folder, trials

from annotator.errors import AnnotatorError
from annotator.model import Document
from annotator.store import Store

REPORT = document("全县实施产业扶贫，落实低保，发放补助三百万元。" * 4, id_="d0")
PERSON = "小林"
Say = Callable[[], None]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of one report, closed."""
    path = tmp_path_factory.mktemp("before") / "x.corpus"
    with closing(Store.create(path, device="d")) as store, store.step("import", PERSON) as writing:
        writing.put_document(REPORT, 0)
    return path


def decide(store: Store, number: int) -> None:
    """Two rows of one suggestion: a step that could be half done."""
    with store.step("accept", PERSON) as writing:
        made = annotation(REPORT, number, number + 2, by=PERSON)
        writing.put_annotation(made)
        writing.put_decision(decision(suggestion(REPORT, number, number + 2), REPORT, "accept", made.id, by=PERSON))


def bring_in(store: Store, number: int) -> None:
    with store.step("import", PERSON) as writing:
        for part in range(3):
            text = f"第{number}号报告之{part}：推广雨露计划。" * 30
            writing.put_document(Document(f"n{number}-{part}", text[:6], text), number * 3 + part)


STEPS: tuple[Callable[[Store], object], ...] = (
    lambda store: decide(store, 0),
    lambda store: decide(store, 3),
    lambda store: store.undo(PERSON),
    lambda store: store.redo(PERSON),
    lambda store: bring_in(store, 1),
    lambda store: decide(store, 6),
    lambda store: store.undo(PERSON),
    lambda store: decide(store, 9),
)
"""What a session does; each is one step, after which one more stands in the history."""


def session(path: Path, said: Say, *, checkpoint: int) -> None:
    """`checkpoint`: after how many pages SQLite folds the -wal in, in place of a thousand."""
    with closing(Store(path, device="d")) as store:
        store._queries.run(f"PRAGMA wal_autocheckpoint = {checkpoint}")
        for step in STEPS:
            step(store)
            said()


def sound_after(path: Path, said: int) -> None:
    """All that was acknowledged is there, at most one step more, and none of them in part."""
    with closing(Store(path, device="d")) as store:
        steps = len(list(store.steps())) - 1  # the import that the corpus began with
        assert said <= steps <= said + 1, f"{said} were acknowledged, {steps} are there"
        assert [str(one) for one in store.check()] == []
        decide(store, 12)  # and work goes on
        assert store.remarks == ()


# ---- power cuts


def recorded(corpus: Path, folder: Path, checkpoint: int) -> list[rec.Noted]:
    path = Path(shutil.copy(corpus, folder / "x.corpus"))
    with rec.watched() as disk:
        session(path, disk.say, checkpoint=checkpoint)
    return disk.noted


@pytest.mark.torture
@pytest.mark.parametrize("checkpoint", [12, 1000])
def test_the_power_goes_at_any_moment_1500_or_25000_times(corpus: Path, tmp_path: Path, checkpoint: int) -> None:
    noted = recorded(corpus, tmp_path, checkpoint)
    assert sum(one.what == "say" for one in noted) == len(STEPS)
    assert {one.what for one in noted} >= {"write", "sync", "say"}
    states = rec.after_cuts({"x.corpus": corpus.read_bytes()}, noted, random.Random(checkpoint))
    with quick_folder(tmp_path) as folder:
        for said, files in islice(states, trials(1_500, 25_000)):
            rec.put(files, folder)
            sound_after(folder / "x.corpus", said)


def test_a_step_that_is_not_synced_would_be_missed(corpus: Path, tmp_path: Path) -> None:
    """The simulation can fail: without what was synced, steps are lost or the file is damaged, and this is seen."""
    noted = [one for one in recorded(corpus, tmp_path, 1000) if one.what != "sync"]
    states = rec.after_cuts({"x.corpus": corpus.read_bytes()}, noted, random.Random(1))
    with pytest.raises((AssertionError, AnnotatorError)):  # noqa: PT012  # which of them is left to chance
        for said, files in islice(states, 2 * len(noted)):
            rec.put(files, tmp_path)
            sound_after(tmp_path / "x.corpus", said)


# ---- disks that fail


def each_write(path: Path, noted: rec.Disk) -> int:
    """How many writes a session makes."""
    session(path, noted.say, checkpoint=12)
    return sum(one.what in ("write", "truncate", "sync") for one in noted.noted)


class Failing:
    """A disk that fails at its n-th write: once, or from then on until `mend`."""

    def __init__(self, at: int, code: int, *, lasting: bool) -> None:
        self._left, self._code, self._lasting = at, code, lasting
        self.failed = False

    def __call__(self, noted: rec.Noted) -> int:
        if noted.what in ("delete", "read"):
            return rec.OK
        self._left -= 1
        if self._left > 0 or (self._left < 0 and not self._lasting):
            return rec.OK
        self.failed = True
        return self._code

    def mend(self) -> None:
        self._lasting = False
        self._left = -1


def failing_session(path: Path, failing: Failing) -> Iterator[AnnotatorError]:
    """The session with every step tried until it is done; what the world said meanwhile."""
    with closing(Store(path, device="d")) as store:
        store._queries.run("PRAGMA wal_autocheckpoint = 12")
        for number, step in enumerate(STEPS, 1):
            try:
                step(store)
            except AnnotatorError as error:
                yield error
                assert len(list(store.steps())) == number  # those before it, and the corpus's own
                failing.mend()
                step(store)
            assert len(list(store.steps())) == number + 1


WAYS = [
    (code, key, lasting)
    for lasting in (False, True)
    for code, key in ((rec.FULL, "disk-full"), (rec.IOERR_WRITE, "disk-error"), (rec.READONLY, "read-only"))
]


@pytest.mark.torture
@pytest.mark.parametrize(("code", "key", "lasting"), WAYS)
def test_the_disk_fails_at_each_write_of_a_session(
    corpus: Path, tmp_path: Path, code: int, key: str, lasting: bool
) -> None:
    """In every run each write fails in one of six ways, they take turns; in a long run each in all six."""
    first, apart = WAYS.index((code, key, lasting)) + 1, trials(len(WAYS), 1)
    with quick_folder(tmp_path) as folder, rec.watched() as disk:
        path = Path(shutil.copy(corpus, folder / "x.corpus"))
        number = each_write(path, disk)
        heard = 0
        for at in range(first if apart > 1 else 1, number + 1, apart):
            rec.put({"x.corpus": corpus.read_bytes()}, folder)
            disk.fails = failing = Failing(at, code, lasting=lasting)
            said = list(failing_session(path, failing))
            disk.fails = lambda _noted: rec.OK
            assert failing.failed
            assert {error.key for error in said} <= {f"store.{key}"}
            heard += len(said)
            sound_after(path, len(STEPS))
    assert heard > number // apart // 2  # the others were in folding the -wal in, which can wait
