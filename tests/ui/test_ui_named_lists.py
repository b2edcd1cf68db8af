"""What a screen reader is told a list is: each list of a dialog has a name."""

from __future__ import annotations

import pytest
from dialogs import with_dialog
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QDialog, QHeaderView

from annotator.ui.keys import BINDINGS


@pytest.mark.parametrize("action", ["history", "scheme", "terms", "bulk"])
def test_every_list_of_a_dialog_has_a_name(window, action):
    seen: list[str] = []

    def look(dialog: QDialog) -> None:
        views = dialog.findChildren(QAbstractItemView)
        lists = [one for one in views if not isinstance(one, QHeaderView) and not _is_of_a_box(one)]
        seen.extend(f"{type(one).__name__}: {one.accessibleName()}" for one in lists)
        dialog.reject()

    with_dialog(look)
    window.do(next(binding for binding in BINDINGS if binding.action == action))
    assert seen
    assert not [one for one in seen if one.endswith(": ")]


def _is_of_a_box(view: QAbstractItemView) -> bool:
    parent = view.parentWidget()
    while parent is not None and not isinstance(parent, QComboBox):
        parent = parent.parentWidget()
    return parent is not None
