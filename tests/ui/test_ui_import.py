"""The import by its dialog: looked at first, then read beside and written as one step."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.corpus import SUGGESTIONS, Looked
from annotator.keeping import backups
from annotator.ui.corpuspage.rowsview import choose_row
from annotator.ui.importing import ImportDialog, ImportResult
from annotator.ui.importing.table import COLUMNS
from annotator.ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
TEXT = "甲村落实低保，建设扶贫车间12个。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A text in GB18030 that says so by itself, a doubtful one, one that is in the corpus, a broken one, and marks."""
    made = tmp_path / "in"
    made.mkdir()
    (made / "a.txt").write_bytes((TEXT * 10).encode("gb18030"))
    (made / "b.txt").write_bytes("低保".encode("gb18030"))
    (made / "c.docx").write_bytes(b"PK\x03\x04nothing")
    value = {"start": 4, "end": 6, "text": "低保", "labels": ["POLICY"]}
    result = [{"from_name": "label", "to_name": "text", "type": "labels", "value": value}]
    people = [{"id": 1, "completed_by": {"email": "a@b"}, "result": result}]
    task = {"id": 1, "data": {"text": TEXT}, "annotations": people}
    (made / "d.json").write_text(json.dumps([task]), "utf-8")
    return made


def in_dialogs(*acts: Callable[[Any], object]) -> list[object]:
    """Acts in one dialog of an import after the other, the first once everything is looked at; what they gave."""
    gave: list[object] = []
    left = list(acts)
    most = iter(range(10_000))  # looks; then the dialog is closed, and the test fails

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if next(most, None) is None and dialog:
            dialog.close()
            return
        ready = isinstance(dialog, ImportResult) or (isinstance(dialog, ImportDialog) and not dialog._left_to_look)
        if ready and left:
            try:
                gave.append(left.pop(0)(dialog))
            except BaseException:
                dialog.close()  # else the test would wait for ever
                raise
        if left or (isinstance(dialog, ImportDialog) and dialog._left_to_look):
            QTimer.singleShot(30, look)

    QTimer.singleShot(0, look)
    return gave


def cells(dialog: ImportDialog, column: str) -> list[str]:
    model = dialog.model
    return [model.index(row, COLUMNS.index(column)).data() for row in range(model.rowCount())]


def titles(window: MainWindow) -> list[str]:
    return [row.title for row in window.session.listed.rows()]


def test_a_folder_is_looked_at_then_comes_in_as_one_step(window, folder):
    before = titles(window)

    def look(dialog: ImportDialog) -> dict[str, list[str]]:
        seen = {name: cells(dialog, name) for name in ("file", "title", "script", "encoding", "annotations", "remark")}
        choice = dialog.labels._choices["POLICY"]
        choice.setCurrentIndex(choice.findData("Program"))
        QTest.mouseClick(dialog.ok, LEFT)
        return seen

    gave = in_dialogs(look, lambda result: (result.said.text(), result.all.toPlainText(), result.close()))
    window.traffic.bring_in([folder])
    seen, (said, reasons, _) = gave  # type: ignore[misc]
    assert seen["file"] == ["a.txt", "b.txt", "c.docx", "d.json"]
    assert seen["title"][:2] == ["a", "b"]
    assert seen["script"] == ["简体", "简体", "", "简体"]
    assert seen["encoding"][:2] == ["gb18030", "gb18030 ?"]
    assert seen["annotations"] == ["0", "0", "", "1"]
    assert "c.docx" in seen["remark"][2]
    assert str(folder) not in seen["remark"][2]
    assert "3" in said
    assert "c.docx" in reasons
    assert len(titles(window)) == len(before) + 3
    document = window.session.listed.rows()[-1].id
    bundle = next(one for one in window.session.corpus.bundles() if one.document.id == document)
    assert [(one.label, one.annotator, one.text) for one in bundle.annotations] == [("Program", "a@b", "低保")]
    window.session.undo()
    assert titles(window) == before


def _grandchildren() -> set[int]:
    """The processes that our own processes have begun."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has just ended
            fields = stat.read_text().rpartition(")")[2].split()
            if fields[0] != "Z":
                parents[int(stat.parent.name)] = int(fields[1])
    return {pid for pid, parent in parents.items() if parents.get(parent) == os.getpid()}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc")
def test_when_the_system_kills_what_reads_a_page_the_window_goes_on_with_the_other_files(window, tmp_path):
    page = "<html><body><p>村里落实低保，发展产业。</p>%s</body></html>"
    (tmp_path / "a.html").write_text(page % ("<table><tr><td>发放补贴</td></tr></table>" * 40_000), "utf-8")
    (tmp_path / "b.html").write_text(page % "", "utf-8")
    (tmp_path / "c.txt").write_text(TEXT, "utf-8")
    before, killed = titles(window), set[int]()

    def begin(dialog: ImportDialog) -> None:
        known = _grandchildren()
        timer = QTimer(window)
        timer.timeout.connect(lambda: kill(timer, _grandchildren() - known))
        timer.start(20)
        QTest.mouseClick(dialog.ok, LEFT)

    def kill(timer: QTimer, reading: set[int]) -> None:
        for pid in reading - killed:
            os.kill(pid, signal.SIGKILL)
            killed.add(pid)
            timer.stop()

    gave = in_dialogs(begin, lambda result: (result.said.text(), result.all.toPlainText(), result.close()))
    window.traffic.bring_in([tmp_path])
    assert len(killed) == 1
    _, reasons, _ = gave[1]  # type: ignore[misc]
    assert "a.html" in reasons
    assert "b.html" not in reasons
    assert titles(window)[len(before) :] == ["村里落实低保，发展产业。", TEXT]
    window.session.undo()
    assert titles(window) == before


def test_nothing_is_written_by_looking(window, folder):
    steps = len(list(window.session.corpus.history()))
    in_dialogs(lambda dialog: dialog.reject())
    window.traffic.bring_in([folder])
    assert len(list(window.session.corpus.history())) == steps


def test_another_encoding_is_seen_at_once_and_used(window, tmp_path):
    path = tmp_path / "b.txt"
    path.write_bytes("低保".encode("gb18030"))
    wanted = "低保".encode("gb18030").decode("big5hkscs")

    def choose(dialog: ImportDialog) -> str:
        before = dialog.detail.sample.toPlainText()
        dialog.detail.decoded.emit("big5hkscs")
        return before

    def agree(dialog: ImportDialog) -> str:
        after = dialog.detail.sample.toPlainText()
        assert dialog.detail.encoding.currentData() == "big5hkscs"
        QTest.mouseClick(dialog.ok, LEFT)
        return after

    gave = in_dialogs(choose, agree, lambda result: result.close())
    window.traffic.bring_in([path])
    assert "低保" in gave[0]
    assert gave[1] == wanted
    assert window.session.corpus.document(window.session.listed.rows()[-1].id).text == wanted


def test_a_file_can_be_taken_out_and_known_ones_are_said(window, folder):
    (folder / "e.txt").write_bytes(window.session.document.text.encode())

    def act(dialog: ImportDialog) -> tuple[str, str]:
        known = cells(dialog, "remark")[4]
        choose_row(dialog.view, 0)
        QTest.keyClick(dialog.view, Qt.Key.Key_Space)
        while dialog._soon.isActive():
            QTest.qWait(20)
        summary = dialog._summary.text()
        assert folder / "a.txt" not in dialog.plan().files
        dialog.reject()
        return known, summary

    gave = in_dialogs(act)
    window.traffic.bring_in([folder])
    known, summary = gave[0]  # type: ignore[misc]
    assert known == window.dress.words("importing.known", count=1)
    assert summary.startswith(window.dress.words("importing.summary", reports=3, annotations=1))


def test_files_dropped_on_the_window_are_looked_at(window, folder):
    gave = in_dialogs(lambda dialog: (cells(dialog, "file"), dialog.reject()))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder / "a.txt"))])
    window.dropEvent(QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier))
    assert gave[0][0] == ["a.txt"]  # type: ignore[index]


def test_what_people_did_is_copied_before_more_comes_in(window, demo, folder):
    window.session.accept()
    in_dialogs(lambda dialog: QTest.mouseClick(dialog.ok, LEFT), lambda result: result.close())
    window.traffic.bring_in([folder / "a.txt", folder / "c.docx"])
    (copy,) = backups(demo)
    assert (copy.documents, copy.annotations) == (2, 1)
    assert len(titles(window)) == 3


def test_a_scheme_that_comes_along_into_an_empty_corpus_is_the_one_that_labels_must_fit(qtbot, window, folder):
    present = window.session.scheme
    other = replace(present, labels=(replace(present.labels[0], name="POLICY"),))
    dialog = ImportDialog(window.dress, [], present, lambda _hashes: set(), adopts=True)
    qtbot.addWidget(dialog)
    path = folder / "d.json"
    dialog.model.put(path, [Looked(path, hashes=("x",), labels={"POLICY": 2}, scheme=other)], set())
    dialog._summarise()
    assert dialog.labels.labels == {}
    dialog._adopts = False
    dialog._summarise()
    assert dialog.labels.labels == {"POLICY": ""}


def test_what_a_program_made_comes_in_as_suggestions_to_decide_on(window, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": TEXT, "label": [[1, 3, "Program"]]}) + "\n", "utf-8")

    def look(dialog: ImportDialog) -> tuple[bool, bool]:
        before = dialog.predictions.isVisible()
        QTest.mouseClick(dialog.predicted, LEFT, pos=QPoint(8, dialog.predicted.height() // 2))
        gave = (before, dialog.predictions.isVisible())
        assert dialog.plan().options(path, "李").predictions == SUGGESTIONS
        QTest.mouseClick(dialog.ok, LEFT)
        return gave

    gave = in_dialogs(look, lambda result: (result.all.toPlainText(), result.close()))
    window.traffic.bring_in([path])
    (before, after), (said, _) = gave  # type: ignore[misc]
    assert (before, after) == (False, True)
    assert "1" in said
    window.session.show(window.session.listed.rows()[-1].id)
    item = next(one for one in window.session.items if one.source == "imported: a.jsonl:1")
    assert (item.is_open, item.span.of(TEXT)) == (True, "村落")
    window.session.choose(item.key)
    assert "imported: a.jsonl:1" in window.workspace.inspector._state.text()
    QTest.keyClick(window.workspace.reader, Qt.Key.Key_Return)
    assert [one.text for one in window.session.corpus.annotations(window.session.document.id)] == ["村落"]
    assert window.session.corpus.precisions()["imported: a.jsonl:1"].right == 1
