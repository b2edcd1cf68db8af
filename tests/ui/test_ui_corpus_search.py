"""Words in context: places in all reports, opened, annotated and rejected from the list."""

from __future__ import annotations

import pytest
from dialogs import with_dialog
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from annotator.corpus import Corpus
from annotator.model import REJECT, Bundle, Document, Span
from annotator.ui.corpuspage import looking as looking_module
from annotator.ui.corpuspage.hits import COLUMNS
from annotator.ui.corpuspage.search import SearchPanel
from annotator.ui.session import opened
from annotator.ui.window import MainWindow

Key, CONTROL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
WORDS = "雨露计划"


@pytest.fixture
def panel(window: MainWindow) -> SearchPanel:
    """The search, reached by its key from the reader, with two short reports more in the corpus."""
    added = window.session.corpus.add(
        [
            Bundle(Document("s0", "甲村", f"甲村\n落实{WORDS}。又有{WORDS}培训。")),
            Bundle(Document("s1", "乙村", "乙村推廣雨露計劃。")),
        ]
    )
    window.session.take(added.changes)
    QTest.keyClick(window.focusWidget(), Key.Key_F, CONTROL | SHIFT)
    assert window.focusWidget() is window.desk.page.search.query
    return window.desk.page.search


def look_for(qtbot, panel: SearchPanel, words: str) -> None:
    panel.query.setText(words)
    QTest.keyClick(panel.query, Key.Key_Return)
    qtbot.waitUntil(lambda: not panel.looking.under_way, timeout=30_000)


def press(panel, key: Qt.Key, how: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(panel.window().focusWidget(), key, how)


def ours(panel) -> list[int]:
    return [row for row, hit in enumerate(panel.model.hits) if hit.document.startswith("s")]


def go_to(panel, row: int) -> None:
    panel.view.go_to(row)


def test_both_scripts_are_found_with_what_stands_around(qtbot, window, panel):
    look_for(qtbot, panel, WORDS)
    hits = [panel.model.hits[row] for row in ours(panel)]
    assert [(hit.document, hit.span, hit.text) for hit in hits] == [
        ("s0", Span(5, 9), WORDS), ("s0", Span(12, 16), WORDS), ("s1", Span(4, 8), "雨露計劃"),
    ]  # fmt: skip
    row = ours(panel)[0]
    shown = [panel.model.index(row, at).data() for at in range(1, len(COLUMNS))]
    assert shown == ["甲村 落实", WORDS, "。又有雨露计划培训。", "", "甲村"]
    assert str(len(panel.model.hits)) in panel._count.text()
    assert window.focusWidget() is panel.view


def test_enter_opens_the_report_at_the_place(qtbot, window, panel):
    look_for(qtbot, panel, WORDS)
    go_to(panel, ours(panel)[1])
    press(panel, Key.Key_Return)
    assert window.desk.page is window.workspace
    assert window.session.document.id == "s0"
    assert window.session.item().span == Span(12, 16)
    assert window.workspace.reader.span_rect(Span(12, 16)).isValid()


def test_a_place_without_a_suggestion_is_selected_and_a_label_annotates_it(qtbot, window, panel):
    look_for(qtbot, panel, "村推廣")
    press(panel, Key.Key_Return)
    assert window.workspace.reader.selection() == Span(1, 4)
    press(panel, Key.Key_2)
    assert [(one.span, one.label) for one in window.session.corpus.annotations("s1")] == [(Span(1, 4), "Measure")]


def test_a_place_in_a_long_report_is_current_once_its_suggestions_have_come(qtbot, monkeypatch, window, panel):
    monkeypatch.setattr(opened, "LONG", 10)
    look_for(qtbot, panel, WORDS)
    go_to(panel, ours(panel)[1])
    press(panel, Key.Key_Return)
    assert window.session.waiting
    said = []
    window.session.noticed.connect(said.append)
    window.session.step_to_open(1)
    assert said == ["ui.still-suggesting"]  # and not that all are decided
    qtbot.waitUntil(lambda: not window.session.waiting, timeout=120_000)
    assert window.session.item().span == Span(12, 16)


def test_ticked_places_are_annotated_as_one_step_after_a_look_and_undone_as_one(qtbot, window, panel):
    look_for(qtbot, panel, WORDS)
    for row in ours(panel):
        go_to(panel, row)
        press(panel, Key.Key_Space)
    said = []

    def agree(box) -> None:
        said.append(box.text())
        QTest.mouseClick(box.defaultButton(), LEFT)

    with_dialog(agree)
    press(panel, Key.Key_2)
    assert "措施" in said[0]
    assert "【雨露計劃】" in said[0]
    corpus = window.session.corpus
    assert [(one.span, one.label) for one in corpus.annotations("s0")] == [
        (Span(5, 9), "Measure"), (Span(12, 16), "Measure"),
    ]  # fmt: skip
    assert len(corpus.annotations("s1")) == 1
    assert panel.model.ticked == set()
    qtbot.waitUntil(lambda: not panel.looking.under_way, timeout=30_000)
    assert panel.model.index(ours(panel)[0], COLUMNS.index("labels")).data() == "措施"
    assert window.focusWidget() is panel.view
    press(panel, Key.Key_Z, CONTROL)
    assert corpus.annotations("s0") == corpus.annotations("s1") == []


def test_what_is_suggested_at_ticked_places_is_rejected_after_a_look(qtbot, window, panel):
    look_for(qtbot, panel, WORDS)
    for row in ours(panel)[1:]:
        go_to(panel, row)
        press(panel, Key.Key_Space)
    with_dialog(lambda box: QTest.mouseClick(box.defaultButton(), LEFT), QMessageBox)
    press(panel, Key.Key_X)
    decided = [
        (one.document, one.kind, one.suggestion.span)
        for name in ("s0", "s1")
        for one in window.session.corpus.decisions(name)
    ]
    assert decided == [("s0", REJECT, Span(12, 16)), ("s1", REJECT, Span(4, 8))]
    press(panel, Key.Key_Z, CONTROL)
    assert window.session.corpus.decisions("s0") == []


def test_to_think_better_of_it_writes_nothing(qtbot, window, panel):
    look_for(qtbot, panel, WORDS)
    steps = len(list(window.session.corpus.history()))
    for key in (Key.Key_2, Key.Key_X):
        with_dialog(lambda box: box.reject(), QMessageBox)
        press(panel, key)
    assert len(list(window.session.corpus.history())) == steps


def test_where_nothing_is_suggested_that_is_said(qtbot, window, panel):
    look_for(qtbot, panel, "村推廣")
    press(panel, Key.Key_X)
    assert window.desk.notice.text() == window.dress.words("corpuspage.nothing-to-reject")


def test_places_come_while_the_window_lives_and_stop_at_the_most(qtbot, monkeypatch, window, tmp_path):
    corpus = Corpus.create(tmp_path / "many.corpus", annotator="李")
    corpus.add(Bundle(Document(f"m{at}", f"第{at}份", f"第{at}份。" + "落实低保。" * 20)) for at in range(60))
    corpus.close()
    window.open(tmp_path / "many.corpus", "李")
    window.desk.show_page("corpus")
    panel = window.desk.page.search
    monkeypatch.setattr(looking_module, "MOST", 1_000)
    panel.query.setText("低保")
    panel.look()
    assert 0 < len(panel.model.hits) <= 1_000
    qtbot.waitUntil(lambda: not panel.looking.under_way, timeout=60_000)
    assert len(panel.model.hits) == 1_000
    assert "1,000+" in panel._count.text()
    panel.query.setText("没有这样的话")
    panel.look()
    qtbot.waitUntil(lambda: not panel.looking.under_way, timeout=30_000)
    assert panel.model.hits == []
    assert panel._about.text() == window.dress.words("corpuspage.not-found")
    assert not panel.annotate.isEnabled()
