"""The real window on a corpus of its own, driven by key and mouse events; settings of its own too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from annotator.corpus import Corpus, make_demo
from annotator.suggest import Engine
from annotator.ui.settings import LANGUAGE, THEME, Settings
from annotator.ui.window import MainWindow


@pytest.fixture(autouse=True, scope="session")
def _engine_at_hand() -> None:
    """Suggestions are there when a report is; of how they come from the worker speaks test_ui_starting.py."""
    Engine().suggest("")


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path) -> None:
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A corpus with the two seed reports."""
    make_demo(tmp_path / "demo.corpus", annotator="李").close()
    return tmp_path / "demo.corpus"


@pytest.fixture
def window(qtbot, demo: Path) -> Iterator[MainWindow]:
    """The window, shown and active, in Simplified and light, with the first report open."""
    settings = Settings()
    settings.set(LANGUAGE, "zh-Hans")
    settings.set(THEME, "light")
    made = MainWindow(settings)
    qtbot.addWidget(made)
    made.take(Corpus.open(demo, annotator="李"))
    made.resize(1360, 880)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.workspace.reader.setFocus()
    yield made
    made.close()
