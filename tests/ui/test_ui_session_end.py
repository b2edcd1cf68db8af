"""The desktop's session ends under the running program: Qt says so, or the X server is gone, and then comes the end."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from ending_session import CAN

from annotator.corpus import Corpus
from annotator.store import Store

HERE = Path(__file__)
REPORTS = 60
PROGRAM = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from ending_session import session_ends
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from annotator.ui.app import run
from annotator.ui.importing import ImportResult, Plan
from annotator.ui.window import MainWindow

corpus, what, folder = Path(sys.argv[1]), sys.argv[2], sys.argv[4]
ImportResult.exec = lambda _result: None


def say(word):
    print(word, flush=True)


def decide_and_write(window):
    reader = window.workspace.reader
    window.session.wait_for_suggestions(100)
    window.activateWindow()
    reader.setFocus()
    QTest.keyClick(reader, Qt.Key.Key_Return)
    window.session.choose(next(item.key for item in window.session.items if not item.is_open))
    QTest.keyClick(reader, Qt.Key.Key_N)
    QApplication.processEvents()
    QTest.keyClicks(window.focusWidget(), "half")
    assert window.session.annotation().note == ""
    session_ends()
    say("asked")


def bring_in(window):
    timer = QTimer(window)

    def look():
        if window.session.corpus._store._queries.in_transaction:
            timer.stop()
            if what != "server":
                session_ends()
            say("asked")
            if what == "killed":
                QTest.qSleep(600_000)

    timer.timeout.connect(look)
    timer.start(0)
    paths = sorted(Path(folder).glob("*.txt"))
    window.traffic.take_in(Plan.of(paths))
    say("in")
    window.close()


show = MainWindow.show


def shown(window):
    show(window)
    QTimer.singleShot(0, lambda: (decide_and_write if what == "note" else bring_in)(window))


if __name__ == "__main__":
    MainWindow.show = shown
    sys.exit(run(corpus, "李"))
"""


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(REPORTS):
        (folder / f"{number}.txt").write_text(f"第{number}份报告。全县实施产业扶贫，落实低保。\n" * 40, "utf-8")
    return folder


@contextmanager
def program(demo: Path, what: str, reports: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    script = reports.with_name("program.py")
    script.write_text(PROGRAM, "utf-8")
    more = {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(reports.parent / "config"), **environment}
    command = [sys.executable, script, demo, what, HERE.parent, reports]
    root = {"PYTHONPATH": str(HERE.parents[2])}
    with subprocess.Popen(
        [str(one) for one in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | root | more, cwd=HERE.parents[2],
    ) as running:  # fmt: skip
        try:
            assert running.stdout is not None
            assert select.select([running.stdout], [], [], 100)[0], "it never came so far"
            assert running.stdout.readline() == "asked\n"
            yield running
        finally:
            running.kill()


def sound(corpus: Path) -> int:
    """How many reports are in it; it is whole."""
    with closing(Store(corpus)) as store:
        assert [str(fault) for fault in store.check()] == []
        return store.read.document_count()


needs_qt = pytest.mark.skipif(not CAN, reason="Qt's library is elsewhere")


@needs_qt
def test_a_half_written_note_is_kept_before_the_program_is_killed(demo: Path, reports: Path) -> None:
    with program(demo, "note", reports) as running:
        running.send_signal(signal.SIGKILL)
        running.wait(timeout=60)
    with closing(Corpus.open(demo, annotator="李")) as corpus:
        notes = [one.note for row in corpus.documents() for one in corpus.annotations(row.id)]
        assert notes == ["half"]
    assert sound(demo) == 2


@needs_qt
def test_it_ends_while_a_step_is_under_way_and_the_program_is_killed(demo: Path, reports: Path) -> None:
    with program(demo, "killed", reports) as running:
        running.send_signal(signal.SIGKILL)
        running.wait(timeout=60)
    assert sound(demo) == 2


@needs_qt
def test_somebody_stops_the_end_and_the_step_is_done_to_its_own(demo: Path, reports: Path) -> None:
    with program(demo, "goes on", reports) as running:
        said, complaint = running.communicate(timeout=100)
    assert (running.returncode, said) == (0, "in\n"), complaint
    assert sound(demo) == 2 + REPORTS


@pytest.mark.skipif(not shutil.which("Xvfb"), reason="no virtual X server here")
def test_the_x_server_is_gone_while_a_step_is_under_way(demo: Path, reports: Path) -> None:
    """So a session of X ends for this build of Qt, which speaks to no session manager: the program is ended."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x920x24", "-nolisten", "tcp"],
        pass_fds=[writing], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        os.close(writing)
        with os.fdopen(reading) as pipe:
            display = f":{pipe.readline().strip()}"
        with program(demo, "server", reports, QT_QPA_PLATFORM="xcb", DISPLAY=display) as running:
            server.kill()
            said, _ = running.communicate(timeout=100)
        assert running.returncode != 0
        assert said == ""
    finally:
        server.kill()
        server.wait()
    assert sound(demo) == 2
