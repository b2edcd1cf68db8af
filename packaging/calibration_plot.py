"""Draws how often suggestions are right that are shown with a score: a reliability diagram (M. DeGroot, S. Fienberg,
The Statistician 32, 1983) as SVG, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Case = tuple[float, bool]
EDGES = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
SIDE, MARGIN = 320, 46
Bin = tuple[float, float, int]
"""The mean of what was said, the share of right ones, how many."""


def binned(cases: Sequence[Case]) -> list[Bin]:
    found = []
    for low, high in pairwise(EDGES):
        inside = [(said, hit) for said, hit in cases if low <= said < high]
        if inside:
            count = len(inside)
            found.append((sum(said for said, _ in inside) / count, sum(hit for _, hit in inside) / count, count))
    return found


def plot(cases: Sequence[Case]) -> tuple[str, str]:
    """The drawing and the table."""
    bins = binned(cases)
    rows = [f"  said {said:.2f}  right {right:.2f}  of {count}" for said, right, count in bins]
    return _drawn(bins), "\n".join(rows)


def _drawn(bins: Sequence[Bin]) -> str:
    size = SIDE + 2 * MARGIN
    largest = max(count for _, _, count in bins)
    dots = [
        f'<circle cx="{_x(said):.1f}" cy="{_y(right):.1f}" r="{3 + 9 * (count / largest) ** 0.5:.1f}" fill="#2c6fbb" '
        f'fill-opacity="0.75"><title>said {said:.2f}, right {right:.2f}, of {count}</title></circle>'
        for said, right, count in bins
    ]
    line = " ".join(f"{_x(said):.1f},{_y(right):.1f}" for said, right, _ in bins)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}" '
            'font-family="sans-serif" font-size="12">',
            f'<rect width="{size}" height="{size}" fill="#ffffff"/>',
            *_ticks(),
            f'<path d="M{_x(0)} {_y(0)} L{_x(1)} {_y(1)}" stroke="#888888" stroke-dasharray="4 4"/>',
            f'<polyline points="{line}" fill="none" stroke="#2c6fbb" stroke-width="1.5"/>',
            *dots,
            f'<text x="{size / 2}" y="{size - 8}" text-anchor="middle">score shown</text>',
            f'<text x="14" y="{size / 2}" text-anchor="middle" '
            f'transform="rotate(-90 14 {size / 2})">share right</text>',
            "</svg>\n",
        ]
    )


def _ticks() -> list[str]:
    marks = []
    for tenths in range(0, 11, 2):
        at = tenths / 10
        marks += [
            f'<path d="M{_x(0)} {_y(at):.1f} H{_x(1)} M{_x(at):.1f} {_y(0)} V{_y(1)}" stroke="#e2e2e2"/>',
            f'<text x="{MARGIN - 6}" y="{_y(at) + 4:.1f}" text-anchor="end" fill="#444444">{at:.1f}</text>',
            f'<text x="{_x(at):.1f}" y="{_y(0) + 16}" text-anchor="middle" fill="#444444">{at:.1f}</text>',
        ]
    return marks


def _x(share: float) -> float:
    return MARGIN + SIDE * share


def _y(share: float) -> float:
    return MARGIN + SIDE * (1 - share)
