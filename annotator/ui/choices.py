"""Settings that are chosen in the menu and among all commands: the language and the theme."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.i18n import LANGUAGES, Words
from annotator.ui.settings import LANGUAGE, THEME, Setting


@dataclass(frozen=True, slots=True)
class Choice:
    """A setting and one of its values."""

    setting: Setting
    value: str

    @property
    def action(self) -> str:
        """What the window knows it by."""
        return f"{self.setting.name}-{self.value}"

    def shown(self, words: Words) -> str:
        """The value; a language by its own name."""
        own = LANGUAGES.get(self.value) if self.setting is LANGUAGE else None
        return own or words(f"ui.{self.value}")

    def title(self, words: Words) -> str:
        """The setting and the value."""
        return f"{words(f'ui.{self.setting.name}')}: {self.shown(words)}"


CHOICES = {setting: tuple(Choice(setting, value) for value in setting.allowed) for setting in (LANGUAGE, THEME)}
EVERY_CHOICE = tuple(one for several in CHOICES.values() for one in several)
