"""Kills work on a corpus (SIGKILL) at random moments, over and over, and looks at what is left.

Run as a program of its own, because it forks: `python killing.py WORK TRIALS SEED CORPUS FOLDER`. It prints how many
trials ended in the middle of the work, and nothing else when all is well; a fault ends it with a traceback.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from annotator.model import Annotation, Decision, Document, Reason, Span, Suggestion, now
from annotator.store import Arrival, MergePlan, Settling, Store, backups, foreign, make_backup
from annotator.store.sqlite import sqlite3

Say = Callable[[], None]
TEXT = "全县实施产业扶贫，落实低保，发放补助三百万元。" * 8
ENOUGH = 20  # steps of a trial that is left alone
IMPORTED = 20  # reports
MERGED = 40  # annotations, a step each


# ---- the work; each calls `say` when a piece of it has been acknowledged


def decisions(path: Path, say: Say) -> None:
    with closing(Store(path, device="d")) as store:
        for number in range(ENOUGH):
            span, id_ = Span(number, number + 2), f"a{number}"
            with store.step("accept", "小林") as writing:
                text = span.of(store.read.text_of("d0"))
                writing.put_annotation(
                    Annotation(id_, "d0", "小林", span, "Measure", text, created=now(), changed=now())
                )
                suggestion = Suggestion(span, "Measure", text, 0.5, "rules", Reason("x"))
                writing.put_decision(Decision(f"c{number}", "d0", "小林", "accept", suggestion, "1", id_, now()))
            say()


def importing(path: Path, say: Say) -> None:
    with closing(Store(path, device="d")) as store:
        with store.step("import", "小林") as writing:
            for number in range(1, IMPORTED + 1):
                writing.put_document(Document(f"d{number}", str(number), f"{TEXT}{number}"), number)
        say()


def migration(path: Path, say: Say) -> None:
    Store(path, device="d").close()
    say()


def merge(path: Path, say: Say) -> None:
    """Brings in the copy beside, in which annotations were made; read in this process, for it is killed."""
    copy = path.with_name("theirs.corpus")
    examined = foreign.examine(copy, Path(tempfile.mkdtemp(dir=path.parent)))
    arrival = Arrival(copy, foreign.steps_of(examined.copy, copy), foreign.events_of(examined.copy, copy, 0, 10_000)[1])
    with closing(Store(path, device="d")) as store:
        plan = MergePlan(
            {"Measure"}, Settling({}, lambda _table, row, _ends: row), None, lambda *_: None, lambda *_: None
        )
        _, changes = store.merge([arrival], "小林", plan)
        assert changes
        say()


def grow(path: Path) -> None:
    """The copy that is merged."""
    copy = Path(shutil.copy(path, path.with_name("theirs.corpus")))
    with closing(Store(copy, device="e")) as store:
        for number in range(MERGED):
            with store.step("annotate", "陳太") as writing:
                text = Span(number % 90, number % 90 + 2).of(store.read.text_of("d0"))
                span = Span(number % 90, number % 90 + 2)
                writing.put_annotation(
                    Annotation(f"m{number}", "d0", "陳太", span, f"L{number}", text, created=now(), changed=now())
                )


def backup(path: Path, say: Say) -> None:
    for _ in range(3):
        make_backup(path)
        say()


# ---- what must be true afterwards


class Before(NamedTuple):
    """What the corpus held before all work."""

    annotations: int
    steps: int


def look(corpus: Path) -> Before:
    with closing(sqlite3.connect(str(corpus))) as looking:
        return Before(*looking.execute(
            "SELECT (SELECT count(*) FROM annotations WHERE deleted = 0), (SELECT count(*) FROM steps)"
        ).fetchone())  # fmt: skip


def check_decisions(path: Path, said: int, _before: Before) -> bool:
    with closing(Store(path, device="d")) as store:
        found = len(store.read.annotations("d0"))
        assert found == len(store.read.decisions("d0")), "half a step"
        assert said <= found <= said + 1, f"{said} were acknowledged, {found} are there"
        assert store.check() == []
    return 0 < said < ENOUGH


def check_importing(path: Path, said: int, _before: Before) -> bool:
    with closing(Store(path, device="d")) as store:
        found = store.read.document_count()
        assert found in ((IMPORTED + 1,) if said else (1, IMPORTED + 1)), found
        assert sum(1 for _ in store.search.documents("低保")) == found
        assert store.check() == []
    return not said


def check_migration(path: Path, said: int, before: Before) -> bool:
    with closing(Store(path, device="d")) as store:
        assert store.read.counts()["annotations"] == before.annotations
        assert store.check() == []
        assert len(list(store.steps())) == before.steps
    assert all(one.annotations == before.annotations for one in backups(path))
    return not said


def check_merge(path: Path, said: int, before: Before) -> bool:
    with closing(Store(path, device="d")) as store:
        found = store.read.counts()["annotations"]
        assert found in ((MERGED,) if said else (0, MERGED)), found
        assert len(list(store.steps())) in (before.steps, before.steps + MERGED + 1)
        assert store.check() == []
        if found:
            store.undo("小林")
            assert store.read.counts()["annotations"] == 0
    return not said


def check_backup(path: Path, said: int, before: Before) -> bool:
    found = backups(path)
    assert said <= len(found) <= said + 1
    assert all(one.annotations == before.annotations for one in found)
    with closing(Store(path, device="d")) as store:
        assert store.check() == []
    return said < 3


WORK = {
    "decisions": (decisions, check_decisions),
    "importing": (importing, check_importing),
    "migration": (migration, check_migration),
    "backup": (backup, check_backup),
    "merge": (merge, check_merge),
}


def attempt(work: Callable[[Path, Say], None], path: Path, delay: float | None) -> int:
    """How much was acknowledged before the kill, or in all."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            work(path, lambda: os.write(writing, b"."))  # type: ignore[arg-type, return-value]
            os._exit(0)
        finally:
            os._exit(1)
    os.close(writing)
    if delay is not None:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    said = b"".join(iter(lambda: os.read(reading, 4096), b""))
    os.close(reading)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in (0, -signal.SIGKILL), "the work itself failed"
    return len(said)


def main(name: str, trials: int, seed: int, corpus: Path, folder: Path) -> None:
    work, check = WORK[name]
    if name == "merge":
        grow(corpus)
    dice = random.Random(seed)
    before = look(corpus)
    whole = min(duration(work, fresh(corpus, folder)) for _ in range(3))
    middle = 0
    for _ in range(trials):
        path = fresh(corpus, folder)
        said = attempt(work, path, dice.uniform(0, whole * 1.1))
        middle += check(path, said, before)
    print(middle)


def duration(work: Callable[[Path, Say], None], path: Path) -> float:
    """Seconds that the work takes when it is left alone."""
    began = time.monotonic()
    attempt(work, path, None)
    return time.monotonic() - began


def fresh(corpus: Path, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    if (theirs := corpus.with_name("theirs.corpus")).exists():
        shutil.copy(theirs, folder)
    return Path(shutil.copy(corpus, folder / "x.corpus"))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]), Path(sys.argv[5]))
