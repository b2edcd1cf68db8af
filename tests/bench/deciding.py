"""One decision in a short and in a long report: what a key costs until the page is painted, and with all that follows.

Part of `make bench-window`. The texts are sentences of the sample reports over and over, so each term stands again at
hundreds of places, more than in any report: what a decision teaches changes what is suggested at all of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from annotator.corpus import Corpus
from tests.bench import live

SIZES = (100_000, 1_000_000)
TURNS = 40
_ASKED = 4
"""Milliseconds of the thread's CPU time from the key to the painted page (median)."""
_DECIDE = """
def shown(*_):
    from PySide6.QtCore import QEvent, QObject, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication
    one = window()
    one.activateWindow()
    one.session.wait_for_suggestions(300)
    one.session.counting.stop()
    session, reader, painted = one.session, one.workspace.reader, []
    reader.setFocus()
    items = len(session.items)

    class Painting(QObject):
        def eventFilter(self, _watched, event):
            if event.type() != QEvent.Type.Paint:
                return False
            reader.paintEvent(event)
            painted.append(time.thread_time())
            return True

    painting, followed = Painting(), []
    reader.viewport().installEventFilter(painting)
    session.caught_up.connect(lambda: followed.append(True))

    def press(key, modifier):
        QTest.qWait(20)
        painted.clear()
        followed.clear()
        begin, clock = time.thread_time(), time.perf_counter()
        QTest.keyClick(reader, key, modifier)
        while not painted and time.perf_counter() - clock < 5:
            QApplication.processEvents()
        while session._spans._timer.isActive():
            QApplication.processEvents()
        QApplication.processEvents()
        return [painted[0] - begin, time.thread_time() - begin] if painted else None

    none, ctrl = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
    keys = {"accept": (Qt.Key.Key_Return, none), "reject": (Qt.Key.Key_X, none), "next": (Qt.Key.Key_Tab, none),
            "undo": (Qt.Key.Key_Z, ctrl), "redo": (Qt.Key.Key_Y, ctrl)}
    press(*keys["accept"])
    times = {name: [one for one in (press(*key) for _ in range(int(sys.argv[3]))) if one] for name, key in keys.items()}
    print(json.dumps([items, times]))
    one.close()
    return 0

if __name__ == "__main__":
    run(shown)
"""


def print_decisions(folder: Path, texts: Mapping[int, str]) -> None:
    """A short and a long report, by their lengths, and how many times as long the long one takes."""
    halves: list[dict[str, float]] = []
    for length, text in texts.items():
        with live.asked(_DECIDE, _corpus(folder, length, text), folder, str(TURNS)) as process:
            items, times = json.loads(process.communicate()[0])
        print(f"\na decision in a report of {length:,} characters with {items:,} items; milliseconds of CPU time")
        print(f"{'':22}{'to paint p50':>14}{'p95':>8}{'all of it p50':>15}{'p95':>8}{'asked':>8}")
        halves.append({})
        for name, pairs in times.items():
            paint, whole = ([pair[at] for pair in pairs] for at in (0, 1))
            half = halves[-1][name] = live.share(paint, 0.5)
            most, of_all, most_of_all = live.share(paint, 0.95), live.share(whole, 0.5), live.share(whole, 0.95)
            shares = f"{half:14.2f}{most:8.2f}{of_all:15.2f}{most_of_all:8.2f}"
            print(f"{name:22}{shares}{_ASKED:8g}" + ("" if half <= _ASKED else "  MISSED"))
    ratios = ", ".join(f"{name} {halves[1][name] / halves[0][name]:.1f}" for name in halves[0])
    print(f"times as long in the long report: {ratios}")


def _corpus(folder: Path, length: int, text: str) -> Path:
    path, file = folder / f"{length}.corpus", folder / f"{length}.txt"
    file.write_text(text, "utf-8")
    corpus = Corpus.create(path, annotator="me")
    corpus.import_files([file])
    corpus.close()
    return path
