"""The buttons at the foot of a dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton

from annotator.i18n import Words


def ok_or_cancel(dialog: QDialog, words: Words, ok: str) -> tuple[QDialogButtonBox, QPushButton]:
    """The box, and its button that says `ok` and accepts the dialog; the other one leaves it."""
    box = QDialogButtonBox()
    button = box.addButton(ok, QDialogButtonBox.ButtonRole.AcceptRole)
    box.addButton(words("ui.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    return box, button


def only_close(dialog: QDialog, words: Words) -> tuple[QDialogButtonBox, QPushButton]:
    """The box, and its only button, which closes a dialog that has told something."""
    box = QDialogButtonBox()
    button = box.addButton(words("ui.close"), QDialogButtonBox.ButtonRole.AcceptRole)
    button.setDefault(True)
    box.accepted.connect(dialog.accept)
    return box, button
