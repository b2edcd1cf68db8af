"""Opening a corpus that somebody else works in, that lies in a bad place, or that can only be read."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from dialogs import with_dialog
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from annotator.corpus import Corpus, make_demo
from annotator.store import opening, unclean
from annotator.store.unclean import look_over
from annotator.ui.fileopening import FileOpening
from annotator.ui.settings import LANGUAGE

AT_WORK = """
import sys
from pathlib import Path
from annotator.corpus import Corpus
corpus = Corpus.open(Path(sys.argv[1]), annotator="<b>陳太</b>")
print("in", flush=True)
sys.stdin.read()
corpus.close()
"""


@pytest.fixture
def shared(tmp_path: Path):
    """A corpus that somebody else has open."""
    path = tmp_path / "shared.corpus"
    make_demo(path, annotator="陳太").close()
    with subprocess.Popen(
        [sys.executable, "-c", AT_WORK, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "in\n"
        yield path
        process.stdin.close()


def choosing(role: QMessageBox.ButtonRole, said: list[str]) -> None:
    def act(box: QMessageBox) -> None:
        said.append(box.text())
        (button,) = [one for one in box.buttons() if box.buttonRole(one) == role]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    with_dialog(act)


def test_the_second_one_may_read_only(window, shared):
    said: list[str] = []
    choosing(QMessageBox.ButtonRole.AcceptRole, said)
    assert window.open(shared)
    assert "<b>陳太</b>" in said[0]
    assert window.session.corpus.is_read_only
    assert "只读" in window.windowTitle()
    before = len(window.session.items)
    window.desk.notice.hide()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert window.desk.notice.isVisible()
    assert str(shared) in window.desk.notice.text()
    assert len(window.session.items) == before
    assert window.session.corpus.counts()["decisions"] == 0
    window.close()
    assert not shared.with_name(f"{shared.name}.backups").exists()


def test_or_work_in_it_too(window, shared):
    choosing(QMessageBox.ButtonRole.DestructiveRole, [])
    assert window.open(shared)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert window.session.corpus.counts()["decisions"] == 1


def test_or_leave_it(window, shared):
    present = window.session
    with_dialog(lambda box: QTest.keyClick(box, Qt.Key.Key_Escape))
    assert not window.open(shared)
    assert window.session is present


def test_nobody_is_asked_about_themselves(window):
    assert window.open(window.session.corpus.path, "王")
    assert window.session.corpus.annotator == "王"


CUT_OFF = """
import os, sys
from pathlib import Path
from annotator.corpus import make_demo
corpus = make_demo(Path(sys.argv[1]), annotator="陳太")
os._exit(9)
"""


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_after_an_unclean_end_a_look_in_part_is_said_and_nothing_is_asked(window, tmp_path, monkeypatch, language):
    path = tmp_path / "a.corpus"
    assert subprocess.run([sys.executable, "-c", CUT_OFF, path], check=False).returncode == 9
    monkeypatch.setattr(opening, "look_over", partial(look_over, seconds=-1.0))
    monkeypatch.setattr(unclean, "_OPERATIONS", 1)
    window.settings.set(LANGUAGE, language)
    window.wear()
    assert window.open(path)  # a dialog would wait for ever
    assert window.desk.notice.isVisible()
    assert f"annotator check {path}" in window.desk.notice.text()
    assert not window.session.corpus.is_read_only


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_a_corpus_in_a_folder_of_a_service_is_opened_and_that_is_said(window, tmp_path, language):
    folder = tmp_path / "Nutstore Files"
    folder.mkdir()
    Corpus.create(folder / "a.corpus").close()
    window.settings.set(LANGUAGE, language)
    window.wear()
    assert window.open(folder / "a.corpus")
    QApplication.processEvents()
    assert "坚果云 Nutstore" in window.desk.notice.text()


def test_a_file_that_the_system_hands_over_is_opened(window, tmp_path):
    path = tmp_path / "双击 打开.corpus"
    make_demo(path, annotator="陳太").close()
    application = QApplication.instance()
    opening = FileOpening(application, window.open)
    try:
        assert QApplication.sendEvent(application, QFileOpenEvent(str(path)))
        assert window.session.corpus.path == path
        QApplication.sendEvent(application, QFileOpenEvent(QUrl("https://example.org/x")))  # no file: left alone
        assert window.session.corpus.path == path
    finally:
        application.removeEventFilter(opening)
        opening.deleteLater()


def test_a_work_package_opened_under_another_name_says_so(window, tmp_path):
    with closing(make_demo(tmp_path / "all.corpus", annotator="李")) as corpus:
        corpus.give(tmp_path / "wang.corpus", [corpus.documents()[0].title], "王")
    assert window.open(tmp_path / "wang.corpus", annotator="wang")
    told = window.desk.notice.text()
    assert all(word in told for word in ("王", "wang", "Ctrl+Shift+A"))
    assert window.open(tmp_path / "wang.corpus", annotator="王")
    assert not window.desk.notice.isVisible()
