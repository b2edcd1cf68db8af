"""A theme: colours as roles, read from resources/themes; the palette and style sheet of the window's chrome.

Label hues are data of the scheme, one for each theme; what is drawn with them is derived here so that the text of
a chip keeps a contrast of 4.5 : 1 whatever hue a scheme brings (WCAG 2.2, success criterion 1.4.3).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from string import Template

from PySide6.QtGui import QColor, QPalette

from annotator.model import Scheme
from annotator.resources import resource

CONTRAST = 4.5
_GREY, _BY_ROLE = QPalette.ColorGroup.Disabled, QPalette.ColorRole


@dataclass(frozen=True, slots=True)
class LabelColours:
    """What a label's marks are drawn with: lines, the tint behind words, chips tinted and filled."""

    line: QColor
    tint: QColor
    chip: QColor
    chip_ink: QColor
    outline_ink: QColor
    """the text of an outlined chip, on paper"""
    filled: QColor
    filled_ink: QColor


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by their use: `window` lies below all, `paper` carries the report, `raised` is a card or field."""

    name: str
    dark: bool
    window: QColor
    paper: QColor
    raised: QColor
    hover: QColor
    line: QColor
    ink: QColor
    ink_soft: QColor
    ink_faint: QColor
    accent: QColor
    accent_ink: QColor
    accent_soft: QColor
    selection: QColor
    danger: QColor
    good: QColor
    warn: QColor
    shadow: QColor
    tint: float
    """how much of a label's hue goes into the tint behind words, 0 to 1"""
    chip: float
    stroke: float

    @staticmethod
    def named(name: str) -> Theme:
        """The theme "light" or "dark"."""
        plain = json.loads(resource("themes", f"{name}.json").read_text("utf-8"))
        roles = {role: QColor(colour) for role, colour in plain["roles"].items()}
        return Theme(name, plain["dark"], **roles, tint=plain["tint"], chip=plain["chip"], stroke=plain["stroke"])

    def label_colour(self, scheme: Scheme, label: str) -> QColor:
        """The hue of a label in this theme; the soft ink for a label that the scheme does not have."""
        known = scheme.label(label)
        return QColor(known.colour.get(self.name, self.ink_soft.name())) if known else self.ink_soft

    def label_colours(self, hue: QColor) -> LabelColours:
        """Everything that is drawn in a label's hue."""
        chip = mix(self.paper, hue, self.chip)
        return LabelColours(
            line=mix(self.paper, hue, self.stroke),
            tint=mix(self.paper, hue, self.tint),
            chip=chip,
            chip_ink=legible(hue, chip),
            outline_ink=legible(hue, self.paper),
            filled=hue,
            filled_ink=legible(self.accent_ink, hue),
        )

    def palette(self) -> QPalette:
        """The colours that Qt's own drawing takes, also where the style sheet says nothing."""
        palette = QPalette()
        for role, colour in self._by_palette_role().items():
            palette.setColor(role, colour)
        for role in (_BY_ROLE.WindowText, _BY_ROLE.Text, _BY_ROLE.ButtonText):
            palette.setColor(_GREY, role, self.ink_faint)
        return palette

    def _by_palette_role(self) -> dict[QPalette.ColorRole, QColor]:
        return {
            _BY_ROLE.Window: self.window,
            _BY_ROLE.WindowText: self.ink,
            _BY_ROLE.Base: self.raised,
            _BY_ROLE.AlternateBase: self.window,
            _BY_ROLE.Text: self.ink,
            _BY_ROLE.PlaceholderText: self.ink_faint,
            _BY_ROLE.Button: self.raised,
            _BY_ROLE.ButtonText: self.ink,
            _BY_ROLE.BrightText: self.danger,
            _BY_ROLE.ToolTipBase: self.ink,
            _BY_ROLE.ToolTipText: self.paper,
            _BY_ROLE.Highlight: self.accent,
            _BY_ROLE.HighlightedText: self.accent_ink,
            _BY_ROLE.Accent: self.accent,
            _BY_ROLE.Link: self.accent,
            _BY_ROLE.Light: self.raised,
            _BY_ROLE.Midlight: self.hover,
            _BY_ROLE.Mid: self.line,
            _BY_ROLE.Dark: self.ink_faint,
            _BY_ROLE.Shadow: self.shadow,
        }

    def style_sheet(self) -> str:
        """The window's style sheet: resources/themes/chrome.qss with this theme's colours for its $roles."""
        template = Template(resource("themes", "chrome.qss").read_text("utf-8"))
        values = {name: getattr(self, name) for name in self.__slots__}
        colours = {name: value.name() for name, value in values.items() if isinstance(value, QColor)}
        return template.substitute(colours, name=self.name, folder=resource("themes").as_posix())


def mix(ground: QColor, over: QColor, share: float) -> QColor:
    """`ground` with a share of `over` in it, 0 to 1, opaque."""
    parts = zip(ground.getRgb()[:3], over.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(below + (above - below) * share) for below, above in parts))


def luminance(colour: QColor) -> float:
    """Relative luminance, 0 for black to 1 for white (WCAG 2.2, "relative luminance")."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _parts(colour: QColor) -> tuple[float, float, float]:
    return colour.redF(), colour.greenF(), colour.blueF()


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def legible(ink: QColor, ground: QColor) -> QColor:
    """The ink, moved towards black or white no further than a contrast of 4.5 : 1 on the ground needs."""
    end = max((QColor("black"), QColor("white")), key=lambda pole: contrast(pole, ground))
    steps = (mix(ink, end, step / 20) for step in range(21))
    return next(colour for colour in steps if contrast(colour, ground) >= CONTRAST)
