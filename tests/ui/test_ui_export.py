"""The export by its dialog: which part, in which form, and what the form could not carry."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.corpus import writable_formats
from annotator.model import Span
from annotator.ui import filedialog, waiting
from annotator.ui.exporting import ExportDialog, ExportResult
from annotator.ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def out(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the file dialog leads; two reports are annotated, one place twice."""
    for row in window.session.listed.rows():
        for span, label in ((Span(0, 4), "Program"), (Span(2, 6), "Measure"), (Span(8, 9), "Place")):
            window.session.do(window.session.corpus.annotate, row.id, span, label)
    path = tmp_path / "out"
    monkeypatch.setattr(filedialog, "to_save", lambda *_: (str(path), ""))
    return path


def through(dialogs: list) -> list:
    """Acts in the dialogs of an export, one after the other; what the result said."""
    left, said = list(dialogs), []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, ExportDialog) and left:
            try:
                left.pop(0)(dialog)
            except BaseException:
                dialog.close()  # else the test would wait for ever
                raise
            QTest.mouseClick(dialog.ok, LEFT)
        elif isinstance(dialog, ExportResult):
            said.append(dialog)
            dialog.close()
            return
        QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)
    return said


def choose(dialog: ExportDialog, name: str) -> None:
    dialog.list.setCurrentRow(list(dialog._formats).index(name))


def test_every_format_says_what_it_counts_and_what_it_loses(qtbot, window):
    dialog = ExportDialog(window.dress, writable_formats(), window.session.scheme, [])
    qtbot.addWidget(dialog)
    words = window.dress.words
    for name, format_ in writable_formats().items():
        choose(dialog, name)
        assert dialog.format is format_
        said = dialog._facts.text()
        for kind in format_.loses:
            assert words(f"formats.loses-{kind}") in said
        assert (words("exporting.loses-nothing") in said) == (not format_.loses)


def test_the_part_that_is_chosen_goes_out_and_the_losses_are_said(window, out):
    def act(dialog: ExportDialog) -> None:
        choose(dialog, "conll")
        for name in dialog.labels:
            dialog.labels[name].setChecked(name in ("Program", "Measure"))

    results = through([act])
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    written = out.with_suffix(".conll")
    report = json.loads(Path(f"{written}.losses.json").read_text("utf-8"))
    spans = report["spans"]
    assert spans["corpus"] == 6 == spans["file"] + spans["lost"] + spans["left_out"]
    assert spans["left_out"] == 2, "two labels in two reports are 4"
    assert spans["lost"] >= 2, "one of two that cross can be written"
    assert "B-Measure" in written.read_text("utf-8")
    assert "Place" not in written.read_text("utf-8")
    text = " ".join(child.text() for child in results[0].findChildren(type(results[0].said)))
    kinds = [*report["lost"], *report["left_out"]]
    assert all(window.dress.words(f"formats.loses-{kind}") in text for kind in kinds)
    assert window.dress.words("exporting.stays") in text
    assert f"{written.name}.losses.json" in text


def test_a_seed_is_asked_for_where_reports_are_divided(qtbot, window):
    dialog = ExportDialog(window.dress, writable_formats(), window.session.scheme, [])
    qtbot.addWidget(dialog)
    for name, format_ in writable_formats().items():
        choose(dialog, name)
        assert (not dialog.seed.isHidden()) == (name == "huggingface") == bool(format_.divides)
        dialog.seed.setText(" 甲 ")
        assert dialog.order().seed == ("甲" if name == "huggingface" else "")


def test_people_go_out_under_other_names_where_that_is_wanted(window, out):
    window.session.accept()
    for wanted in (False, True):

        def act(dialog: ExportDialog, wanted: bool = wanted) -> None:
            choose(dialog, "jsonl")
            assert not dialog.with_pseudonyms.isChecked()
            if wanted:
                QTest.keyClick(dialog.with_pseudonyms, Qt.Key.Key_Space)

        through([act])
        window.perform("export")
        written = out.with_suffix(".jsonl").read_text("utf-8")
        assert ('"annotator-1"' in written) == wanted
        assert ('"李"' in written) != wanted


def test_what_is_marked_on_the_page_of_the_corpus_goes_out_alone(window, out):
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    page = window.desk.page
    QTest.keyClick(page.reports.view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(page.reports.view, Qt.Key.Key_Space)
    marked = next(iter(page.reports.model.marked))
    results = through([lambda dialog: choose(dialog, "jsonl")])
    QTest.mouseClick(page.reports._buttons["export"], LEFT)
    lines = [json.loads(line) for line in out.with_suffix(".jsonl").read_text("utf-8").splitlines()]
    titles = [window.session.corpus.document(marked).title]
    assert [line["title"] for line in lines if "title" in line] == titles
    assert results[0].said.text() == window.dress.words(
        "ui.exported", path=out.with_suffix(".jsonl"), documents=1, annotations=3
    )


def test_without_any_label_nothing_can_be_exported(qtbot, window):
    dialog = ExportDialog(window.dress, writable_formats(), window.session.scheme, ["李"], ["d1"])
    qtbot.addWidget(dialog)
    assert dialog.order().selection.documents == ("d1",)
    for box in dialog.labels.values():
        box.setChecked(False)
    assert not dialog.ok.isEnabled()


def test_cancelled_half_way_the_file_that_was_there_stays(window, out, monkeypatch):
    kept = out.with_suffix(".jsonl")
    kept.write_text("before", "utf-8")
    monkeypatch.setattr(waiting.Waiting, "wasCanceled", lambda _bar: True)

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, ExportDialog):
            QTest.mouseClick(dialog.ok, LEFT)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)
    window.perform("export")
    assert kept.read_text("utf-8") == "before"
    assert [path.name for path in out.parent.glob("out*")] == ["out.jsonl"]
