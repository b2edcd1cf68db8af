"""The list of all commands, found by letters of any language, and keys that a person has changed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from annotator.i18n import LANGUAGES, Words
from annotator.text import pinyin_initials
from annotator.ui.choices import EVERY_CHOICE
from annotator.ui.commandpalette import CommandPalette, commands_of
from annotator.ui.dress import Dress
from annotator.ui.keymap import Keymap
from annotator.ui.keys import BINDINGS
from annotator.ui.theme import Theme

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


def in_palette(window, *typed: str, key: Qt.Key = Qt.Key.Key_Return) -> list[list[str]]:
    """Opens the list by its key, types, and presses a key; returns what was listed after each piece typed."""
    listed: list[list[str]] = []

    def work() -> None:
        palette = window.findChild(CommandPalette)
        for piece in typed:
            palette.query.clear()
            palette.query.insert(piece)
            listed.append([palette.list.item(row).text() for row in range(palette.list.count())])
        QTest.keyClick(palette.query, key)

    QTimer.singleShot(0, work)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_K, CTRL)
    return listed


def test_initials_and_words_of_every_language_find_a_command(window, qtbot):
    listed = in_palette(window, "jj", "Reject", "拒绝", "拒絕", "zzzz", "jj")
    assert all(any("拒绝" in title for title in titles) for titles in (*listed[:4], listed[5]))
    assert listed[4] == []
    qtbot.waitUntil(lambda: bool(window.session.corpus.decisions(window.session.document.id)))
    assert [one.kind for one in window.session.corpus.decisions(window.session.document.id)] == ["reject"]


def test_esc_does_nothing(window):
    in_palette(window, "jj", key=Qt.Key.Key_Escape)
    assert window.session.corpus.decisions(window.session.document.id) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_is_listed_with_its_keys(window, language):
    dress = Dress(Words(language), Theme.named("light"))
    commands = commands_of(dress, window.session.scheme)
    listed = {one.binding.action for one in commands}
    chosen = {one.action for one in EVERY_CHOICE}
    assert listed == {one.action for one in BINDINGS} - {"commands", "leave"} | chosen
    assert len({one.binding.name for one in commands}) == len(commands)
    assert all(one.title for one in commands)
    assert {one.binding.action for one in commands if not one.keys} == chosen
    assert next(one.keys for one in commands if one.binding.action == "redo") == "Ctrl+Shift+Z  Ctrl+Y"


def test_changed_keys_are_in_force_everywhere(window):
    window.settings.set_keys("reject", ("R",))
    window.wear()
    document = window.session.document.id
    QTest.keyClick(window.workspace.reader, Qt.Key.Key_X, NONE)
    assert window.session.corpus.decisions(document) == []
    QTest.keyClick(window.workspace.reader, Qt.Key.Key_R, NONE)
    assert [one.kind for one in window.session.corpus.decisions(document)] == ["reject"]
    assert "R" in next(one.keys for one in commands_of(window.dress, None) if one.binding.action == "reject")
    window.settings.set_keys("reject", None)
    window.wear()
    assert window.dress.keys.chords_of("reject") == ["X"]


def test_one_key_for_two_things_is_a_conflict():
    keys = Keymap({"reject": ("Enter", "F9"), "of-another-version": ("Q",), "note": ()})
    assert {where: [one.action for one in both] for where, both in keys.conflicts().items()} == {
        ("", "Enter"): ["accept", "reject"]
    }
    assert keys.chords_of("note") == []
    assert Keymap().conflicts() == {}


def test_initials():
    assert pinyin_initials("下一份報告 A1") == "xyfbg a1"
