"""The history in the window: the latest first, older ones on request."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from dialogs import with_dialog
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.corpus import Corpus
from annotator.model import Bundle, Past, RowChange
from annotator.ui import historydialog
from annotator.ui.historydialog import HistoryDialog
from annotator.ui.spanhistory import SpanHistory


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
    title = window.session.scheme.label(first.label).title["zh-Hans"]
    assert title in seen[1][3]
    assert first.label not in seen[1][3], "its label is called as the person's language has it"
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


def test_what_a_package_brought_is_shown_and_cannot_be_undone_here(qtbot, window, tmp_path):
    window.session.accept()
    corpus, document = window.session.corpus, window.session.document.id
    corpus.export(tmp_path / "a.anpack", "package")
    with closing(Corpus.create(tmp_path / "b.corpus", annotator="王")) as other:
        other.import_files([tmp_path / "a.anpack"])
        dialog = HistoryDialog(window.dress, other.scheme, other.history(), other.titles(), window)
        (annotation,) = next(one for one in other.bundles() if one.document.id == document).annotations
        steps = SpanHistory(window.dress)
        qtbot.addWidget(steps)
        steps.put(other.history_of(annotation.id), other.scheme)
    told = lines(dialog)
    assert [line[1:3] for line in told[-2:]] == [["李", "接受（在另一个语料库中）"], ["李", "导入（在另一个语料库中）"]]
    enabled = []
    for row in range(len(told)):
        dialog.table.selectRow(row)
        enabled.append(dialog.alone.isEnabled())
    assert enabled == [True] * (len(told) - 2) + [False] * 2
    undone = []
    steps.undone.connect(undone.append)
    last = steps.count() - 1
    assert "接受（在另一个语料库中）" in steps.item(last).text()
    steps.setCurrentRow(last)
    QTest.keyClick(steps, Qt.Key.Key_Delete)
    assert undone == []


def test_when_who_and_what_can_be_read_whole(window, tmp_path):
    window.session.accept()
    window.session.corpus.export(tmp_path / "a.anpack", "package")
    with closing(Corpus.create(tmp_path / "b.corpus", annotator="王")) as other:
        other.import_files([tmp_path / "a.anpack"])
        dialog = HistoryDialog(window.dress, other.scheme, other.history(), other.titles(), window)
        dialog.show()
    for column in range(3):
        assert dialog.table.columnWidth(column) >= dialog.table.sizeHintForColumn(column) > 0
    assert dialog.table.columnWidth(3) > dialog.table.viewport().width() / 3


def test_a_history_of_broken_rows_and_times_is_shown(window):
    document = window.session.document
    rows = [("annotations", {"label": 3}, "gestern"), ("documents", {}, "2026-13-01"), ("progress", {}, "")]
    past = [
        Past(f"e{at}", f"s{at}", "do", "x", "远\n<b>远</b>", time, RowChange(table, "r", None, body))
        for at, (table, body, time) in enumerate(rows)
    ]
    window.session.corpus.add([Bundle(replace(document, id="d", text="别的报告。"), history=tuple(past))])
    seen = []
    with_dialog(lambda dialog: seen.extend(lines(dialog)))
    window.perform("history")
    assert {line[1] for line in seen[-3:]} == {"远\n<b>远</b>"}
    assert {line[0] for line in seen[-3:]} == {"gestern", "2026-13-01", ""}
