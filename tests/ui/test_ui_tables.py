"""How all tables of the window behave."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from annotator.ui.tables import as_rows, fit_columns


def test_tab_leaves_a_table_and_a_row_is_chosen_whole(qtbot):
    page, table, below = QWidget(), QTableWidget(2, 3), QLineEdit()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    layout.addWidget(table)
    layout.addWidget(below)
    for at in range(6):
        table.setItem(at // 3, at % 3, QTableWidgetItem(str(at)))
    as_rows(table, (90, 100))
    page.show()
    table.setFocus()
    table.setCurrentCell(1, 0)
    assert [index.row() for index in table.selectionModel().selectedRows()] == [1]
    assert (table.columnWidth(0), table.columnWidth(1)) == (90, 100)
    qtbot.keyClick(table, Qt.Key.Key_Tab)
    assert page.focusWidget() is below
    assert table.state() != QTableWidget.State.EditingState


def test_columns_are_as_wide_as_their_heads_and_the_words_that_may_stand_in_them(qtbot):
    table = QTableWidget(0, 3)
    qtbot.addWidget(table)
    table.setHorizontalHeaderLabels(["一", "标题标题标题标题", "文"])
    as_rows(table)
    table.horizontalHeader().setStretchLastSection(False)
    fit_columns(table, {"a": 44, "b": 44, "c": 44}, {"c": ("短", "Traditional Chinese")}, 10)
    letters = table.horizontalHeader().fontMetrics()
    assert [table.columnWidth(at) for at in range(3)] == [
        max(44, letters.horizontalAdvance("一") + 10),
        letters.horizontalAdvance("标题标题标题标题") + 10,
        letters.horizontalAdvance("Traditional Chinese") + 10,
    ]
