"""Panels side by side, of which the first gives way to the others where there is little room."""

from __future__ import annotations

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
        application = QApplication.instance()
        assert isinstance(application, QApplication)  # there is no widget without one
        application.focusChanged.connect(self._focus_has_moved)

    def ask(self, part: QWidget) -> None:
        """Unfolds the first panel and gives the keys to a part of it."""
        if self._first:
            self._first.show()
        part.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _focus_has_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now:  # else it is in another program, and comes back to where it was
            self._fold()

    def _fold(self) -> None:
        if self._first:
            focus = QApplication.focusWidget()
            inside = focus is not None and self._first.isAncestorOf(focus)
            self._first.setVisible(self.width() >= _NARROW or inside)
