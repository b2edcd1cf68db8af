"""Relations of the current span as arcs over the page, and the line that follows while one is being made.

A sheet of glass over the reader's view: it takes no events, asks the reader where its spans are, and measures only
those that are in view. Towards an end that is not there leads a short arc, up or down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, pi, sin

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from annotator.model import Span
from annotator.ui.reader.reader import Reader
from annotator.ui.theme import Theme

_WIDTH, _HEAD = 1.8, 7.0  # pixels
_LEAST, _MOST = 46.0, 96.0
"""how high an arc rises over its higher end, in pixels"""
_FONT = 11
_STEP = 42.0
"""how much higher each further arc of a span bends; its middle rises by half of that, the height of a title"""
_AWAY = 110.0
"""how far an arc goes towards an end that is not in view, in pixels each way"""


@dataclass(frozen=True, slots=True)
class Link:
    """A relation as it is drawn: from its head to its target, with the title of its type. `proposed` is only that."""

    head: Span
    target: Span
    title: str
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Arc:
    """An arc between two points of the view."""

    start: QPointF
    end: QPointF
    top: QPointF
    """what it bends towards"""

    @property
    def path(self) -> QPainterPath:
        path = QPainterPath(self.start)
        path.quadTo(self.top, self.end)
        return path

    @property
    def width(self) -> float:
        """How far its ends are apart from left to right."""
        return abs(self.end.x() - self.start.x())

    @property
    def middle(self) -> QPointF:
        return self.path.pointAtPercent(0.5)


def arc(start: QPointF, end: QPointF, number: int = 0) -> Arc:
    """An arc that rises over its higher end, the more the further its ends are apart, and by its number."""
    rise = min(_MOST, max(_LEAST, abs(end.x() - start.x()) * 0.25)) + number * _STEP
    top = QPointF((start.x() + end.x()) / 2, min(start.y(), end.y()) - rise)
    return Arc(start, end, top)


class Arcs(QWidget):
    """The sheet of glass. Hidden while there is nothing to draw, so that it costs nothing."""

    def __init__(self, reader: Reader, theme: Theme) -> None:
        self._reader = reader
        self._theme = theme
        self._links: tuple[Link, ...] = ()
        self._from: Span | None = None
        self._to: Span | None = None
        self._pointer: QPoint | None = None
        super().__init__(reader.viewport())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        reader.viewport().installEventFilter(self)
        self.resize(reader.viewport().size())
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def put(self, links: Sequence[Link]) -> None:
        """The relations to draw, in place of those before."""
        if tuple(links) != self._links:
            self._links = tuple(links)
            self._refresh()

    def follow(self, head: Span | None, to: Span | None = None, pointer: QPoint | None = None) -> None:
        """A relation is being made from a span to another, or to the mouse; from None: no longer."""
        if (head, to, pointer) != (self._from, self._to, self._pointer):
            self._from, self._to, self._pointer = head, to, pointer
            self._refresh()

    @property
    def links(self) -> tuple[Link, ...]:
        return self._links

    @property
    def head(self) -> Span | None:
        """The span from which a relation is being made."""
        return self._from

    def _refresh(self) -> None:
        self.setVisible(bool(self._links) or self._from is not None)
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.resize(self._reader.viewport().size())
        return super().eventFilter(watched, event)

    # ---- geometry

    def arcs(self) -> list[tuple[Link, Arc]]:
        """The arcs of the relations of which at least one end is in view, the later ones the higher."""
        seen = self._reader.offsets_in_view()
        shown = [link for link in self._links if self._is_seen(link.head, seen) or self._is_seen(link.target, seen)]
        return [(link, self._arc(link.head, link.target, seen, number)) for number, link in enumerate(shown)]

    def _arc(self, head: Span, target: Span, seen: range, number: int = 0) -> Arc:
        start, end = self._point(head, seen), self._point(target, seen)
        if start is None and end is not None:
            start = self._beyond(end, above=head.start < target.start)
        if end is None and start is not None:
            end = self._beyond(start, above=target.start < head.start)
        return arc(start or QPointF(), end or QPointF(), number)

    @staticmethod
    def _is_seen(span: Span, seen: range) -> bool:
        return span.start < seen.stop and span.end > seen.start

    def _point(self, span: Span, seen: range) -> QPointF | None:
        """Where a span's words have their upper edge; None where they are not in view."""
        if not self._is_seen(span, seen):
            return None
        box = self._reader.span_rect(span)
        return QPointF(box.center().x(), box.top())

    @staticmethod
    def _beyond(point: QPointF, *, above: bool) -> QPointF:
        """Where an arc ends that leads out of the view."""
        return point + QPointF(_AWAY, -_AWAY if above else _AWAY)

    # ---- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for link, bent in self.arcs():
            self._draw(painter, bent, self._theme.accent, dashed=link.proposed)
        for title, box in self.titles():  # over all arcs
            self._name(painter, title, box)
        if self._from is not None:
            self._draw_making(painter, self._from)
        painter.end()

    def _draw(self, painter: QPainter, bent: Arc, colour: QColor, *, dashed: bool) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, _WIDTH, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine))
        painter.drawPath(bent.path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(arrow(bent))

    def titles(self) -> list[tuple[str, QRectF]]:
        """The titles of types that are shown on arcs, each in its box, inside the view.

        None on an arc that is narrower: it would hide more of the lines above than it tells, and the inspector has it.
        """
        metrics = QFontMetricsF(self._title_font())
        found = [(bent, link.title, metrics.horizontalAdvance(link.title) + 12) for link, bent in self.arcs()]
        return [(title, self._box(bent, width)) for bent, title, width in found if width <= bent.width]

    def _title_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(_FONT)
        return font

    def _box(self, bent: Arc, width: float) -> QRectF:
        box = QRectF(0, 0, width, _FONT + 8)
        box.moveCenter(bent.middle)
        box.moveLeft(min(max(box.left(), 2.0), max(self.width() - width - 2.0, 2.0)))
        box.moveTop(min(max(box.top(), 2.0), self.height() - box.height() - 2.0))
        return box

    def _name(self, painter: QPainter, title: str, box: QRectF) -> None:
        """A type's title on paper."""
        painter.setFont(self._title_font())
        painter.setPen(QPen(self._theme.accent, 1))
        painter.setBrush(self._theme.paper)
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(self._theme.ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, title)

    def _draw_making(self, painter: QPainter, head: Span) -> None:
        """A dashed frame around the head, and an arc to where the person is."""
        seen = self._reader.offsets_in_view()
        painter.setPen(QPen(self._theme.accent, 2, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._is_seen(head, seen):
            box = QRectF(self._reader.span_rect(head)).adjusted(-3, -2, 3, 2)
            painter.drawRoundedRect(box, 5, 5)
        start = self._point(head, seen)
        if self._pointer is not None and start is not None:
            self._draw(painter, arc(start, QPointF(self._pointer)), self._theme.accent, dashed=True)
        elif self._to is not None and self._to != head and (start is not None or self._is_seen(self._to, seen)):
            self._draw(painter, self._arc(head, self._to, seen), self._theme.accent, dashed=True)


def arrow(bent: Arc) -> QPolygonF:
    """The arrow's head at an arc's end, pointing the way that the arc comes down."""
    way = atan2(bent.end.y() - bent.top.y(), bent.end.x() - bent.top.x())
    sides = (way + pi * 0.87, way - pi * 0.87)
    return QPolygonF([bent.end, *(bent.end + QPointF(cos(side), sin(side)) * _HEAD for side in sides)])
