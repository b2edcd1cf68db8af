"""A picture as a file: PNG, SVG, and its numbers as a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRect, QRectF, QSaveFile, QSize
from PySide6.QtGui import QFont, QImage, QPaintDevice, QPainter
from PySide6.QtSvg import QSvgGenerator

from annotator.corpus import write_grid
from annotator.errors import AnnotatorError
from annotator.insight import Bar
from annotator.ui.insight.drawing import COLUMN, ROW, draw_bar, draw_legend, draw_text
from annotator.ui.insight.telling import Telling

SUFFIXES = (".png", ".svg", ".csv", ".xlsx")
_WIDTH, _MARGIN, _HEAD = 960, 24, 96
_UPRIGHT = 320
_MOST = 60
_MOST_DAYS = 366
_SCALE = 2  # of a PNG: sharp on paper


def export_picture(telling: Telling, path: Path) -> None:
    """Writes a picture in the form that the name ends in, or its numbers: all bars, where a picture has 60 at most.

    Raises AnnotatorError where the disk says no, and for another ending.
    """
    suffix = path.suffix.lower()
    if suffix == ".png":
        _save(path, _png(telling))
    elif suffix == ".svg":
        _save(path, _svg(telling))
    else:
        write_grid(path, *numbers(telling))


def numbers(telling: Telling) -> tuple[list[str], list[list[str | float]]]:
    """A line of names and the rows of a picture's table: each bar with its parts, its sum and its reports."""
    words, names = telling.dress.words, telling.parts()
    head = [telling.title(), *map(telling.part, names), words("insight.sum"), words("ui.documents")]
    bounds = [words("insight.low"), words("insight.high")] if telling.is_share else []
    rows = [_row(telling, bar) for bar in telling.picture.bars]
    return [*head, *bounds], rows


def _row(telling: Telling, bar: Bar) -> list[str | float]:
    found: list[str | float] = [telling.bar(bar), *map(bar.part, telling.parts()), bar.total, bar.spread]
    return [*found, bar.low or 0.0, bar.high or 0.0] if telling.is_share else found


def size_of(telling: Telling) -> QSize:
    """The size of a picture on its own, in pixels."""
    bars = len(_shown(telling))
    if telling.upright:
        return QSize(max(_WIDTH, bars * COLUMN + 2 * _MARGIN), _HEAD + _UPRIGHT + _MARGIN)
    return QSize(_WIDTH, _HEAD + max(bars, 1) * ROW + _MARGIN)


def _shown(telling: Telling) -> tuple[int, ...]:
    all_ = range(len(telling.picture.bars))
    return tuple(all_[-_MOST_DAYS:] if telling.upright else all_[:_MOST])


def draw_picture(painter: QPainter, telling: Telling) -> None:
    """Title, what is counted, the legend and the bars, on the theme's paper."""
    theme, size = telling.dress.theme, size_of(telling)
    painter.fillRect(QRect(0, 0, size.width(), size.height()), theme.raised)
    font = QFont()
    font.setFamilies(telling.dress.families)
    painter.setFont(font)
    inside = size.width() - 2 * _MARGIN
    draw_text(painter, QRectF(_MARGIN, 14, inside, 28), telling.title(), 18, theme.ink)
    draw_text(painter, QRectF(_MARGIN, 42, inside, 20), telling.about(), 12, theme.ink_soft)
    if len(telling.parts()) > 1 and not telling.is_share:
        draw_legend(painter, QRectF(_MARGIN, 66, inside, 22), telling)
    for at, number in enumerate(_shown(telling)):
        bar = telling.picture.bars[number]
        area = (
            QRect(_MARGIN + at * COLUMN, _HEAD, COLUMN, _UPRIGHT)
            if telling.upright
            else QRect(_MARGIN, _HEAD + at * ROW, inside, ROW)
        )
        draw_bar(painter, area, telling, bar, current=False, focus=False)


def _png(telling: Telling) -> bytes:
    image = QImage(size_of(telling) * _SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SCALE)
    return _written(lambda device: image.save(device, "PNG"), lambda _device: image, telling)  # type: ignore[call-overload]


def _svg(telling: Telling) -> bytes:
    size = size_of(telling)

    def made(device: QIODevice) -> QPaintDevice:
        generator = QSvgGenerator()
        generator.setOutputDevice(device)
        generator.setSize(size)
        generator.setViewBox(QRect(0, 0, size.width(), size.height()))
        generator.setTitle(telling.title())
        generator.setDescription(telling.about())
        return generator

    return _written(lambda _device: True, made, telling)


def _written(save: Callable[[QIODevice], bool], on: Callable[[QIODevice], QPaintDevice], telling: Telling) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    device = on(buffer)
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_picture(painter, telling)
    painter.end()
    save(buffer)
    return bytes(buffer.data().data())


def _save(path: Path, data: bytes) -> None:
    """Whole or not at all."""
    file = QSaveFile(str(path))
    done = file.open(QIODevice.OpenModeFlag.WriteOnly) and file.write(data) == len(data) and file.commit()
    if not done:
        raise AnnotatorError("insight.not-written", path=path, reason=file.errorString())
