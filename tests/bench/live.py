"""The program as it runs, in processes of its own: its start and memory, keys while it works, keys on a real display.

Part of `make bench-window`. Times from a key to changed pixels are by the clock: whatever else the machine does is in
them. The others are also given as CPU time, of the window's thread or its process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from annotator.corpus import Corpus, make_demo
from annotator.resources import seeds
from tests.bench import xdisplay

_ASKED_START, _ASKED_MEMORY, _ASKED_KEY = 0.6, 200, 16
_REPORTS, _KEYS, _LENGTH = 1_000, 120, 6_000
_RETURN, _TAB, _DOWN = 0xFF0D, 0xFF09, 0xFF54
_BEGIN = """
import json, os, sys, time
from pathlib import Path

def since_exec():
    begun = int(open("/proc/self/stat").read().rsplit(")", 1)[1].split()[19]) / os.sysconf("SC_CLK_TCK")
    return time.clock_gettime(time.CLOCK_BOOTTIME) - begun

def memory(process):
    lines = open(f"/proc/{process}/smaps_rollup").read().split("\\n")
    return [int(line.split()[1]) / 1024 for name in ("Rss", "Pss") for line in lines if line.startswith(f"{name}:")]

def cpu(process):
    user, system = open(f"/proc/{process}/stat").read().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

def children():
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = path.read_text().rsplit(")", 1)[1].split()[1]
        except OSError:
            continue
        if parent == str(os.getpid()):
            found.append(path.parent.name)
    return found

def window():
    from PySide6.QtWidgets import QApplication
    from annotator.ui.window import MainWindow
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))

def run(shown):
    from annotator.__main__ import window as launcher
    from annotator.cli import program, streams  # as the command `annotator open` imports them
    from annotator.ui import app

    class Patched:
        # the program's own way to the event loop, with `shown` in the loop's place
        def find_spec(self, name, path, target=None):
            if name == "annotator.ui.window":
                sys.meta_path.remove(self)
                from PySide6.QtWidgets import QApplication
                QApplication.exec = shown
            return None

    sys.meta_path.insert(0, Patched())
    app.run(Path(sys.argv[1]))
"""
_START = """
def shown(*_):
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication
    one = window()
    one.session.wait_for_suggestions(60)
    one.workspace.reader.viewport().repaint()
    assert one.session.items
    took = [since_exec(), time.process_time(), sum(map(cpu, children()))]
    loop = QEventLoop()
    QTimer.singleShot(3000, loop.quit)
    loop.exec()
    print(json.dumps(took + memory("self") + [sum(each) for each in zip(*map(memory, children()))]))
    one.close()
    return 0

if __name__ == "__main__":
    run(shown)
"""
_BUSY = """
def shown(*_):
    from PySide6.QtCore import QEvent, QObject, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication
    one = window()
    one.activateWindow()
    one.session.counting.count_all()
    reader, times = one.workspace.reader, []
    reader.setFocus()
    QTest.qWait(500)

    painted = []

    class Painting(QObject):
        def eventFilter(self, _watched, event):
            if event.type() != QEvent.Type.Paint:
                return False
            reader.paintEvent(event)
            painted.append((time.perf_counter(), time.thread_time()))  # what panels do then is not waited for
            return True

    print("ready", flush=True)
    painting = Painting()
    reader.viewport().installEventFilter(painting)
    for number in range(int(sys.argv[3])):
        QTest.qWait(15)
        painted.clear()
        begin = time.perf_counter(), time.thread_time()
        QTest.keyClick(reader, Qt.Key.Key_X if number % 3 == 2 else Qt.Key.Key_Return)
        while not painted and time.perf_counter() - begin[0] < 2:
            QApplication.processEvents()
        took = [end - start for start, end in zip(begin, painted[0])]
        times.append([*took, one.session.counting.is_idle])
    print(json.dumps(times))
    one.close()
    return 0

if __name__ == "__main__":
    run(shown)
"""
_TEXT_EDIT = """
import sys
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QTextEdit
application = QApplication([])
application.setStyle("Fusion")
edit = QTextEdit()
edit.setPlainText(open(sys.argv[1], encoding="utf-8").read())
look = QTextCharFormat()
look.setBackground(QColor("#fff3c4"))
look.setFontUnderline(True)
cursor = QTextCursor(edit.document())
for start in range(0, edit.document().characterCount() - 30, 60):
    cursor.setPosition(start)
    cursor.setPosition(start + 8, QTextCursor.MoveMode.KeepAnchor)
    cursor.mergeCharFormat(look)
edit.setCursorWidth(2)
edit.resize(1360, 880)
edit.show()
edit.setFocus()
application.exec()
"""


def main() -> None:
    """Measures and prints. Nothing fails."""
    with TemporaryDirectory() as folder:
        print_start(Path(folder))
        print_busy(Path(folder))
        print_real_keys(Path(folder))


def print_start(folder: Path) -> None:
    """From the start of the process to a report with its marks; then the memory of an idle window and its worker."""
    path = folder / "start.corpus"
    make_demo(path).close()
    found = [_answer(_START, path, folder) for _ in range(6)][1:]  # the first one reads from the disk
    clock, window, worker, *memory = (sorted(column)[len(column) // 2] for column in zip(*found, strict=True))
    print(f"\nstart to the first highlighted report, {_ASKED_START} s asked")
    _line("by the clock, from the process on", f"{clock:.2f} s" + ("" if clock <= _ASKED_START else "  MISSED"))
    _line("CPU of the window's process, its worker's", f"{window:.2f} s, {worker:.2f} s")
    print(f"memory three seconds later, {_ASKED_MEMORY} MB asked")
    _line("the window, its worker", f"{memory[0]:.0f} MB, {memory[2]:.0f} MB")
    _line("both, what they share counted once", f"{memory[1] + memory[3]:.0f} MB")


def _line(name: str, figures: str) -> None:
    print(f"  {name:44}{figures}")


def print_busy(folder: Path) -> None:
    """Keys while the worker counts the suggestions of 1,000 reports and another process imports as many."""
    reports = folder / "reports"
    path = _many(folder, reports)
    other = folder / "other.corpus"
    command = [sys.executable, "-m", "annotator"]
    subprocess.run([*command, "new", str(other)], check=True, capture_output=True)
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with asked(_BUSY, path, folder, str(_KEYS)) as window:
        assert window.stdout is not None
        window.stdout.readline()  # it is ready
        importing = subprocess.Popen([*command, "import", str(other), str(reports)], **quiet)
        try:
            rows = json.loads(window.stdout.readline())
            alive = importing.poll() is None
        finally:
            importing.kill()
            importing.wait()
    walls, cpus, counted = (list(column) for column in zip(*rows, strict=True))
    print(f"\nkey to paint while {_REPORTS:,} reports are imported and suggested beside; milliseconds")
    print(f"{'':22}{'p50':>8}{'p95':>8}{'asked (p95)':>13}")
    _print("by the clock", walls)
    _print("CPU of the thread", cpus)
    state = "still under way" if alive else "done before the last key"
    print(f"the import was {state}, the counting {'done' if counted[-1] else 'still under way'}")


def print_real_keys(folder: Path) -> None:
    """From a key of the X server to the first pixel that is different, beside QTextEdit."""
    if gone := xdisplay.missing():
        print(f"\nreal keys on a display: not measured, {gone} is missing")
        return
    long = folder / "long.txt"
    lines = [line for one in sorted(seeds().glob("*.txt")) for line in one.read_text("utf-8").split("\n") if line]
    long.write_text("\n".join(lines)[:_LENGTH], "utf-8")
    path = folder / "long.corpus"
    corpus = Corpus.create(path, annotator="me")
    corpus.import_files([long])
    corpus.close()
    print("\nreal key to changed pixel on a virtual X server; milliseconds by the clock")
    print(f"{'':22}{'p50':>8}{'p95':>8}{'asked (p95)':>13}")
    window = [sys.executable, "-m", "annotator", "open", str(path)]
    edit = [sys.executable, "-c", _TEXT_EDIT, str(long)]
    halves = []
    for name, command, key in (
        ("next suggestion", window, _TAB), ("accept, and next", window, _RETURN), ("QTextEdit, line down", edit, _DOWN)
    ):  # fmt: skip
        with xdisplay.display() as display, _running(command, display.name, folder):
            _wait_for_picture(display)
            halves.append(_print(name, _pressed(display, key)))
    print(f"QTextEdit takes {halves[2] / halves[0]:.1f} times as long as the next suggestion does")


def _pressed(display: xdisplay.Display, key: int) -> list[float]:
    display.focus()
    area = (0, 100, 1000, 860)
    found = []
    for _ in range(80):
        time.sleep(0.12)
        found.append(display.seconds_until_it_changes(key, area))
    return found[10:]


def _wait_for_picture(display: xdisplay.Display) -> None:
    """Until something is shown, and has not changed for a second."""
    area = (0, 0, xdisplay.WIDTH, xdisplay.HEIGHT)
    end, same = time.monotonic() + 30, 0
    last = display.seen(area)
    while time.monotonic() < end and same < 10:
        time.sleep(0.1)
        now = display.seen(area)
        same = same + 1 if (now == last).all() and now.any() else 0
        last = now


@contextmanager
def _running(command: Sequence[str], display: str, folder: Path) -> Iterator[None]:
    environment = _environment(folder) | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _many(folder: Path, reports: Path) -> Path:
    """A corpus with a long report and 1,000 others, whose files are in a folder too."""
    reports.mkdir()
    text = "\n".join(one.read_text("utf-8") for one in sorted(seeds().glob("*.txt")))
    first = folder / "first.txt"
    first.write_text(text[:_LENGTH], "utf-8")
    for number in range(_REPORTS):
        begin = number * 7 % (len(text) - 3_000)
        (reports / f"{number:04}.txt").write_text(f"第{number}号报告\n{text[begin : begin + 3_000]}", "utf-8")
    path = folder / "many.corpus"
    corpus = Corpus.create(path, annotator="me")
    corpus.import_files([first, reports])
    corpus.close()
    return path


def asked(script: str, *arguments: object) -> subprocess.Popen[str]:
    """A process of the program with `shown` of the script in the event loop's place; arguments are corpus, folder, …"""
    command = [sys.executable, "-c", _BEGIN + script, *map(str, arguments)]
    environment = _environment(Path(str(arguments[1]))) | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    )


def _answer(script: str, *arguments: object) -> list[float]:
    with asked(script, *arguments) as process:
        answer: list[float] = json.loads(process.communicate()[0])
    return answer


def _environment(folder: Path) -> dict[str, str]:
    """As the person's, but with settings of its own, and with bytecode, which is what a warm start means."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"XDG_CONFIG_HOME": str(folder / "settings")}


def share(seconds: Sequence[float], part: float) -> float:
    """A quantile, in milliseconds."""
    return sorted(seconds)[min(int(len(seconds) * part), len(seconds) - 1)] * 1e3


def _print(name: str, seconds: Sequence[float]) -> float:
    half, most = share(seconds, 0.5), share(seconds, 0.95)
    print(f"{name:22}{half:8.1f}{most:8.1f}{_ASKED_KEY:13}" + ("" if most <= _ASKED_KEY else "  MISSED"))
    return half


if __name__ == "__main__":
    main()
