"""The Qt binding under the reader: the trap that the dependency's bounds keep shut."""

from __future__ import annotations

import sys

from pytestqt.qtbot import QtBot
from reader_values import SENTENCE, shown

from annotator.ui.reader import Reader


def test_calls_that_return_nothing_lose_no_reference(qtbot: QtBot):
    """PySide6 6.12.0 under Python before 3.12 takes a reference from None in each, until the process aborts."""
    reader = shown(qtbot, SENTENCE)
    before = sys.getrefcount(None)
    for _ in range(500):
        reader.viewport().update()
    assert abs(sys.getrefcount(None) - before) < 50


def test_every_attribute_is_there_when_qt_first_calls(qtbot: QtBot):
    """Qt may resize a widget from within its own constructor."""
    calls = []

    class Early(Reader):
        def resizeEvent(self, event):
            calls.append(self._page)
            super().resizeEvent(event)

    early = Early(shown(qtbot, SENTENCE)._theme)
    qtbot.addWidget(early)
    early.resize(40, 10)
    early.show()
    assert calls
