"""Importing in the window: a look at what would come in, the import itself, and what has come of it."""

from annotator.ui.importing.dialog import ImportDialog
from annotator.ui.importing.plan import Plan
from annotator.ui.importing.result import ImportResult
from annotator.ui.importing.running import bring_in

__all__ = ["ImportDialog", "ImportResult", "Plan", "bring_in"]
