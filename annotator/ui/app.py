"""Starting the window, or drawing it where there is no display. Qt is imported only once it is known to load."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import AnnotatorError
from annotator.ui.begun import begin
from annotator.ui.imports import import_plainly
from annotator.ui.probe import check_libraries
from annotator.work import settle

if TYPE_CHECKING:
    from annotator.corpus import Page, Printing
    from annotator.ui.dress import Dress
    from annotator.ui.trial import Tried
    from annotator.work import Worker

_SIZE, _SCALE = (1360, 880), 2
_AFTER_START = 1500  # ms; the first report has been painted, and hardly a key has come
_PATIENCE = 60.0  # s for the suggestions of a report that is drawn


def run(path: Path | None, annotator: str = "", *, in_window: bool = False) -> int:
    """Opens the window on a corpus, or on the welcome page; returns the program's exit status when it is closed.

    Raises AnnotatorError when a system library is missing, and for a corpus that cannot be opened; with `in_window`
    that one is said in the window, over the welcome page.
    """
    gc.disable()  # until all is made: nearly nothing of it goes again, and to look through it took 50 ms
    check_libraries()
    _choose_input_method()
    worker = begin()
    try:
        return _run(path, annotator, worker, in_window=in_window)
    finally:
        worker.end()


def _run(path: Path | None, annotator: str, worker: Worker, *, in_window: bool) -> int:
    import_plainly()
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from annotator.ui.crash import catch
    from annotator.ui.leaving import Leaving
    from annotator.ui.opening import open_for
    from annotator.ui.settings import ANNOTATOR, Settings
    from annotator.ui.window import MainWindow

    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    _name(application)
    settings = Settings()
    name = annotator or settings.get(ANNOTATOR)
    window = MainWindow(settings, worker)
    catch(lambda: window.dress)
    _look_for_font(window.dress)
    if path and not in_window and (corpus := open_for(window, window.dress.words, path, name)):
        window.take(corpus)
    window.show()
    if sys.platform == "darwin":  # elsewhere no such event comes, and a filter written in Python sees them all
        from annotator.ui.fileopening import FileOpening

        FileOpening(application, lambda file: window.open(file, name))
    if path and in_window:
        QTimer.singleShot(0, lambda: window.open(path, name))
    Leaving(application, window.keep).listen()
    QTimer.singleShot(_AFTER_START, settle)
    return application.exec()


def draw(path: Path, picture: Path) -> None:
    """Draws the window on a corpus to a PNG of 2720 × 1760, without a display.

    Raises AnnotatorError when a library is missing, the corpus cannot be opened or the picture not be written.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    check_libraries()
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QApplication

    from annotator.corpus import Corpus
    from annotator.ui.settings import Settings
    from annotator.ui.window import MainWindow

    with _qt_heard():
        application = QApplication.instance() or QApplication(sys.argv[:1])
        _name(application)
        window = MainWindow(Settings())
        _look_for_font(window.dress)
        window.take(Corpus.open(path))
        if window.session:
            window.session.wait_for_suggestions(_PATIENCE)
        window.resize(*_SIZE)
        window.show()
        application.processEvents()
        pixmap = QPixmap(window.size() * _SCALE)
        pixmap.setDevicePixelRatio(_SCALE)
        window.render(pixmap)
        window.close()
    if not pixmap.save(str(picture), "PNG"):
        raise AnnotatorError("ui.no-picture", path=picture)


def print_report(page: Page, path: Path) -> None:
    """Prints a report of agreement to a PDF, without a display.

    Raises AnnotatorError when a library is missing or the file cannot be written.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    check_libraries()
    from PySide6.QtWidgets import QApplication

    from annotator.corpus import save_report
    from annotator.ui.printing import printed

    with _qt_heard():
        application = QApplication.instance() or QApplication(sys.argv[:1])
        _name(application)
        save_report(printed(page, traditional='lang="zh-Hant"' in page.html), path)


@contextmanager
def press() -> Iterator[Printing]:
    """What sets documents on pages, without a display. Raises AnnotatorError when a library is missing."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    check_libraries()
    from PySide6.QtWidgets import QApplication

    from annotator.ui.fonts import chinese_font
    from annotator.ui.press import Pages

    with _qt_heard():
        application = QApplication.instance() or QApplication(sys.argv[:1])
        _name(application)
        chinese_font()
        with Pages() as pages:
            yield pages


def try_out(path: Path, *, seen: bool) -> Tried:
    """Shows a corpus in the window, on the display if that is `seen`, and accepts the first suggestion.

    The person's settings are neither read nor written. Raises AnnotatorError as `run` does.
    """
    if not seen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    check_libraries()
    from PySide6.QtWidgets import QApplication

    from annotator.ui.trial import trial

    with _qt_heard():
        application = QApplication.instance() or QApplication(sys.argv[:1])
        _name(application)
        return trial(path)


@contextmanager
def _qt_heard() -> Iterator[None]:
    """What Qt says in the block goes through `_pass_on`."""
    from PySide6.QtCore import qInstallMessageHandler

    earlier = qInstallMessageHandler(lambda _kind, _context, message: _pass_on(message))
    try:
        yield
    finally:
        qInstallMessageHandler(earlier)  # one in Python, called when Python is ending, would wait for ever


def _pass_on(message: str) -> None:
    """What Qt says goes to stderr, but for what the platform without a display cannot do and need not."""
    if "propagateSizeHints" not in message:
        print(message, file=sys.stderr)


def _look_for_font(dress: Dress) -> None:
    """Takes the bundle's own font where the system has none; without either, says so in Latin letters."""
    from annotator.ui.fonts import chinese_font

    if not chinese_font():
        print(dress.words("ui.no-font"), file=sys.stderr)


def _name(application: object) -> None:
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QApplication

    from annotator.resources import resource

    assert isinstance(application, QApplication)
    application.setApplicationName("annotator")
    application.setDesktopFileName("org.annotator.Annotator")  # by this Wayland finds the icon
    application.setWindowIcon(QIcon(str(resource("icons", "annotator.svg"))))
    application.setStyle("Fusion")
    application.setQuitOnLastWindowClosed(True)


def _choose_input_method() -> None:
    """fcitx speaks the protocol of ibus too, and its own plug-in does not come with the wheels of Qt."""
    if os.environ.get("QT_IM_MODULE", "").startswith("fcitx"):
        os.environ["QT_IM_MODULE"] = "ibus"
