"""The real program at a scale, on a screen of a size: a script that prints what it found as one line of JSON.

`python scaled_program.py CORPUS FACTOR WIDTH HEIGHT LANGUAGE FOLDER`: the screen in pixels, a folder for settings. It
says how large the screen and the window are, what is cut off, what is beyond the screen, and where in the report a
click means something else than what is drawn there.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtCore import QRect


def main() -> None:
    corpus, factor, width, height, language, folder = sys.argv[1:]
    screen = {"name": "one", "x": 0, "y": 0, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    screens = [screen | {"width": int(width), "height": int(height)}]
    asked = Path(folder, "screen.json")
    platform = {"synchronousWindowSystemEvents": False, "windowFrameMargins": True, "screens": screens}
    asked.write_text(json.dumps(platform))
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={asked}"
    os.environ["QT_SCALE_FACTOR"] = factor
    print(json.dumps(Looking(Path(corpus), language, folder).found))


class Looking:
    """Goes through pages and dialogs; `found` is what it has seen."""

    def __init__(self, corpus: Path, language: str, folder: str) -> None:
        from PySide6.QtCore import QSettings
        from PySide6.QtWidgets import QApplication

        from annotator.ui.settings import LANGUAGE, THEME, Settings
        from annotator.ui.window import MainWindow

        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        self.application = QApplication([])
        self.application.setStyle("Fusion")
        settings = Settings()
        settings.set(LANGUAGE, language)
        settings.set(THEME, "light")
        self.window = MainWindow(settings)
        self.window.show()
        self.room = self.application.primaryScreen().availableGeometry()
        self.found: dict[str, Any] = {"cut": [], "beyond": [], "dialogs": 0, "clicks": 0, "missed": []}
        self.found["screen"] = [*self.room.size().toTuple(), self.application.devicePixelRatio()]
        self._look("welcome", self.window)
        self.window.open(corpus, "李")
        assert self.window.session is not None
        self.session = self.window.session
        self.session.wait_for_suggestions(60)
        self._pages()
        self._dialogs()
        self.window.close()

    def _look(self, name: str, widget: Any) -> None:
        from cut import cut
        from PySide6.QtTest import QTest

        faults = ["not looked at"]
        for _ in range(20):  # of what is being laid out, only what stays counts
            if not faults:
                break
            QTest.qWait(20)
            widget.grab()
            faults = cut(widget)
        self.found["cut"] += [f"{name}: {one}" for one in dict.fromkeys(faults)]
        if self.room.size().expandedTo(widget.frameGeometry().size()) != self.room.size():
            self.found["beyond"].append(f"{name}: {widget.frameGeometry()}")

    def _pages(self) -> None:
        from PySide6.QtTest import QTest

        assert self.window.desk is not None
        for name in ("annotate", "corpus", "review", "insight"):
            self.window.desk.show_page(name)
            bars = [getattr(self.window.desk.page, "asking", None)]
            while any(bar and bar.under_way for bar in bars):
                QTest.qWait(20)
            self._look(name, self.window)
            if name == "annotate":
                self._click()
        self.window.desk.show_page("annotate")

    def _dialogs(self) -> None:
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication, QFileDialog

        from annotator.ui.keys import BINDINGS

        seen = set()

        def look(action: str) -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is None:
                return
            try:
                if not isinstance(dialog, QFileDialog) and type(dialog) not in seen:
                    seen.add(type(dialog))
                    self._look(action, dialog)
            finally:
                dialog.close()

        for action in ACTIONS:
            QTimer.singleShot(30, lambda one=action: look(one))
            self.window.do(next(binding for binding in BINDINGS if binding.action == action))
        self.found["dialogs"] = len(seen)

    def _chips(self) -> Iterator[tuple[Any, QRect]]:
        """The items whose chips are wholly in view, and where."""
        from reader_values import chip_of

        reader = self.window.workspace.reader
        for item in self.session.items:
            with suppress(AssertionError):
                chip = chip_of(reader, item.key)
                if reader.viewport().rect().contains(chip):
                    yield item, chip

    def _click(self) -> None:
        """On chips and before characters; and what is drawn at an annotation's chip is the chip."""
        from PySide6.QtCore import QPoint, Qt
        from PySide6.QtTest import QTest

        from annotator.model import Span
        from annotator.ui.theme import Theme

        reader = self.window.workspace.reader
        view, left, missed = reader.viewport(), Qt.MouseButton.LeftButton, self.found["missed"]
        picture, theme = view.grab().toImage(), Theme.named("light")
        for item, chip in [(one, at) for one, at in self._chips() if not one.is_open and one != self.session.item()]:
            drawn = picture.pixelColor(QPoint(chip.left() + 3, chip.center().y()) * picture.devicePixelRatio())
            asked = theme.label_colours(theme.label_colour(self.session.scheme, item.label)).chip
            missed += [f"{item.span}: {drawn.name()} is drawn, not {asked.name()}"] if drawn != asked else []
        said: list[str] = []
        reader.mark_clicked.connect(said.append)
        for item, _ in [*self._chips()]:  # a click may scroll: where each is, is asked again
            for chip in [at for one, at in self._chips() if one.key == item.key]:
                self.found["clicks"] += 1
                QTest.mouseClick(view, left, pos=chip.center())
                missed += [f"the chip of {item.span} means {said[-1:]}"] if said[-1:] != [item.key] else []
        reader.set_marks([])
        view.grab()
        first = reader.reading_position()
        for offset in range(first, first + 60):
            place = reader.span_rect(Span(offset, offset + 1))
            if view.rect().contains(place) and place.width() > 8:
                self.found["clicks"] += 1
                QTest.mouseClick(view, left, pos=QPoint(place.left() + 1, place.center().y()))
                missed += [f"{offset}: the caret is at {reader.caret()}"] if reader.caret() != offset else []


ACTIONS = (
    "spans", "everywhere", "bulk", "relations", "describe", "terms", "train", "history", "export", "package", "new",
    "settings", "scheme", "commands", "keys", "settle", "settle",
)  # fmt: skip
"""each opens a dialog, but for settling, which leads to the page of reviewing first"""


if __name__ == "__main__":
    main()
