"""`make bench-window`: how quick the reader is, beside QTextEdit with character formats; then live.py. Nothing fails.

Times are CPU time of the thread that paints, in milliseconds; a busy machine slows both sides alike: the ratios hold.
Painting is done at once, by `repaint`, into what the offscreen platform has for a screen.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import thread_time

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QTextEdit

from annotator.model import Span
from annotator.plain import read_scheme
from annotator.resources import seeds
from annotator.ui.families import families_of
from annotator.ui.reader import Letters, Mark, MarkState, Reader
from annotator.ui.theme import Theme
from tests.bench import deciding, live
from tests.bench.live import share

SIZES = ((1_000_000, 5_000), (10_000_000, 100_000))
ASKED = {
    (1_000_000, "open to first paint"): 100, (1_000_000, "key to paint"): 4, (1_000_000, "scroll frame"): 12,
    (1_000_000, "full repaint"): 8, (1_000_000, "resize"): 16,
    (10_000_000, "open to first paint"): 1_500, (10_000_000, "key to paint"): 4,
}  # fmt: skip
"""Milliseconds that each may take at most (median)."""
TURNS = 60
_SIZE = 860, 740


def main() -> None:
    """Measures and prints."""
    qInstallMessageHandler(lambda _kind, _context, _message: None)
    application = QApplication([])
    application.setStyle("Fusion")
    application.setStyleSheet(Theme.named("light").style_sheet())  # as the program, for both sides
    for length, count in SIZES:
        text, marks = report(length, count)
        print(f"\n{length:,} characters, {count:,} spans; milliseconds of the thread's CPU time")
        print(f"{'':22}{'reader p50':>11}{'p95':>8}{'QTextEdit p50':>15}{'times':>8}{'asked':>8}")
        ours = measure_reader(text, marks)
        theirs = measure_text_edit(text, marks)
        for name, times in ours.items():
            _print(name, times, theirs.get(name), ASKED.get((length, name)))
    del application
    with TemporaryDirectory() as folder:
        texts = {length: report(length, 0)[0] for length in deciding.SIZES}
        deciding.print_decisions(Path(folder), texts)
    live.main()


def _print(name: str, ours: Sequence[float], theirs: Sequence[float] | None, asked: float | None) -> None:
    other = f"{share(theirs, 0.5):15.2f}{share(theirs, 0.5) / share(ours, 0.5):8.1f}" if theirs else f"{'':23}"
    verdict = "" if asked is None else f"{asked:8g}" + ("" if share(ours, 0.5) <= asked else "  MISSED")
    print(f"{name:22}{share(ours, 0.5):11.2f}{share(ours, 0.95):8.2f}{other}{verdict}")


def report(length: int, count: int) -> tuple[str, list[Mark]]:
    """A text made of the sentences of the sample reports, and marks spread over it, some nested, some crossing."""
    random, scheme = Random(0), read_scheme("poverty")
    lines = [line for path in sorted(seeds().glob("*.txt")) for line in path.read_text("utf-8").split() if line]
    pieces: list[str] = []
    while sum(map(len, pieces)) < length and len(pieces) < length:
        pieces += random.choices(lines, k=max(length // 100, 1))
    text = "\n".join(pieces)[:length]
    marks = []
    for number in range(count):
        start = min(number * (length // count) + random.randrange(8), length - 30)
        label = scheme.labels[random.randrange(len(scheme.labels))]
        span = Span(start, start + random.randrange(2, 24))
        marks.append(Mark(str(number), span, label.name, label.title["zh-Hans"], label.key, MarkState.SUGGESTION))
    return text, marks


def timed(act: Callable[[], object]) -> float:
    """Seconds of this thread's CPU time."""
    begin = thread_time()
    act()
    return thread_time() - begin


def measure_reader(text: str, marks: Sequence[Mark]) -> dict[str, list[float]]:
    """The times of our reader, by what is done."""
    made: list[Reader] = []
    times: dict[str, list[float]] = {"open to first paint": []}
    for _ in range(3):
        reader = Reader(Theme.named("light"))
        reader.set_scheme(read_scheme("poverty"))
        reader.set_letters(Letters(families_of(traditional=False)))
        reader.resize(*_SIZE)
        reader.show()
        QApplication.processEvents()
        times["open to first paint"].append(timed(partial(_open, reader, text, marks)))
        made.append(reader)
    reader = made.pop()
    for one in made:
        one.close()
    times["key to paint"] = _decide(reader, marks)
    return times | frames(reader)


def _open(reader: Reader, text: str, marks: Sequence[Mark]) -> None:
    reader.set_text(text)
    reader.set_marks(marks)
    reader.viewport().repaint()


def _decide(reader: Reader, marks: Sequence[Mark]) -> list[float]:
    """One suggestion after the other becomes an annotation, and the next is current and brought into view."""
    now, times = list(marks), []
    for number in range(TURNS):

        def act(at: int = number) -> None:
            now[at] = replace(now[at], state=MarkState.ANNOTATION)
            reader.set_marks(now)
            reader.set_current(now[at + 1].key)
            reader.reveal(now[at + 1].span)
            QApplication.processEvents()  # paints what has changed

        times.append(timed(act))
    return times


def frames(view: QAbstractScrollArea) -> dict[str, list[float]]:
    """The times of scrolling, painting all, and another width, from the middle of the text."""
    bar, viewport = view.verticalScrollBar(), view.viewport()
    bar.setValue(bar.maximum() // 2)
    QApplication.processEvents()

    def scroll() -> None:
        bar.setValue(bar.value() + 90)
        viewport.repaint()

    def resize(width: int) -> None:
        view.resize(width, _SIZE[1])
        viewport.repaint()

    scrolled = [timed(scroll) for _ in range(TURNS)]
    painted = [timed(viewport.repaint) for _ in range(TURNS)]
    resized = [timed(lambda number=number: resize(_SIZE[0] - 140 - 20 * (number % 5))) for number in range(20)]
    return {"scroll frame": scrolled, "full repaint": painted, "resize": resized}


def measure_text_edit(text: str, marks: Sequence[Mark]) -> dict[str, list[float]]:
    """The same with Qt's own widget: a background and a line below for each span, without chips or lanes."""
    edit = QTextEdit()
    edit.setReadOnly(True)
    edit.setFontFamily(families_of(traditional=False)[0])
    edit.resize(*_SIZE)
    edit.show()
    QApplication.processEvents()
    plain, decided = _format("#fff3c4"), _format("#c4f0d0")

    def paint_over(mark: Mark, look: QTextCharFormat) -> None:
        cursor = QTextCursor(edit.document())
        cursor.setPosition(mark.span.start)
        cursor.setPosition(mark.span.end, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(look)

    def open_() -> None:
        edit.setPlainText(text)
        block = QTextCursor(edit.document())
        block.beginEditBlock()
        for mark in marks:
            paint_over(mark, plain)
        block.endEditBlock()
        edit.viewport().repaint()

    def decide(at: int) -> None:
        paint_over(marks[at], decided)
        cursor = edit.textCursor()
        cursor.setPosition(marks[at + 1].span.start)
        edit.setTextCursor(cursor)
        QApplication.processEvents()

    times = {"open to first paint": [timed(open_)]}
    times["key to paint"] = [timed(lambda at=at: decide(at)) for at in range(TURNS)]
    return times | frames(edit)


def _format(colour: str) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setBackground(QColor(colour))
    look.setFontUnderline(True)
    return look


if __name__ == "__main__":
    main()
