"""The scrolling view of a page: paints it, keeps its place, knows nothing of what people do with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from annotator.model import Scheme, Span
from annotator.ui.families import families_of
from annotator.ui.reader.colours import Colours
from annotator.ui.reader.finding import Found
from annotator.ui.reader.hits import Places
from annotator.ui.reader.index import inside
from annotator.ui.reader.look import Letters, Look
from annotator.ui.reader.page import Page
from annotator.ui.reader.painting import Brush, Shown, paint_line, paint_sheet
from annotator.ui.reader.scroll import Scroll
from annotator.ui.theme import Theme

_FIRST_WIDTH = 600


class PageView(QAbstractScrollArea):
    """A page in a view. Where it stands, how it looks, where things are; all offsets are code points of the text."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._theme = theme
        self._scheme: Scheme | None = None
        self._colours = Colours(theme, None)
        self._letters = Letters(families_of(traditional=False))
        self._look = Look.of(self._letters)
        self._column = self._look.column(_FIRST_WIDTH)
        self._page = Page(self._look, self._column.width)
        self._scroll = Scroll(self._page, 0)
        self._places = Places(self._page, self._scroll)
        self._syncing = False
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAutoFillBackground(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._ground()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._recolour()

    def set_scheme(self, scheme: Scheme) -> None:
        """The scheme whose labels' hues the marks are drawn in."""
        self._scheme = scheme
        self._recolour()

    def _recolour(self) -> None:
        self._colours = Colours(self._theme, self._scheme)
        self._ground()
        self.viewport().update()

    def _ground(self) -> None:
        """The strip under the scroll bar looks like what is beside it."""
        palette = self.palette()
        bare = self._column.sheet_width < self.viewport().width()
        palette.setColor(QPalette.ColorRole.Window, self._theme.window if bare else self._theme.paper)
        self.setPalette(palette)

    def set_letters(self, letters: Letters) -> None:
        """Other fonts (those for Traditional first where the text is that), another size, height or width of lines."""
        if letters != self._letters:
            self._letters = letters
            self._remeasure()

    def _remeasure(self) -> None:
        """Fonts or the view's size changed: the same words stay at the top."""
        held = self._scroll.hold()
        self._look = Look.of(self._letters)
        self._take_size()
        self._page.set_measure(self._look, self._column.width)
        self._scroll.back_to(held)
        self._settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._look.column(self.viewport().width()).width != self._column.width:
            self._remeasure()
        else:
            self._take_size()
            self._settle()

    def _take_size(self) -> None:
        view = self.viewport().size()
        self._column = self._look.column(view.width())
        self._places.left = self._column.left
        self._scroll.height = view.height()
        self._ground()

    def _settle(self) -> None:
        """After anything that may move or change what is in view: lay out, tell the scroll bar, paint."""
        self._scroll.settle()
        self._sync()
        self.viewport().update()

    def _settle_moved(self, before: Sequence[tuple[int, int]]) -> None:
        """The same after scrolling only: what was in view (paragraphs with their tops) is moved, not painted anew."""
        self._scroll.settle()
        self._sync()
        tops = dict(before)
        moved = {top - tops[index] for index, top in self._scroll.visible() if index in tops}
        if len(moved) == 1:
            self.viewport().scroll(0, moved.pop())
        else:
            self.viewport().update()

    def _sync(self) -> None:
        """Tells the scroll bar where the view stands, which estimates that became exact may have changed."""
        before, self._syncing = self._syncing, True
        bar = self.verticalScrollBar()
        bar.setSingleStep(self._look.leading)
        bar.setPageStep(self._scroll.height)
        bar.setRange(0, self._scroll.maximum)
        bar.setValue(self._scroll.value)
        self._syncing = before

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        if self._syncing:
            return
        before = self._scroll.visible()
        self._scroll.scroll_to(self.verticalScrollBar().value())
        self._moved_on()
        self._settle_moved(before)

    def _moved_on(self) -> None:
        """Other words are read now than before."""

    def _scroll_by(self, pixels: int) -> None:
        self._scroll.scroll_to(self._scroll.value + pixels)
        self._settle()

    def reveal(self, span: Span) -> None:
        """Scrolls no further than needed until the span stands comfortably in view, not at its very edge."""
        ease = min(3 * self._look.leading, self._scroll.height // 4)
        self._bring(self._page.first_visible(span), span.end - 1, ease)

    def _bring(self, first: int, last: int, ease: int) -> None:
        """Scrolls until the lines from one offset to another lie `ease` pixels inside the view."""
        height, before = self._scroll.height, self._scroll.visible()
        lowest = height - self._places.words_below(first)  # a line may be taller than the view: its words count
        (top, _), (start, bottom) = self._places.line_rows(first), self._places.line_rows(last)
        if not -2 * height < top < 3 * height:
            self._scroll.read_at(first, min(height // 3, lowest))
        elif top < ease or bottom - top > height - 2 * ease:
            self._scroll.read_at(first, min(ease, lowest))
        elif bottom > height - ease:
            self._scroll.read_at(last, height - ease - (bottom - start))
        else:
            self._sync()
            return
        self._moved_on()
        self._settle_moved(before)

    def reading_position(self) -> int:
        """The offset where the first line in view begins."""
        return self._scroll.reading()

    def set_reading_position(self, offset: int) -> None:
        """Brings the line that holds an offset to the top of the view."""
        self._scroll.read_at(offset)
        self._moved_on()
        self._settle()

    def span_rect(self, span: Span) -> QRect:
        """The box around a span's words in its first line, in the viewport's coordinates; it may lie outside."""
        rect = self._places.span_rect(span)
        self._sync()
        return rect

    def offset_at(self, point: QPoint) -> int:
        """The offset between two characters that is nearest to a point of the viewport."""
        return self._places.hit(point).offset

    def _update_span(self, span: Span) -> None:
        """Paints again the lines of a span that are in view."""
        seen = self._seen()
        part = inside(span, seen.start, seen.stop)
        if part is not None:
            top, _ = self._places.line_rows(self._page.first_visible(part))
            _, bottom = self._places.line_rows(part.end - 1)
            self.viewport().update(0, top, self.viewport().width(), bottom - top)

    def _seen(self) -> range:
        """The offsets of the paragraphs in view, the text's end with the last one."""
        visible, paragraphs = self._scroll.visible(), self._page.paragraphs
        last = visible[-1][0]
        ends = last == len(paragraphs) - 1
        return range(paragraphs.start(visible[0][0]), paragraphs.after(last) + ends)

    def _shown(self) -> Shown:
        """What is painted besides the page: nothing."""
        return Shown(self._colours, None, None, None, Found())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        view, shown = self.viewport().rect(), self._shown()
        paint_sheet(painter, self._theme, self._column, view, self._sheet_rows())
        brush = Brush(painter, self._look, shown)
        for index, top in self._scroll.visible():
            painter.save()
            painter.translate(self._column.left, top)
            self._paint_paragraph(brush, index, event.region().translated(0, -top))
            painter.restore()
        painter.end()

    def _sheet_rows(self) -> tuple[int, int]:
        """Where the sheet of paper begins and ends in the view."""
        gap, value = self._look.sheet_gap, self._scroll.value
        return gap - value, self._scroll.maximum + self._scroll.height - value - gap

    def _paint_paragraph(self, brush: Brush, index: int, dirty: QRegion) -> None:
        """The lines that the dirty part touches: after scrolling it lies at both ends of the view, little between."""
        lines, width = self._page.lines(index), self.viewport().width()
        for number, line in enumerate(self._page.dressed(index)):
            if dirty.intersects(QRect(0, line.top, width, line.height)):
                paint_line(brush, lines, number, line)
