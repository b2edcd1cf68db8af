"""Our own mistakes: written to a log, said in a dialog, and the work goes on, for steps are whole or not at all.

The log goes to whoever mends the program, so no report's words may stand in it: see `without_words`. The dialog, which
only the person sees who has the report open, says the message as it is.
"""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Callable, Iterator
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
        report = "".join(_report(error, trace))
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


_QUOTED = re.compile(r"""(?<!\w)(['"])(?:\\.|(?!\1).)*(?:\1|\Z)""", re.DOTALL)
_FOREIGN = re.compile(r"(?:[^\x00-\x7f]|\\[xuUN](?:[0-9a-fA-F]+|\{[^}]*\}))+")
_FRAME = re.compile(r'(\s*File "[^"\n]+\.py", line \d+, in [\w<>.]+\s*)')


def without_words(message: str) -> str:
    """A message without what may come from a report: all that it quotes, and all letters that are not ASCII.

    The lines that name a place in a program stay: a worker's traceback comes as a note.
    """
    pieces = _FRAME.split(message)
    return "".join(piece if at % 2 else _FOREIGN.sub("…", _QUOTED.sub("'…'", piece)) for at, piece in enumerate(pieces))


def _report(error: BaseException, trace: TracebackType | None) -> Iterator[str]:
    """The traceback as Python writes it, the error that this one came from first; messages without words."""
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None:
        yield from _report(earlier, earlier.__traceback__)
        yield "\nwhich led to:\n\n"
    yield from traceback.format_tb(trace)
    for said in (f"{type(error).__name__}: {error}", *getattr(error, "__notes__", ())):
        yield f"{without_words(said)}\n"


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
