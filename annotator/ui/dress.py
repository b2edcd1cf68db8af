"""What every panel wears: language, theme, keys, how reports are set. A change of one is a new dress, given to all."""

from __future__ import annotations

from dataclasses import dataclass, field

from annotator.i18n import Words
from annotator.ui.families import families_of
from annotator.ui.keymap import Keymap
from annotator.ui.plain_text import plain_tip
from annotator.ui.reading import Reading
from annotator.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Dress:
    words: Words
    theme: Theme
    keys: Keymap = field(default_factory=Keymap)
    reading: Reading = field(default_factory=Reading)

    def tip(self, said: str, action: str) -> str:
        """For a tool tip: what something does, and the keys that do it too."""
        return plain_tip("  ".join((said, *self.keys.chords_of(action))))

    @property
    def families(self) -> tuple[str, ...]:
        """Fonts for the interface, the best first."""
        return families_of(traditional=self.words.language == "zh-Hant")
