"""At 100 to 300 % and on small screens nothing is cut off or out of reach, and a click means what is drawn there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.corpus import Corpus

PROGRAM = Path(__file__).with_name("scaled_program.py")


@pytest.fixture
def annotated(demo: Path) -> Path:
    """Two people differ, so that there is something to review."""
    for turn, name in enumerate("李王"):
        corpus = Corpus.open(demo, annotator=name)
        first = corpus.documents()[0].id
        for suggestion in corpus.suggestions(first)[turn : 40 + turn]:
            corpus.accept(first, suggestion)
        corpus.close()
    return demo


def _looked(corpus: Path, factor: str, screen: tuple[int, int], language: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, PROGRAM, corpus, factor, *map(str, screen), language, folder]
    root = str(PROGRAM.parents[2])
    done = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": root}, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize(
    ("factor", "screen", "language"),
    [
        ("1", (1920, 1080), "zh-Hans"),
        ("1.5", (2160, 1440), "en"),
        ("2", (1280, 720), "en"),
        ("3", (3840, 2160), "zh-Hant"),
    ],
)
def test_nothing_is_cut_off_and_clicks_hit(annotated, tmp_path, factor, screen, language):
    found = _looked(annotated, factor, screen, language, tmp_path)
    width, height, ratio = found["screen"]
    assert (round(width * ratio), round(height * ratio), ratio) == (*screen, float(factor))
    assert found["cut"] == []
    assert found["beyond"] == []
    assert found["missed"] == []
    assert found["clicks"] > 20
    assert found["dialogs"] == 16


def test_in_a_narrow_window_the_reports_are_folded_away_until_they_are_asked_for(window, qtbot):
    page = window.workspace
    assert page.documents.isVisible()
    window.resize(640, 360)
    qtbot.waitUntil(lambda: not page.documents.isVisible())
    assert page.pane.width() >= 240
    qtbot.keyClick(page.reader, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert page.documents.search.hasFocus()
    qtbot.keyClick(page.documents.search, Qt.Key.Key_Tab)
    assert page.documents.isVisible(), "whoever is in there can go about"
    page.reader.setFocus()
    qtbot.waitUntil(lambda: not page.documents.isVisible())
    window.resize(1000, 700)
    qtbot.waitUntil(page.documents.isVisible)


def test_a_title_that_has_no_room_ends_in_an_ellipsis_and_is_whole_in_its_tool_tip(window):
    header = window.desk.header
    header.put_title("扶贫 <b>报告</b>" * 20, "12 份报告")
    window.resize(640, 360)
    QApplication.processEvents()
    narrow = header._title.grab().toImage()
    assert "12 份报告" in header._title.toolTip()
    header._title.setText("扶贫 <b>报告</b>" * 20 + "尾")
    assert header._title.grab().toImage() == narrow, "the end is out of sight"
    assert header._title.toolTip().endswith("尾")
