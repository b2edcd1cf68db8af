"""The spans of the report as a list: by keys, and as a screen reader hears them."""

from __future__ import annotations

import pytest
from dialogs import with_dialog
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from annotator.ui.spanlist import SpansDialog


def in_list(window, act) -> None:
    with_dialog(act)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_K)


def press(dialog, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(dialog.focusWidget(), key)


def test_the_list_begins_at_the_current_span_and_enter_goes_to_another(window):
    session = window.session
    session.choose(session.items[20].key)

    def act(dialog: SpansDialog) -> None:
        assert dialog.table.rowCount() == len(session.items)
        assert dialog.view.currentIndex().row() == 20
        assert not dialog.view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled), "letters are keys here"
        press(dialog, Qt.Key.Key_Down, Qt.Key.Key_Return)

    in_list(window, act)
    assert session.current == session.items[21].key
    assert window.focusWidget() is window.workspace.reader


def test_it_is_narrowed_by_text_in_either_script_and_by_state(window):
    session = window.session
    session.accept()
    annotated = session.corpus.annotations(session.document.id)[0]
    seen = {}

    def act(dialog: SpansDialog) -> None:
        dialog.which.setCurrentIndex(dialog.which.findData("decided"))
        assert [item.key for item in dialog.table.items] == [annotated.id]
        dialog.which.setCurrentIndex(dialog.which.findData("open"))
        assert dialog.table.rowCount() == session.open_count()
        dialog.search.setText("贫困户")
        texts = {item.span.of(session.document.text) for item in dialog.table.items}
        assert texts
        assert all("貧困戶" in text for text in texts)
        seen["key"] = dialog.table.items[0].key
        dialog.search.setFocus()
        press(dialog, Qt.Key.Key_Return)

    in_list(window, act)
    assert session.current == seen["key"]


def test_nothing_to_go_to(window):
    before = window.session.current

    def act(dialog: SpansDialog) -> None:
        dialog.search.setText("没有这样的词")
        press(dialog, Qt.Key.Key_Return)
        assert dialog.isVisible(), "Enter on nothing does nothing"
        press(dialog, Qt.Key.Key_Escape)

    in_list(window, act)
    assert window.session.current == before


@pytest.mark.parametrize("row", [0, 3])
def test_a_screen_reader_hears_the_whole_row(window, row):
    def act(dialog: SpansDialog) -> None:
        table = QAccessible.queryAccessibleInterface(dialog.view)
        assert table.role() == QAccessible.Role.Table
        assert table.text(QAccessible.Text.Name) == "本报告的片段"
        heard = dialog.table.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        item = window.session.items[row]
        assert item.span.of(window.session.document.text) in heard
        assert "建议" in heard
        assert window.session.scheme.label(item.label).title["zh-Hans"] in heard

    in_list(window, act)
