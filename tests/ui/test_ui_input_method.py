"""A session with a Chinese input method switched on: its letters come as preedit and commit strings, never as keys."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.corpus import Corpus
from annotator.model import Span
from annotator.ui.window import MainWindow

KEY, NONE, CONTROL, SHIFT = (
    Qt.Key,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
NOTE = "与第3段的数字不一致，待核实x2"


def compose(window: MainWindow, steps: Iterable[str], given: str) -> None:
    """What is composed letter by letter, and what the method gives for it in the end."""
    for preedit in steps:
        event = QInputMethodEvent(preedit, [])
        QApplication.sendEvent(window.focusWidget(), event)
    event = QInputMethodEvent("", [])
    event.setCommitString(given)
    QApplication.sendEvent(window.focusWidget(), event)


def letter(window: MainWindow, sign: str) -> None:
    """A letter or digit key as a method hands it on: it is composed for a moment and then given as it is."""
    compose(window, [sign], sign)


def press(window: MainWindow, *keys: Qt.Key, how: Qt.KeyboardModifier = NONE) -> None:
    """Keys that no method takes: Enter, Tab, arrows, what is pressed with Ctrl."""
    for key in keys:
        QTest.keyClick(window.focusWidget(), key, how)


def decide(window: MainWindow, gesture: str) -> tuple[str, Span | None, str | None]:
    """Does a gesture on the current suggestion; returns the decision that is to be stored: kind, span, label."""
    item = window.session.item()
    assert item is not None
    one = item.suggestion
    if gesture == "accept":
        press(window, KEY.Key_Return)
        return "accept", one.span, one.label
    if gesture == "reject":
        letter(window, "x")
        return "reject", None, None
    if gesture == "label":
        sign, label = ("6", "Organisation") if one.label != "Organisation" else ("7", "Place")
        letter(window, sign)
        press(window, KEY.Key_Return)
        return "correct", one.span, label
    if len(one.span) < 2:  # nothing would be left of it
        return decide(window, "accept")
    compose(window, [], "】")
    press(window, KEY.Key_Return)
    return "correct", Span(one.span.start + 1, one.span.end), one.label


def test_a_whole_session_and_what_is_stored_after_it(window: MainWindow, demo: Path) -> None:
    """Twenty-five decisions, two additions by the caret, notes in Chinese, a search, three steps undone."""
    press(window, KEY.Key_Down, how=CONTROL)
    document, corpus = window.session.document, window.session.corpus
    reader = window.workspace.reader
    wanted = {}
    for gesture in ["accept", "reject", "label", "boundary", "accept"] * 5:
        key = window.session.item().suggestion.key
        assert key not in wanted
        wanted[key] = decide(window, gesture)

    # V, arrows, a digit: the caret mode; then a note, composed
    reader.set_caret(2)
    letter(window, "v")
    press(window, *[KEY.Key_Right] * 3)
    assert reader.selection() == Span(2, 5)
    letter(window, "7")
    added = window.session.annotation()
    assert (added.span, added.label) == (Span(2, 5), "Place")
    letter(window, "n")
    compose(window, ["y", "yu", "yu'di", "yu'di'3"], NOTE)
    assert window.workspace.inspector.note.toPlainText() == NOTE
    press(window, KEY.Key_Escape)
    assert window.focusWidget() is reader

    # what is composed in the report and is no key does nothing, whatever letters it has on its way
    before = len(list(corpus.history()))
    compose(window, ["x", "xi", "xia", "xian"], "县")
    compose(window, ["x", "xi"], "xi")  # given as it was typed
    compose(window, ["1", "1n"], "")
    assert len(list(corpus.history())) == before

    # found in either script, selected by Esc, labelled
    press(window, KEY.Key_F, how=CONTROL)
    compose(window, ["f", "fu", "fu'pin"], "扶贫")
    press(window, KEY.Key_Return, KEY.Key_Escape)
    found = reader.selection()
    assert found is not None
    assert found.of(document.text) == "扶贫"
    letter(window, "2")
    second = window.session.annotation()
    assert (second.span, second.label) == (found, "Measure")

    # three steps back: the label just given, the note, the addition; two come again
    press(window, *[KEY.Key_Z] * 3, how=CONTROL)
    assert {added.id, second.id}.isdisjoint(one.id for one in corpus.annotations(document.id))
    press(window, *[KEY.Key_Z] * 2, how=CONTROL | SHIFT)
    window.close()

    with_note = Corpus.open(demo, annotator="李")
    annotations = {one.id: one for one in with_note.annotations(document.id)}
    assert annotations.pop(added.id).note == NOTE
    assert second.id not in annotations
    stored = {}
    for decision in with_note.decisions(document.id):
        one = annotations.pop(decision.annotation, None) if decision.annotation else None
        stored[decision.suggestion.key] = (decision.kind, one and one.span, one and one.label)
    assert stored == wanted
    assert len(stored) == 25
    assert annotations == {}
    with_note.close()


@pytest.mark.parametrize(
    ("sign", "start", "end"),
    [("]", 1, 0), ("】", 1, 0), ("」", 1, 0), ("］", 1, 0), ("【", -1, 0), ("{", 0, -1), ("｛", 0, -1), ("』", 0, 1)],
)
def test_chinese_punctuation_moves_boundaries_as_its_keys_do(
    window: MainWindow, sign: str, start: int, end: int
) -> None:
    press(window, KEY.Key_Tab, KEY.Key_Tab)
    before = window.session.item().span
    compose(window, [], sign)
    assert window.session.item().span == Span(before.start + start, before.end + end)


@pytest.mark.parametrize(("sign", "action"), [("。", "next-span"), ("，", "previous-span"), ("；", "number")])
def test_keys_of_other_punctuation_do_what_they_do(window: MainWindow, sign: str, action: str) -> None:
    said = []
    window.workspace.asked.connect(lambda binding: said.append(binding.action))
    compose(window, [], sign)
    assert said == [action]
