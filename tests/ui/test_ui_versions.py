"""Corpora of other versions in the window: older ones are brought up to date, newer ones can be read; both are said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.store.sqlite import sqlite3

OLD = sorted((Path(__file__).parents[1] / "store" / "corpora").glob("*.corpus"), key=lambda path: path.name)


@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_an_older_corpus_opens_and_says_what_was_done(window, tmp_path, old):
    path = Path(shutil.copy(old, tmp_path / "old.corpus"))
    assert window.open(path, "小林")
    assert str(next(tmp_path.glob("old.corpus.backups/*.corpus"))) in window.desk.notice.text()
    assert window.session.document is not None
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert window.session.corpus.counts()["annotations"] > 0


def test_a_newer_corpus_can_be_read(window, tmp_path):
    path = Path(shutil.copy(OLD[-1], tmp_path / "new.corpus"))
    assert window.open(path, "小林")
    window.open(next(tmp_path.glob("new.corpus.backups/*.corpus")))
    connection = sqlite3.connect(str(path))
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    assert window.open(path, "小林")
    assert "99" in window.desk.notice.text()
    before = window.session.corpus.counts()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert window.session.corpus.counts() == before
    assert "99" in window.desk.notice.text()
