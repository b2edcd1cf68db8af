"""Where in a page the view stands: a paragraph and a distance below its top, so that nothing above can move it."""

from __future__ import annotations

from annotator.ui.reader.page import Page


class Scroll:
    """The anchor of a view `height` pixels tall. Pixels grow downwards.

    The anchor is `(index, below)`: the view's top edge lies `below` pixels under the top of paragraph `index`.
    Estimated heights become exact while the view comes near, without a jump of what is seen.
    """

    def __init__(self, page: Page, height: int) -> None:
        self._page = page
        self.height = height
        self.index = 0
        self.below = 0
        self._held: tuple[int, int] | None = None
        self.to_top()

    @property
    def value(self) -> int:
        """The distance of the view's top from the page's, as a scroll bar counts."""
        return self._margin + self._page.heights.before(self.index) + self.below

    @property
    def maximum(self) -> int:
        return max(2 * self._margin + self._page.heights.total - self.height, 0)

    @property
    def _margin(self) -> int:
        return self._page.look.page_margin

    def to_top(self) -> None:
        self.index, self.below, self._held = 0, -self._margin, None

    def top_of(self, index: int) -> int:
        """Where a paragraph begins in the view."""
        heights = self._page.heights
        return heights.before(index) - heights.before(self.index) - self.below

    def visible(self) -> list[tuple[int, int]]:
        """The paragraphs in view with the `y` where each begins, all of them laid out; at least the anchor's."""
        found: list[tuple[int, int]] = []
        index, y = self.index, -self.below
        while index < len(self._page.paragraphs) and (y < self.height or not found):
            found.append((index, y))
            y += self._page.height(index)
            index += 1
        return found

    def scroll_to(self, value: int) -> None:
        """Moves the view's top to a value of the scroll bar; a short way paragraph by paragraph, a long one at once."""
        by = value - self.value
        if abs(by) <= 2 * self.height:
            self.move(by)
        else:
            self.index, self.below = self._page.heights.find(value - self._margin)
            self.below = min(self.below, self._page.height(self.index) - 1)
        self._stay_inside()
        self.release()

    def move(self, by: int) -> None:
        """Moves the view's top by pixels of what is seen, whatever the heights above turn out to be."""
        page = self._page
        self.below += by
        while self.below < 0 and self.index > 0:
            self.index -= 1
            self.below += page.height(self.index)
        while self.below >= page.height(self.index) and self.index + 1 < len(page.paragraphs):
            self.below -= page.height(self.index)
            self.index += 1

    def settle(self) -> None:
        """Lays out what is in view and mends an anchor that lies outside its paragraph or the page."""
        self.move(0)
        self._stay_inside()

    def _stay_inside(self) -> None:
        last, y = self.visible()[-1]
        if last == len(self._page.paragraphs) - 1:
            empty = self.height - (y + self._page.height(last) + self._margin)
            if empty > 0:
                self.move(-empty)
        if self.index == 0:
            self.below = max(self.below, -self._margin)

    def reading(self) -> int:
        """The offset where the first line that is in view, if only in part, begins."""
        return self._reading()[0]

    def _reading(self) -> tuple[int, int]:
        line = self._page.line_at(self.index, max(self.below, 0))
        top = self._page.dressed(self.index)[line].top
        return self._page.lines(self.index).starts[line], self.below - top

    def read_at(self, offset: int, y: int = 0) -> None:
        """Brings the line that holds an offset to a height of the view, as far as the page's ends allow."""
        self.index, line = self._page.spot(offset)
        self.below = self._page.dressed(self.index)[line].top - y
        if offset == 0 and y == 0:
            self.to_top()
        self.settle()
        self._held = (offset, 0) if offset and y == 0 else None

    def release(self) -> None:
        """Somebody scrolled: the place being read is where the view stands now."""
        self._held = None

    def hold(self) -> tuple[int, int]:
        """The place being read, the same however often a width changes, until somebody scrolls."""
        if self._held is None:
            self._held = self._reading()
        return self._held

    def back_to(self, held: tuple[int, int]) -> None:
        """Back to a held place after fonts, a width or heights changed."""
        offset, below = held
        self.index, number = self._page.spot(offset)
        line = self._page.dressed(self.index)[number]
        self.below = line.top + min(below, line.height - 1)
        self._stay_inside()
        self._held = held
