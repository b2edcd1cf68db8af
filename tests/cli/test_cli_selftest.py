"""`annotator selftest`: all is well here, and each thing that is not is said."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from cli_runs import Tried, Window, invoke, run

from annotator import __version__, work
from annotator.i18n import LANGUAGES, Words


def test_the_real_window_and_worker_pass(tmp_path: Path) -> None:
    """Nothing is left behind, neither where it was started nor in the person's settings."""
    here, home, temporary = (tmp_path / name for name in ("here", "家 home", "temporary"))
    for folder in (here, home, temporary):
        folder.mkdir()
    places = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "TMPDIR": str(temporary), "ANNOTATOR_LANGUAGE": "en"}
    done = run("selftest", cwd=here, env=places)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    lines = done.stdout.decode().splitlines()
    assert __version__ in lines[0]
    assert lines[-1] == Words("en")("cli.selftest-done")
    assert len(lines) == 8
    left = [path for folder in (here, home, temporary) for path in folder.rglob("*") if path.is_file()]
    assert [path for path in left if "annotator" in str(path) or "corpus" in path.name] == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="hides fonts from fontconfig")
def test_a_machine_without_fonts_is_said(tmp_path: Path) -> None:
    settings = tmp_path / "fonts.conf"
    settings.write_text(f"<fontconfig><cachedir>{tmp_path}</cachedir></fontconfig>", "utf-8")
    done = run("selftest", env={"FONTCONFIG_FILE": str(settings), "ANNOTATOR_LANGUAGE": "en"})
    assert done.returncode == 1
    assert Words("en")("cli.selftest-no-font") in done.stderr.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("shows", "key"),
    [
        (Tried(font="Song", accepted="廣信區"), "cli.selftest-nothing-shown"),
        (Tried(font="Song", shown=3), "cli.selftest-nothing-shown"),
        (Tried(shown=3, accepted="廣信區"), "cli.selftest-no-font"),
    ],
)
def test_a_window_that_fails_is_said(shows: Tried, key: str, language: str) -> None:
    window = Window(shows=shows)
    result = invoke("selftest", window=window, language=language)
    assert result.exit_code == 1
    assert result.stderr == f"{Words(language)(key)}\n"
    assert Words(language)("cli.selftest-done") not in result.stdout
    assert window.tried == [False]


def test_an_export_without_the_decision_is_said() -> None:
    """The window claims to have accepted what is in no corpus."""
    result = invoke("selftest", window=Window(shows=Tried("offscreen", "Song", 3, "廣信區")))
    assert result.exit_code == 1
    assert result.stderr == f"{Words('en')('cli.selftest-not-exported', text='廣信區')}\n"


def test_a_worker_that_computes_something_else_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "in_order", lambda *_: (one for one in [([], [])]))
    result = invoke("selftest")
    assert result.exit_code == 1
    assert "gave 0 suggestions in guangxin_hant.txt" in result.stderr


def test_a_worker_that_is_ended_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*_: Any) -> Any:
        from annotator.errors import AnnotatorError

        yield from ()
        raise AnnotatorError("work.worker-died")

    monkeypatch.setattr(work, "in_order", ended)
    result = invoke("selftest")
    assert result.exit_code == 1
    assert result.stderr == f"{Words('en')('work.worker-died')}\n"


def test_on_a_display_the_window_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    window = Window()
    invoke("selftest", window=window)
    assert window.tried == [True]
