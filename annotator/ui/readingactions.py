"""The keys that change how reports are shown: each changes a setting, so it lasts."""

from __future__ import annotations

from collections.abc import Callable

from annotator.text import HANS, HANT, is_traditional
from annotator.ui.settings import DISPUTED, JOINED, NO, REJECTED, SCRIPT, SIZE, STORED, YES, Setting, Settings


class ReadingActions:
    """`text` gives the report that is open, `changed` is called when a setting is another."""

    def __init__(self, settings: Settings, text: Callable[[], str], changed: Callable[[], None]) -> None:
        self._settings, self._text, self._changed = settings, text, changed

    def by_name(self) -> dict[str, Callable[[], None]]:
        return {
            "script": self._other_script,
            "joined": lambda: self._turn(JOINED),
            "rejected": lambda: self._turn(REJECTED),
            "disputed": lambda: self._turn(DISPUTED),
            "larger": lambda: self._resize(1),
            "smaller": lambda: self._resize(-1),
            "normal-size": lambda: self.put(SIZE, SIZE.default),
        }

    def put(self, setting: Setting, value: str) -> None:
        """Sets, if it is allowed."""
        if setting.allows(value):
            self._settings.set(setting, value)
            self._changed()

    def _other_script(self) -> None:
        """The script that the report is not written in, or back to what is stored."""
        other = HANS if is_traditional(self._text()) else HANT
        self.put(SCRIPT, other if self._settings.get(SCRIPT) == STORED else STORED)

    def _turn(self, setting: Setting) -> None:
        self.put(setting, NO if self._settings.get(setting) == YES else YES)

    def _resize(self, by: int) -> None:
        assert SIZE.numbers is not None
        size = float(self._settings.get(SIZE)) + by * SIZE.numbers[2]
        self.put(SIZE, f"{size:g}")
