"""The corpus file: one SQLite database, its history, and nothing that knows a window or a format.

The one address of SQLite. Everything goes in and comes out as the values of model.py.
"""

from annotator.store.store import Store

__all__ = ["Store"]
