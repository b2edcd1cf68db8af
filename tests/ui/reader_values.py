"""Texts and marks for tests of the reader, and readers that hold them."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect
from pytestqt.qtbot import QtBot

from annotator.model import Span
from annotator.plain import read_scheme
from annotator.ui.reader import Mark, MarkState, Reader
from annotator.ui.theme import Theme

SCHEME = read_scheme("poverty")
HARD = [
    "𠮷",
    "𪚥",
    "👍🏽",
    "👨‍👩‍👧",
    "🇨🇳",
    "\r\n",
    "\r",
    "\n",
    "\u2028",
    "\u2029",
    "\u0085",
    "\u00a0",
    "\ufeff",
    "\ufffc",
    "\u3000",
    "\u202e",
    "\t",
    "\x00",
    "\x0b",
    "e\u0301",
    "\u200b",
    "。”",
    "雨露計劃",
    "低保",
]
texts = st.lists(st.one_of(st.sampled_from(HARD), st.characters(exclude_categories=["Cs"])), max_size=60).map("".join)

SENTENCE = "驻村工作队帮助贫困户发展产业，落实低保，推广“雨露计划”。"
LONG = "\n".join(f"第{number}段。{SENTENCE * 6}" for number in range(400))


def mark(
    key: str, start: int, end: int, *, label: str = "Measure", state: MarkState = MarkState.SUGGESTION, title: str = ""
) -> Mark:
    known = SCHEME.label(label)
    assert known is not None
    return Mark(key, Span(start, end), label, title or known.title["zh-Hans"], known.key, state)


def mark_of(
    text: str, words: str, key: str = "", label: str = "Measure", state: MarkState = MarkState.SUGGESTION
) -> Mark:
    """A mark on the first place where the words stand in the text."""
    start = text.index(words)
    return mark(key or words, start, start + len(words), label=label, state=state)


def shown(qtbot: QtBot, text: str, marks: Sequence[Mark] = (), size: tuple[int, int] = (900, 600)) -> Reader:
    """A reader on the screen with a text and marks."""
    reader = Reader(Theme.named("light"))
    qtbot.addWidget(reader)
    reader.set_scheme(SCHEME)
    reader.resize(*size)
    reader.set_text(text)
    reader.set_marks(marks)
    reader.show()
    qtbot.waitExposed(reader)
    qtbot.wait(1)
    return reader


def middle_of(reader: Reader, start: int, end: int) -> QPoint:
    """The middle of the words of a span, in the viewport."""
    return reader.span_rect(Span(start, end)).center()


def chip_of(reader: Reader, key: str) -> QRect:
    """Where the chip of a mark is painted, in the viewport."""
    page, scroll = reader._page, reader._scroll
    for index, top in scroll.visible():
        for line in page.dressed(index):
            for chip in line.chips:
                if chip.mark.key == key:
                    return QRect(reader._column.left + chip.left, top + chip.top, chip.width, page.look.chip_height)
    raise AssertionError(f"no chip in view for {key}")
