"""The scheme editor: labels, attributes, relations and what reports carry, changed as one step."""

from annotator.ui.scheming.dialog import SchemeDialog, show_scheme

__all__ = ["SchemeDialog", "show_scheme"]
