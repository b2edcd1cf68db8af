"""A font for Chinese: the system's, else the one that bundles carry."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase

from annotator.resources import resource
from annotator.ui.families import families_of


def chinese_font() -> str:
    """The first family that the window asks for and the system has, else any for Simplified; empty where none is.

    Where the system has none, what lies in `resources/fonts/` is taken (only bundles have that). Needs an application.
    """
    if not (there := _families()):
        for path in sorted(resource("fonts").glob("*.otf")):
            QFontDatabase.addApplicationFont(str(path))
        there = _families()
    return next((family for family in [*families_of(traditional=False), *there] if family in there), "")


def _families() -> list[str]:
    return QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
