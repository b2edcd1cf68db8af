"""Runs first in a bundle: who asks for Python's own sqlite3 gets pysqlite3, so that one SQLite is on board, the newer.

sqlite-utils imports both, and two libraries in one process would not know of each other's locks. Nothing is imported
before somebody asks: the worker process never does.
"""

import sys
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.util import spec_from_loader

NAMES = ("sqlite3", "sqlite3.dbapi2")


class OneSqlite(MetaPathFinder, Loader):
    """Finds pysqlite3 under the name of sqlite3."""

    def find_spec(self, name, *_):
        return spec_from_loader(name, self) if name in NAMES else None

    def create_module(self, spec):
        return import_module(f"py{spec.name}")

    def exec_module(self, module):
        """It has been, under its own name."""


sys.meta_path.append(OneSqlite())
