"""What the program remembers of its user between sessions, as a table: name, default, allowed values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from os.path import isfile
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from annotator.i18n import LANGUAGES
from annotator.text import HANS, HANT
from annotator.ui.places import Places
from annotator.ui.reader import Letters, Showing
from annotator.ui.reading import Reading

AUTO = "auto"
RECENT = 8
CORPUS = ".corpus"


@dataclass(frozen=True, slots=True)
class Setting:
    """`allowed` are the values to choose from; `numbers` the least, the greatest and a step; else any text will do."""

    name: str
    default: str
    allowed: tuple[str, ...] = ()
    numbers: tuple[float, float, float] | None = None

    def allows(self, value: str) -> bool:
        if self.numbers:
            least, greatest, _ = self.numbers
            return _NUMBER.fullmatch(value) is not None and least <= float(value) <= greatest
        return not self.allowed or value in self.allowed


_NUMBER = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4})?")
NO, YES = "no", "yes"
STORED = "stored"
LANGUAGE = Setting("language", AUTO, (AUTO, *LANGUAGES))
THEME = Setting("theme", AUTO, (AUTO, "light", "dark"))
ANNOTATOR = Setting("annotator", "")
FOLDER = Setting("folder", "")
FONT = Setting("font", "")
SIZE = Setting("size", "12.75", numbers=(8, 40, 0.75))
LINE_HEIGHT = Setting("line-height", "1.9", numbers=(1.3, 4, 0.1))
TEXT_WIDTH = Setting("text-width", "46", numbers=(16, 120, 2))
SCRIPT = Setting("script", STORED, (STORED, HANS, HANT))
JOINED = Setting("joined", NO, (NO, YES))
REJECTED = Setting("rejected", NO, (NO, YES))
DISPUTED = Setting("disputed", NO, (NO, YES))

TABLE = {
    "window": (LANGUAGE, THEME),
    "reader": (FONT, SIZE, LINE_HEIGHT, TEXT_WIDTH, SCRIPT, JOINED, REJECTED, DISPUTED),
}
"""All that a person may set, in the order in which it is shown, by the heading above it."""


class Settings:
    """Reads and writes the user's settings file. A value that is not allowed counts as the default."""

    def __init__(self) -> None:
        self._file = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "annotator", "annotator")

    def get(self, setting: Setting) -> str:
        value = self._file.value(setting.name, setting.default)
        # somebody else may have written into the file
        return value if isinstance(value, str) and setting.allows(value) else setting.default

    def set(self, setting: Setting, value: str) -> None:
        self._file.setValue(setting.name, value)

    def reset(self, setting: Setting) -> None:
        """Back to what the program comes with."""
        self._file.remove(setting.name)

    def reading(self) -> Reading:
        """How reports are to be shown."""
        size, height, width = (float(self.get(one)) for one in (SIZE, LINE_HEIGHT, TEXT_WIDTH))
        script = self.get(SCRIPT)
        showing = Showing("" if script == STORED else script, self.get(JOINED) == YES)
        letters = Letters((), size, height, round(width))
        return Reading(self.get(FONT), letters, showing, self.get(REJECTED) == YES, self.get(DISPUTED) == YES)

    def places(self) -> Places:
        """Where reports were read last."""
        kept = self._file.value("places", [])
        lines = kept if isinstance(kept, list) else [kept]  # of one value the file makes no list
        return Places([one for one in lines if isinstance(one, str)], partial(self._file.setValue, "places"))

    def beside(self, name: str) -> Path:
        """A file of this person's and this machine's, in the folder of the settings."""
        return Path(self._file.fileName()).parent / name

    def flush(self) -> None:
        """Writes to the file now what Qt would write when it has the time, or at the program's end."""
        self._file.sync()

    def recent(self) -> list[Path]:
        """The corpora opened last, the latest first; some may not be there any more."""
        kept = self._file.value("recent", [])
        names = kept if isinstance(kept, list) else [kept]  # of one value the file makes no list
        paths = [Path(name) for name in names if isinstance(name, str)]
        return [path for path in paths if path.is_absolute() and (path.suffix == CORPUS or isfile(path))]

    def remember(self, path: Path) -> None:
        self._file.setValue("recent", [str(one) for one in [path, *self._others(path)][:RECENT]])

    def forget(self, path: Path) -> None:
        """Takes a corpus off the list."""
        self._file.setValue("recent", [str(one) for one in self._others(path)])

    def _others(self, path: Path) -> list[Path]:
        return [one for one in self.recent() if one != path]

    def keys(self) -> dict[str, tuple[str, ...]]:
        """The person's own keys, by the binding's name."""
        self._file.beginGroup("keys")
        found = {name: self._file.value(name, "") for name in self._file.childKeys()}
        self._file.endGroup()
        return {name: tuple(value.split()) for name, value in found.items() if isinstance(value, str)}

    def set_keys(self, name: str, chords: tuple[str, ...] | None) -> None:
        """Gives a binding other keys; None gives it back those that it comes with."""
        if chords is None:
            self._file.remove(f"keys/{name}")
        else:
            self._file.setValue(f"keys/{name}", " ".join(chords))

    def reset_keys(self) -> None:
        """All keys are again those that the program comes with."""
        self._file.remove("keys")

    def geometry(self) -> QByteArray | None:
        value = self._file.value("geometry")
        return value if isinstance(value, QByteArray) else None

    def set_geometry(self, geometry: QByteArray) -> None:
        self._file.setValue("geometry", geometry)
