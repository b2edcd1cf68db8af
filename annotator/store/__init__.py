"""The corpus file: one SQLite database, its history, and nothing that knows a window or a format.

The one address of SQLite. Everything goes in and comes out as the values of the model.
"""

from annotator.store.arriving import Arrival
from annotator.store.backup import Backup, backups, make_backup, restore
from annotator.store.foreign import Examined
from annotator.store.lists import AS_THEY_CAME, BEFORE_ALL, By, Order
from annotator.store.merged import Merged, MergePlan
from annotator.store.overview import EVERY, Sought
from annotator.store.places import unsafe_place
from annotator.store.presence import Holder, Presence, holders
from annotator.store.purging import Copies, Report, copies_with
from annotator.store.reading import Reading
from annotator.store.sqlite import sqlite_version
from annotator.store.store import State, Store
from annotator.store.uses import LABELLED, Uses
from annotator.store.versions import Settling
from annotator.store.writing import Writing

__all__ = [
    "AS_THEY_CAME", "BEFORE_ALL", "EVERY", "LABELLED", "Arrival", "Backup", "By", "Copies", "Examined", "Holder",
    "MergePlan", "Merged", "Order", "Presence", "Reading", "Report", "Settling", "Sought", "State", "Store",
    "Uses", "Writing", "backups", "copies_with", "holders", "make_backup", "restore", "sqlite_version",
    "unsafe_place",
]  # fmt: skip
