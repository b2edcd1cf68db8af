"""The real program on a virtual display, looked at over AT-SPI as a screen reader does; where all of that is there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.corpus import Corpus
from annotator.i18n import Words

LISTENER = Path(__file__).with_name("atspi_listener.py")
SYSTEM_PYTHON = "/usr/bin/python3"
NAMED = {"push button", "check box", "text", "list", "combo box", "progress bar", "document frame", "table", "slider"}
"""Roles that are nothing to a person who cannot see, without a name."""
TOGETHER = '"$1" -m annotator open "$2" & shown=$!; "$3" "$4" "$5" "$6"; answered=$?; kill $shown; wait; exit $answered'


def _missing() -> str:
    """Why it cannot be looked at here; empty where it can."""
    if not sys.platform.startswith("linux"):
        return "AT-SPI is of Linux"
    if programs := [one for one in ("Xvfb", "dbus-run-session", "xdotool", SYSTEM_PYTHON) if not shutil.which(one)]:
        return f"{', '.join(programs)} not installed"
    asked = [SYSTEM_PYTHON, "-c", "import gi; gi.require_version('Atspi', '2.0')"]
    return "" if subprocess.run(asked, capture_output=True, check=False).returncode == 0 else "no bindings of AT-SPI"


MISSING = _missing()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)


@pytest.fixture
def display() -> Iterator[str]:
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x920x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        yield f":{pipe.readline().strip()}"
    server.terminate()
    server.wait()


@pytest.fixture
def seen(display: str, demo: Path, tmp_path: Path) -> dict[str, object]:
    """What the listener saw; the program was given Enter, and then K for the list of spans."""
    environment = {name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "LANG")} | {
        "DISPLAY": display,
        "LC_ALL": "C.UTF-8",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "XDG_CONFIG_HOME": str(tmp_path / "settings"),
    }
    parts = ["sh", "-c", TOGETHER, "sh", sys.executable, str(demo), SYSTEM_PYTHON, str(LISTENER), "Return", "k"]
    done = subprocess.run(
        ["dbus-run-session", "--", *parts],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_a_screen_reader_sees_the_report_and_hears_what_is_done(seen, demo: Path):
    corpus = Corpus.open(demo, annotator="李")
    first = corpus.documents()[0]
    assert seen["text"] == corpus.document(first.id).text
    assert ["document frame", "Report"] in seen["objects"]
    assert seen["caret"] >= 0
    nameless = [role for role, name in seen["objects"] if role in NAMED and len(name.strip()) < 2]
    assert nameless == []
    top = min(corpus.suggestions(first.id), key=lambda one: (one.span.start, -one.span.end))
    corpus.close()
    name, row = seen["listed"]
    assert name == Words("en")("ui.action-spans")
    assert top.text in row
    heard = seen["heard"]
    assert "Accept" in heard
    assert any(one.endswith(", suggestion") for one in heard[heard.index("Accept") + 1 :]), heard
