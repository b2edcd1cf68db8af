"""How much room a window has, and that asking for it harms nothing."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

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
