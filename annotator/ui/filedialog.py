"""Asking for files by a dialog that looks into none of them.

SQLite's locks belong to the process, and but on Windows they go as soon as it closes any handle of the file. Qt tells
a file's kind and icon by opening it, and so does Gtk's dialog. Shown the folder of the open corpus, they would leave
that unlocked: the next program that has only read it takes its -wal away, with all that is done here.
"""

from __future__ import annotations

import os
import sys
from os.path import isdir

from PySide6.QtCore import QCoreApplication, QDir, QFileInfo
from PySide6.QtGui import QIcon, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFileIconProvider,
    QHeaderView,
    QLineEdit,
    QToolButton,
    QTreeView,
    QWidget,
)

_OURS = sys.platform not in ("darwin", "win32")
"""whether Qt's dialog is shown, not the system's: that of macOS is a program of its own, and so are locks on Windows"""
_LAST = "folderOfFiles"
_WIDEST = "10,000.00 KiB CORPUS-WAL– 2026-11-29 21:59 pm"
"""what may stand beside a file's name"""
_NOT_FOUND = {QFileDialog.DialogLabel.LookIn: "Look in:", QFileDialog.DialogLabel.FileType: "Files of type:"}
_ARROWS = ("backButton", "forwardButton", "toParentButton")
Mode = QFileDialog.FileMode


def to_open(parent: QWidget, title: str, start: str = "", kinds: str = "") -> str:
    """The path of a file that is there, or nothing; `start` is a folder or a path in one, `kinds` as Qt has filters."""
    return next(iter(_ask(_made(parent, title, start, kinds), Mode.ExistingFile)), "")


def some_to_open(parent: QWidget, title: str, start: str = "", kinds: str = "") -> list[str]:
    """The paths of files that are there."""
    return _ask(_made(parent, title, start, kinds), Mode.ExistingFiles)


def folder_to_open(parent: QWidget, title: str, start: str = "") -> str:
    """The path of a folder, or nothing."""
    dialog = _made(parent, title, start)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return next(iter(_ask(dialog, Mode.Directory)), "")


def to_save(parent: QWidget, title: str, start: str = "", kinds: str = "", *, asks: bool = True) -> tuple[str, str]:
    """Where to write, or nothing, and of which kind; `asks` before it gives what is there already."""
    dialog = _made(parent, title, start, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, not asks)
    return next(iter(_ask(dialog, Mode.AnyFile)), ""), dialog.selectedNameFilter()


class _ByName(QFileIconProvider):
    """A file's icon and kind, of which its name is all that is looked at. Qt asks in a thread of its own."""

    def __init__(self) -> None:
        super().__init__()
        kinds = QFileIconProvider.IconType
        self._folder, self._file = super().icon(kinds.Folder), super().icon(kinds.File)

    def icon(self, of: QFileIconProvider.IconType | QFileInfo) -> QIcon:
        if isinstance(of, QFileInfo):
            return self._folder if of.isDir() else self._file
        return super().icon(of)

    def type(self, of: QFileInfo) -> str:
        return "" if of.isDir() else of.suffix().upper()


class _Dialog(QFileDialog):
    """Begins at the root, where no corpus lies: what it is to begin with it would show before it knew `_ByName`."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent, title, QDir.rootPath())
        self.setOption(QFileDialog.Option.DontUseNativeDialog, _OURS)
        self._by_name = _ByName()  # Qt does not keep it
        self.setIconProvider(self._by_name)
        self._give_room()
        self._speak()
        self._paint_arrows()
        for line in self.findChildren(QLineEdit):
            if (completer := line.completer()) and (names := completer.popup()):
                names.setProperty("role", "popup")  # a window, behind which there is nothing to be seen

    def _give_room(self) -> None:
        """The lists of sizes, kinds and dates are as wide as what stands in them: Qt cuts them off."""
        for view in self.findChildren(QTreeView):
            header, broad = view.header(), view.fontMetrics().horizontalAdvance
            header.setStretchLastSection(False)
            header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
            self.resize(max(self.width(), 3 * broad(_WIDEST)), self.height())

    def _speak(self) -> None:
        """Two labels got a letter to press since their words were last translated, and are not found in the list."""
        for label, words in _NOT_FOUND.items():
            if (told := QCoreApplication.translate("QFileDialog", words)) != words:
                self.setLabelText(label, told)

    def _paint_arrows(self) -> None:
        """Qt has these in black, for paper."""
        for name in _ARROWS:
            if button := self.findChild(QToolButton, name):
                drawn = button.icon().pixmap(button.iconSize())
                with QPainter(drawn) as painter:
                    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
                    painter.fillRect(drawn.rect(), self.palette().buttonText())
                button.setIcon(QIcon(drawn))


def _made(parent: QWidget, title: str, start: str, kinds: str = "") -> QFileDialog:
    dialog = _Dialog(parent, title)
    folder, name = (start, "") if isdir(start) else os.path.split(start)
    dialog.setDirectory(folder or _last_folder())
    if name:
        dialog.selectFile(name)
    if kinds:
        dialog.setNameFilter(kinds)
    return dialog


def _ask(dialog: QFileDialog, mode: Mode) -> list[str]:
    dialog.setFileMode(mode)
    try:
        if not dialog.exec():
            return []
        application = QApplication.instance()
        assert application is not None
        application.setProperty(_LAST, dialog.directory().absolutePath())
        return dialog.selectedFiles()
    finally:
        dialog.deleteLater()


def _last_folder() -> str:
    """Where the person has last found something."""
    application = QApplication.instance()
    kept = application.property(_LAST) if application else None
    return kept if isinstance(kept, str) and isdir(kept) else QDir.homePath()
