"""The icon in the sizes that desktops ask for, from its drawing: python packaging/make_icons.py FOLDER.

Writes FOLDER/<size>.png, and annotator.ico and annotator.icns for Windows and macOS.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
_DRAWING = Path(__file__).resolve().parent.parent / "resources" / "icons" / "annotator.svg"


def make(folder: Path) -> None:
    """Draws each size from the vectors, none from another."""
    drawing = QSvgRenderer(str(_DRAWING))
    folder.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        image = QImage(QSize(size, size), QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        drawing.render(painter)
        painter.end()
        names = [f"{size}.png", *(["annotator.ico"] if size == 256 else ["annotator.icns"] if size == 512 else [])]
        for name in names:
            if not image.save(str(folder / name)):
                raise SystemExit(f"make_icons: cannot write {folder / name}")


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication(sys.argv[:1])
    make(Path(sys.argv[1]))
