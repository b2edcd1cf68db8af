"""The dialogs about terms: the same term everywhere, and the list of what the corpus has learned."""

from __future__ import annotations

import pytest
from dialogs import with_dialog
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.ui.everywhere import EverywhereDialog
from annotator.ui.lists import ListsDialog
from annotator.ui.waiting import Waiting


@pytest.fixture
def village(window):
    """The window with the first open suggestion of 貧困村 or 扶貧車間 current: terms that stand in both reports."""
    item = next(one for one in window.session.items if one.suggestion and one.suggestion.text == "貧困戶")
    window.session.choose(item.key)
    return window


def test_the_same_term_everywhere_is_one_step_after_a_look(village):
    session = village.session
    seen = {}

    def act(dialog: EverywhereDialog) -> None:
        seen["here"] = len(dialog.chosen())
        dialog.all.setChecked(True)
        seen["everywhere"] = len(dialog.chosen())
        dialog._model.item(0).setCheckState(Qt.CheckState.Unchecked)
        QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)

    with_dialog(act)
    QTest.keyClick(village.focusWidget(), Qt.Key.Key_A)
    assert 1 < seen["here"] < seen["everywhere"]
    counts = [row.annotations for row in session.listed.rows()]
    assert sum(counts) == seen["everywhere"] - 1
    assert all(counts), "both scripts"
    QTest.keyClick(village.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert sum(row.annotations for row in session.listed.rows()) == 0


def test_cancelled_it_changes_nothing(village):
    with_dialog(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    QTest.keyClick(village.focusWidget(), Qt.Key.Key_A)
    assert sum(row.annotations for row in village.session.listed.rows()) == 0


def test_terms_are_listed_and_one_key_decides_on_them(village):
    session = village.session
    for _ in range(3):
        item = next(one for one in session.items if one.suggestion and one.suggestion.text == "貧困戶")
        session.choose(item.key)
        session.reject()
    assert not any(one.suggestion and one.suggestion.text == "貧困戶" for one in session.items), "it has gone quiet"

    def act(dialog: ListsDialog) -> None:
        page = dialog.terms
        page.search.setText("貧困戶")
        assert page.view.model().rowCount() == 1
        assert "拒绝" in page.view.model().index(0, 5).data()
        assert page.view.model().index(0, 3).data() == 3
        page.view.selectAll()
        QTest.keyClick(page.view, Qt.Key.Key_B)
        assert "总是" in page.view.model().index(0, 5).data()
        assert page.selected(), "still selected"

    with_dialog(act)
    QTest.keyClick(village.focusWidget(), Qt.Key.Key_T)
    assert any(one.suggestion and one.suggestion.text == "貧困戶" for one in session.items)


def test_lists_go_out_and_come_in(village, tmp_path, monkeypatch):
    path = tmp_path / "terms.tsv"
    monkeypatch.setattr(village.files, "list_file", lambda _title, **_way: path)
    village.session.label("Place")

    def act(dialog: ListsDialog) -> None:
        dialog.terms.wanted.emit("export")
        assert "贫困户\tPlace" in path.read_text("utf-8")
        path.write_text("term\tlabel\n夜市\tNonsense\n", "utf-8")
        dialog.terms.wanted.emit("import")
        assert "Nonsense" in dialog.fault.text()
        assert dialog.fault.isVisible()

    with_dialog(act)
    QTest.keyClick(village.focusWidget(), Qt.Key.Key_T)


def test_a_long_list_shows_how_far_it_is_and_can_be_stopped(village, tmp_path, monkeypatch):
    path = tmp_path / "terms.tsv"
    path.write_text("term\tlabel\n" + "".join(f"暖心站{n}\tMeasure\n" for n in range(3_000)), "utf-8")
    monkeypatch.setattr(village.files, "list_file", lambda _title, **_way: path)
    seen = []

    def cancel_at_the_second(bar, done, all_):
        seen.append((done, all_))
        if len(seen) == 2:
            bar.cancel()
        step_of(bar, done, all_)

    step_of = Waiting.step_of
    monkeypatch.setattr(Waiting, "step_of", cancel_at_the_second)

    def act(dialog: ListsDialog) -> None:
        before = village.session.corpus.memory.all()
        dialog.terms.wanted.emit("import")
        assert seen == [(1_000, 3_000), (2_000, 3_000)]
        assert village.session.corpus.memory.all() == before
        seen[:] = [(0, 0)] * 2
        dialog.terms.wanted.emit("import")
        assert len(village.session.corpus.memory.all()) == len(before) + 3_000

    with_dialog(act)
    QTest.keyClick(village.focusWidget(), Qt.Key.Key_T)
