"""What the program remembers of its user between sessions, as a table: name, default, allowed values."""

from __future__ import annotations

from dataclasses import dataclass
from os.path import isfile
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from annotator.i18n import LANGUAGES

AUTO = "auto"
RECENT = 8


@dataclass(frozen=True, slots=True)
class Setting:
    name: str
    default: str
    allowed: tuple[str, ...] = ()


LANGUAGE = Setting("language", AUTO, (AUTO, *LANGUAGES))
THEME = Setting("theme", AUTO, (AUTO, "light", "dark"))
ANNOTATOR = Setting("annotator", "")
FOLDER = Setting("folder", "")


class Settings:
    """Reads and writes the user's settings file. A value that is not allowed counts as the default."""

    def __init__(self) -> None:
        self._file = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "annotator", "annotator")

    def get(self, setting: Setting) -> str:
        value = self._file.value(setting.name, setting.default)
        if not isinstance(value, str):  # somebody else has written into the file
            return setting.default
        return value if not setting.allowed or value in setting.allowed else setting.default

    def set(self, setting: Setting, value: str) -> None:
        self._file.setValue(setting.name, value)

    def flush(self) -> None:
        """Writes to the file now what Qt would write when it has the time, or at the program's end."""
        self._file.sync()

    def recent(self) -> list[Path]:
        """The corpora opened last that are still there, the latest first."""
        kept = self._file.value("recent", [])
        names = kept if isinstance(kept, list) else [kept]  # of one value the file makes no list
        return [Path(name) for name in names if isinstance(name, str) and isfile(name)]

    def remember(self, path: Path) -> None:
        others = [one for one in self.recent() if one != path]
        self._file.setValue("recent", [str(one) for one in [path, *others][:RECENT]])

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

    def geometry(self) -> QByteArray | None:
        value = self._file.value("geometry")
        return value if isinstance(value, QByteArray) else None

    def set_geometry(self, geometry: QByteArray) -> None:
        self._file.setValue("geometry", geometry)
