"""The end of a desktop's session as Qt tells it: by the call that its parts for each platform make."""

from __future__ import annotations

import ctypes
from pathlib import Path

import PySide6

_LIBRARY = Path(PySide6.__file__).parent / "Qt" / "lib" / "libQt6Gui.so.6"
CAN = _LIBRARY.exists()
"""Whether Qt's library is where it is on Linux."""


def session_ends() -> None:
    """What a session manager's word comes to: commitDataRequest and saveStateRequest, with Qt's own QSessionManager."""
    library = ctypes.CDLL(str(_LIBRARY))
    for name in ("appCommitData", "appSaveState"):
        call = getattr(library, f"_ZN23QPlatformSessionManager{len(name)}{name}Ev")
        call.argtypes, call.restype = (ctypes.c_void_p,), None
        call(None)  # it asks nothing of the object
