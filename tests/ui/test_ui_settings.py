"""The table of settings and the table of keys: in force at once, and the way back for each row."""

from __future__ import annotations

import pytest
from dialogs import with_dialog
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.i18n import LANGUAGES, Words
from annotator.ui.dress import Dress
from annotator.ui.keymap import Keymap, is_the_readers
from annotator.ui.keys import BINDINGS
from annotator.ui.settings import LANGUAGE, SIZE, TABLE, TEXT_WIDTH, THEME, Setting, Settings
from annotator.ui.settingsdialog import SettingsDialog
from annotator.ui.theme import Theme

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


def in_settings(window, act) -> None:
    """Opens the dialog by its key and acts in it."""
    with_dialog(act)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Comma, CTRL)


def test_a_setting_is_in_force_at_once_and_goes_back(window):
    reader = window.workspace.reader
    width = reader._column.width

    def act(dialog: SettingsDialog) -> None:
        rows = dialog.settings.rows
        assert not rows["text-width"].reset.isEnabled()
        rows["text-width"].field.setValue(20)
        assert reader._column.width == 20 * reader._look.em
        assert rows["text-width"].reset.isEnabled()
        rows["text-width"].reset.click()
        assert reader._column.width == width
        assert window.settings.get(TEXT_WIDTH) == TEXT_WIDTH.default
        rows["theme"].field.setCurrentIndex(rows["theme"].field.findData("dark"))
        assert window.workspace.dress.theme.dark
        rows["language"].field.setCurrentIndex(rows["language"].field.findData("en"))
        assert dialog.windowTitle() == Words("en")("ui.action-settings")
        assert rows["theme"].field.currentText() == "dark"

    in_settings(window, act)
    assert (window.settings.get(THEME), window.settings.get(LANGUAGE)) == ("dark", "en")


def test_font_letters_lines_and_width_change_the_report_at_once(window):
    reader = window.workspace.reader

    def act(dialog: SettingsDialog) -> None:
        rows = dialog.settings.rows

        def looks() -> dict[str, object]:
            look, ems = reader._look, reader._column.width // reader._look.em
            named = {"font": look.font.families(), "size": look.em, "line-height": look.leading / look.em}
            return named | {"text-width": ems, "picture": reader.viewport().grab().toImage()}

        for name, value in {"font": None, "size": 18.0, "line-height": 2.6, "text-width": 24.0}.items():
            field, before = rows[name].field, looks()
            if value is None:
                field.setCurrentIndex(field.count() - 1)
            else:
                field.setValue(value)
            assert looks()[name] != before[name]
            assert name == "font" or looks()["picture"] != before["picture"], "another family may not be there"
            assert rows[name].reset.isEnabled()
            rows[name].reset.click()
            assert looks() == before, name

    in_settings(window, act)


def test_values_that_make_no_sense_count_as_the_default():
    settings = Settings()
    for value in ("", "0", "-3", "nan", "1e3", "12,5", "９"):
        settings.set(SIZE, value)
        assert settings.get(SIZE) == SIZE.default
    settings.set(SIZE, "9.5")
    assert settings.reading().letters.points == 9.5


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_setting_has_a_title_and_says_what_it_does(qtbot, language):
    dress = Dress(Words(language), Theme.named("light"))
    dialog = SettingsDialog(dress, Settings(), None)
    qtbot.addWidget(dialog)
    shown: set[str] = set()
    for setting in (one for rows in TABLE.values() for one in rows):
        row = dialog.settings.rows[setting.name]
        shown |= {row.field.accessibleName(), row.field.accessibleDescription()}
        assert row.reset.accessibleName()
    assert len(shown) == 2 * sum(map(len, TABLE.values()))
    assert isinstance(setting, Setting)


def _press(dialog: SettingsDialog, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(dialog.keys.view, key, modifiers)


def test_a_key_is_changed_by_pressing_it_and_reset(window):
    def act(dialog: SettingsDialog) -> None:
        dialog.tabs.setCurrentIndex(1)
        row = dialog.keys.row_of("reject")
        dialog.keys.view.setCurrentCell(row, 0)
        _press(dialog, Qt.Key.Key_Return)
        _press(dialog, Qt.Key.Key_Control, CTRL)
        _press(dialog, Qt.Key.Key_Q, CTRL)
        assert window.dress.keys.chords_of("reject") == ["Ctrl+Q"]
        assert dialog.keys.view.item(row, 1).text() == "Ctrl+Q"
        _press(dialog, Qt.Key.Key_Return)
        _press(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible(), "Esc leaves the key as it was, not the dialog"
        assert window.dress.keys.chords_of("reject") == ["Ctrl+Q"]
        _press(dialog, Qt.Key.Key_Return)
        _press(dialog, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        assert "Shift+Right" in dialog.keys.said.text()
        assert window.dress.keys.chords_of("reject") == ["Ctrl+Q"]
        dialog.keys._buttons["none"].click()
        assert window.dress.keys.chords_of("reject") == []
        dialog.keys._buttons["reset"].click()
        assert window.dress.keys.chords_of("reject") == ["X"]

    in_settings(window, act)


def test_two_things_with_one_key_are_shown_and_all_is_reset(window):
    def act(dialog: SettingsDialog) -> None:
        row, other = dialog.keys.row_of("reject"), dialog.keys.row_of("note")
        dialog.keys.view.setCurrentCell(row, 0)
        _press(dialog, Qt.Key.Key_Return)
        _press(dialog, Qt.Key.Key_N)
        title = dialog.keys.view.item(other, 0).text()
        assert title in dialog.keys.view.item(row, 2).text()
        assert dialog.keys.view.item(other, 2).text()
        dialog.keys._buttons["reset-all"].click()
        assert dialog.keys.view.item(row, 2).text() == ""
        assert window.dress.keys.conflicts() == {}

    in_settings(window, act)


def test_keys_of_the_reader_are_never_anothers():
    assert all(is_the_readers(key) for key in ("Left", "Shift+Down", "Ctrl+Shift+End", "Ctrl+C", "Ctrl+A", "PgUp"))
    assert not any(is_the_readers(key) for key in ("Ctrl+Up", "X", "Ctrl++", "+", "Ctrl+Q", "Tab"))
    assert not any(is_the_readers(one.chord) for one in BINDINGS)
    assert Keymap().conflicts() == {}
