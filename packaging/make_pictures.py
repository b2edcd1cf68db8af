"""Draws the pictures of docs/pictures/: every page of the real window, light and dark, in each language.

`make screenshots`. The corpus is the two sample reports, annotated by two people who differ here and there.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
THEMES, LANGUAGES = ("light", "dark"), ("zh-Hans", "zh-Hant", "en")
PAGES = ("annotate", "corpus", "review", "insight")
DECISIONS = 60
SIZE = (1360, 880)


def main() -> int:
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from annotator.ui.settings import LANGUAGE, THEME, Settings

    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        application = QApplication([])
        application.setStyle("Fusion")
        path = annotated(Path(folder, "sample.corpus"))
        settings = Settings()
        for theme in THEMES:
            for language in LANGUAGES:
                settings.set(THEME, theme)
                settings.set(LANGUAGE, language)
                draw(path, settings, f"{theme}-{language}.png")
        settings.flush()
    return 0


def annotated(path: Path) -> Path:
    """A corpus on which two people have worked: they accept, reject and correct, not always the same."""
    from annotator.corpus import Corpus, make_demo
    from annotator.model import DONE, Span

    make_demo(path, annotator="李").close()
    for turn, name in enumerate(("李", "王")):
        corpus = Corpus.open(path, annotator=name)
        document = corpus.documents()[1].id
        for number, suggestion in enumerate(corpus.suggestions(document)[:DECISIONS]):
            if number % 9 == 4 + turn:
                corpus.reject(document, suggestion)
            elif number % 13 == 6 + turn and len(suggestion.span) > 2:
                corpus.correct(document, suggestion, span=Span(suggestion.span.start, suggestion.span.end - 1))
            else:
                corpus.accept(document, suggestion)
        corpus.mark(document, DONE)
        corpus.close()
    return path


def draw(path: Path, settings: object, name: str) -> None:
    """The welcome page, and then each page; on the first a quantity is the current span."""
    from PySide6.QtTest import QTest

    from annotator.ui.window import MainWindow

    window = MainWindow(settings)
    window.resize(*SIZE)
    window.show()
    QTest.qWait(100)
    save(window, f"welcome-{name}")
    window.open(path, "李")
    session = window.session
    session.step_document(1)
    session.choose(next(item.key for item in session.items if item.label == "Quantity" and not item.is_open))
    session.counting.count_all()
    for page in PAGES:
        window.desk.show_page(page)
        QTest.qWait(2500)  # what is computed in the worker is there by then
        save(window, f"{page}-{name}")
    window.close()
    settings.forget(path)  # the next picture of the welcome page shows no folder of this machine


def save(window: object, name: str) -> None:
    from PySide6.QtGui import QPixmap

    pixmap = QPixmap(window.size())
    window.render(pixmap)
    pixmap.save(str(PICTURES / name), "PNG")


if __name__ == "__main__":
    raise SystemExit(main())
