"""Random work with the reader: whatever order people and programs do things in, the page holds together."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reader_values import HARD, LONG, SENTENCE, mark, shown

from annotator.model import Span
from annotator.ui.reader import Letters, MarkState, Reader, Showing

KEYS = [
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
]
MODIFIERS = [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier]


class Work:
    """One person with a reader and a seed."""

    def __init__(self, reader: Reader, qtbot: QtBot, seed: int) -> None:
        self.reader, self.qtbot, self.random = reader, qtbot, random.Random(seed)
        self.text = ""

    def _span(self) -> Span:
        start = self.random.randrange(len(self.text))
        return Span(start, min(start + self.random.choice([1, 3, 8, 40, 400]), len(self.text)))

    def open(self) -> None:
        hard = "".join(self.random.choice([*HARD, SENTENCE]) for _ in range(200))
        self.text = self.random.choice([LONG, hard, SENTENCE * 500, "短", "\n\n"])
        self.reader.set_text(self.text)

    def mark(self) -> None:
        states = list(MarkState)
        spans = [self._span() for _ in range(self.random.choice([0, 5, 60]))]
        self.reader.set_marks(
            [mark(str(at), s.start, s.end, state=self.random.choice(states)) for at, s in enumerate(spans)]
        )

    def current(self) -> None:
        self.reader.set_current(self.random.choice([None, "1", "3", "no such mark"]))

    def reveal(self) -> None:
        span = self._span()
        self.reader.reveal(span)
        assert self.reader.span_rect(span).intersects(self.reader.viewport().rect())

    def read(self) -> None:
        self.reader.set_reading_position(self.random.randrange(len(self.text)))

    def size(self) -> None:
        self.reader.resize(self.random.choice([90, 300, 640, 1300]), self.random.choice([60, 300, 900]))

    def fonts(self) -> None:
        points, wide = self.random.choice([9, 12.75, 20]), self.random.choice([20, 46])
        self.reader.set_letters(Letters(points=points, characters=wide))

    def showing(self) -> None:
        script, joined = self.random.choice(["", "hans", "hant"]), self.random.random() < 0.5
        self.reader.show_as(Showing(script, joined))

    def scroll(self) -> None:
        bar = self.reader.verticalScrollBar()
        bar.setValue(self.random.choice([0, bar.maximum(), bar.value() - 90, bar.value() + 90]))

    def select(self) -> None:
        self.reader.select(self.random.choice([None, self._span()]))

    def key(self) -> None:
        key, modifiers = self.random.choice(KEYS), self.random.choice(MODIFIERS)
        QApplication.sendEvent(self.reader, QKeyEvent(QEvent.Type.KeyPress, key, modifiers))

    def click(self) -> None:
        view = self.reader.viewport()
        point = QPoint(self.random.randrange(max(view.width(), 1)), self.random.randrange(max(view.height(), 1)))
        act: Callable[..., None] = self.random.choice([self.qtbot.mouseClick, self.qtbot.mouseDClick])
        act(view, Qt.MouseButton.LeftButton, pos=point)

    def step(self) -> None:
        acts = [self.mark, self.current, self.reveal, self.read, self.size, self.scroll, self.select, self.key]
        self.random.choice(
            [*acts, self.click, self.key, self.scroll, *([self.open, self.fonts, self.showing] * self._seldom())]
        )()

    def _seldom(self) -> int:
        return int(self.random.random() < 0.2)

    def check(self) -> None:
        reader, scroll, page = self.reader, self.reader._scroll, self.reader._page
        bar = reader.verticalScrollBar()
        visible = scroll.visible()
        assert bar.value() == scroll.value
        assert bar.maximum() == scroll.maximum
        assert 0 <= scroll.value <= scroll.maximum
        assert visible[0][1] <= (page.look.page_margin if visible[0][0] == 0 else 0)
        for (index, top), (below, next_top) in pairwise(visible):
            assert below == index + 1
            assert next_top == top + page.heights[index] == scroll.top_of(below)
        assert 0 <= reader.caret() <= len(self.text)
        selection = reader.selection()
        assert selection is None or selection.end <= len(self.text)
        assert 0 <= reader.reading_position() <= len(self.text)


@pytest.mark.parametrize("seed", range(4))
def test_random_work_keeps_the_page_whole(qtbot: QtBot, seed: int):
    work = Work(shown(qtbot, ""), qtbot, seed)
    work.open()
    for _ in range(150):
        work.step()
        work.qtbot.wait(0)
        work.check()
    picture = work.reader.viewport().grab().toImage()
    work.reader.viewport().update()
    assert picture == work.reader.viewport().grab().toImage()
