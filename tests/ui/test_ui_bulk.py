"""Deciding in bulk: the list of suggestions by keys, in the real window; then the corpus says what was done."""

from __future__ import annotations

import pytest
from dialogs import with_dialog
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from annotator.i18n import LANGUAGES, Words
from annotator.ui.bulk import dialog as bulk_dialog
from annotator.ui.bulk.dialog import BulkDialog
from annotator.ui.bulk.look import LookDialog
from annotator.ui.bulk.preview import PreviewDialog
from annotator.ui.bulk.table import COLUMNS
from annotator.ui.dress import Dress
from annotator.ui.theme import Theme

CTRL = Qt.KeyboardModifier.ControlModifier


def in_bulk(window, act) -> None:
    with_dialog(act)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_B)


def press(dialog: QDialog, *keys: Qt.Key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(dialog.focusWidget(), key, modifiers)


def choose(box, value: str) -> None:
    box.setCurrentIndex(box.findData(value))


def test_all_shown_are_accepted_as_one_step_after_a_look(window):
    session = window.session
    places = {item.span for item in session.items if item.is_open and item.label == "Place"}
    seen = {}

    def confirm(preview: PreviewDialog) -> None:
        seen["asked"] = preview.ok.text()
        press(preview, Qt.Key.Key_Return)

    def act(dialog: BulkDialog) -> None:
        assert "尚无决定" in dialog.precision.text(), "of no source anything is known yet"
        assert "%" not in dialog.precision.text()
        assert len(dialog.table.rows) == session.open_count()
        assert not dialog.view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled), "letters are keys here"
        choose(dialog.filters.label, "Place")
        seen["shown"] = {row.suggestion.span for row in dialog.table.rows}
        with_dialog(confirm)
        press(dialog, Qt.Key.Key_A)
        seen["left"] = len(dialog.table.rows)
        assert "100 %" in dialog.precision.text() or not dialog.table.rows

    in_bulk(window, act)
    assert seen["shown"] == places
    assert str(len(places)) in seen["asked"]
    assert seen["left"] == 0, "what is decided leaves the list"
    annotated = session.corpus.annotations(session.document.id)
    assert {one.span for one in annotated} == places
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Z, CTRL)
    assert session.corpus.annotations(session.document.id) == [], "one step"


def test_only_what_has_proven_right_is_shown_when_it_is_wished(window):
    session = window.session
    seen = []

    def act(dialog: BulkDialog) -> None:
        dialog.filters.proven.click()
        seen.append((len(dialog.table.rows), dialog.counted.text()))
        dialog.filters.proven.click()
        seen.append((len(dialog.table.rows), dialog.counted.text()))
        choose(dialog.filters.label, "Quantity")
        with_dialog(lambda preview: press(preview, Qt.Key.Key_Return))
        dialog.view.setFocus()
        press(dialog, Qt.Key.Key_A)

    in_bulk(window, act)
    nothing = "还没有被证实的建议"
    assert seen[0][0] == 0
    assert nothing in seen[0][1]
    assert seen[1][0] > 0
    assert nothing not in seen[1][1]
    session.corpus.mark(session.document.id, "done")

    def look_again(dialog: BulkDialog) -> None:
        dialog.filters.proven.click()
        seen.append([(row.suggestion.source, row.suggestion.label) for row in dialog.table.rows])

    session.show(next(row.id for row in session.corpus.documents() if row.id != session.document.id))
    session.wait_for_suggestions(60)
    in_bulk(window, look_again)
    assert set(seen[2]) == {("quantities", "Quantity")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_titles_of_labels_are_shown_whole(window, language):
    dress = Dress(Words(language), Theme.named("light"))
    dialog = BulkDialog(dress, window.session.scheme, window)
    room = dialog.view.columnWidth(COLUMNS.index("label"))
    titles = [dress.words.pick(label.title) for label in window.session.scheme.labels]
    assert max(map(dialog.view.fontMetrics().horizontalAdvance, titles)) + 20 <= room
    dialog.close()


def test_filters_narrow_what_is_shown(window):
    def act(dialog: BulkDialog) -> None:
        all_ = len(dialog.table.rows)
        dialog.filters.term.setText("贫困")  # the report is in Traditional
        found = dialog.table.rows
        assert 0 < len(found) < all_
        assert all("貧困" in row.suggestion.text for row in found)
        assert str(len(found)) in dialog.counted.text()
        dialog.filters.term.clear()
        dialog.filters.low.setValue(0.8)
        assert 0 < len(dialog.table.rows) < all_
        assert min(row.suggestion.score for row in dialog.table.rows) >= 0.8
        choose(dialog.filters.source, "quantities")
        assert {row.suggestion.source for row in dialog.table.rows} == {"quantities"}
        dialog.filters.high.setValue(0.0)
        assert dialog.table.rows == []
        assert not dialog.accept_all.isEnabled()

    in_bulk(window, act)


def test_the_list_is_ordered_by_its_columns(window):
    def act(dialog: BulkDialog) -> None:
        dialog.view.sortByColumn(3, Qt.SortOrder.DescendingOrder)
        scores = [row.suggestion.score for row in dialog.table.rows]
        assert scores == sorted(scores, reverse=True)
        dialog.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        terms = [row.folded for row in dialog.table.rows]
        assert terms == sorted(terms)

    in_bulk(window, act)


def test_ten_at_random_are_judged_by_keys_and_what_is_wrong_stays_out(window):
    session = window.session
    seen = {}

    def judge(look: LookDialog) -> None:
        assert look.list.count() == 10
        press(look, *[Qt.Key.Key_Return] * 3, Qt.Key.Key_X, Qt.Key.Key_X)
        press(look, Qt.Key.Key_Up, Qt.Key.Key_Backspace)  # the last is not judged after all
        seen["wrong"] = {key for key, right in look.judged.items() if not right}
        seen["said"] = look.said.text()

    def act(dialog: BulkDialog) -> None:
        with_dialog(judge)
        press(dialog, Qt.Key.Key_T)
        assert any(dialog.table.index(row, 0).data().startswith("✗") for row in range(len(dialog.table.rows)))
        with_dialog(lambda preview: press(preview, Qt.Key.Key_Return))
        press(dialog, Qt.Key.Key_A)

    total = session.open_count()
    in_bulk(window, act)
    assert "3 / 4 = 75 %" in seen["said"]
    assert len(seen["wrong"]) == 1
    assert len(session.corpus.annotations(session.document.id)) == total - 1
    still = {item.suggestion.key for item in session.items if item.suggestion}
    assert {key for _, key in seen["wrong"]} <= still


def test_the_whole_corpus_is_gathered_and_rejected_and_undone_from_the_list(qtbot, window):
    session = window.session
    session.counting.stop()

    def act(dialog: BulkDialog) -> None:
        dialog.filters.all.click()
        qtbot.waitUntil(dialog.accept_all.isEnabled, timeout=30_000)
        assert {row.document for row in dialog.table.rows} == {row.id for row in session.listed.rows()}
        choose(dialog.filters.source, "quantities")
        count = len(dialog.table.rows)
        dialog.view.setFocus()
        with_dialog(lambda preview: press(preview, Qt.Key.Key_Return))
        press(dialog, Qt.Key.Key_X)
        qtbot.waitUntil(lambda: not dialog.bar.isVisible(), timeout=30_000)
        assert dialog.table.rows == []
        assert sum(row.decisions for row in session.listed.rows()) == count
        press(dialog, Qt.Key.Key_Z, modifiers=CTRL)
        qtbot.waitUntil(lambda: len(dialog.table.rows) == count, timeout=30_000)
        assert sum(row.decisions for row in session.listed.rows()) == 0

    in_bulk(window, act)


def test_gathering_can_be_stopped(qtbot, window):
    window.session.counting.stop()

    def act(dialog: BulkDialog) -> None:
        dialog.filters.all.click()
        assert dialog.stop.isVisible()
        dialog.stop.click()
        assert not dialog.stop.isVisible()
        assert dialog.table.rows == []
        qtbot.wait(200)
        assert dialog.table.rows == [], "what was under way is not wanted any more"

    in_bulk(window, act)


def test_enter_leads_to_the_place(window):
    seen = {}

    def act(dialog: BulkDialog) -> None:
        press(dialog, *[Qt.Key.Key_Down] * 5)
        seen["key"] = dialog.table.rows[5].suggestion.key
        press(dialog, Qt.Key.Key_Return)

    in_bulk(window, act)
    assert window.session.item().suggestion.key == seen["key"]
    assert window.focusWidget() is window.workspace.reader


def test_a_list_that_is_full_says_so_and_asks_for_no_more(qtbot, window, monkeypatch):
    monkeypatch.setattr(bulk_dialog, "MOST", 30)
    window.session.counting.stop()

    def act(dialog: BulkDialog) -> None:
        dialog.filters.all.click()
        qtbot.waitUntil(dialog.accept_all.isEnabled, timeout=30_000)
        assert len(dialog.table.rows) == 30
        assert "30" in dialog.counted.text()
        assert "最多" in dialog.counted.text()

    in_bulk(window, act)
