"""Draws the pictures of docs/: the real window on a sample report, some of it decided.

`python packaging/make_pictures.py`
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
DOCS = Path(__file__).resolve().parent.parent / "docs"
DECISIONS = 24


def main() -> int:
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from annotator.ui.settings import LANGUAGE, THEME, Settings

    with tempfile.TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        application = QApplication([])
        application.setStyle("Fusion")
        settings = Settings()
        for theme, language in (("light", "zh-Hans"), ("dark", "zh-Hans")):
            settings.set(THEME, theme)
            settings.set(LANGUAGE, language)
            draw(Path(folder, f"{theme}.corpus"), settings, DOCS / f"window-{theme}.png")
    return 0


def draw(path: Path, settings: object, picture: Path) -> None:
    """The window after some decisions: accepted, corrected and rejected, with a quantity as the current span."""
    from PySide6.QtGui import QPixmap
    from PySide6.QtTest import QTest

    from annotator.corpus import make_demo
    from annotator.ui.window import MainWindow

    window = MainWindow(settings)
    window.take(make_demo(path, annotator="李"))
    window.resize(1360, 880)
    window.show()
    session = window.session
    session.step_document(1)
    for number in range(DECISIONS):
        session.reject() if number % 9 == 4 else session.accept()
    session.choose(next(item.key for item in session.items if item.label == "Quantity" and not item.is_open))
    session.count_all()
    QTest.qWait(2000)
    pixmap = QPixmap(window.size())
    window.render(pixmap)
    pixmap.save(str(picture), "PNG")
    window.close()


if __name__ == "__main__":
    raise SystemExit(main())
