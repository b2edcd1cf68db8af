"""Imports after Qt's: PySide6 looks through the source of each module for its own name, at 60 µs and some memory each.

It does so to know where its `__feature__` may be meant, which this program uses nowhere.
"""

from __future__ import annotations

import builtins


def import_plainly() -> None:
    """Takes back what PySide6 has put in the place of Python's own import; does nothing where it puts nothing."""
    import PySide6.QtCore  # noqa: F401  # it is put there by the first import

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
