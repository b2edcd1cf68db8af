"""Fields with a button that empties them."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QToolButton

from annotator.i18n import Words


def clearable(field: QLineEdit, words: Words) -> None:
    """Gives a field the button, named for those who cannot see it; again, in another language."""
    field.setClearButtonEnabled(True)
    for button in field.findChildren(QToolButton):
        button.setAccessibleName(words("ui.clear"))
