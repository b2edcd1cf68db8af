"""Keys of lists stand in the one table of keys: shown, changed, and told apart by the list that has the focus."""

from __future__ import annotations

import pytest
from dialogs import with_dialog
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from annotator.i18n import LANGUAGES, Words
from annotator.ui.bulk.dialog import BulkDialog
from annotator.ui.bulk.look import LookDialog
from annotator.ui.bulk.preview import PreviewDialog
from annotator.ui.dress import Dress
from annotator.ui.keylist import KeyList
from annotator.ui.keymap import ALL, Keymap, is_free
from annotator.ui.keyspage import KeysPage
from annotator.ui.listkeys import FIXED, LISTS, OF_LISTS
from annotator.ui.lists import ListsDialog
from annotator.ui.settings import Settings
from annotator.ui.settingsdialog import SettingsDialog
from annotator.ui.theme import Theme

KEY = Qt.Key
CTRL, ALT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)


def with_keys(window, **changed: str) -> None:
    """The window with other keys: `bulk_look="F"`."""
    for name, chord in changed.items():
        window.settings.set_keys(name.replace("_", "-"), (chord,))
    window.wear()


def press(widget, key: Qt.Key, how: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(widget.window().focusWidget(), key, how)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_keys_of_lists_and_of_the_caret_are_among_the_keys(qtbot, language):
    dress = Dress(Words(language), Theme.named("light"))
    listed = KeyList(dress, None)
    page = KeysPage(dress, None)
    for widget in (listed, page):
        qtbot.addWidget(widget)
    shown = {one.text() for one in listed.findChildren(QLabel)}
    table = {page.view.item(row, 0).text() for row in range(page.view.rowCount())}
    groups = {dress.words(f"ui.keys-{group}") for group in LISTS}
    titles = {dress.words(f"ui.action-{one.action}") for one in OF_LISTS}
    assert groups | titles <= shown
    assert groups | titles <= table
    assert {dress.words(f"ui.action-{one.action}") for one in FIXED} <= shown
    assert {one.chord for one in FIXED} <= shown
    assert page.row_of("bulk-look") > page.row_of("keys"), "below those of the window"


def test_headings_of_the_table_are_passed_over_and_cannot_be_changed(window):
    def act(dialog: SettingsDialog) -> None:
        dialog.tabs.setCurrentIndex(1)
        view = dialog.keys.view
        first = dialog.keys.row_of("bulk-look")
        view.setCurrentCell(first, 0)
        QTest.keyClick(view, KEY.Key_Up)
        assert view.currentRow() == first - 2, "over the heading"
        heading = view.item(first - 1, 0)
        assert heading.text() == window.dress.words("ui.keys-bulk")
        assert not heading.flags() & Qt.ItemFlag.ItemIsSelectable

    with_dialog(act)
    QTest.keyClick(window.focusWidget(), KEY.Key_Comma, CTRL)


def test_the_same_key_in_two_lists_is_no_conflict_and_twice_in_one_is(window):
    assert Keymap().conflicts() == {}
    keys = Keymap({"bulk-look": ("N",), "term-quiet": ("F", "X")})
    assert {where: {one.name for one in both} for where, both in keys.conflicts().items()} == {
        ("terms", "F"): {"term-quiet", "term-forgotten"}
    }

    def act(dialog: SettingsDialog) -> None:
        page = dialog.keys
        dialog.tabs.setCurrentIndex(1)
        row, other = page.row_of("term-quiet"), page.row_of("term-forgotten")
        page.view.setCurrentCell(row, 0)
        QTest.keyClick(page.view, KEY.Key_Return)
        QTest.keyClick(page.view, KEY.Key_F)
        assert page.view.item(other, 0).text() in page.view.item(row, 2).text()
        assert page.view.item(page.row_of("find"), 2).text() == ""
        QTest.keyClick(page.view, KEY.Key_Return)
        QTest.keyClick(page.view, KEY.Key_X)
        assert page.view.item(row, 1).text() == "X"
        assert page.view.item(row, 2).text() == "", "of the list of suggestions, and of the report"
        QTest.keyClick(page.view, KEY.Key_Return)
        QTest.keyClick(page.view, KEY.Key_Up)
        assert page.view.item(row, 1).text() == "X", "that key moves in the list"

    with_dialog(act)
    QTest.keyClick(window.focusWidget(), KEY.Key_Comma, CTRL)


def test_what_moves_in_a_list_stays_that_and_what_copies_in_a_report_may_be_a_lists():
    in_list = next(one for one in OF_LISTS if one.action == "report-mark-all")
    in_report = next(one for one in ALL if one.action == "reject")
    assert all(is_free(chord, in_list) for chord in ("Ctrl+A", "Alt+Up", "Z", "Ctrl++", "Delete"))
    assert not any(is_free(chord, in_list) for chord in ("Up", "Shift+Down", "Ctrl+Home", "PgUp", "Tab", "Shift+Tab"))
    assert not any(is_free(chord, in_report) for chord in ("Ctrl+A", "Alt+Up", "Up"))
    assert all(is_free(one.chord, one) for one in ALL)


def test_the_list_of_suggestions_has_the_keys_in_force_and_names_them(window):
    with_keys(window, bulk_look="F", bulk_accept="J", bulk_open="O", judge_wrong="Z", undo="Ctrl+Q")
    seen = {}

    def look(dialog: LookDialog) -> None:
        press(dialog, KEY.Key_X)
        press(dialog, KEY.Key_Z)
        seen["judged"] = [*dialog.judged.values()]
        seen["said"] = " ".join(one.text() for one in dialog.findChildren(QLabel))

    def act(dialog: BulkDialog) -> None:
        press(dialog, KEY.Key_T)
        with_dialog(look, LookDialog)
        press(dialog, KEY.Key_F)
        seen["buttons"] = " ".join(one.text() for one in dialog.findChildren(QPushButton))
        dialog.filters.label.setCurrentIndex(dialog.filters.label.findData("Place"))
        dialog.view.setFocus()
        with_dialog(lambda preview: press(preview, KEY.Key_Return), PreviewDialog)
        press(dialog, KEY.Key_J)
        seen["accepted"] = len(window.session.corpus.annotations(window.session.document.id))
        press(dialog, KEY.Key_Q, CTRL)
        seen["undone"] = len(window.session.corpus.annotations(window.session.document.id))
        seen["wanted"] = dialog.table.rows[0].suggestion.key
        press(dialog, KEY.Key_O)

    with_dialog(act)
    QTest.keyClick(window.focusWidget(), KEY.Key_B)
    assert seen["judged"] == [False], "X is none of the keys any more"
    assert "Z 错误" in seen["said"]
    assert "(F)" in seen["buttons"]
    assert "(J)" in seen["buttons"]
    assert seen["accepted"] > 0
    assert seen["undone"] == 0
    assert window.session.item().suggestion.key == seen["wanted"]


def test_terms_and_rules_have_the_keys_in_force(window):
    with_keys(window, term_quiet="Z", rule_switch="J")
    corpus = window.session.corpus
    corpus.add_rule("帮扶.{2}", "Measure", "", "")

    def act(dialog: ListsDialog) -> None:
        corpus_says = {one.text: one.state for one in corpus.memory.all()}
        assert "quiet" not in corpus_says.values()
        view = dialog.terms.view
        view.selectRow(0)
        QTest.keyClick(view, KEY.Key_Q)
        assert "quiet" not in [one.state for one in corpus.memory.all()]
        QTest.keyClick(view, KEY.Key_Z)
        assert [one.state for one in corpus.memory.all()].count("quiet") == 1
        assert any(one.text().startswith("Z  ") for one in dialog.terms.findChildren(QPushButton))
        dialog.tabs.setCurrentWidget(dialog.rules)
        QTest.keyClick(dialog.rules.view, KEY.Key_J)
        assert [one.state for one in corpus.rules()] == ["off"]

    first = next(item for item in window.session.items if item.is_open)
    window.session.choose(first.key)
    window.session.accept()
    with_dialog(act)
    QTest.keyClick(window.focusWidget(), KEY.Key_T)


def test_the_reports_and_the_places_of_the_corpus_have_the_keys_in_force(qtbot, window):
    with_keys(window, report_mark="Ctrl+G", report_sort_down="Alt+S", hit_reject="J")
    QTest.keyClick(window.focusWidget(), KEY.Key_2, CTRL)
    page = window.desk.page
    press(page, KEY.Key_Space)
    assert page.reports.model.marked == set()
    press(page, KEY.Key_G, CTRL)
    assert len(page.reports.model.marked) == 1
    press(page, KEY.Key_S, ALT)
    assert page.reports._descending
    window.settings.set_keys("label-2", ("Ctrl+Q",))
    window.wear()
    search = page.search
    QTest.keyClick(window.focusWidget(), KEY.Key_F, CTRL | Qt.KeyboardModifier.ShiftModifier)
    search.query.setText("扶贫")
    qtbot.waitUntil(lambda: bool(search.model.hits), timeout=60_000)
    search.view.setFocus()
    asked, labelled = [], []
    for said in (search.rejected, search.labelled):
        said.disconnect()  # what the page asks then is of no concern here
    search.rejected.connect(asked.append)
    search.labelled.connect(lambda _places, label: labelled.append(label))
    press(page, KEY.Key_J)
    press(page, KEY.Key_X)
    assert len(asked) == 1
    press(page, KEY.Key_2)
    assert labelled == []
    press(page, KEY.Key_Q, CTRL)
    assert labelled == [window.session.scheme.label_of_key("2").name]


def test_a_file_of_settings_of_another_version_harms_no_list(window):
    Settings().set_keys("bulk-nothing-there", ("T",))
    with_keys(window, bulk_look="Ctrl+Shift+T")
    assert window.dress.keys.chords_of("bulk-look") == ["Ctrl+Shift+T"]
