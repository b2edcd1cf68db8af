"""Acting in a dialog that is about to open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog


def with_dialog(act: Callable[[Any], object], kind: type[QDialog] = QDialog) -> None:
    """Calls `act` with the modal dialog that is about to open, and closes it, whatever happens.

    With a kind, dialogs of others that come first (a bar of progress) are let be.
    """

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if kind is not QDialog and not isinstance(dialog, kind):
            QTimer.singleShot(20, look)
            return
        assert isinstance(dialog, QDialog)
        try:
            act(dialog)
        finally:
            dialog.close()

    QTimer.singleShot(50, look)
