"""The real program on a virtual display, looked at over AT-SPI as a screen reader does; where all of that is there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.corpus import Corpus
from annotator.i18n import Words

LISTENER = Path(__file__).with_name("atspi_listener.py")
SYSTEM_PYTHON = "/usr/bin/python3"
NAMED = {"push button", "check box", "text", "list", "combo box", "progress bar", "document frame", "table", "slider"}
"""Roles that are nothing to a person who cannot see, without a name."""
HOLDERS = {"frame", "dialog", "window", "filler", "panel", "scroll pane"}
TOGETHER = """
if [ "$2" ]; then "$1" -m annotator open "$2" & else "$1" -m annotator & fi
shown=$!
python=$3
shift 3
"$python" "$@"
answered=$?
kill $shown
wait
exit $answered
"""


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


def _heard(display: str, folder: Path, corpus: Path | None, *asked: str) -> dict[str, Any]:
    """What the listener says of the program, which is ended then; without a corpus it stands at its beginning."""
    environment = {name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "LANG")} | {
        "DISPLAY": display,
        "LC_ALL": "C.UTF-8",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "XDG_CONFIG_HOME": str(folder / "settings"),
    }
    parts = ["sh", "-c", TOGETHER, "sh", sys.executable, str(corpus or ""), SYSTEM_PYTHON, str(LISTENER), *asked]
    done = subprocess.run(
        ["dbus-run-session", "--", *parts],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


@pytest.fixture
def seen(display: str, demo: Path, tmp_path: Path) -> dict[str, Any]:
    """What the listener saw; the program was given Enter, and then K for the list of spans."""
    return _heard(display, tmp_path, demo, "first")


def nameless(found: list[list[str]]) -> list[str]:
    """The roles of what has no name, windows and what only holds others left out."""
    return [role for role, name in found if not name.strip() and role not in HOLDERS]


PAGES = (
    "ctrl+2=table",
    "ctrl+3=list",
    "ctrl+4=list",
    "F4=page-tab",
    "Escape ctrl+comma=combo-box",
    "Escape ctrl+k=text",
)
"""the corpus, reviewing, insight; the scheme, the settings, the commands: each with a role that is there then"""


def test_all_that_can_have_the_focus_has_a_role_and_a_name_on_every_page(display: str, demo: Path, tmp_path: Path):
    seen = _heard(display, tmp_path, demo, "pages", *PAGES)
    assert [(key, one) for key, found in seen.items() for one in nameless(found)] == []
    roles = {key: {role for role, _ in found} for key, found in seen.items()}
    assert "document frame" in roles[""]
    assert {"table", "text", "combo box", "push button"} <= roles["ctrl+2"]
    assert {"list", "text", "combo box"} <= roles["ctrl+3"]
    assert {"list", "combo box", "push button"} <= roles["ctrl+4"]
    assert {"list", "text", "push button", "page tab"} <= roles["F4"]
    assert {"combo box", "spin button", "push button"} <= roles["ctrl+comma"]
    assert "text" in roles["ctrl+k"]


def test_the_ways_to_begin_have_names(display: str, tmp_path: Path):
    (found,) = _heard(display, tmp_path, None, "pages").values()
    named = {name for role, name in found if role == "push button"}
    words = Words("en")
    assert {words(f"ui.action-{action}") for action in ("demo", "new", "import-folder", "open")} <= named
    assert nameless(found) == []


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
