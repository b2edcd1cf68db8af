"""Draws the pictures of docs/pictures/: every page of the real window, light and dark, in each language.

`make screenshots`. The corpus is the two sample reports, annotated by two people who differ here and there.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
THEMES, LANGUAGES = ("light", "dark"), ("zh-Hans", "zh-Hant", "en")
PAGES = ("annotate", "corpus", "review", "insight")
DIALOGS = ("bulk", "commands", "scheme", "keys")
"""dialogs of the manual, each drawn light only, by the action that opens it"""
PATTERN = r"\d+(?:\.\d+)?[万亿]元"
"""what is looked for in all reports"""
DECISIONS = 120
"""how many suggestions of a report are decided on"""
FIRST_PAGE = 45
"""so many suggestions the reader shows: there one person is right, and has some still to decide on"""
SIZE = (1360, 880)
SCREEN = {"name": "one", "x": 0, "y": 0, "width": 1920, "height": 1200, "logicalDpi": 96, "logicalBaseDpi": 96,
          "dpr": 1}  # fmt: skip
"""the screen that is made believe: Qt's own of 800 × 800 has no room for the dialogs"""


def main() -> int:
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from annotator.ui.settings import LANGUAGE, THEME, Settings

    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        screens = Path(folder, "screens.json")
        screens.write_text(json.dumps({"screens": [SCREEN]}), "utf-8")
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screens}"
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
        for place, document in enumerate(corpus.documents()):
            for number, suggestion in enumerate(corpus.suggestions(document.id)[:DECISIONS]):
                careful = not turn and number < FIRST_PAGE
                if careful and place and number % 4 == 3:
                    continue
                if number % 9 == 4 + turn and not careful:
                    corpus.reject(document.id, suggestion)
                elif number % 13 == 6 + turn and len(suggestion.span) > 2 and not careful:
                    corpus.correct(document.id, suggestion, span=Span(suggestion.span.start, suggestion.span.end - 1))
                else:
                    corpus.accept(document.id, suggestion)
            if turn or not place:
                corpus.mark(document.id, DONE)
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
    session.wait_for_suggestions(60)
    session.choose(next(item.key for item in session.items if item.label == "Quantity" and not item.is_open))
    session.counting.count_all()
    for page in PAGES:
        window.desk.show_page(page)
        QTest.qWait(2500)  # what is computed in the worker is there by then
        save(window, f"{page}-{name}")
    if name.startswith("light-"):
        draw_for_manual(window, name.removeprefix("light-"))
    window.close()
    settings.forget(path)  # the next picture of the welcome page shows no folder of this machine


def draw_for_manual(window: object, name: str) -> None:
    """Agreement, a search, interventions, and the dialogs: each is closed as soon as it is drawn."""
    from PySide6.QtCore import QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from annotator.ui.insight.page import NAMES

    def take(action: str) -> None:
        dialog = QApplication.activeModalWidget()
        save(dialog, f"{action}-{name}")
        dialog.close()

    window.desk.show_page("review")
    views = window.desk.page.views
    views.show_view("agreement")
    while views.agreement.bar.isVisible():
        QTest.qWait(100)
    QTest.qWait(500)  # and is laid out
    save(window, f"agreement-{name}")
    do(window, "pattern")
    search = window.desk.page.search
    search.query.setText(PATTERN)
    QTest.qWait(500)
    while search.looking.under_way:
        QTest.qWait(100)
    search.view.setFocus()
    save(window, f"search-{name}")
    search.pattern.toggle()
    window.desk.show_page("insight")
    insight = window.desk.page
    insight.names.setCurrentRow(NAMES.index("interventions"))
    while not insight.table.shown():
        QTest.qWait(100)
    QTest.qWait(500)
    save(window, f"interventions-{name}")
    window.desk.show_page("annotate")
    window.session.step_document(-1)
    for action in DIALOGS:
        QTimer.singleShot(1500, lambda one=action: take(one))
        do(window, action)


def do(window: object, action: str) -> None:
    from annotator.ui.keys import BINDINGS

    window.do(next(binding for binding in BINDINGS if binding.action == action))


def save(widget: object, name: str) -> None:
    from PySide6.QtGui import QPixmap

    pixmap = QPixmap(widget.size())
    widget.render(pixmap)
    pixmap.save(str(PICTURES / name), "PNG")


if __name__ == "__main__":
    raise SystemExit(main())
