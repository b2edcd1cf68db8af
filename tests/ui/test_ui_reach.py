"""Nothing is for the mouse alone: what a window can do stands among all commands, and its menu opens by a key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu

from annotator.ui.choices import CHOICES, EVERY_CHOICE
from annotator.ui.commandpalette import commands_of
from annotator.ui.desk import PAGES
from annotator.ui.keys import BINDINGS, EDGES
from annotator.ui.settings import LANGUAGE, THEME
from annotator.ui.window import MainWindow

KEY = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
a_menu_without_a_display = pytest.mark.qt_log_ignore("grabbing the keyboard", r"support raise\(\)", extend=True)


def entries(menu: QMenu) -> list[QAction]:
    """All entries that do something, those of menus inside too."""
    found = []
    for action in menu.actions():
        inside = action.menu()
        found += entries(inside) if isinstance(inside, QMenu) else [] if action.isSeparator() else [action]
    return found


def can_be_done(window: MainWindow) -> set[str]:
    """Every action that some part of the window knows how to do."""
    workspace = window.workspace
    window.desk.show_page("review")
    review = window.desk.page._actions
    window.desk.show_page("annotate")
    parts = (window._actions, workspace._actions, workspace.pane.gestures, workspace.tools.gestures, review, EDGES)
    return {action for part in parts for action in part} | {f"page-{name}" for name in PAGES}


def test_all_that_can_be_done_stands_among_the_commands(window: MainWindow) -> None:
    listed = {one.binding.action for one in commands_of(window.dress, window.session.scheme)}
    assert can_be_done(window) - listed == {"commands", "leave"}  # the list itself, and the way out of what one is in


def test_every_entry_of_the_menu_is_a_command_and_has_a_key_or_is_a_choice(window: MainWindow) -> None:
    names = [entry.data() for entry in entries(window.desk.header.menu.menu())]
    listed = {one.binding.action for one in commands_of(window.dress, window.session.scheme)}
    assert len(names) == len(set(names)) > 20
    assert set(names) <= listed
    choices = {one.action for one in EVERY_CHOICE}
    assert {name for name in names if not window.dress.keys.chords_of(name)} == choices


def test_what_only_the_mouse_can_press_names_the_key_that_does_it(window: MainWindow) -> None:
    """A button that takes no focus says on it or in its tip which key does the same."""
    window.workspace.pane.bar.show()
    window.desk.notice.warn("?")
    chords = {one.chord for one in window.dress.keys.bindings} | {"Shift+Enter"}
    for name in PAGES:
        window.desk.show_page(name)
        for button in window.findChildren(QAbstractButton):
            if isinstance(button.parent(), QLineEdit):  # it empties the field, which keys do as everywhere
                continue
            if button.isVisible() and not button.focusPolicy() & Qt.FocusPolicy.TabFocus:
                said = f"{button.text()} {button.toolTip()}".replace("\u200b", "").split()
                assert chords & set(said), f"{name}: {button.accessibleName() or button.text()}"


@a_menu_without_a_display
def test_f10_opens_the_menu_and_arrows_choose_in_it(window: MainWindow) -> None:
    QTest.keyClick(window.focusWidget(), KEY.Key_F10)
    menu = QApplication.activePopupWidget()
    assert menu is window.desk.header.menu.menu()
    assert menu.activeAction() is menu.actions()[0]
    for _ in range(2):
        QTest.keyClick(menu, KEY.Key_Up)  # around: language and theme stand last
    QTest.keyClick(menu, KEY.Key_Right)
    inside = QApplication.activePopupWidget()
    assert inside is not menu
    QTest.keyClick(inside, KEY.Key_Down)
    QTest.keyClick(inside, KEY.Key_Return)
    assert window.settings.get(LANGUAGE) == CHOICES[LANGUAGE][1].value
    assert QApplication.activePopupWidget() is None
    QTest.keyClick(window.workspace.reader, KEY.Key_F10)
    QTest.keyClick(QApplication.activePopupWidget(), KEY.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert window.focusWidget() is window.workspace.reader


@a_menu_without_a_display
def test_without_a_corpus_the_menu_has_what_can_be_done_there(window: MainWindow) -> None:
    window._let_go()
    window._show_welcome()
    QTest.keyClick(window.focusWidget(), KEY.Key_F10)
    menu = QApplication.activePopupWidget()
    can = {entry.data() for entry in entries(menu) if entry.isEnabled()}
    assert {"new", "open", "demo", "settings", "theme-dark"} <= can
    assert not can & {"export", "merge", "undo", "terms", "find"}
    menu.close()


def test_language_and_theme_are_chosen_among_the_commands(window: MainWindow) -> None:
    for typed, setting, value in (("english", LANGUAGE, "en"), ("dark", THEME, "dark"), ("ftzw", LANGUAGE, "zh-Hant")):
        (command,) = (one for one in commands_of(window.dress, None) if one.rank(typed) is not None)
        window.do(command.binding)
        assert window.settings.get(setting) == value
    assert (window.dress.theme.name, window.dress.words.language) == ("dark", "zh-Hant")


def test_guidelines_are_read_by_the_keyboard(qtbot, window: MainWindow) -> None:
    panel = window.workspace.guidelines.panel
    panel.setMaximumHeight(120)  # as in a low window with large letters
    QTest.keyClick(window.focusWidget(), KEY.Key_F2, SHIFT)
    assert panel.isVisible()
    assert window.focusWidget() is panel
    bar = panel.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    QTest.keyClick(panel, KEY.Key_Down)
    assert bar.value() > 0
    QTest.keyClick(panel, KEY.Key_End)
    assert bar.value() == bar.maximum()
    QTest.keyClick(panel, KEY.Key_Home)
    assert bar.value() == 0
    QTest.keyClick(panel, KEY.Key_Escape)
    assert window.focusWidget() is window.workspace.reader
    assert panel.isVisible()
    QTest.keyClick(window.focusWidget(), KEY.Key_F2, SHIFT)
    QTest.keyClick(panel, KEY.Key_F2)
    assert panel.isHidden()
    assert window.focusWidget() is window.workspace.reader
    assert {"F2", "Shift+F2"} <= {one.chord for one in BINDINGS}
