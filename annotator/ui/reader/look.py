"""Fonts and measures that a page is set with. Lengths are device-independent pixels."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF

from annotator.ui.reader.mark import Mark, MarkState

_LONGEST_CHIP = 12  # em; longer titles are elided


@dataclass(frozen=True, slots=True)
class Letters:
    """How a person wants words to be set: fonts, the most wanted first; size; height of a line; width of the text."""

    families: tuple[str, ...] = ()
    points: float = 12.75
    line_height: float = 1.9
    """of a line without marks, in em"""
    characters: int = 46
    """a line at most"""


@dataclass(frozen=True, slots=True)
class Column:
    """Where the words stand across the view, and the sheet of paper around them."""

    left: int
    width: int
    sheet_left: int
    sheet_width: int


@dataclass(frozen=True, slots=True)
class Look:
    """What the size of the letters decides."""

    font: QFont
    chip_font: QFont
    em: int
    leading: int
    """the height of a line without marks"""
    characters: int
    """a line at most"""

    @staticmethod
    def of(letters: Letters) -> Look:
        font = QFont()
        font.setFamilies(list(letters.families))
        font.setPointSizeF(letters.points)
        em = max(QFontInfo(font).pixelSize(), 1)  # a system without any font says that it is smaller
        chip_font = QFont(font)
        chip_font.setPixelSize(max(round(em * 0.67), 9))
        leading = max(round(em * letters.line_height), round(em * 1.25))
        return Look(font, chip_font, em, leading, letters.characters)

    @property
    def above(self) -> int:
        """From the baseline up to the top of the box around words."""
        return round(self.em * 0.96)

    @property
    def below(self) -> int:
        """From the baseline down to the bottom of that box."""
        return round(self.em * 0.21)

    @property
    def chip_height(self) -> int:
        return round(self.em * 0.88)

    @property
    def chip_rise(self) -> int:
        """Between the box around words and a chip, and between two rows of chips."""
        return max(round(self.em * 0.13), 2)

    @property
    def stroke(self) -> int:
        return max(round(self.em * 0.11), 1)

    @property
    def lane_drop(self) -> int:
        """From the box around words to the first lane."""
        return max(round(self.em * 0.1), 1)

    @property
    def lane_step(self) -> int:
        return self.stroke + max(round(self.em * 0.12), 2)

    @property
    def paragraph_gap(self) -> int:
        return round(self.em * 0.65)

    @property
    def blank_height(self) -> int:
        """The height of a paragraph without words."""
        return round(self.em * 0.75)

    @property
    def page_margin(self) -> int:
        """From the view's edge over the sheet's edge to the first line, and from the last one down."""
        return self.sheet_gap + round(self.em * 2.2)

    @property
    def sheet_gap(self) -> int:
        return round(self.em * 0.9)

    def column(self, view: int) -> Column:
        """The column in a view so many pixels wide: whole characters, centred on its sheet."""
        pad = min(3 * self.em, max(self.em, view // 12))
        characters = min(self.characters, (view - 2 * pad) // self.em)
        width = max(characters, 1) * self.em
        left = max((view - width) // 2, 0)
        sheet_left = left - pad
        if sheet_left < self.sheet_gap:
            return Column(left, width, 0, view)
        return Column(left, width, sheet_left, width + 2 * pad)

    def above_line(self, rows: int) -> int:
        """Room over the box around words for so many rows of chips."""
        room = rows * (self.chip_height + self.chip_rise) + self.chip_rise if rows else 0
        return max(self._spare - self._spare // 2, room)

    def below_line(self, lanes: int) -> int:
        """Room under that box for so many lanes."""
        room = self.lane_drop + (lanes - 1) * self.lane_step + self.stroke + 2 if lanes else 0
        return max(self._spare // 2, room)

    @property
    def _spare(self) -> int:
        return max(self.leading - self.above - self.below, 0)

    def chip_text(self, mark: Mark, small: bool) -> str:
        if small:
            return mark.digit or mark.title[:1]
        if len(mark.title) < _LONGEST_CHIP:  # no letter of a chip is wider than an em of the words
            return mark.title
        longest = _LONGEST_CHIP * self.em
        return QFontMetricsF(self.chip_font).elidedText(mark.title, Qt.TextElideMode.ElideRight, longest)

    def chip_width(self, mark: Mark, small: bool) -> int:
        words = QFontMetricsF(self.chip_font).horizontalAdvance(self.chip_text(mark, small))
        pad = round(self.em * (0.42 if small else 0.6))
        return round(words) + pad + self.badge_width(mark)

    def badge_width(self, mark: Mark) -> int:
        """The width of the "!" at the end of a disputed mark's chip, else 0."""
        return round(self.em * 0.62) if mark.state is MarkState.DISPUTED else 0
