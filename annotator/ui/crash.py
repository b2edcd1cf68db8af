"""Our own mistakes: written to a log, said in a dialog, and the work goes on, for steps are whole or not at all."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

import platformdirs
from PySide6.QtWidgets import QApplication, QMessageBox

from annotator import __version__
from annotator.ui.dress import Dress


def catch(dress_of: Callable[[], Dress]) -> None:
    """From now on what nobody has caught goes to the log and to a dialog. Ctrl-C stays what it is."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        report = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(report)
        path = _write(report)
        dress = dress_of()
        box = QMessageBox(QMessageBox.Icon.Critical, dress.words("ui.crash-title"), "")
        box.setTextFormat(box.textFormat().PlainText)
        box.setText(dress.words("ui.crash", error=f"{kind.__name__}: {error}", path=path or "—"))
        box.exec()

    sys.excepthook = hook


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
