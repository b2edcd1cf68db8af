"""How a person wants reports to be shown: a value, read from the settings."""

from __future__ import annotations

from dataclasses import dataclass, field

from annotator.text import HANS, HANT, is_traditional
from annotator.ui.families import families_of
from annotator.ui.reader import Letters, Showing


@dataclass(frozen=True, slots=True)
class Reading:
    """`family` is the font that is wanted before all others, or nothing.

    `rejected`: rejected suggestions are shown; `disputed`: that annotators differ is shown.
    """

    family: str = ""
    letters: Letters = field(default_factory=Letters)
    """but for the fonts"""
    showing: Showing = field(default_factory=Showing)
    rejected: bool = False
    disputed: bool = False

    def letters_for(self, text: str) -> Letters:
        """The letters that this text is set in: its fonts are those of the script that it is shown in."""
        traditional = {HANS: False, HANT: True}.get(self.showing.script)
        families = families_of(traditional=is_traditional(text) if traditional is None else traditional)
        own = (self.family,) if self.family else ()
        return Letters((*own, *families), self.letters.points, self.letters.line_height, self.letters.characters)
