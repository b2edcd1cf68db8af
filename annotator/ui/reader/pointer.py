"""What the mouse does: click a mark, select by character, word or sentence, scroll at the edges."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QApplication

from annotator.ui.reader.hits import Hit, Places
from annotator.ui.reader.page import Page
from annotator.ui.reader.selecting import Selecting
from annotator.ui.reader.units import Unit, unit_at

_START = 4  # pixels that the mouse moves before a press becomes a selection
_TICK = 30  # milliseconds between two steps of scrolling at an edge


class Pointer(QObject):
    """One mouse over one page. Says what should be selected, clicked and scrolled; changes nothing itself."""

    clicked = Signal(str)
    selected = Signal(object)
    finished = Signal()
    scrolled = Signal(int)

    def __init__(self, page: Page, places: Places) -> None:
        super().__init__()
        self._page, self._places = page, places
        self._unit = Unit.CHARACTER
        self._pressed_at: QPoint | None = None
        self._dragging = False
        self._selecting = Selecting()
        self._told: Selecting | None = None
        self._last = QPoint()
        self._edge_speed = 0
        self._edge = QTimer(self, interval=_TICK)
        self._edge.timeout.connect(self._scroll_on)
        self._second_click = QTimer(self, singleShot=True)
        self._second_at = QPoint()

    def press(self, point: QPoint, extend: bool, selecting: Selecting) -> None:
        """The left button went down; `selecting` is what is selected now."""
        hit = self._places.hit(point)
        self._pressed_at, self._last, self._dragging, self._told = point, point, False, None
        if hit.chip is not None and not extend:
            self._pressed_at = None
            self.clicked.emit(hit.chip.mark.key)
        elif extend:
            self._unit, self._dragging = Unit.CHARACTER, True
            self._select(selecting.to(hit.offset))
        elif self._is_third(point):
            self._take_unit(hit, Unit.SENTENCE)
        else:
            self._unit = Unit.CHARACTER
            self._select(Selecting.at(hit.offset))

    def press_twice(self, point: QPoint) -> None:
        hit = self._places.hit(point)
        if hit.chip is not None:
            return
        self._pressed_at = self._last = self._second_at = point
        self._told = None
        self._second_click.start(QApplication.doubleClickInterval())
        self._take_unit(hit, Unit.WORD)
        self._finish()

    def _finish(self) -> None:
        """Says once that a selection is finished."""
        if self._selecting != self._told:
            self._told = self._selecting
            self.finished.emit()

    def _is_third(self, point: QPoint) -> bool:
        near = (point - self._second_at).manhattanLength() < QApplication.startDragDistance()
        return self._second_click.isActive() and near

    def _take_unit(self, hit: Hit, unit: Unit) -> None:
        self._unit, self._dragging = unit, True
        at = hit.offset if hit.character is None else hit.character
        self._select(Selecting.unit(*unit_at(self._page, at, unit)))

    def _select(self, selecting: Selecting) -> None:
        self._selecting = selecting
        self.selected.emit(selecting)

    def move(self, point: QPoint, view_height: int) -> None:
        """The mouse moved while the left button was down."""
        if self._pressed_at is None:
            return
        self._last = point
        if not self._dragging and (point - self._pressed_at).manhattanLength() < _START:
            return
        self._dragging = True
        self._edge_speed = _speed(point.y(), view_height)
        if self._edge_speed and not self._edge.isActive():
            self._edge.start()
        if not self._edge_speed:
            self._edge.stop()
        self._extend()

    def _scroll_on(self) -> None:
        self.scrolled.emit(self._edge_speed)
        self._extend()

    def _extend(self) -> None:
        hit = self._places.hit(self._last)
        if self._unit is Unit.CHARACTER:
            self._select(self._selecting.to(hit.offset))
            return
        at = hit.offset if hit.character is None else hit.character
        self._select(self._selecting.over(*unit_at(self._page, at, self._unit)))

    def release(self, point: QPoint, current: str | None) -> None:
        """The left button went up: a click on marked words, or the end of a selection."""
        self._edge.stop()
        if self._pressed_at is None:
            return
        self._pressed_at = None
        if self._dragging:
            self._dragging = False
            self._finish()
        elif marks := self._places.marks(self._places.hit(point)):
            self.clicked.emit(_meant([mark.key for mark in marks], current))

    def leave(self) -> None:
        """Another text: whatever was going on is over."""
        self._edge.stop()
        self._pressed_at, self._dragging = None, False


def _meant(keys: list[str], current: str | None) -> str:
    """The innermost mark; the next enclosing one where the current one is clicked again."""
    return keys[(keys.index(current) + 1) % len(keys)] if current in keys else keys[0]


def _speed(y: int, view_height: int) -> int:
    """Pixels a tick, the more the further the mouse is outside the view."""
    beyond = y if y < 0 else max(y - view_height, 0)
    return max(min(beyond // 2, 60), -60)
