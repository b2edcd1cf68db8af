"""What is said of a report itself, by keys in the real window."""

from __future__ import annotations

import pytest
from dialogs import with_dialog
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.model import Bundle, Document
from annotator.ui.describing import DescribeDialog


@pytest.fixture
def report(window):
    session = window.session
    session.take(session.corpus.add([Bundle(Document("made", "方城县2019年工作总结", "方城县落实低保。"))]).changes)
    session.show("made")
    return window


def press(window, *keys: Qt.Key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(window.focusWidget(), key, modifiers)


def said(window) -> dict[str, object]:
    return window.session.corpus.document_attributes("made")


def about(window) -> str:
    return window.desk.header._about.text()


def test_what_is_proposed_is_taken_and_kept_as_one_step(qtbot, report):
    def act(dialog: DescribeDialog) -> None:
        assert dialog.list.count() == 4
        dialog.list.setFocus()
        press(dialog, Qt.Key.Key_Down, Qt.Key.Key_Return)  # the level alone
        assert dialog.changed() == {"level": "county"}
        QTest.mouseClick(dialog.all, Qt.MouseButton.LeftButton)
        dialog.form.fields[0].setFocus()
        press(dialog, Qt.Key.Key_Return)

    with_dialog(act)
    press(report, Qt.Key.Key_D)
    assert said(report) == {"region": "方城县", "level": "county", "year": 2019, "type": "work-report"}
    assert about(report).startswith("方城县 · 县区 · 2019 · 工作报告 · ")
    press(report, Qt.Key.Key_Z, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert said(report) == {}
    qtbot.waitUntil(lambda: "县区" not in about(report))


def test_a_field_is_typed_and_emptied(report):
    def write(dialog: DescribeDialog) -> None:
        press(dialog, Qt.Key.Key_Tab, Qt.Key.Key_Tab)
        QTest.keyClicks(dialog.focusWidget(), "2020")
        press(dialog, Qt.Key.Key_Return)

    with_dialog(write)
    press(report, Qt.Key.Key_D)
    assert said(report) == {"year": 2020}

    def empty(dialog: DescribeDialog) -> None:
        field = dialog.form.fields[2]
        assert field.text() == "2020"
        field.setFocus()
        field.selectAll()
        press(dialog, Qt.Key.Key_Delete, Qt.Key.Key_Return)

    with_dialog(empty)
    press(report, Qt.Key.Key_D)
    assert said(report) == {}


def test_a_wrong_value_is_refused_in_a_sentence_and_esc_keeps_nothing(report):
    def write(dialog: DescribeDialog) -> None:
        field = dialog.form.fields[2]
        field.setFocus()
        QTest.keyClicks(field, "twenty")
        press(dialog, Qt.Key.Key_Return)

    with_dialog(write)
    press(report, Qt.Key.Key_D)
    assert said(report) == {}
    assert "year" in report.desk.notice.text()

    def leave(dialog: DescribeDialog) -> None:
        QTest.mouseClick(dialog.all, Qt.MouseButton.LeftButton)
        press(dialog, Qt.Key.Key_Escape)

    with_dialog(leave)
    press(report, Qt.Key.Key_D)
    assert said(report) == {}
