"""No test of the command line writes to the person's own folders, or finds a display by accident."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _a_home_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path_factory.mktemp("home")
    for variable in ("HOME", "USERPROFILE", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(variable, str(home))
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "ANNOTATOR_LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("LOGNAME", "李")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus with one report in it."""
    from cli_runs import REPORT, invoke

    report = tmp_path / "报告.txt"
    report.write_text(REPORT, "utf-8")
    path = tmp_path / "工作.corpus"
    assert invoke("new", path).exit_code == 0
    assert invoke("import", path, report).exit_code == 0
    return path
