"""Looks for the system libraries that Qt needs before Qt does: a missing one would end the program without a word.

Imports nothing of Qt. The names are those of Debian and Ubuntu.
"""

from __future__ import annotations

import ctypes
import os
import sys

from annotator.errors import AnnotatorError

_ALWAYS = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
_WITH_X = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}


def check_libraries() -> None:
    """Raises AnnotatorError that names what to install. Does nothing where Qt brings its own (Windows, macOS)."""
    if not sys.platform.startswith("linux"):
        return
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    needed = _ALWAYS if platform in ("offscreen", "minimal") else _ALWAYS | _WITH_X
    if missing := [package for library, package in needed.items() if not _loads(library)]:
        raise AnnotatorError("ui.libraries-missing", packages=" ".join(missing))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
