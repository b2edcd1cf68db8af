"""Exporting in the window: what goes out and in which form, the export itself, and what the form could not carry."""

from annotator.ui.exporting.dialog import ExportDialog
from annotator.ui.exporting.order import Order
from annotator.ui.exporting.result import ExportResult
from annotator.ui.exporting.running import write_out

__all__ = ["ExportDialog", "ExportResult", "Order", "write_out"]
