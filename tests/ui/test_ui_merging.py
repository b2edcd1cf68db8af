"""Merging and giving out in the window: a look first, what has to be settled, then one step; or nothing at all."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from children import Here
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from annotator import work
from annotator.corpus import Corpus
from annotator.model import Bundle, Document, Label, RelationType, Span
from annotator.plain import read_scheme
from annotator.ui import filedialog
from annotator.ui.merging.dialog import MergeDialog
from annotator.ui.merging.giving import PackageDialog
from annotator.ui.waiting import CancelledError, Waiting


@pytest.fixture(autouse=True)
def told(window, monkeypatch) -> list[str]:
    """What message boxes would say."""
    said: list[str] = []
    monkeypatch.setattr(work, "Worker", Here)
    monkeypatch.setattr(window.files, "tell", lambda sentence, *_: said.append(sentence))
    return said


@pytest.fixture
def colleague(window, tmp_path, monkeypatch) -> Path:
    """A copy with an annotation of 王's, which the file dialog gives."""
    path = Path(shutil.copy(window.session.corpus.path, tmp_path / "<b>王.corpus"))
    annotate(path, 0)
    monkeypatch.setattr(filedialog, "some_to_open", lambda *_: [str(path)])
    return path


def annotate(path: Path, start: int) -> None:
    with closing(Corpus.open(path, annotator="王")) as corpus:
        corpus.annotate(corpus.documents()[0].id, Span(start, start + 2), "Place", {})


def steps(window) -> int:
    return sum(1 for _ in window.session.corpus.history())


def texts(dialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def with_dialog(act) -> None:
    """Calls `act` with the dialog that is about to open, which may come after a bar, and closes it whatever happens."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, MergeDialog | PackageDialog):
            QTimer.singleShot(20, look)
            return
        try:
            act(dialog)
        finally:
            dialog.close()

    QTimer.singleShot(20, look)


def click(button) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.usefixtures("colleague")
def test_by_key_a_look_then_one_step_that_undo_takes_back(window, told):
    before = steps(window)
    seen = []

    def act(dialog: MergeDialog) -> None:
        assert dialog.ok.isEnabled()
        seen.append(texts(dialog))
        click(dialog.ok)

    with_dialog(act)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert "<b>王.corpus" in seen[0]
    assert "王" in seen[0]
    corpus = window.session.corpus
    assert corpus.counts()["annotators"]["王"] == 1
    assert "backups" in told[-1]
    window.perform("undo")
    assert corpus.counts()["annotations"] == 0
    window.perform("redo")
    window.perform("merge")
    assert corpus.counts()["annotators"]["王"] == 1
    assert told[-1] == window.dress.words("ui.merge-nothing")
    assert steps(window) > before


@pytest.mark.usefixtures("colleague")
def test_who_cancels_has_changed_nothing(window, told, monkeypatch):
    before = steps(window)
    with_dialog(lambda dialog: dialog.reject())
    window.perform("merge")
    assert steps(window) == before

    def stop(*_: object, **__: object) -> None:
        raise CancelledError

    monkeypatch.setattr(Waiting, "step", stop)
    window.perform("merge")
    assert (steps(window), told) == (before, [])
    assert window.session.corpus.counts()["annotations"] == 0


def test_other_parts_of_a_scheme_are_shown_and_settled_too(window, colleague):
    with closing(Corpus.open(colleague, annotator="王")) as corpus:
        link = RelationType("near", {"en": "near"}, ("Place",), ("Place",))
        corpus.change_scheme(replace(corpus.scheme, relations=(*corpus.scheme.relations, link)))
        document = corpus.documents()[0].id
        for start in (0, 2):
            corpus.annotate(document, Span(start, start + 2), "Place", {})
        corpus.relate(*(one.id for one in corpus.annotations(document) if one.label == "Place"), "near")
    for data, there, number in ((False, False, 2), (True, True, 1)):

        def act(dialog: MergeDialog, data: bool = data, there: bool = there) -> None:
            said = dialog._words("ui.merge-left-out", part="near", count=1)
            assert (said in texts(dialog)) != there, "the second time nothing of that type is new"
            assert not dialog.ok.isEnabled()
            assert dialog.focusWidget() is dialog.parts
            dialog.parts.setCurrentIndex(dialog.parts.findData(data))
            click(dialog.ok)

        with_dialog(act)
        window.perform("merge")
        corpus = window.session.corpus
        assert corpus.counts()["annotators"]["王"] == number
        assert (corpus.scheme.relation("near") is not None) == there
        window.perform("undo")
        annotate(colleague, 6)


def test_labels_have_to_be_settled_first(window, tmp_path, monkeypatch):
    path = tmp_path / "other.corpus"
    ours = read_scheme()
    odd, rare = (Label(name, {"en": name}, "", {}, {}, ()) for name in ("Odd", "Rare"))
    scheme = replace(ours, labels=(odd, rare, *ours.labels))
    with closing(Corpus.create(path, scheme, annotator="王")) as corpus:
        corpus.add([Bundle(Document("x", "别的报告", "落实低保政策，发放补助。"))])
        corpus.annotate("x", Span(0, 2), "Odd", {})
        corpus.annotate("x", Span(2, 4), "Rare", {})
    monkeypatch.setattr(filedialog, "some_to_open", lambda *_: [str(path)])

    def act(dialog: MergeDialog) -> None:
        odd, rare = dialog.choices["Odd"], dialog.choices["Rare"]
        assert not dialog.ok.isEnabled()
        odd.setCurrentIndex(odd.findData("Measure"))
        assert not dialog.ok.isEnabled()
        QTest.keyClick(rare, Qt.Key.Key_Down)
        assert dialog.ok.isEnabled()
        assert (dialog.labels(), dialog.added()) == ({"Odd": "Measure"}, ["Rare"])
        assert "Odd" in odd.accessibleName()
        click(dialog.ok)

    with_dialog(act)
    window.perform("merge")
    corpus = window.session.corpus
    corpus.annotator = "王"
    assert {one.label for one in corpus.annotations("x")} == {"Measure", "Rare"}
    assert corpus.scheme.label("Rare")
    assert not corpus.scheme.label("Odd")


def test_much_of_somebodys_work_is_asked_about(window, colleague):
    with_dialog(lambda dialog: click(dialog.ok))
    window.perform("merge")
    with closing(Corpus.open(colleague, annotator="王")) as corpus:
        corpus.undo()

    def act(dialog: MergeDialog) -> None:
        assert not dialog.ok.isEnabled()
        assert "王 (1/1)" in texts(dialog)
        dialog.sure.setFocus()
        QTest.keyClick(dialog.sure, Qt.Key.Key_Space)
        assert dialog.ok.isEnabled()
        click(dialog.ok)

    with_dialog(act)
    window.perform("merge")
    assert window.session.corpus.counts()["annotations"] == 0


def test_a_file_that_is_no_corpus_is_said(window, tmp_path, told, monkeypatch):
    bad = tmp_path / "bad.corpus"
    bad.write_bytes(b"no corpus at all")
    monkeypatch.setattr(filedialog, "some_to_open", lambda *_: [str(bad)])
    window.perform("merge")
    assert str(bad) in told[-1]


def test_a_package_for_somebody(window, tmp_path, told, monkeypatch):
    out = tmp_path / "给王.corpus"
    monkeypatch.setattr(filedialog, "to_save", lambda *_, **__: (str(out.with_suffix("")), ""))

    def act(dialog: PackageDialog) -> None:
        assert dialog.documents() == [window.session.document.id]
        dialog.reports.clearSelection()
        assert not dialog.ok.isEnabled()
        dialog.reports.setFocus()
        QTest.keyClick(dialog.reports, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        dialog.person.setEditText(" 王 ")
        click(dialog.ok)

    with_dialog(act)
    QTest.keyClick(
        window.focusWidget(), Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert str(out) in told[-1]
    with closing(Corpus.open(out, annotator="王")) as package:
        assert len(package.documents()) == len(window.session.listed.rows())
        assert package.annotators() == ["王"]


def test_a_package_is_not_proposed_under_the_name_of_the_corpus_itself(window, monkeypatch):
    proposed: list[Path] = []
    window.files.was_at(window.session.corpus.path)

    def ask(_parent: object, _title: str, start: str, *_more: object, **_how: object) -> tuple[str, str]:
        proposed.append(Path(start))
        return "", ""

    monkeypatch.setattr(filedialog, "to_save", ask)
    with_dialog(lambda dialog: click(dialog.ok))
    window.perform("package")
    (path,) = proposed
    assert path.stem == f"{window.session.corpus.path.stem} 2"


def test_the_report_that_is_shown_may_be_known_under_another_id(window, tmp_path, monkeypatch):
    """Two people imported the same file: whichever id stays, the window goes on with a report that is there."""
    shown = window.session.document
    path = tmp_path / "other.corpus"
    with closing(Corpus.create(path, annotator="王")) as corpus:
        corpus.add([Bundle(Document("0", "同一份", shown.text))])
        corpus.annotate("0", Span(0, 2), "Place", {})
    monkeypatch.setattr(filedialog, "some_to_open", lambda *_: [str(path)])
    with_dialog(lambda dialog: click(dialog.ok))
    window.perform("merge")
    assert [row.id for row in window.session.listed.rows()].count(shown.id) == 0
    assert window.session.document is not None
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert window.session.corpus.counts()["annotations"] == 2
