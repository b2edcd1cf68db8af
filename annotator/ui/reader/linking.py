"""Dragging from mark to mark: with Alt from its words, or from a chip."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent

from annotator.ui.reader.reader import Reader

_START = 6  # pixels that the mouse moves before a press becomes a drag


class Linking(QObject):
    """Watches the mouse over a reader. `dragged` says a mark's key and where the mouse is, `linked` two marks' keys;

    `ended` that the drag is over, whatever came of it. A press on a chip is still a click; what follows is a drag.
    """

    dragged = Signal(str, QPoint)
    linked = Signal(str, str)
    ended = Signal()

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._head: str | None = None
        self._pressed_at = QPoint()
        self._dragging = False
        super().__init__(reader)
        reader.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            point = event.position().toPoint()
            if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
                return self._press(point, alt=bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))
            if event.type() == QEvent.Type.MouseMove and self._head is not None:
                return self._move(point)
            if event.type() == QEvent.Type.MouseButtonRelease and self._head is not None:
                return self._release(point)
        return super().eventFilter(watched, event)

    def _press(self, point: QPoint, *, alt: bool) -> bool:
        on_chip = self._reader.is_chip_at(point)
        self._head = self._reader.mark_at(point) if alt or on_chip else None
        self._pressed_at, self._dragging = point, False
        return alt and self._head is not None

    def _move(self, point: QPoint) -> bool:
        if not self._dragging and (point - self._pressed_at).manhattanLength() < _START:
            return True
        self._dragging = True
        assert self._head is not None  # asked by the only caller
        self.dragged.emit(self._head, point)
        return True

    def _release(self, point: QPoint) -> bool:
        head, self._head = self._head, None
        if not self._dragging:
            return False
        self._dragging = False
        self.ended.emit()
        target = self._reader.mark_at(point)
        if head is not None and target is not None and target != head:
            self.linked.emit(head, target)
        return True
