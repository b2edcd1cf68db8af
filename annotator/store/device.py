"""Which machine writes: each has its own chain in the event log."""

from __future__ import annotations

from pathlib import Path

import platformdirs

from annotator.model import new_id


def device_id() -> str:
    """This machine's lasting name, made at first use.

    Where it cannot be kept (no home folder to write to), a new one for this session: the log then has one more chain.
    """
    path = Path(platformdirs.user_state_dir("annotator", appauthor=False)) / "device"
    try:
        if kept := path.read_text("ascii").strip():
            return kept
    except (OSError, UnicodeDecodeError):
        pass
    fresh = new_id()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(fresh + "\n", "ascii")
    except OSError:
        pass
    return fresh
