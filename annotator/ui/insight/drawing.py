"""Bars as they are painted, on the screen and into files alike."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from annotator.insight import Bar
from annotator.ui.insight.telling import Telling
from annotator.ui.theme import mix

ROW, COLUMN = 30, 46
_NAME, _VALUE = 0.30, 120  # the share of the width for names, the pixels for numbers
_SHARE_VALUE = 230
_ALIGN = Qt.AlignmentFlag


def draw_bar(painter: QPainter, area: QRect, telling: Telling, bar: Bar, *, current: bool, focus: bool) -> None:
    """One bar in its own area: lying with its name before it, or upright with its day below."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if current:
        theme = telling.dress.theme
        painter.setPen(QPen(theme.accent, 1.4) if focus else Qt.PenStyle.NoPen)
        painter.setBrush(theme.accent_soft)
        painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), 7, 7)
    if telling.upright:
        _draw_upright(painter, QRectF(area), telling, bar)
    else:
        _draw_lying(painter, QRectF(area), telling, bar)
    painter.restore()


def _draw_lying(painter: QPainter, area: QRectF, telling: Telling, bar: Bar) -> None:
    theme = telling.dress.theme
    names = area.width() * _NAME
    name = QRectF(area.left() + 10, area.top(), names - 18, area.height())
    values = _SHARE_VALUE if telling.is_share else _VALUE
    track = QRectF(area.left() + names, area.center().y() - 8, area.width() - names - values - 12, 16)
    note = telling.note(bar)
    taken = draw_text(painter, name, telling.bar(bar), 13, theme.ink)
    if note and taken + 16 < name.width():
        draw_text(painter, name.adjusted(taken + 8, 0, 0, 0), note, 11, theme.ink_soft)
    if telling.is_share:
        _draw_share(painter, track, telling, bar)
    else:
        _draw_parts(painter, track, telling, bar)
    value = QRectF(track.right() + 10, area.top(), values, area.height())
    draw_text(painter, value, telling.value(bar), 12, theme.ink_soft)


def _draw_parts(painter: QPainter, track: QRectF, telling: Telling, bar: Bar) -> None:
    """The parts one after the other, a hair apart: they differ by more than their hue."""
    painter.setPen(Qt.PenStyle.NoPen)
    left, length = track.left(), track.width() / telling.largest()
    for name, value in bar.parts:
        width = value * length
        painter.setBrush(telling.colour(name))
        painter.drawRoundedRect(QRectF(left, track.top(), max(width - 1, 0.8), track.height()), 2, 2)
        left += width


def _draw_share(painter: QPainter, track: QRectF, telling: Telling, bar: Bar) -> None:
    """A line from 0 to 100 %, the interval on it as a band, the share as a dot."""
    theme = telling.dress.theme
    painter.setPen(QPen(theme.ink_faint, 1))
    middle = track.center().y()
    painter.drawLine(QPointF(track.left(), middle), QPointF(track.right(), middle))
    for percent in (0, 25, 50, 75, 100):
        x = track.left() + track.width() * percent / 100
        painter.drawLine(QPointF(x, middle - 3), QPointF(x, middle + 3))
    low, high = ((value or 0) / 100 * track.width() for value in (bar.low, bar.high))
    painter.setPen(QPen(theme.accent, 1))
    painter.setBrush(mix(theme.raised, theme.accent, 0.25))
    painter.drawRoundedRect(QRectF(track.left() + low, middle - 6, max(high - low, 2), 12), 6, 6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.accent)
    painter.drawEllipse(QPointF(track.left() + track.width() * telling.share(bar) / 100, middle), 5, 5)


def _draw_upright(painter: QPainter, area: QRectF, telling: Telling, bar: Bar) -> None:
    theme = telling.dress.theme
    ground = area.bottom() - 26
    room = ground - area.top() - 24
    painter.setPen(QPen(theme.line, 1))
    painter.drawLine(QPointF(area.left(), ground), QPointF(area.right(), ground))
    painter.setPen(Qt.PenStyle.NoPen)
    top, middle = ground, area.center().x()
    for name, value in bar.parts:
        height = room * value / telling.largest()
        painter.setBrush(telling.colour(name))
        painter.drawRoundedRect(QRectF(middle - 11, top - height, 22, max(height - 1, 0.8)), 2, 2)
        top -= height
    number = QRectF(area.left(), top - 20, area.width(), 18)
    draw_text(painter, number, telling.value(bar), 11, theme.ink_soft, align=_ALIGN.AlignHCenter)
    day = QRectF(area.left(), ground + 3, area.width(), 20)
    draw_text(painter, day, bar.key[5:], 11, theme.ink_soft, align=_ALIGN.AlignHCenter)


def draw_text(
    painter: QPainter, area: QRectF, text: str, size: int, ink: QColor, *, align: _ALIGN = _ALIGN.AlignLeft
) -> float:
    """One line, cut with an ellipsis where it is too long; gives its width in pixels."""
    font = QFont(painter.font())
    font.setPixelSize(size)
    painter.setFont(font)
    painter.setPen(ink)
    metrics = QFontMetricsF(font, painter.device())
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(area.width(), 0))
    painter.drawText(area, align | _ALIGN.AlignVCenter, shown)
    return metrics.horizontalAdvance(shown)


def draw_legend(painter: QPainter, area: QRectF, telling: Telling) -> None:
    """The parts with their colours, as many as fit."""
    left = area.left()
    for name in telling.parts():
        metrics = QFontMetricsF(painter.font(), painter.device())
        width = metrics.horizontalAdvance(telling.part(name)) + 36
        if left + width > area.right():
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(telling.colour(name))
        painter.drawRoundedRect(QRectF(left, area.center().y() - 5, 10, 10), 3, 3)
        text = QRectF(left + 16, area.top(), width - 20, area.height())
        draw_text(painter, text, telling.part(name), 12, telling.dress.theme.ink_soft)
        left += width
