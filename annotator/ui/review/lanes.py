"""The words of a disagreement with each version in a lane of its own, and the difference marked to the character."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.model import Scheme, Span
from annotator.ui.dress import Dress
from annotator.ui.reader.chips import Wish, place
from annotator.ui.review.lane import EDIT, GOLD, Lane, LaneSpan
from annotator.ui.review.setting import Setting, around
from annotator.ui.theme import LabelColours, legible, mix

MOST = 1_500  # code points of a cluster that are shown
_GUTTER, _MARGIN, _WORDS, _CHIP, _GAP = 132, 16, 17, 11, 10  # pixels
_HUES = ("#2563c9", "#b4460f", "#1d7a4c", "#8a3ab9", "#0e7490", "#a3266b", "#6b6a12", "#5b5bd6", "#9a3412")
"""of versions in their order, on paper; each is made legible on the ground that it stands on"""


def hue_of(number: int) -> QColor:
    """The colour of a version by its place among the versions."""
    return QColor(_HUES[number % len(_HUES)])


class LanesView(QWidget):
    """Under each line of the words a row for each lane. Nothing here is clicked: keys and cards take a version."""

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        self._dress = dress
        self._scheme: Scheme | None = None
        self._text = ""
        self._span: Span | None = None
        self._lanes: Sequence[Lane] = ()
        self._nothing = "ui.review-none-chosen"
        self._setting: Setting | None = None
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def wear(self, dress: Dress, scheme: Scheme) -> None:
        self._dress, self._scheme = dress, scheme
        self.setAccessibleName(dress.words("ui.review-lanes"))
        self._set()

    def put(self, text: str, span: Span | None, lanes: Sequence[Lane], nothing: str) -> None:
        """Shows a stretch of a report with these lanes; None shows nothing but the sentence of that key."""
        self._text, self._span, self._lanes, self._nothing = text, span, lanes, nothing
        self.setAccessibleDescription("; ".join(map(_told, lanes)))
        self._set()

    def _set(self) -> None:
        """Lines anew, for another stretch, width or font."""
        self._setting = None
        if self._span is not None:
            reach = [self._span, *(one.span for lane in self._lanes for one in lane.spans)]
            whole = Span(min(one.start for one in reach), max(one.end for one in reach))
            width = max(self.width() - _GUTTER - 2 * _MARGIN, 80)
            shown = around(self._text, whole, int(width // _WORDS), MOST)
            self._setting = Setting(self._text, shown, self._font(_WORDS), width)
        self.setMinimumHeight(self._height())
        self.update()

    def _font(self, pixels: int) -> QFont:
        font = QFont(self.font())
        font.setFamilies(self._dress.families)
        font.setPixelSize(pixels)
        return font

    @property
    def _lane_height(self) -> int:
        return (self._setting.height if self._setting else 0) + _CHIP + 14

    def _line_height(self, number: int) -> int:
        assert self._setting
        return self._setting.height + 8 + len(self._on(number)) * self._lane_height + _GAP

    def _on(self, number: int) -> list[tuple[int, Lane]]:
        """The lanes that a line has: all of those with the words of the disagreement in it, none elsewhere."""
        assert self._setting
        assert self._span
        start, end = self._setting.line(number)
        shown = [self._span, *(one.span for lane in self._lanes for one in lane.spans)]
        if not any(one.start < end and start < one.end for one in shown):
            return []
        return list(enumerate(self._lanes))

    def _height(self) -> int:
        if self._setting is None:
            return 120
        return 2 * _MARGIN + sum(self._line_height(number) for number in range(len(self._setting)))

    def sizeHint(self) -> QSize:
        return QSize(600, self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._set()

    # ---- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._dress.theme
        painter.fillRect(self.rect(), theme.paper)
        if self._setting is None:
            painter.setPen(theme.ink_soft)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._dress.words(self._nothing))
            painter.end()
            return
        top = float(_MARGIN)
        for number in range(len(self._setting)):
            self._paint_words(painter, number, top)
            below = top + self._setting.height + 8
            for at, lane in self._on(number):
                self._paint_lane(painter, number, below, at, lane)
                below += self._lane_height
            top += self._line_height(number)
        painter.end()

    def _paint_words(self, painter: QPainter, number: int, top: float) -> None:
        """The report's own words; those of the disagreement stand out."""
        assert self._setting
        assert self._span
        theme, left = self._dress.theme, float(_GUTTER + _MARGIN)
        for at, low, high in self._setting.pieces(self._span):
            if at == number:
                painter.fillRect(QRectF(left + low, top - 2, high - low, self._setting.height + 4), theme.hover)
        painter.setPen(theme.ink)
        self._setting.draw(painter, number, left, top)

    def _paint_lane(self, painter: QPainter, number: int, top: float, at: int, lane: Lane) -> None:
        assert self._setting
        theme, left = self._dress.theme, float(_GUTTER + _MARGIN)
        hue = legible({GOLD: theme.good, EDIT: theme.accent}.get(lane.kind, hue_of(at)), theme.paper)
        self._paint_gutter(painter, top, hue, lane)
        painter.setPen(QPen(mix(theme.paper, hue, 0.35), 1))
        y = top + self._lane_height - 3
        painter.drawLine(int(left), int(y), self.width() - _MARGIN, int(y))
        low, high = self._setting.line(number)
        inside = [one for one in lane.spans if one.span.start < high and low < one.span.end]
        self._paint_spans(painter, number, top, lane)
        self._paint_differing(painter, number, top, lane)
        if not lane.spans or (lane.about and inside):
            self._paint_about(painter, number, top, lane)
        painter.setPen(theme.ink)

    def _paint_gutter(self, painter: QPainter, top: float, hue: QColor, lane: Lane) -> None:
        """The key that takes the version, and who made it."""
        assert self._setting
        theme = self._dress.theme
        box = QRectF(_MARGIN, top, 22, self._setting.height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(hue)
        painter.drawRoundedRect(box, 6, 6)
        painter.setFont(self._font(12))
        painter.setPen(legible(theme.accent_ink, hue))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, lane.key)
        painter.setPen(hue)
        name = QRectF(_MARGIN + 28, top, _GUTTER - 36, self._setting.height)
        shown = QFontMetrics(self._font(12)).elidedText(lane.who, Qt.TextElideMode.ElideRight, int(name.width()))
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, shown)

    def _colours(self, label: str) -> LabelColours:
        theme = self._dress.theme
        return theme.label_colours(theme.label_colour(self._scheme, label) if self._scheme else theme.ink_soft)

    def _paint_spans(self, painter: QPainter, number: int, top: float, lane: Lane) -> None:
        """The words again where the version has them, on their labels' tints, and the labels below."""
        assert self._setting
        setting, theme, left = self._setting, self._dress.theme, float(_GUTTER + _MARGIN)
        pieces: list[tuple[float, float, LaneSpan]] = []
        for one in lane.spans:
            for at, low, high in setting.pieces(one.span):
                if at != number:
                    continue
                colours = self._colours(one.label)
                box = QRectF(left + low, top, high - low, setting.height)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colours.chip)
                painter.drawRoundedRect(box.adjusted(0.5, 0, -0.5, 0), 4, 4)
                painter.setPen(QPen(colours.line, 2))
                painter.drawLine(box.bottomLeft(), box.bottomRight())
                painter.save()
                painter.setClipRect(box)
                painter.setPen(theme.ink)
                setting.draw(painter, number, left, top)
                painter.restore()
                pieces.append((low, high, one))
        self._paint_chips(painter, top, pieces)

    def _paint_chips(self, painter: QPainter, top: float, pieces: list[tuple[float, float, LaneSpan]]) -> None:
        assert self._setting
        font = self._font(_CHIP)
        metrics = QFontMetrics(font)
        pieces.sort(key=lambda piece: (piece[0], -piece[1]))
        wishes = [
            Wish(low, high, metrics.horizontalAdvance(one.title) + 4.0, metrics.horizontalAdvance(one.title[:1]) + 4.0)
            for low, high, one in pieces
        ]
        width = self.width() - _GUTTER - 2 * _MARGIN
        painter.setFont(font)
        for (_low, _high, one), spot in zip(pieces, place(wishes, width, 12.0), strict=True):
            if spot.row:
                continue  # two that lie over one another have their colours; the cards name both
            painter.setPen(self._colours(one.label).outline_ink)
            box = QRectF(_GUTTER + _MARGIN + spot.left, top + self._setting.height + 2, spot.width + 4, _CHIP + 4)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, one.title[:1] if spot.small else one.title)

    def _paint_differing(self, painter: QPainter, number: int, top: float, lane: Lane) -> None:
        """A box of the warning colour around what is unlike most; what this version lacks is struck out in it."""
        assert self._setting
        setting, theme, left = self._setting, self._dress.theme, float(_GUTTER + _MARGIN)
        for stretch in lane.differing:
            for at, low, high in setting.pieces(stretch):
                if at != number:
                    continue
                box = QRectF(left + low, top - 1, high - low, setting.height + 2)
                if not any(one.span.overlaps(stretch) for one in lane.spans):
                    painter.save()
                    painter.setClipRect(box)
                    painter.setPen(theme.ink_soft)
                    setting.draw(painter, number, left, top)
                    painter.restore()
                    painter.setPen(QPen(theme.warn, 1))
                    painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.warn, 2, Qt.PenStyle.DotLine))
                painter.drawRoundedRect(box.adjusted(1, 0, -1, 0), 3, 3)

    def _paint_about(self, painter: QPainter, number: int, top: float, lane: Lane) -> None:
        """What cannot be drawn under letters: that nothing is here, an attribute, a relation."""
        assert self._setting
        assert self._span
        theme = self._dress.theme
        ends = [high for at, _low, high in self._setting.pieces(self._span) if at == number]
        if not ends or not lane.about:
            return
        painter.setFont(self._font(12))
        painter.setPen(theme.ink_soft)
        x = _GUTTER + _MARGIN + ends[-1] + 12
        metrics = QFontMetrics(painter.font())
        room = self.width() - _MARGIN - x
        if room < 60:
            x, room = float(_GUTTER + _MARGIN), float(self.width() - _GUTTER - 2 * _MARGIN)
            top += self._setting.height
        shown = metrics.elidedText(lane.about, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QRectF(x, top, room, self._setting.height), Qt.AlignmentFlag.AlignVCenter, shown)


def _told(lane: Lane) -> str:
    """A lane in words, for those who do not see it."""
    spans = "、".join(f"{one.span.start}–{one.span.end} {one.title}" for one in lane.spans)
    return f"{lane.key} {lane.who}: {spans or lane.about}"
