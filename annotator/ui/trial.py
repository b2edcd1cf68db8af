"""The window, tried out: what `annotator selftest` knows of it. On a corpus made for that, with settings of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication

from annotator.corpus import Corpus
from annotator.ui.fonts import chinese_font
from annotator.ui.settings import Settings
from annotator.ui.window import MainWindow

_PATIENCE = 60.0  # s for the sample report's suggestions


@dataclass(frozen=True, slots=True)
class Tried:
    """What the window has shown.

    `shown` is how many suggestions there were to see; 0 too if the reader looked the same after one was accepted.
    `font` is empty where none has Chinese, `accepted` where nothing was accepted.
    """

    platform: str
    font: str
    shown: int
    accepted: str


def trial(path: Path) -> Tried:
    """Opens the window on a corpus of which nothing is decided, and presses Enter in it once.

    Without a font for Chinese nothing is opened: there would be no text to see. Needs an application. Raises
    AnnotatorError when the corpus cannot be opened.
    """
    platform, font = QGuiApplication.platformName(), chinese_font()
    if not font:
        return Tried(platform, font, 0, "")
    with TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        window = MainWindow(Settings())
        window.take(Corpus.open(path))
        if window.session:
            window.session.wait_for_suggestions(_PATIENCE)
        window.show()
        QApplication.processEvents()
        ready = window.session.open_count() if window.session else 0
        before = window.workspace.reader.grab().toImage()
        accepted = _accept(window)
        looks_new = window.workspace.reader.grab().toImage() != before
        window.close()
        window.settings.flush()  # else the file would come back once its folder is gone
    return Tried(platform, font, ready if looks_new else 0, accepted)


def _accept(window: MainWindow) -> str:
    """The text of the annotation that Enter has made of the current suggestion; empty if it has made none."""
    session = window.session
    if session is None or session.document is None or (item := session.item()) is None:
        return ""
    enter = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r")
    QApplication.sendEvent(window.workspace.reader, enter)
    made = {one.span for one in session.corpus.annotations(session.document.id)}
    return item.span.of(session.document.text) if item.span in made else ""
