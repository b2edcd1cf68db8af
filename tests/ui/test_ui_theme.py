"""Themes: text that can be read, roles that exist, a style sheet that Qt takes."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.plain import read_scheme
from annotator.ui.theme import CONTRAST, Theme, contrast, legible, luminance, mix

SCHEME = read_scheme("poverty")
hues = st.integers(0, 0xFFFFFF).map(QColor.fromRgb)


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> Theme:
    return Theme.named(request.param)


def test_contrast_is_that_of_the_guidelines():
    white, black, grey = QColor("white"), QColor("black"), QColor("#767676")
    assert contrast(white, black) == pytest.approx(21)
    assert contrast(grey, white) == pytest.approx(4.54, abs=0.01)  # the lightest grey that passes on white
    assert luminance(QColor("#808080")) == pytest.approx(0.2159, abs=0.0005)


@pytest.mark.parametrize("label", [label.name for label in SCHEME.labels])
def test_every_text_of_a_chip_can_be_read(theme: Theme, label: str):
    colours = theme.label_colours(theme.label_colour(SCHEME, label))
    assert contrast(colours.chip_ink, colours.chip) >= CONTRAST
    assert contrast(colours.outline_ink, theme.paper) >= CONTRAST
    assert contrast(colours.filled_ink, colours.filled) >= CONTRAST
    assert contrast(theme.ink, colours.tint) >= 7
    assert contrast(colours.line, theme.paper) >= 3  # for what is no text: success criterion 1.4.11


@given(hues, st.sampled_from(["light", "dark"]))
def test_a_scheme_may_bring_any_hue(hue: QColor, name: str):
    theme = Theme.named(name)
    colours = theme.label_colours(hue)
    pairs = ((colours.chip_ink, colours.chip), (colours.outline_ink, theme.paper), (colours.filled_ink, colours.filled))
    assert all(contrast(ink, ground) >= CONTRAST for ink, ground in pairs)


def test_labels_differ_from_one_another(theme: Theme):
    assert len({theme.label_colour(SCHEME, label.name).name() for label in SCHEME.labels}) == len(SCHEME.labels)


def test_an_unknown_label_is_drawn_in_soft_ink(theme: Theme):
    assert theme.label_colour(SCHEME, "no such label") == theme.ink_soft


def test_words_of_the_chrome_can_be_read(theme: Theme):
    inks = (theme.ink, theme.ink_soft, theme.ink_faint, theme.danger, theme.good, theme.warn)
    for ink, ground in product(inks, (theme.window, theme.paper, theme.raised)):
        assert contrast(ink, ground) >= CONTRAST
    assert contrast(theme.accent_ink, theme.accent) >= CONTRAST
    assert contrast(theme.ink, theme.accent_soft) >= CONTRAST
    assert contrast(theme.ink, theme.selection) >= CONTRAST


@given(hues, hues)
def test_legible_ink_stays_as_it_is_where_it_can(ink: QColor, ground: QColor):
    found = legible(ink, ground)
    assert contrast(found, ground) >= CONTRAST
    if contrast(ink, ground) >= CONTRAST:
        assert found.rgb() == ink.rgb()


def test_mix_goes_from_one_colour_to_the_other():
    black, white = QColor("black"), QColor("white")
    assert [mix(black, white, share).red() for share in (0, 0.5, 1)] == [0, 128, 255]


def test_the_style_sheet_is_whole_and_qt_takes_it(qtbot: QtBot, theme: Theme):
    sheet = theme.style_sheet()
    assert "$" not in sheet
    assert theme.accent.name() in sheet
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.setStyleSheet(sheet)  # Qt warns of what it cannot parse, and a warning fails a test
    widget.show()


def test_every_picture_of_the_style_sheet_is_there(theme: Theme):
    pictures = re.findall(r'url\("([^"]+)"\)', theme.style_sheet())
    assert pictures
    assert all(Path(picture).is_file() for picture in pictures)


def test_the_palette_takes_its_colours_from_the_roles(theme: Theme):
    palette = theme.palette()
    assert palette.color(QPalette.ColorRole.Window) == theme.window
    assert palette.color(QPalette.ColorRole.Text) == theme.ink
    assert palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text) == theme.ink_faint


def test_both_themes_have_the_same_roles_and_are_what_they_say():
    light, dark = Theme.named("light"), Theme.named("dark")
    assert (light.dark, dark.dark) == (False, True)
    assert luminance(light.paper) > 0.8
    assert luminance(dark.paper) < 0.05
