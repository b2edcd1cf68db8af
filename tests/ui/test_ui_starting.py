"""A start: the worker reads what suggesting needs while the window is made, and the window does without it."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator.corpus import Corpus
from annotator.errors import AnnotatorError
from annotator.model import Document
from annotator.suggest import Engine
from annotator.suggest.lexicon import shipped_lexicon
from annotator.ui import app
from annotator.ui.background import Background
from annotator.ui.begun import begin
from annotator.ui.desk import Desk
from annotator.ui.session import Session
from annotator.ui.settings import Settings
from annotator.ui.window import MainWindow

START = """
import sys
import time
from pathlib import Path
from annotator.ui import app

def shown(*_):
    from PySide6.QtWidgets import QApplication
    from annotator.ui.window import MainWindow
    window = next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
    window.session.wait_for_suggestions(60)
    print(len(window.session.items), *(name for name in ("numpy", "rjieba", "pandas") if name in sys.modules))
    window.close()
    return 0

if __name__ == "__main__":
    app.check_libraries()
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, sys.argv[2])
    QApplication.exec = shown
    app.run(Path(sys.argv[1]))
"""


def test_a_window_that_starts_has_its_suggestions_from_the_worker(demo: Path, tmp_path: Path):
    command = [sys.executable, "-c", START, str(demo), str(tmp_path)]
    done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", timeout=100, check=True)
    items, *heavy = done.stdout.split()
    corpus = Corpus.open(demo)
    first = corpus.documents()[0].id
    assert int(items) == len(corpus.suggestions(first))
    corpus.close()
    assert heavy == []  # 60 ms and 20 MB, 120 ms and 33 MB


@pytest.fixture
def cold(monkeypatch):
    """As if nothing had been suggested in this process yet."""
    monkeypatch.setattr(Engine, "is_ready", property(lambda _engine: False))


@pytest.mark.usefixtures("cold")
def test_a_worker_that_has_begun_is_taken_over_and_gives_the_same(demo: Path, qtbot):
    session = Session(Corpus.open(demo, annotator="李"), worker=begin())
    first = session.listed.rows()[0].id
    session.show(first)
    session.wait_for_suggestions(60)
    there = [(item.span, item.label) for item in session.items]
    suggested = session.corpus.suggestions(first)
    session.counting.count_all()  # not urgent: the process becomes nice before it
    with qtbot.waitSignal(session.counting.finished, timeout=60_000):
        pass
    session.close()
    assert sorted(there, key=str) == sorted(((one.span, one.label) for one in suggested), key=str)


@pytest.mark.usefixtures("cold")
def test_the_worker_suggests_while_the_desk_is_made(demo: Path, qtbot, monkeypatch):
    asked: list[bool] = []

    class Seen(Desk):
        def __init__(self, session, dress) -> None:
            asked.append(session.waiting and session.background.busy)
            super().__init__(session, dress)

    monkeypatch.setattr("annotator.ui.window.Desk", Seen)
    monkeypatch.setattr("annotator.ui.session.opened.PATIENCE", 60.0)
    window = MainWindow(Settings())
    qtbot.addWidget(window)
    window.take(Corpus.open(demo, annotator="李"))
    assert asked == [True]
    assert window.workspace.reader.text() == window.session.document.text
    assert window.session.item() == window.session.items[0]
    window.close()


def test_a_first_report_that_cannot_be_read_is_said(demo: Path, qtbot, monkeypatch):
    corpus = Corpus.open(demo, annotator="李")

    def damaged(_id: str) -> Document:
        raise AnnotatorError("formats.empty", path="报告.txt")

    monkeypatch.setattr(corpus, "document", damaged)
    window = MainWindow(Settings())
    qtbot.addWidget(window)
    window.take(corpus)
    assert "报告.txt" in window.desk.notice.text()
    assert window.workspace.reader.text() == ""
    window.close()


@pytest.mark.usefixtures("cold")
def test_a_report_is_shown_without_its_suggestions_when_these_take_long(demo: Path, qtbot, monkeypatch):
    monkeypatch.setattr("annotator.ui.session.opened.PATIENCE", 0.0)
    session = Session(Corpus.open(demo, annotator="李"))
    moved: list[bool] = []
    session.moved.connect(lambda: moved.append(session.waiting))
    session.show(session.listed.rows()[0].id)
    assert (session.waiting, session.items) == (True, [])
    qtbot.waitUntil(lambda: not session.waiting, timeout=60_000)
    assert moved == [True, False]
    assert session.item() == session.items[0]
    session.close()


def test_a_long_report_is_shown_at_once(demo: Path, qtbot, monkeypatch):
    monkeypatch.setattr("annotator.ui.session.opened.LONG", 10)
    monkeypatch.setattr("annotator.ui.session.opened.PATIENCE", 60.0)
    session = Session(Corpus.open(demo, annotator="李"))
    session.show(session.listed.rows()[0].id)
    assert session.waiting
    qtbot.waitUntil(lambda: not session.waiting, timeout=60_000)
    session.close()


def test_waiting_ends_with_the_worker(qtbot):
    background = Background()
    with qtbot.waitSignal(background.lost):
        background.run(_end, then=print)
        background.wait(lambda: True, 60)
    assert not background.busy


def test_a_worker_of_which_nothing_is_asked_is_told_once_that_it_may_rest(qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr("annotator.ui.background.REST_AFTER", 50)
    monkeypatch.chdir(tmp_path)
    background = Background(at_rest=_write_down)
    rested_before: list[bool] = []
    background.run(_slowly, then=lambda _one: rested_before.append(Path("rested").exists()))
    qtbot.waitUntil(Path("rested").exists, timeout=60_000)
    assert rested_before == [False], "it was at work"
    qtbot.wait(300)
    assert Path("rested").read_text() == "."
    background.run(_slowly, then=lambda _one: rested_before.append(True))
    qtbot.waitUntil(lambda: Path("rested").read_text() == "..", timeout=60_000)
    assert len(rested_before) == 2
    background.close()


def _write_down() -> None:
    with Path("rested").open("a") as file:
        file.write(".")


def _slowly() -> int:
    time.sleep(0.2)
    return 1


def _end() -> None:
    import os

    os._exit(1)


def test_the_lists_are_in_memory_once_something_was_suggested():
    assert Engine().is_ready is (shipped_lexicon.cache_info().currsize > 0)


def test_what_the_start_made_is_not_looked_through_again():
    gc.disable()  # as a start does
    app.settle()
    try:
        assert gc.isenabled()
        assert gc.get_freeze_count() > 10_000
        assert len(gc.get_objects()) < 1_000
    finally:
        gc.unfreeze()
