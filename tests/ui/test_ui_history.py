"""The history in the window: the latest first, older ones on request."""

from __future__ import annotations

from dialogs import with_dialog
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.ui import historydialog
from annotator.ui.historydialog import HistoryDialog


def lines(dialog: HistoryDialog) -> list[list[str]]:
    table = dialog.table
    return [[table.item(row, column).text() for column in range(4)] for row in range(table.rowCount())]


def test_the_history_tells_who_did_what_where(window):
    first = window.session.item().suggestion
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    seen = []
    with_dialog(lambda dialog: seen.extend(lines(dialog)))
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert [line[2] for line in seen] == ["撤销：接受", "接受", "导入", "新建语料库"]
    assert {line[1] for line in seen} == {"李"}
    assert first.text in seen[1][3]
    assert window.session.document.title in seen[1][3]


def test_older_steps_come_page_by_page(window, monkeypatch):
    monkeypatch.setattr(historydialog, "_PAGE", 3)
    for _ in range(5):
        window.session.accept()
    counts = []

    def act(dialog: HistoryDialog) -> None:
        while dialog.more.isVisible():
            counts.append(len(lines(dialog)))
            QTest.mouseClick(dialog.more, Qt.MouseButton.LeftButton)
        counts.append(len(lines(dialog)))

    with_dialog(act)
    window.perform("history")
    assert counts == [3, 6, 7]


def test_an_older_step_is_taken_back_alone_or_the_reason_is_said(window, monkeypatch):
    told = []
    monkeypatch.setattr(window.files, "tell_error", told.append)
    window.session.accept()
    window.session.accept()
    document = window.session.document.id
    first, second = window.session.corpus.annotations(document)
    shown = []

    def act(dialog: HistoryDialog) -> None:
        assert not dialog.alone.isEnabled()
        for row in (1, 3):  # the older decision, then the import that everything stands on
            dialog.table.selectRow(row)
            QTest.mouseClick(dialog.alone, Qt.MouseButton.LeftButton)
        shown.extend(lines(dialog))

    with_dialog(act)
    window.perform("history")
    assert [one.id for one in window.session.corpus.annotations(document)] == [second.id]
    assert first.text in shown[0][3]
    assert [error.key for error in told] == ["store.step-depended"]
    window.session.undo()
    assert window.session.corpus.annotations(document) == [first, second]
