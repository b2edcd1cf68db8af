"""Qt's own words follow the language of the window, at once: standard buttons, menus of fields, dialogs of Qt."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QColorDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from annotator.ui.settings import LANGUAGE
from annotator.ui.window import MainWindow

SAID = {
    "zh-Hans": ("取消", "粘贴", "基本颜色", "文件名称"),
    "zh-Hant": ("取消", "貼上", "基本顏色", "檔名"),
    "en": ("Cancel", "Paste", "Basic colors", "File name"),
}
"""A standard button, an entry of a field's menu, something of the dialogs of colours and of files."""


def bare(text: str) -> str:
    return text.replace("&", "").split("\t")[0].split("(")[0].rstrip("：: ")


def menu_of(field: QLineEdit) -> list[str]:
    """What the menu says that a field opens for the right button or its key."""
    menu = field.createStandardContextMenu()
    said = [bare(action.text()) for action in menu.actions()]
    menu.deleteLater()
    return said


def words_in(dialog: QWidget) -> set[str]:
    return {bare(one.text()) for kind in (QLabel, QPushButton) for one in dialog.findChildren(kind)}


@pytest.mark.parametrize("order", [("zh-Hans", "zh-Hant", "en", "zh-Hans"), ("en", "zh-Hant")])
def test_qts_own_words_are_those_of_the_language_after_each_switch(qtbot, window: MainWindow, order):
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    colours = QColorDialog()
    files = QFileDialog()
    files.setOption(QFileDialog.Option.DontUseNativeDialog)
    for one in (box, colours, files):
        qtbot.addWidget(one)
    field = window.workspace.documents.search
    for language in order:
        window.settings.set(LANGUAGE, language)
        window.wear()
        QApplication.processEvents()
        button, entry, colour, file = SAID[language]
        assert bare(box.button(QDialogButtonBox.StandardButton.Cancel).text()) == button
        assert entry in menu_of(field)
        assert colour in words_in(colours)
        assert file in words_in(files)
