"""Exports that are a folder with one text file for each document."""

from __future__ import annotations

import re
from pathlib import Path

# no system's file names hold these; and Windows drops dots and blanks at the end
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f\u2028\u2029<>:"/\\|?*]+')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_MOST_BYTES = 180


class FileNames:
    """Gives each document a file name made of its title, no two alike on a disk that ignores case."""

    def __init__(self, suffix: str) -> None:
        self._suffix = suffix
        self._taken: set[str] = set()

    def __call__(self, title: str) -> str:
        stem = file_stem(title)
        name, count = stem, 1
        while name.casefold() in self._taken:
            count += 1
            name = f"{stem} ({count})"
        self._taken.add(name.casefold())
        return name + self._suffix


def file_stem(title: str) -> str:
    """The title as every system takes it for a file's name: at most 180 bytes, never hidden, never empty."""
    spelled = _FORBIDDEN.sub("_", title).encode("utf-8", "replace")[:_MOST_BYTES].decode("utf-8", "ignore")
    stem = spelled.strip(" .") or "document"
    return f"_{stem}" if _RESERVED.match(stem) else stem


def write_text(path: Path, text: str) -> None:
    """UTF-8, every character as it is. Where the text begins with U+FEFF a BOM comes before it, or reading drops it."""
    path.write_bytes((f"\ufeff{text}" if text.startswith("\ufeff") else text).encode("utf-8"))
