"""The tab of rules: written with a live check, switched and removed, all by keys."""

from __future__ import annotations

import pytest
from dialogs import with_dialog
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model import OFF, ON
from annotator.ui.lists import ListsDialog
from annotator.ui.ruledialog import RuleDialog


@pytest.fixture
def lists(window):
    """Opens the dialog on the second tab by keys, and calls what is given with it."""

    def show(act) -> None:
        def inside(dialog: ListsDialog) -> None:
            QTest.keyClick(dialog.tabs.tabBar(), Qt.Key.Key_Right)
            assert dialog.tabs.currentWidget() is dialog.rules
            assert dialog.focusWidget() is dialog.rules.view
            act(dialog)

        with_dialog(inside)
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_T)

    return show


def personal(window) -> list[str]:
    return [item.suggestion.text for item in window.session.items if item.suggestion and item.source == "personal"]


def write(pattern: str, seen: dict[str, object], *, then: Qt.Key = Qt.Key.Key_Return) -> None:
    """What to do in the rule's own dialog, once it is open."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, RuleDialog)
        dialog.pattern.setText("")
        for key in pattern:
            dialog.pattern.insert(key)
            seen.setdefault("checks", []).append(dialog.ok.isEnabled())
        seen.update({"state": dialog.state.text(), "found": dialog.found.count(), "ok": dialog.ok.isEnabled()})
        if dialog.found.count():
            seen["first"] = dialog.found.item(0).text()
        QTest.keyClick(dialog.pattern, then)
        if then == Qt.Key.Key_Return and dialog.isVisible():
            QTest.keyClick(dialog.pattern, Qt.Key.Key_Escape)

    QTimer.singleShot(50, act)


def test_a_rule_is_written_seen_and_suggested_at_once(window, lists):
    seen: dict[str, object] = {}

    def act(dialog: ListsDialog) -> None:
        write("廣(信|豐)區", seen)
        QTest.keyClick(dialog.rules.view, Qt.Key.Key_N)
        assert dialog.rules.view.rowCount() == 1
        assert int(dialog.rules.view.item(0, 3).text()) == seen["found"]

    lists(act)
    assert seen["checks"] == [True, False, False, False, False, True, True], "an open bracket is said with every key"
    assert seen["found"]
    assert "【信】" in seen["first"], "the bracket marks"
    (rule,) = window.session.corpus.rules()
    assert (rule.pattern, rule.state) == ("廣(信|豐)區", ON)
    assert len(window.session.corpus.matches(rule.pattern, window.session.document.id)) == seen["found"]
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.corpus.rules() == []


def test_a_pattern_that_cannot_be_is_not_kept(window, lists):
    seen: dict[str, object] = {}

    def act(dialog: ListsDialog) -> None:
        write("(?=廣)信", seen)
        QTest.keyClick(dialog.rules.view, Qt.Key.Key_N)

    lists(act)
    assert not seen["ok"]
    assert "断言" in seen["state"]
    assert window.session.corpus.rules() == []


def test_keys_switch_edit_and_remove(window, lists):
    corpus = window.session.corpus
    window.session.do(corpus.add_rule, "脫貧攻堅", "Program")
    assert personal(window)
    seen: dict[str, object] = {}
    states = []

    def act(dialog: ListsDialog) -> None:
        view = dialog.rules.view
        QTest.keyClick(view, Qt.Key.Key_Space)
        states.append((corpus.rules()[0].state, personal(window)))
        QTest.keyClick(view, Qt.Key.Key_Space)
        states.append((corpus.rules()[0].state, bool(personal(window))))
        write("攻堅戰", seen)
        QTest.keyClick(view, Qt.Key.Key_Return)
        states.append(corpus.rules()[0].pattern)
        QTest.keyClick(view, Qt.Key.Key_Delete)

    lists(act)
    assert states == [(OFF, []), (ON, True), "攻堅戰"]
    assert corpus.rules() == []


def test_a_broken_list_is_said_in_the_dialog(window, lists, tmp_path, monkeypatch):
    path = tmp_path / "rules.tsv"
    monkeypatch.setattr(window.files, "list_file", lambda _title, **_way: path)

    def act(dialog: ListsDialog) -> None:
        path.write_text("pattern\tlabel\n脫貧(\tProgram\n", "utf-8")
        dialog.rules.wanted.emit("import")
        assert "第 2 行" in dialog.fault.text()
        path.write_text("pattern\tlabel\n脫貧攻堅\tProgram\n", "utf-8")
        dialog.rules.wanted.emit("import")
        assert not dialog.fault.isVisible()
        dialog.rules.wanted.emit("export")

    lists(act)
    assert "脫貧攻堅\tProgram" in path.read_text("utf-8")


def test_rules_change_the_numbers_in_the_list_of_documents(window, qtbot):
    counting = window.session.counting
    qtbot.waitUntil(lambda: len(counting.totals) == 2 and counting.is_idle, timeout=120_000)
    before = dict(counting.totals)
    window.session.do(window.session.corpus.add_rule, "的", "Place")
    qtbot.waitUntil(lambda: all(counting.totals[one] > before[one] for one in before), timeout=120_000)
