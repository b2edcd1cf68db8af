"""Our own mistakes: written to a log, said in a dialog, and the work goes on, for steps are whole or not at all."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

import platformdirs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from annotator import __version__
from annotator.errors import AnnotatorError
from annotator.ui.dress import Dress


def catch(dress_of: Callable[[], Dress]) -> None:
    """From now on what nobody has caught goes to the log and to a dialog. Ctrl-C stays what it is.

    An AnnotatorError is the world's (a disk that fails while a panel reads, say): it is only said.
    """

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        words = dress_of().words
        if isinstance(error, AnnotatorError):
            _tell(QMessageBox.Icon.Warning, words("ui.program"), error.say(words))
            return
        report = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(report)
        sentence = words("ui.crash", error=f"{kind.__name__}: {error}", path=_write(report) or "—")
        _tell(QMessageBox.Icon.Critical, words("ui.crash-title"), sentence)

    sys.excepthook = hook


class _Box(QMessageBox):
    """What tells this dialog from all others."""


def _tell(icon: QMessageBox.Icon, title: str, sentence: str) -> None:
    """One dialog at a time: what goes wrong in painting goes wrong again behind it."""
    if isinstance(QApplication.activeModalWidget(), _Box):
        return
    box = _Box(icon, title, "")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(sentence)
    box.exec()


def _write(report: str) -> Path | None:
    """The log file that has taken the report; None where no folder takes it."""
    path = Path(platformdirs.user_log_dir("annotator", appauthor=False)) / "crash.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as stream:
            stream.write(f"--- {datetime.now().astimezone().isoformat()} · {__version__}\n{report}\n")
    except OSError:
        return None
    return path
