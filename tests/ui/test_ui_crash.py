"""What nobody has caught: our mistakes go to a log and a dialog, the world's to a dialog, and the work goes on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from annotator.errors import AnnotatorError
from annotator.i18n import Words
from annotator.ui import crash
from annotator.ui.crash import catch
from annotator.ui.dress import Dress
from annotator.ui.theme import Theme

pytestmark = pytest.mark.usefixtures("qapp", "log")


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(crash.platformdirs, "user_log_dir", lambda *_args, **_more: str(tmp_path))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    dress = Dress(Words("en"), Theme.named("light"))
    catch(lambda: dress)
    return tmp_path / "crash.log"


def raised(error: Exception, during: Exception | None = None) -> list[str]:
    """The texts of the dialogs that an error leads to, and another one while the first dialog is shown."""
    said: list[str] = []

    def look() -> None:
        boxes = [box for box in QApplication.topLevelWidgets() if isinstance(box, QMessageBox) and box.isVisible()]
        if during and not said:
            sys.excepthook(type(during), during, None)
        said.extend(box.text() for box in boxes)
        for box in boxes:
            box.accept()

    QTimer.singleShot(0, look)
    sys.excepthook(type(error), error, None)
    return said


def test_our_mistakes_are_logged_and_said(log, capsys):
    (said,) = raised(ValueError("<b>two marks</b>"))
    assert "ValueError: <b>two marks</b>" in said
    assert str(log) in said
    assert "two marks" in log.read_text("utf-8")
    assert "two marks" in capsys.readouterr().err


def test_the_worlds_are_said_and_no_crash(log, capsys):
    error = AnnotatorError("store.busy", path="a.corpus", reason="locked")
    assert raised(error) == [str(error)]
    assert not log.exists()
    assert capsys.readouterr().err == ""


def test_what_goes_wrong_behind_the_dialog_opens_no_other(log):
    assert len(raised(ValueError("first"), during=ValueError("second"))) == 1
    assert "second" in log.read_text("utf-8")


def test_no_folder_for_a_log_stops_nothing(monkeypatch):
    monkeypatch.setattr(crash.platformdirs, "user_log_dir", lambda *_args, **_more: "/dev/null/none")
    (said,) = raised(ValueError("x"))
    assert "—" in said
