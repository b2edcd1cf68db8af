"""The dialogs of files look into no file: where our process closes one, SQLite's locks on it are gone."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from dialogs import with_dialog
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QImage, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFileSystemModel,
    QLabel,
    QLineEdit,
    QToolButton,
    QTreeView,
    QWidget,
)

from annotator.ui import filedialog
from annotator.ui.keys import BINDINGS
from annotator.ui.settings import THEME
from annotator.ui.window import MainWindow

if sys.platform == "win32":
    pytest.skip("there a lock belongs to the handle", allow_module_level=True)

_SHARED = (0x40000002, 510)
"""The bytes of a database that whoever has it open keeps locked, so that none else takes its -wal for a leftover."""
_FIRST = (128, 1)
"""The byte of the -shm that whoever has it open keeps locked, so that none else empties it."""
_KIND = 2
"""the column of Qt's list that says of what kind a file is"""
_TRY = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, int(sys.argv[3]), int(sys.argv[2]))
    except OSError:
        print("locked")
"""


def is_locked(path: Path, place: tuple[int, int]) -> bool:
    """Whether another process finds the bytes locked."""
    command = [sys.executable, "-c", _TRY, str(path), *map(str, place)]
    return subprocess.run(command, capture_output=True, check=True).stdout == b"locked\n"


def is_guarded(corpus: Path) -> bool:
    return is_locked(corpus, _SHARED) and is_locked(corpus.with_name(f"{corpus.name}-shm"), _FIRST)


def look_at(folder: Path, ask: Callable[[], object]) -> set[str]:
    """Asks, has the dialog show the folder until it says of each file of what kind it is, and leaves; these kinds."""
    seen: set[str] = set()

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        dialog.setNameFilter("* (*)")
        dialog.setDirectory(str(folder))
        model = dialog.findChild(QFileSystemModel)
        assert model is not None
        for _ in range(100):
            root = model.index(str(folder))
            rows = [model.index(row, _KIND, root) for row in range(model.rowCount(root))]
            files = [row for row in rows if not model.isDir(row)]
            seen.update(model.data(row) for row in files)
            if files and all(map(model.data, files)):
                break
            QTest.qWait(20)
        dialog.reject()

    QTimer.singleShot(50, look)
    ask()
    return seen


@pytest.mark.parametrize("action", ["import", "import-folder", "open", "merge"])
def test_a_dialog_of_files_in_the_folder_of_the_open_corpus_leaves_its_locks(
    window: MainWindow, demo: Path, action: str
) -> None:
    assert is_guarded(demo)
    seen = look_at(demo.parent, lambda: window.do(next(one for one in BINDINGS if one.action == action)))
    assert action == "import-folder" or "CORPUS" in seen  # of folders only, what it looks at is not shown
    assert is_guarded(demo)


def test_each_begins_where_the_person_was_last(window: MainWindow, tmp_path: Path, monkeypatch) -> None:
    begun: list[str] = []
    (tmp_path / "报告").mkdir()
    (tmp_path / "报告" / "甲.txt").write_text("落实低保。", "utf-8")

    def ask(_parent: object, _title: str, start: str, *_kinds: str) -> list[str]:
        begun.append(start)
        return [str(tmp_path / "报告" / "甲.txt")]

    monkeypatch.setattr(filedialog, "some_to_open", ask)
    for _ in range(2):
        with_dialog(lambda dialog: dialog.close())
        window.perform("import")
    assert begun[1] == str(tmp_path / "报告") != begun[0]


def test_the_names_that_a_typed_path_may_go_on_with_stand_on_ground_of_their_own(window: MainWindow) -> None:
    drawn = QImage(40, 40, QImage.Format.Format_ARGB32)
    drawn.fill(0)

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        names = dialog.findChild(QLineEdit).completer().popup()
        names.ensurePolished()
        names.resize(40, 40)
        names.render(drawn, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
        dialog.reject()

    QTimer.singleShot(50, look)
    window.do(next(one for one in BINDINGS if one.action == "import"))
    assert drawn.pixelColor(20, 20) == window.dress.theme.raised


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_sizes_kinds_and_dates_of_files_are_not_cut_off(window: MainWindow, tmp_path: Path, theme: str) -> None:
    window._set(THEME, theme)
    tmp_path.joinpath("报告.corpus").write_bytes(bytes(9_999_900))
    window.files.was_at(tmp_path / "报告.corpus")
    short: list[tuple[int, int, int]] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        listed = next(view for view in dialog.findChildren(QTreeView) if view.isVisible())
        for _ in range(100):
            if listed.model().rowCount(listed.rootIndex()):
                break
            QTest.qWait(20)
        widths = [(column, listed.columnWidth(column), listed.sizeHintForColumn(column)) for column in range(1, 4)]
        short.extend(one for one in widths if one[1] < one[2])
        assert all(needed > 0 for _, _, needed in widths)
        dialog.reject()

    QTimer.singleShot(50, look)
    window.do(next(one for one in BINDINGS if one.action == "open"))
    assert not short


def test_its_labels_are_in_the_readers_language_and_its_arrows_can_be_seen_in_the_dark(window: MainWindow) -> None:
    window._set(THEME, "dark")
    told: list[str] = []
    arrows: list[int] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        told.extend(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
        for name in ("backButton", "forwardButton", "toParentButton"):
            drawn = dialog.findChild(QToolButton, name).icon().pixmap(16).toImage()
            seen = [drawn.pixelColor(x, y) for x in range(drawn.width()) for y in range(drawn.height())]
            arrows.append(max(colour.lightness() for colour in seen if colour.alpha() == 255))
        dialog.reject()

    QTimer.singleShot(50, look)
    window.do(next(one for one in BINDINGS if one.action == "import"))
    assert len(told) == 3
    assert not [one for one in told if re.search("[A-Za-z]{2}", one)]
    assert min(arrows) > 128


def test_no_dialog_of_files_is_made_anywhere_else() -> None:
    found = [path.name for path in Path(filedialog.__file__).parent.rglob("*.py") if "QFileDialog" in path.read_text()]
    assert found == [Path(filedialog.__file__).name]
