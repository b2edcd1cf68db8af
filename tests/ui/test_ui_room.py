"""How much room a window has, and that asking for it harms nothing."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from annotator.ui.plain_text import plain_label
from annotator.ui.room import Dialog, room_for


def test_the_screen_is_no_child_of_a_window_that_asked_for_its_size(qtbot):
    """Else it is deleted some time after the window, and the program ends with the next one."""
    window = QWidget()
    qtbot.addWidget(window)
    dialog = Dialog(window)
    QVBoxLayout(dialog)
    dialog.show()
    screen = QGuiApplication.primaryScreen()
    for asking in (window, dialog):
        assert room_for(asking).boundedTo(screen.size()) == room_for(asking)
        assert room_for(asking) != QSize()
    assert "\nparent" not in shiboken6.dump(screen), shiboken6.dump(screen)


def test_a_dialog_grows_with_a_sentence_that_comes_into_it_and_no_further(qtbot):
    dialog = Dialog()
    about, said = plain_label("甲" * 90), plain_label("")
    said.hide()
    layout = QVBoxLayout(dialog)
    for widget in (about, said):
        layout.addWidget(widget)
    dialog.setMinimumWidth(400)
    qtbot.addWidget(dialog)
    dialog.show()
    before = dialog.height()
    said.setText("乙" * 200)
    said.show()
    qtbot.waitUntil(lambda: dialog.height() > before)
    for label in (about, said):
        assert label.height() >= label.heightForWidth(label.width())
    grown = dialog.height()
    dialog.resize(dialog.width(), grown + 90)
    said.setText("乙")
    QApplication.processEvents()
    assert dialog.height() == grown + 90, "what a person has made larger stays so"
    said.setText("丙" * 20_000)
    QApplication.processEvents()
    assert dialog.height() <= room_for(dialog).height()
