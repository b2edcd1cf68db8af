"""The first start: the sample, a new corpus in three questions, a folder of reports, and the corpora of before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from annotator import plain
from annotator.corpus import Corpus
from annotator.i18n import LANGUAGES
from annotator.ui import filedialog
from annotator.ui.importing import ImportDialog, ImportResult
from annotator.ui.newcorpus import NewCorpusDialog, free_path, with_suffix
from annotator.ui.settings import ANNOTATOR, FOLDER, LANGUAGE, Settings
from annotator.ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def first(qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """The window as somebody sees it who has never started the program; their files lie in a folder of the test."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    settings = Settings()
    settings.set(LANGUAGE, "zh-Hans")
    settings.set(FOLDER, str(tmp_path))
    made = MainWindow(settings)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


def in_dialogs(*acts) -> None:
    """Acts in one modal dialog after the other, each once it is there; an import's once everything is looked at."""
    left = list(acts)

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        ready = isinstance(dialog, NewCorpusDialog | ImportResult) or (
            isinstance(dialog, ImportDialog) and not dialog._left_to_look
        )
        if ready:
            try:
                left.pop(0)(dialog)
            except BaseException:
                dialog.close()  # else the test would wait for ever
                raise
        if left:
            QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)


def test_one_key_opens_the_sample_with_its_suggestions_and_it_stays_as_it_was_left(first):
    assert first.focusWidget() is first.welcome.buttons["demo"]
    QTest.keyClick(first.focusWidget(), Qt.Key.Key_Space)
    assert len(first.session.listed.rows()) == 2
    assert first.session.open_count() > 20
    QTest.keyClick(first.focusWidget(), Qt.Key.Key_Return)
    assert first.session.corpus.counts()["annotations"] == 1
    path = first.session.corpus.path
    first.perform("demo")
    assert first.session.corpus.path == path
    assert first.session.corpus.counts()["annotations"] == 1


def test_a_new_corpus_is_three_answers(first, tmp_path):
    def act(dialog: NewCorpusDialog) -> None:
        assert dialog.answer().path == tmp_path / "扶贫报告.corpus"
        dialog.path.setText(str(tmp_path / "内乡"))
        dialog.annotator.setText("小林")
        QTest.keyClick(dialog.annotator, Qt.Key.Key_Return)

    in_dialogs(act)
    QTest.mouseClick(first.welcome.buttons["new"], LEFT)
    corpus = first.session.corpus
    assert (corpus.path, corpus.annotator, corpus.scheme) == (
        tmp_path / "内乡.corpus", "小林", plain.read_scheme("poverty"),
    )  # fmt: skip
    assert first.settings.get(ANNOTATOR) == "小林"
    assert first.settings.recent() == [tmp_path / "内乡.corpus"]


def test_a_path_that_is_taken_is_said_and_the_file_is_left_alone(first, tmp_path):
    taken = tmp_path / "x.corpus"
    taken.write_text("mine", "utf-8")
    said = []

    def act(dialog: NewCorpusDialog) -> None:
        dialog.path.setText(str(taken))
        QTest.mouseClick(dialog.ok, LEFT)
        said.append((dialog.isVisible(), dialog.fault.text()))
        dialog.reject()

    in_dialogs(act)
    first.perform("new")
    assert said == [(True, first.dress.words("welcome.taken", path=taken))]
    assert taken.read_text("utf-8") == "mine"
    assert first.session is None


def test_a_scheme_of_ones_own_comes_from_a_file_and_a_faulty_one_is_said(qtbot, first, tmp_path):
    body = json.loads(plain.dumps(plain.from_scheme(plain.read_scheme("poverty"))))
    body["name"], body["title"] = "mine", {"en": "Mine", "zh-Hans": "我的", "zh-Hant": "我的"}
    (tmp_path / "mine.json").write_text(json.dumps(body), "utf-8")
    (tmp_path / "bad.json").write_text("{", "utf-8")
    dialog = NewCorpusDialog(first.dress, tmp_path / "y.corpus", "李", first)
    qtbot.addWidget(dialog)
    dialog.take_scheme(tmp_path / "bad.json")
    assert "bad.json" in dialog.fault.text()
    assert dialog.answer().scheme.name == "poverty"
    dialog.take_scheme(tmp_path / "mine.json")
    assert dialog.answer().scheme.name == "mine"
    assert dialog.fault.text() == ""


def test_a_folder_becomes_a_corpus_after_a_look(first, tmp_path, monkeypatch):
    folder = tmp_path / "内乡"
    folder.mkdir()
    (folder / "a.txt").write_text("内乡县落实低保。", "utf-8")
    monkeypatch.setattr(filedialog, "folder_to_open", lambda *_: str(folder))
    in_dialogs(lambda new: new.accept(), lambda look: QTest.mouseClick(look.ok, LEFT), lambda result: result.close())
    QTest.mouseClick(first.welcome.buttons["import-folder"], LEFT)
    assert first.session.corpus.path == tmp_path / "内乡.corpus"
    assert [row.title for row in first.session.listed.rows()] == ["内乡县落实低保。"]
    assert first.session.open_count() > 0


def test_corpora_of_before_are_opened_by_a_key_and_missing_ones_are_marked_and_taken_off(first, tmp_path):
    Corpus.create(tmp_path / "there & <b>.corpus").close()
    gone = tmp_path / "gone.corpus"
    for path in (gone, tmp_path / "there & <b>.corpus"):
        first.settings.remember(path)
    first.welcome.put(first.settings.recent())
    there, missing = first.welcome.rows()
    assert first.focusWidget() is there.button
    assert there.button.isEnabled()
    assert not missing.button.isEnabled()
    assert first.dress.words("welcome.missing") in missing.button.text()
    missing.forget.setFocus()
    QTest.keyClick(missing.forget, Qt.Key.Key_Space)
    assert first.settings.recent() == [tmp_path / "there & <b>.corpus"]
    (there,) = first.welcome.rows()
    QTest.keyClick(there.button, Qt.Key.Key_Space)
    assert first.session.corpus.path == tmp_path / "there & <b>.corpus"


def test_delete_takes_a_corpus_off_the_list_and_leaves_its_file(first, tmp_path):
    path = tmp_path / "x.corpus"
    Corpus.create(path).close()
    first.settings.remember(path)
    first.welcome.put(first.settings.recent())
    QTest.keyClick(first.welcome.rows()[0].button, Qt.Key.Key_Delete)
    assert first.settings.recent() == []
    assert path.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_is_explained_in_each_language_in_one_font(first, language):
    first._set(LANGUAGE, language)
    words = first.dress.words
    for action, button in first.welcome.buttons.items():
        assert button.text() == words(f"ui.action-{action}")
        assert button.accessibleDescription() == words(f"welcome.about-{action}")
    soft = [label for label in first.welcome.findChildren(QLabel) if label.property("role") == "soft"]
    assert {label.font().pixelSize() for label in soft} == {13}


@pytest.mark.parametrize(
    ("typed", "name"), [("/a/b", "b.corpus"), ("/a/b.corpus", "b.corpus"), ("/a/b.2026", "b.2026.corpus")]
)
def test_a_corpus_has_its_suffix(typed, name):
    assert with_suffix(typed).name == name


def test_a_free_name_is_found(tmp_path):
    assert free_path(tmp_path, "x").name == "x.corpus"
    (tmp_path / "x.corpus").touch()
    assert free_path(tmp_path, "x").name == "x 2.corpus"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_the_button_that_has_the_focus(first, key):
    asked = []
    first._actions["new"] = lambda: asked.append("new")
    button = first.welcome.buttons["new"]
    button.setFocus()
    QTest.keyClick(button, key)
    assert asked == ["new"]
