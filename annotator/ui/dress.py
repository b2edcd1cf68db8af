"""What every panel wears: language, theme, keys, how reports are set. A change of one is a new dress, given to all."""

from __future__ import annotations

from dataclasses import dataclass, field

from annotator.i18n import Words
from annotator.ui.families import families_of
from annotator.ui.keymap import Keymap
from annotator.ui.reading import Reading
from annotator.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Dress:
    words: Words
    theme: Theme
    keys: Keymap = field(default_factory=Keymap)
    reading: Reading = field(default_factory=Reading)

    @property
    def families(self) -> tuple[str, ...]:
        """Fonts for the interface, the best first."""
        return families_of(traditional=self.words.language == "zh-Hant")
