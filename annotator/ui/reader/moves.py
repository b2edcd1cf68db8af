"""Where the keys of movement take the caret."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt

from annotator.ui.reader.hits import Places
from annotator.ui.reader.page import Page
from annotator.ui.reader.scroll import Scroll
from annotator.ui.reader.units import Unit, step

_KEY = Qt.Key
_BY_UNIT: dict[int, tuple[Unit, bool]] = {
    _KEY.Key_Left: (Unit.SENTENCE, False),
    _KEY.Key_Right: (Unit.SENTENCE, True),
    _KEY.Key_Up: (Unit.PARAGRAPH, False),
    _KEY.Key_Down: (Unit.PARAGRAPH, True),
}
_UPRIGHT = (_KEY.Key_Up, _KEY.Key_Down, _KEY.Key_PageUp, _KEY.Key_PageDown)


class Moves:
    """Movement over a page, key by key. Keeps the column that Up and Down hold to between two of them."""

    def __init__(self, page: Page, scroll: Scroll, places: Places) -> None:
        self._page, self._scroll, self._places = page, scroll, places
        self._goal: int | None = None

    def forget(self) -> None:
        """The caret was put elsewhere: the next Up or Down starts from there."""
        self._goal = None

    def knows(self, key: int) -> bool:
        """Whether a key is one of movement."""
        return key in self._near() or key in _UPRIGHT

    def target(self, key: int, caret: int, control: bool, alt: bool = False) -> int | None:
        """The offset where a key takes the caret; None for a key that does not move it."""
        if alt:
            return self._by_unit(key, caret) if not control else None
        upright = self._upright(key, caret) if not control or key in (_KEY.Key_PageUp, _KEY.Key_PageDown) else None
        if upright is not None:
            return upright
        move = (self._far() if control else self._near()).get(key)
        if move is None:
            return None
        self._goal = None
        return move(caret)

    def _by_unit(self, key: int, caret: int) -> int | None:
        """With Alt: sentences to the sides, paragraphs up and down."""
        if key not in _BY_UNIT:
            return None
        self._goal = None
        unit, forward = _BY_UNIT[key]
        return step(self._page, caret, unit, forward=forward)

    def _near(self) -> dict[int, Callable[[int], int]]:
        return {
            _KEY.Key_Left: self._left,
            _KEY.Key_Right: self._right,
            _KEY.Key_Home: self._line_start,
            _KEY.Key_End: self._line_end,
        }

    def _far(self) -> dict[int, Callable[[int], int]]:
        return {
            _KEY.Key_Left: lambda caret: step(self._page, caret, Unit.WORD, forward=False),
            _KEY.Key_Right: lambda caret: step(self._page, caret, Unit.WORD, forward=True),
            _KEY.Key_Home: lambda _caret: 0,
            _KEY.Key_End: lambda _caret: self._page.paragraphs.end(len(self._page.paragraphs) - 1),
        }

    def _right(self, caret: int) -> int:
        paragraphs = self._page.paragraphs
        index = paragraphs.at(caret)
        if caret >= paragraphs.end(index):
            return paragraphs.after(index)
        return self._page.lines(index).next(caret)

    def _left(self, caret: int) -> int:
        paragraphs = self._page.paragraphs
        index = paragraphs.at(caret)
        if caret > paragraphs.start(index):
            return self._page.lines(index).previous(min(caret, paragraphs.end(index) + 1))
        if index and paragraphs.goes_on(index - 1):
            return self._page.lines(index - 1).previous(caret)
        return paragraphs.end(index - 1) if index else 0

    def _line_start(self, caret: int) -> int:
        index, line = self._page.spot(caret)
        return self._page.lines(index).starts[line]

    def _line_end(self, caret: int) -> int:
        """The last place that is still shown in the line: where a line wraps, before its last character."""
        index, line = self._page.spot(caret)
        lines = self._page.lines(index)
        end = lines.line_end(line)
        return end if line == len(lines) - 1 else lines.previous(end)

    def _upright(self, key: int, caret: int) -> int | None:
        if key not in _UPRIGHT:
            return None
        here = self._places.caret_rect(caret)
        if self._goal is None:
            self._goal = here.x()
        if key in (_KEY.Key_Up, _KEY.Key_Down):
            return self._next_line(caret, 1 if key == _KEY.Key_Down else -1)
        return self._next_view(caret, 1 if key == _KEY.Key_PageDown else -1)

    def _next_line(self, caret: int, by: int) -> int:
        index, line = self._page.spot(caret)
        line += by
        while not 0 <= line < len(self._page.lines(index)):
            index += by
            if not 0 <= index < len(self._page.paragraphs):
                return caret
            line = 0 if by > 0 else len(self._page.lines(index)) - 1
        assert self._goal is not None  # set by the only caller
        return self._page.lines(index).nearest(line, self._goal - self._places.left)

    def _next_view(self, caret: int, by: int) -> int:
        """A view's height further; the view moves with the caret. At the page's ends the first or last place."""
        before = self._places.caret_rect(caret).center().y()
        step = by * max(self._scroll.height - 2 * self._page.look.leading, 1)
        self._scroll.scroll_to(self._scroll.value + step)
        after = self._places.caret_rect(caret).center().y()
        if before == after:
            return 0 if by < 0 else self._page.paragraphs.end(len(self._page.paragraphs) - 1)
        seen = 0 <= before < self._scroll.height
        assert self._goal is not None  # set by the only caller
        return self._places.hit(QPoint(self._goal, after + step if seen else self._scroll.height // 2)).offset
