"""Painting a chip: the small label above the words of a mark. Its shape says the mark's state."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from annotator.ui.reader.colours import Colours
from annotator.ui.reader.dressing import Chip
from annotator.ui.reader.look import Look
from annotator.ui.reader.mark import MarkState
from annotator.ui.theme import legible, mix


@dataclass(frozen=True, slots=True)
class ChipColours:
    """Ground, border and text of a chip."""

    ground: QColor
    border: QColor
    ink: QColor


def chip_colours(colours: Colours, chip: Chip, current: bool) -> ChipColours:
    """Outlined for a suggestion, tinted for an annotation, faint for a rejected one, filled for the current one."""
    theme, label, state = colours.theme, colours.of(chip.mark.label), chip.mark.state
    if current:
        return ChipColours(label.filled, label.filled, label.filled_ink)
    if state is MarkState.REJECTED:
        return ChipColours(theme.paper, theme.line, theme.ink_faint)
    if state is MarkState.SUGGESTION:
        return ChipColours(theme.paper, mix(theme.paper, label.filled, 0.5), label.outline_ink)
    return ChipColours(label.chip, label.chip, label.chip_ink)


def paint_chip(painter: QPainter, look: Look, colours: Colours, chip: Chip, *, current: bool) -> None:
    """One chip; the painter's origin is the column's left edge and the paragraph's top."""
    shades = chip_colours(colours, chip, current)
    box = QRectF(chip.left, chip.top, chip.width, look.chip_height)
    radius = look.em * 0.24
    painter.setPen(QPen(shades.border, 1))
    painter.setBrush(shades.ground)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    badge = look.badge_width(chip.mark)
    if badge:
        _paint_badge(painter, colours, box, badge, radius)
    font = QFont(look.chip_font)
    font.setStrikeOut(chip.mark.state is MarkState.REJECTED)
    painter.setFont(font)
    painter.setPen(shades.ink)
    painter.drawText(box.adjusted(0, 0, -badge, 0), Qt.AlignmentFlag.AlignCenter, chip.text)


def _paint_badge(painter: QPainter, colours: Colours, box: QRectF, width: int, radius: float) -> None:
    """The "!" at the end of a disputed mark's chip."""
    end = QRectF(box.right() - width, box.top(), width, box.height())
    path = QPainterPath()
    path.addRoundedRect(box, radius, radius)
    painter.save()
    painter.setClipRect(end, Qt.ClipOperation.IntersectClip)
    painter.fillPath(path, colours.theme.warn)
    painter.restore()
    painter.setPen(legible(colours.theme.accent_ink, colours.theme.warn))
    font = painter.font()
    font.setBold(True)
    painter.setFont(font)
    painter.drawText(end, Qt.AlignmentFlag.AlignCenter, "!")
