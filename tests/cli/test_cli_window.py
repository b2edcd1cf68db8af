"""Whether there is a display, and how the window is opened."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from cli_runs import Window, invoke, run

from annotator.cli.window import has_display
from annotator.i18n import LANGUAGES, Words


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"DISPLAY": ""}, "linux", False),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"}, "linux", False),
        ({"QT_QPA_PLATFORM": "minimal:enable_fonts"}, "linux", False),
        ({"QT_QPA_PLATFORM": "xcb"}, "linux", True),
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, "linux", True),
        ({"QT_QPA_PLATFORM": "", "DISPLAY": ":0"}, "linux", True),
        ({}, "win32", True),
        ({}, "darwin", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "darwin", False),
    ],
)
def test_a_display_is_where_a_window_would_be_seen(environment: dict[str, str], platform: str, expected: bool) -> None:
    assert has_display(environment, platform) is expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("line", [[], ["open", "x.corpus"]])
def test_without_a_display_there_is_a_sentence(line: list[str], language: str) -> None:
    result = invoke(*line, language=language)
    assert result.exit_code == 1
    assert "annotator demo --headless" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ([], (None, "")),
        (["open", "报告.corpus"], (Path("报告.corpus"), "")),
        (["open", "a.corpus", "--annotator", "王"], (Path("a.corpus"), "王")),
    ],
)
def test_with_a_display_the_window_opens(
    line: list[str], expected: tuple[Path | None, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    window = Window(status=7)
    assert invoke(*line, window=window).exit_code == 7
    assert window.opened == [expected]
    assert not window.in_window


def test_an_icon_asks_for_sentences_in_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    for line in ([], ["坏.corpus"]):
        window = Window()
        assert invoke("open", "--in-window", *line, window=window).exit_code == 0
        assert window.opened == [(Path(line[0]) if line else None, "")]
        assert window.in_window


def modules(importtime: bytes) -> set[str]:
    """What a run under -X importtime imported."""
    return set(re.findall(r"\|\s+([\w.]+)$", importtime.decode(), re.MULTILINE))


@pytest.mark.parametrize(
    ("line", "needed", "unwanted"),
    [
        (["--help"], "click", ("annotator.store", "annotator.suggest", "annotator.formats", "sqlite_utils", "rjieba")),
        (["suggest", "报告.txt"], "annotator.suggest.engine", ("annotator.store", "sqlite_utils", "pycrfsuite")),
        (["formats"], "annotator.formats.shapes", ("annotator.store", "annotator.suggest", "sqlite_utils", "rjieba")),
        (["stats", "工作.corpus"], "annotator.store", ("multiprocessing", "jieba", "rjieba")),
    ],
)
def test_a_command_imports_only_what_it_needs(
    line: list[str], needed: str, unwanted: tuple[str, ...], corpus: Path
) -> None:
    done = run(*line, env={"PYTHONPROFILEIMPORTTIME": "1"}, cwd=corpus.parent)
    assert done.returncode == 0
    seen = modules(done.stderr)
    assert needed in seen
    assert not seen & {*unwanted, "PySide6", "annotator.ui", "opencc"}


def test_the_window_is_drawn_without_a_display(tmp_path: Path) -> None:
    """The real window, by the command that a newcomer types on a server."""
    done = run("demo", "--headless", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr.decode()
    picture = (tmp_path / "out" / "annotate.png").read_bytes()
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(picture) > 20_000
    found = [json.loads(line) for line in (tmp_path / "out" / "suggestions.jsonl").read_text("utf-8").splitlines()]
    assert [line["document"] for line in found] == ["guangxin_hant.txt", "nanyang_hans.txt"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="hides fonts from fontconfig")
def test_without_any_font_the_window_is_drawn_and_that_is_said(tmp_path: Path) -> None:
    """Boxes in place of characters, and the sentence that says what to install."""
    settings = tmp_path / "fonts.conf"
    settings.write_text(f"<fontconfig><cachedir>{tmp_path}</cachedir></fontconfig>", "utf-8")
    done = run("demo", "--headless", "--out", tmp_path / "out", env={"FONTCONFIG_FILE": str(settings)})
    assert done.returncode == 0, done.stderr.decode()
    assert Words("en")("ui.no-font") in done.stderr.decode()
    assert (tmp_path / "out" / "annotate.png").is_file()
