"""Nothing goes over a network: no session opens a socket that has an address, in any of its processes.

Python says of each socket that it makes (its audit events); what C libraries open is looked for among the open files,
where the system lists them. The one thing allowed is the unnamed pair between a process and its worker, which has no
address and leads nowhere else.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document as WordDocument
from pdf_files import lines, pdf

ROOT = Path(__file__).parents[1]
PHRASE = "鼓楼村三百户签订帮扶协议"
REPORT = f"鼓楼村脱贫攻坚总结\n2019年，{PHRASE}，贫困发生率由10.3%降至0.4%。\n"

WATCH = """
import atexit, os, sys

_BOOK = os.open(os.environ["SOCKET_BOOK"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)


def note(*words):
    os.write(_BOOK, (" ".join(map(str, (os.getpid(), *words))) + "\\n").encode())


def hook(event, args):
    if event.startswith("socket."):
        family = int(args[1]) if event == "socket.__new__" else ""
        note(event, family)


def open_ones():
    listed = set()
    for table in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6"):
        try:
            with open(f"/proc/self/net/{table}") as lines:
                listed.update(line.split()[9] for line in list(lines)[1:])
        except OSError:
            pass
    for one in os.listdir("/proc/self/fd") if os.path.isdir("/proc/self/fd") else ():
        try:
            leads = os.readlink(f"/proc/self/fd/{one}")
        except OSError:
            continue
        if leads.startswith("socket:[") and leads[8:-1] in listed:
            note("open", leads)


note("begins")
sys.addaudithook(hook)
atexit.register(open_ones)
"""

WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from annotator.corpus import Corpus, make_demo
from annotator.ui.settings import Settings
from annotator.ui.window import MainWindow

path = Path(sys.argv[1])

if __name__ == "__main__":
    make_demo(path).close()
    application = QApplication(sys.argv[:1])
    window = MainWindow(Settings())
    window.take(Corpus.open(path, annotator="me"))
    window.session.wait_for_suggestions(100)
    window.show()
    window.activateWindow()
    window.workspace.reader.setFocus()
    QTest.keyClick(window.workspace.reader, Qt.Key.Key_Return)
    results = []
    window.session.background.run(len, "worker", then=results.append)
    clock = QElapsedTimer()
    clock.start()
    while not results and clock.elapsed() < 100_000:
        QTest.qWait(50)
    window.close()
    corpus = Corpus.open(path)
    decided = corpus.counts()["decisions"]
    corpus.close()
    print(decided, *results)
"""


@pytest.fixture
def watched(tmp_path: Path) -> dict[str, str]:
    """An environment in which each Python process enters what it does with sockets in a book; a home of its own."""
    watch = tmp_path / "watch"
    watch.mkdir()
    (watch / "sitecustomize.py").write_text(WATCH, "utf-8")
    homes = dict.fromkeys(("HOME", "USERPROFILE", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "APPDATA"), str(tmp_path))
    paths = os.pathsep.join([str(watch), str(ROOT)])
    more = {"PYTHONPATH": paths, "SOCKET_BOOK": str(tmp_path / "book"), "QT_QPA_PLATFORM": "offscreen"}
    return {**os.environ, **homes, **more, "PYTHONIOENCODING": "utf-8"}


def run(watched: dict[str, str], *args: object, given: str = "") -> str:
    done = subprocess.run(
        [sys.executable, *map(str, args)], env=watched, input=given, capture_output=True, encoding="utf-8", timeout=200,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def annotator(watched: dict[str, str], *args: object) -> str:
    return run(watched, "-m", "annotator", *args)


def book(watched: dict[str, str]) -> list[list[str]]:
    return [line.split() for line in Path(watched["SOCKET_BOOK"]).read_text("utf-8").splitlines()]


def processes(watched: dict[str, str]) -> set[str]:
    return {pid for pid, *said in book(watched) if said == ["begins"]}


def with_addresses(watched: dict[str, str]) -> list[str]:
    """What the processes did with sockets, but for making an unnamed pair; AF_UNIX is 1 where there is such."""
    return [" ".join(said) for _, *said in book(watched) if said not in (["begins"], ["socket.__new__", "1"])]


def test_the_command_line_opens_none(watched: dict[str, str], tmp_path: Path) -> None:
    corpus, report, page = tmp_path / "a.corpus", tmp_path / "报告.txt", tmp_path / "page.html"
    report.write_text(REPORT, "utf-8")
    page.write_text(f"<html><body><img src='http://a.example/x.png'><p>{REPORT * 2}</p></body></html>", "utf-8")
    annotator(watched, "new", corpus)
    annotator(watched, "import", corpus, report, page)
    before = len(processes(watched))
    assert PHRASE[:3] in annotator(watched, "suggest", "--jobs", "2", report, page)
    assert len(processes(watched)) >= before + 3, "the workers are not watched"
    annotator(watched, "export", corpus, tmp_path / "out.jsonl", "--format", "jsonl")
    annotator(watched, "check", corpus)
    assert with_addresses(watched) == []


COMMANDS = """
import sys
from annotator.cli import program
from annotator.i18n import Words

if __name__ == "__main__":
    for line in sys.stdin.read().splitlines():
        try:
            program(Words("en"), lambda: None).main(line.split("\\t"))
        except SystemExit as ended:
            print(line.split("\\t")[0], ended.code, flush=True)
"""


def commands(watched: dict[str, str], script: Path, *lines: tuple[object, ...]) -> None:
    """Each is done, in one process, which starts those that it needs."""
    script.write_text(COMMANDS, "utf-8")
    said = run(watched, script, given="\n".join("\t".join(map(str, line)) for line in lines))
    ends = [f"{name} 0" for name, *_ in lines]
    assert [line for line in said.splitlines() if line in ends] == ends


def test_what_keeps_brings_together_and_removes_opens_none(watched: dict[str, str], tmp_path: Path) -> None:
    """Word and PDF come in, a package goes out, is worked on and comes back, copies are made and put back."""
    corpus, out, back = tmp_path / "a.corpus", tmp_path / "out.corpus", tmp_path / "a.jsonl"
    word, paper = tmp_path / "word.docx", tmp_path / "paper.pdf"
    made = WordDocument()
    for line in REPORT.splitlines():
        made.add_paragraph(line)
    made.save(str(word))
    paper.write_bytes(pdf(lines(*REPORT.replace("鼓楼", "新田").splitlines())))
    kept = "新田村脱贫攻坚总结"
    commands(
        watched, tmp_path / "commands.py",
        ("new", corpus), ("import", corpus, word, paper), ("package", corpus, out, "--document", kept),
        ("decide", out, "--accept", "--annotator", "陳太"), ("merge", corpus, out, "--dry-run"), ("merge", corpus, out),
        ("backup", corpus), ("backup", corpus, "--list"), ("restore", corpus), ("check", corpus, "--repair"),
        ("export", corpus, back, "--format", "jsonl"), ("history", corpus),
        ("purge", corpus, kept.replace("新田", "鼓楼"), "--yes"),
    )  # fmt: skip
    assert PHRASE[:3] in back.read_text("utf-8")
    assert "陳太" in back.read_text("utf-8")
    assert len(processes(watched)) >= 4, "those that read files and the colleague's corpus are not watched"
    assert with_addresses(watched) == []


def test_the_window_opens_none(watched: dict[str, str], tmp_path: Path) -> None:
    script = tmp_path / "session.py"
    script.write_text(WINDOW, "utf-8")
    assert run(watched, script, tmp_path / "demo.corpus").split() == ["1", "6"]
    assert len(processes(watched)) >= 2, "the worker is not watched"
    assert with_addresses(watched) == []


@pytest.mark.parametrize(
    "line",
    [
        "socket.socket(socket.AF_INET6).close()",
        "socket.create_connection(('127.0.0.1', 9), 1)",
        "socket.getaddrinfo('localhost', 1)",
        "open_one = socket.socket(socket.AF_UNIX); open_one.connect('/nowhere')",
    ],
)
def test_one_that_is_opened_is_seen(watched: dict[str, str], line: str) -> None:
    if "AF_UNIX" in line and not hasattr(socket, "AF_UNIX"):
        pytest.skip("this system has no sockets with a path")
    run(watched, "-c", f"import socket, contextlib\nwith contextlib.suppress(OSError):\n    {line}")
    assert with_addresses(watched) != []


def test_one_that_a_library_left_open_is_seen(watched: dict[str, str]) -> None:
    """Made before Python watches, as C does it: past the audit events."""
    if not Path("/proc/self/net/udp").exists():
        pytest.skip("this system does not list open sockets")
    bare = "import ctypes\nlibc = ctypes.CDLL(None)\nassert libc.socket(2, 2, 0) >= 0\n"
    bound = "fd = libc.socket(2, 1, 0)\nassert libc.listen(fd, 1) == 0\n"
    run(watched, "-c", bare + bound)
    assert any(one.startswith("open socket:") for one in with_addresses(watched))
