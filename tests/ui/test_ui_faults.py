"""Mistakes of ours and ends that others ask for, in the midst of a step: it is whole or not there, and work goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import FrameType

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from trials import trials

from annotator.corpus import Corpus
from annotator.store import Store, holders
from annotator.store.queries import Queries
from annotator.ui.importing import ImportResult, Plan
from annotator.ui.leaving import Leaving
from annotator.ui.window import MainWindow

TEXT = "全县实施产业扶贫，落实低保，发放300万元。"
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="signals of Unix")


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(window.focusWidget() or window.workspace.reader, key)
    QApplication.processEvents()


def state(path: Path) -> tuple[int, int, list[str]]:
    """How many annotations and steps are on the disk, and what is wrong with the file."""
    with closing(Store(path, read_only=True)) as store:
        return store.read.counts()["annotations"], store.last_step(), [str(fault) for fault in store.check()]


class At:
    """Does something at the n-th statement from now on, before or after it."""

    def __init__(self, number: int, what: Callable[[], object]) -> None:
        self._left, self._what = number, what
        self.done = False

    def __call__(self, _self: Queries) -> None:
        self._left -= 1
        if not self._left:
            self.done = True
            self._what()


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[At]]:
    """What is to be told of each statement."""
    told: list[At] = []
    for name in ("all", "run_all"):
        real = getattr(Queries, name)

        def first(self: Queries, *args: object, real: Callable[..., object] = real) -> object:
            for one in told:
                one(self)
            return real(self, *args)

        monkeypatch.setattr(Queries, name, first)
    yield told
    told.clear()


def slip() -> None:
    raise ZeroDivisionError("a mistake of ours")


def test_an_exception_in_a_slot_at_each_statement_of_a_decision(qtbot, window, demo, statements):
    """One trial for each: the step is there or not, the window works on, and nothing is half done."""
    tried = 0
    for at in range(1, 200):
        before = state(demo)
        statements[:] = [told := At(at, slip)]
        with qtbot.captureExceptions() as caught:
            press(window, Qt.Key.Key_Return)
        statements.clear()
        if not told.done:
            break
        tried += 1
        assert [kind for kind, _, _ in caught][:1] == [ZeroDivisionError]
        annotations, steps, faults = state(demo)
        assert (annotations - before[0], steps - before[1], faults) in ((0, 0, []), (1, 1, []))
        window.session.look_again()
        if steps > before[1]:
            window.session.undo()
    assert tried > 40
    press(window, Qt.Key.Key_Return)
    assert state(demo)[2] == []


def test_a_panel_that_fails_after_a_step_takes_nothing_back(qtbot, window, demo, monkeypatch):
    before = state(demo)
    monkeypatch.setattr(window.workspace.inspector, "put", lambda *_args, **_words: slip())
    with qtbot.captureExceptions() as caught:
        press(window, Qt.Key.Key_Return)
    monkeypatch.undo()
    assert caught
    assert state(demo)[:2] == (before[0] + 1, before[1] + 1)
    press(window, Qt.Key.Key_Return)
    assert state(demo) == (before[0] + 2, before[1] + 2, [])


def is_open(path: Path) -> bool:
    """Whether anybody says to have it open, or a -wal holds work that was not folded in."""
    wal = path.with_name(f"{path.name}-wal")
    return bool(holders(path)) or (wal.exists() and wal.stat().st_size > 0)


@pytest.mark.parametrize("part", ["leave", "set_geometry", "counting", "closing"])
def test_an_exception_in_close_event_leaves_the_corpus_closed(qtbot, window, demo, monkeypatch, part):
    press(window, Qt.Key.Key_Return)
    assert is_open(demo)
    match part:
        case "leave":
            monkeypatch.setattr(window.desk.page, "leave", slip)
        case "set_geometry":
            monkeypatch.setattr(window.settings, "set_geometry", lambda _geometry: slip())
        case "counting":
            monkeypatch.setattr(window.session.counting, "stop", slip)
        case "closing":
            window.session.closing.connect(slip)
    with qtbot.captureExceptions() as caught:
        QTimer.singleShot(0, window.close)
        qtbot.waitUntil(lambda: not window.isVisible())
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]
    assert window.session is None
    assert not is_open(demo)
    assert state(demo)[2] == []
    monkeypatch.undo()


def test_an_exception_in_the_worker_stops_nothing_that_waits(qtbot, window):
    background, came = window.session.background, []
    with qtbot.captureExceptions() as caught:
        background.run(int, "一二", then=came.append)
        background.run(int, "三", then=came.append)
        background.run(int, "12", then=came.append)
        qtbot.waitUntil(lambda: came == [12], timeout=60_000)
    assert [kind for kind, _, _ in caught] == [ValueError, ValueError]


# ---- ends that others ask for


@pytest.fixture
def leaving(window: MainWindow) -> Iterator[Leaving]:
    kept: dict[int, Callable[[int, FrameType | None], object] | int | None] = {}
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        kept[one] = signal.getsignal(one)
    made = Leaving(QApplication.instance(), window.keep)
    made.listen()
    yield made
    made._timer.stop()
    made.deleteLater()
    for one, handler in kept.items():
        signal.signal(one, handler)


@pytest.mark.torture
def test_sigterm_at_a_statement_of_a_decision_12_or_500_times(qtbot, window, demo, statements, leaving):
    """The step that is under way is done to its end, and then the window closes."""
    dice = random.Random(7)
    for _ in range(trials(12, 500)):
        before = state(demo)
        statements[:] = [told := At(dice.randint(1, 40), lambda: signal.raise_signal(signal.SIGTERM))]
        press(window, Qt.Key.Key_Return)
        assert told.done
        statements.clear()
        qtbot.waitUntil(lambda: window.session is None, timeout=20_000)
        assert not is_open(demo)
        assert state(demo) == (before[0] + 1, before[1] + 1, [])
        leaving._wanted = False
        window.take(Corpus.open(demo, annotator="李"))
        window.session.undo()
        window.show()
        window.workspace.reader.setFocus()


def test_sigterm_while_reports_come_in_leaves_none_and_closes(qtbot, window, demo, leaving, tmp_path):
    before, paths = state(demo), [tmp_path / f"{number}.txt" for number in range(40)]
    for path in paths:
        path.write_text(TEXT + path.name, "utf-8")
    QTimer.singleShot(0, leaving.ask)
    leaving._timer.setInterval(1)
    window.traffic.take_in(Plan.of(paths))
    qtbot.waitUntil(lambda: window.session is None, timeout=20_000)
    assert state(demo) == before


def test_a_session_that_ends_keeps_the_note_that_is_being_written(window, leaving):
    press(window, Qt.Key.Key_Return)
    window.session.choose(next(item.key for item in window.session.items if not item.is_open))
    press(window, Qt.Key.Key_N)
    QTest.keyClicks(window.focusWidget(), "half")
    leaving.session_ends()
    assert window.session.annotation().note == "half"
    assert window.isVisible()
    for signal_ in ("2commitDataRequest(QSessionManager&)", "2saveStateRequest(QSessionManager&)"):
        assert QApplication.instance().receivers(signal_) > 0


def test_a_session_that_ends_while_reports_come_in_disturbs_nothing(window, demo, leaving, tmp_path, monkeypatch):
    monkeypatch.setattr(ImportResult, "exec", lambda _result: None)
    path = tmp_path / "one.txt"
    path.write_text(TEXT, "utf-8")
    before = window.session.listed.rows()
    QTimer.singleShot(0, leaving.session_ends)
    window.traffic.take_in(Plan.of([path]))
    assert len(window.session.listed.rows()) == len(before) + 1
    assert state(demo)[2] == []


REAL = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from annotator.ui.app import run
from annotator.ui.window import MainWindow
show = MainWindow.show
def shown(window):
    show(window)
    window.session.do(window.session.corpus.mark, window.session.document.id, "done")
    QTimer.singleShot(0, lambda: print("ready", flush=True))
MainWindow.show = shown
sys.exit(run(Path(sys.argv[1]), "李"))
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_the_program_ends_as_if_it_had_been_closed(demo, tmp_path, name):
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path / "config")}
    running = subprocess.Popen(
        [sys.executable, "-c", REAL, str(demo)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=environment, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    try:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        assert len(holders(demo)) == 1
        running.send_signal(getattr(signal, name))
        _, said = running.communicate(timeout=60)
    finally:
        running.kill()
    assert running.returncode == 0
    assert {line for line in said.splitlines() if "propagateSizeHints" not in line} == set()
    assert not is_open(demo)
    assert state(demo)[2] == []
    assert list(demo.with_name(f"{demo.name}.backups").glob("*")), "closed like that, it makes its copy"
