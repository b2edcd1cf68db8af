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
from annotator.ui.crash import catch, without_words
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


TEXT = "鼓楼村贫困户共128户，户主见\"附件'。The list is secret."


def slip(kind: str) -> None:
    """Mistakes of ours that meet a report's words: in a key, a value, a codec, a cause, a note."""
    match kind:
        case "key":
            raise KeyError(TEXT)
        case "value":
            raise ValueError(f"[3, 9) holds {TEXT!r} in that text, not {TEXT[2:]!r} in full")
        case "ascii":
            TEXT.encode("ascii")
        case "bare":
            int(TEXT[:9])
        case "cause":
            try:
                raise ValueError(f"it's {TEXT!a}")
            except ValueError as error:
                raise RuntimeError("in the course of which") from error
        case "note":
            error = ValueError("in a worker")
            error.add_note(f'  File "annotator/text.py", line 7, in fold\nKeyError: {TEXT!r}')
            raise error


@pytest.mark.parametrize("kind", ["key", "value", "ascii", "bare", "cause", "note"])
def test_no_words_of_a_report_are_in_the_log(kind, log, capsys):
    try:
        slip(kind)
    except Exception as error:  # noqa: BLE001  # as it comes to the hook
        caught = error
    raised(caught)
    for written in (log.read_text("utf-8"), capsys.readouterr().err):
        assert type(caught).__name__ in written
        for trace in ("鼓楼", "贫困", "128户", "附件", "secret", "\\u9f13", "9f13"):
            assert trace not in written
    if kind == "note":
        assert 'File "annotator/text.py", line 7, in fold' in log.read_text("utf-8")
    if kind == "cause":
        assert log.read_text("utf-8").index("ValueError") < log.read_text("utf-8").index("RuntimeError")


def test_what_helps_to_mend_stays():
    assert without_words("'NoneType' object has no attribute 'x'") == "'…' object has no attribute '…'"
    assert without_words("can't set 3 of 5") == "can't set 3 of 5"
    assert without_words("[3, 9) holds 村 in") == "[3, 9) holds … in"
    assert without_words("'cut off") == "'…'"
