"""Pictures of numbers as SVG that stands alone: no style sheet, no script, nothing from elsewhere.

Colours are given in each element, so that a page, a printer and Qt draw the same. Each has a title and a description
for those who do not see it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

_INK, _SOFT, _LINE, _PAPER = "#1c1f26", "#565d6b", "#dde0e6", "#ffffff"
_LOW, _HIGH = (0xEE, 0xF2, 0xFB), (0x1E, 0x48, 0xA8)
_ACCENT, _WHISKER = "#2a5bd0", "#1c1f26"
_CELL, _ROW, _LETTER = 46, 26, 12
_FONT = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"

Cells = Mapping[tuple[str, str], float | None]


def heat_map(
    title: str, rows: Sequence[str], columns: Sequence[str], cells: Cells, *, most: float = 1.0, best: float = 1.0
) -> str:
    """Rows by columns, a cell the darker the nearer its value is to `most`; where 0 is best, the darker the nearer to
    that. None is drawn as a dash."""
    left = 16 + max((_width(row) for row in rows), default=0)
    top = 14 + max((_width(column) for column in columns), default=0)
    size = left + _CELL * len(columns) + 10, top + _ROW * len(rows) + 10
    parts = [
        _text(left + _CELL * at + _CELL / 2 + 4, top - 8, column, anchor="start", turn=-60)
        for at, column in enumerate(columns)
    ]
    size = size[0] + max((_width(column) for column in columns), default=0) // 2, size[1]
    for down, row in enumerate(rows):
        y = top + _ROW * down
        parts.append(_text(left - 8, y + _ROW / 2 + 4, row, anchor="end"))
        for across, column in enumerate(columns):
            value = cells.get((row, column))
            dark = None if value is None else 1 / (1 + value) if best == 0.0 else value / most if most else 0.0
            parts.append(_cell(left + _CELL * across, y, value, dark, f"{{:.{2 if most == 1.0 else 0}f}}"))
    return _svg(title, size, parts)


def _cell(x: float, y: float, value: float | None, dark: float | None, form: str) -> str:
    if value is None or dark is None:
        return _rect(x, y, _CELL - 2, _ROW - 2, "#f4f5f7") + _text(x + _CELL / 2 - 1, y + _ROW / 2 + 4, "—", _SOFT)
    share = min(max(dark, 0.0), 1.0)
    ground = "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in zip(_LOW, _HIGH, strict=True))
    ink = _PAPER if share > 0.55 else _INK
    told = form.format(value)
    return _rect(x, y, _CELL - 2, _ROW - 2, ground) + _text(x + _CELL / 2 - 1, y + _ROW / 2 + 4, told, ink)


Bar = tuple[str, float | None, float | None, float | None, str]
"""What it is of, its value, the ends of its interval, and what is written behind it."""


def bars(title: str, values: Sequence[Bar], *, most: float = 1.0) -> str:
    """Lying bars with their intervals as whiskers."""
    left = 16 + max((_width(name) for name, *_rest in values), default=0)
    wide = 300
    parts = []
    for at, (name, value, low, high, behind) in enumerate(values):
        y = 8 + _ROW * at
        parts.append(_text(left - 8, y + _ROW / 2 + 4, name, anchor="end"))
        parts.append(_rect(left, y + 5, wide, _ROW - 10, "#f1f2f5"))
        if value is not None and most:
            parts.append(_rect(left, y + 5, wide * min(value / most, 1.0), _ROW - 10, _ACCENT))
        if low is not None and high is not None and most:
            x1, x2, middle = left + wide * low / most, left + wide * high / most, y + _ROW / 2
            parts.append(_stroke(x1, middle, x2, middle) + _stroke(x1, middle - 4, x1, middle + 4))
            parts.append(_stroke(x2, middle - 4, x2, middle + 4))
        parts.append(_text(left + wide + 10, y + _ROW / 2 + 4, behind, _SOFT, anchor="start"))
    behind_width = max((_width(behind) for *_rest, behind in values), default=0)
    return _svg(title, (left + wide + behind_width + 24, 16 + _ROW * len(values)), parts)


def line(title: str, points: Sequence[tuple[str, float]]) -> str:
    """Values from 0 to 1 in order, each under its name, joined by a line."""
    wide, high, left, top = max(60 * len(points), 240), 160, 40, 12
    places = [
        (left + wide * (at + 0.5) / len(points), top + high * (1 - value)) for at, (_n, value) in enumerate(points)
    ]
    parts = [
        _stroke(left, top + high * share, left + wide, top + high * share, _LINE)
        + _text(left - 6, top + high * share + 4, f"{1 - share:.1f}", _SOFT, anchor="end")
        for share in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    parts.append(f'<polyline points="{path}" fill="none" stroke="{_ACCENT}" stroke-width="2"/>')
    for (x, y), (name, value) in zip(places, points, strict=True):
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{_ACCENT}"/>')
        parts.append(_text(x, y - 9, f"{value:.2f}") + _text(x, top + high + 18, name[5:], _SOFT))
    return _svg(title, (left + wide + 12, top + high + 30), parts)


def _width(text: str) -> int:
    """About how wide letters are: Han as wide as high, others a little more than half."""
    return round(sum(_LETTER if ord(letter) > 0x2E80 else _LETTER * 0.6 for letter in text))


def _text(x: float, y: float, text: str, ink: str = _INK, *, anchor: str = "middle", turn: int = 0) -> str:
    turned = f' transform="rotate({turn} {x:.1f} {y:.1f})"' if turn else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{_FONT}" font-size="{_LETTER}" fill="{ink}"'
        f' text-anchor="{anchor}"{turned}>{escape(text)}</text>'
    )


def _rect(x: float, y: float, width: float, height: float, ink: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="3" fill="{ink}"/>'


def _stroke(x1: float, y1: float, x2: float, y2: float, ink: str = _WHISKER) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{ink}" stroke-width="1.2"/>'


def _svg(title: str, size: tuple[float, float], parts: Sequence[str]) -> str:
    width, height = (round(one) for one in size)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' role="img"><title>{escape(title)}</title>{"".join(parts)}</svg>'
    )
