"""Runs first in a bundle: who asks for Python's own sqlite3 gets pysqlite3, so that one SQLite is on board, the newer.

sqlite-utils imports both, and two libraries in one process would not know of each other's locks.
"""

import sys

import pysqlite3
import pysqlite3.dbapi2

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
