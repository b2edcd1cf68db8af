"""Panels side by side, of which the first gives way to the others where there is little room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

_NARROW = 760  # pixels


class FoldingSplitter(QSplitter):
    """In a narrow window the first panel is folded away, but for the time that somebody is in it."""

    def __init__(self, first: QWidget) -> None:
        self._first: QWidget | None = None
        super().__init__()
        self.setChildrenCollapsible(False)
        self.addWidget(first)
        self._first = first
        for part in (first, *first.findChildren(QWidget)):
            part.installEventFilter(self)

    def ask(self, part: QWidget) -> None:
        """Unfolds the first panel and gives the keys to a part of it."""
        if self._first:
            self._first.show()
        part.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self._fold)  # by then it is known where the focus has gone
        return super().eventFilter(watched, event)

    def _fold(self) -> None:
        if self._first:
            focus = QApplication.focusWidget()
            inside = focus is not None and self._first.isAncestorOf(focus)
            self._first.setVisible(self.width() >= _NARROW or inside)
