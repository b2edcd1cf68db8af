"""An annotation session by key events alone, in the real window; then the corpus file says what was done."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.corpus import Corpus
from annotator.model import Span
from annotator.ui.window import MainWindow

CTRL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)


def press(window: MainWindow, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Each key goes to whatever has the focus, as a keyboard's does."""
    for key in keys:
        QTest.keyClick(window.focusWidget(), key, modifiers)


def current(window: MainWindow):
    item = window.session.item()
    assert item is not None
    return item


def test_the_first_open_suggestion_is_current_and_tab_goes_on(window):
    opens = [item.key for item in window.session.items if item.is_open]
    assert current(window).key == opens[0]
    press(window, Qt.Key.Key_Tab)
    assert current(window).key == opens[1]
    press(window, Qt.Key.Key_Backtab, modifiers=SHIFT)
    assert current(window).key == opens[0]
    press(window, Qt.Key.Key_Backtab, modifiers=SHIFT)
    assert current(window).key == opens[-1], "around the end"


def test_what_is_current_stays_where_many_are_decided_on_at_once(window):
    session = window.session
    press(window, *[Qt.Key.Key_Tab] * 5)
    here, *_, last = [item for item in session.items if item.is_open and item.order >= current(window).order]
    words = session.corpus.occurrences(here.span.of(session.document.text), [session.document.id])
    session.do(session.corpus.annotate_all, words, here.label)
    assert current(window).span == here.span
    assert not current(window).is_open
    press(window, Qt.Key.Key_Tab)
    following = current(window)
    assert following.order > here.order
    session.do(session.corpus.decide_all, "reject", {session.document.id: [following.suggestion]})
    press(window, Qt.Key.Key_Tab)
    assert following.order < current(window).order < last.order, "on from there, not from the top"


def test_accept_reject_relabel(window):
    first = current(window).suggestion
    press(window, Qt.Key.Key_Return)
    second = current(window).suggestion
    assert second != first
    press(window, Qt.Key.Key_X)
    third = current(window).suggestion
    press(window, Qt.Key.Key_2 if third.label != "Measure" else Qt.Key.Key_1)
    corpus, document = window.session.corpus, window.session.document.id
    kinds = {decision.suggestion.key: decision.kind for decision in corpus.decisions(document)}
    assert kinds == {first.key: "accept", second.key: "reject", third.key: "correct"}
    assert window.session.annotation().span == third.span, "a relabelled span stays, to be looked at"
    press(window, Qt.Key.Key_Return)
    assert current(window).is_open, "and Enter goes on"


@pytest.mark.parametrize(
    ("key", "modifiers", "start", "end"),
    [
        (Qt.Key.Key_BracketLeft, NONE, -1, 0),
        (Qt.Key.Key_BracketRight, NONE, 1, 0),
        (Qt.Key.Key_BraceLeft, SHIFT, 0, -1),
        (Qt.Key.Key_BraceRight, SHIFT, 0, 1),
        (Qt.Key.Key_BracketLeft, SHIFT, 0, -1),  # platforms that do not apply Shift to the key
    ],
)
def test_boundaries_by_a_character(window, key, modifiers, start, end):
    press(window, Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    before = current(window).span
    press(window, key, modifiers=modifiers)
    after = current(window)
    assert (after.span.start, after.span.end) == (before.start + start, before.end + end)
    assert window.session.annotation().text == after.span.of(window.session.document.text)


def test_boundaries_by_a_word(window):
    text = window.session.document.text
    press(window, Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    before = current(window).span
    press(window, Qt.Key.Key_BraceRight, modifiers=CTRL | SHIFT)
    grown = current(window).span
    assert grown.start == before.start
    assert grown.end > before.end
    press(window, Qt.Key.Key_BraceLeft, modifiers=CTRL | SHIFT)
    assert current(window).span.end <= grown.end - 1
    press(window, Qt.Key.Key_BracketLeft, modifiers=CTRL)
    assert current(window).span.start < before.start
    assert window.session.annotation().text == current(window).span.of(text)


def test_delete_takes_an_annotation_away_and_undo_brings_it_back(window):
    press(window, Qt.Key.Key_1)
    key = current(window).key
    press(window, Qt.Key.Key_Delete)
    corpus, document = window.session.corpus, window.session.document.id
    assert corpus.annotations(document) == []
    press(window, Qt.Key.Key_Z, modifiers=CTRL)
    assert [annotation.id for annotation in corpus.annotations(document)] == [key]
    assert current(window).key == key, "what came back is current"
    press(window, Qt.Key.Key_Z, modifiers=CTRL | SHIFT)
    assert corpus.annotations(document) == []


def test_a_note_is_typed_and_kept(window):
    press(window, Qt.Key.Key_1, Qt.Key.Key_N)
    note = window.workspace.inspector.note
    assert window.focusWidget() is note
    QTest.keyClicks(note, "see x1 ")
    press(window, Qt.Key.Key_Escape)
    assert window.focusWidget() is window.workspace.reader
    assert window.session.annotation().note == "see x1 "
    press(window, Qt.Key.Key_N)
    QTest.keyClicks(note, "more")
    press(window, Qt.Key.Key_Return, modifiers=CTRL)
    assert window.session.annotation().note == "see x1 more"
    statuses = {row.status for row in window.session.listed.rows()}
    assert "done" not in statuses, "Ctrl+Enter in the note is not the report's"


def test_a_note_on_a_suggestion_says_what_to_do(window):
    press(window, Qt.Key.Key_N)
    assert window.focusWidget() is window.workspace.reader
    assert "备注" in window.desk.notice.text()


def test_select_by_keyboard_and_label(window):
    reader = window.workspace.reader
    reader.set_caret(4)
    press(window, *[Qt.Key.Key_Right] * 4, modifiers=SHIFT)
    span = reader.selection()
    assert span == Span(4, 8)
    press(window, Qt.Key.Key_7)
    assert window.session.annotation().span == span
    assert current(window).label == "Place"
    assert reader.selection() is None


def test_done_goes_to_the_next_report(window):
    first = window.session.document.id
    press(window, Qt.Key.Key_Return, modifiers=CTRL)
    assert window.session.document.id != first
    assert {row.id: row.status for row in window.session.listed.rows()}[first] == "done"
    press(window, Qt.Key.Key_Return, modifiers=CTRL)
    assert "完成" in window.desk.notice.text()


def test_undo_in_another_report_shows_that_report(window):
    first = window.session.document.id
    press(window, Qt.Key.Key_Return)
    press(window, Qt.Key.Key_Down, modifiers=CTRL)
    assert window.session.document.id != first
    press(window, Qt.Key.Key_Z, modifiers=CTRL)
    assert window.session.document.id == first
    assert window.session.corpus.annotations(first) == []


def _decide(window: MainWindow, gesture: str) -> tuple[str, Span | None, str | None]:
    """Does a gesture on the current suggestion; returns the decision it should have left: kind, span, label."""
    one = current(window).suggestion
    if gesture == "accept":
        press(window, Qt.Key.Key_Return)
        return "accept", one.span, one.label
    if gesture == "reject":
        press(window, Qt.Key.Key_X)
        return "reject", None, None
    if gesture == "label":
        key, label = (Qt.Key.Key_6, "Organisation") if one.label != "Organisation" else (Qt.Key.Key_7, "Place")
        press(window, key, Qt.Key.Key_Return)
        return "correct", one.span, label
    press(window, Qt.Key.Key_BracketRight, Qt.Key.Key_Return)
    return "correct", Span(one.span.start + 1, one.span.end), one.label


def test_twenty_decisions_one_addition_three_undone_then_reopened(window, demo):
    """The whole job: what the corpus holds afterwards is exactly what was done."""
    press(window, Qt.Key.Key_Down, modifiers=CTRL)
    document = window.session.document
    assert "南阳" in document.text
    wanted = {}
    for gesture in ["accept", "accept", "reject", "label", "boundary"] * 4:
        key = current(window).suggestion.key
        assert key not in wanted
        wanted[key] = _decide(window, gesture)
    window.workspace.reader.set_caret(0)
    press(window, *[Qt.Key.Key_Right] * 3, modifiers=SHIFT)
    press(window, Qt.Key.Key_2)
    added = window.session.annotation()
    press(window, *[Qt.Key.Key_Z] * 3, modifiers=CTRL)  # the addition, the last boundary, the last relabelling
    for key in list(wanted)[-2:]:
        del wanted[key]
    window.close()

    corpus = Corpus.open(demo, annotator="李")
    annotations = {one.id: one for one in corpus.annotations(document.id)}
    assert added.id not in annotations
    found = {}
    for decision in corpus.decisions(document.id):
        one = annotations.pop(decision.annotation, None) if decision.annotation else None
        found[decision.suggestion.key] = (decision.kind, one and one.span, one and one.label)
        assert decision.suggestion.span.of(document.text) == decision.suggestion.text
    assert found == wanted
    assert annotations == {}
    corpus.close()


def test_a_key_held_too_long_decides_once(window):
    reader = window.workspace.reader
    before = window.session.open_count()
    for repeated in (False, True, True):
        event = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Return, NONE, "\r", repeated)
        QApplication.sendEvent(reader, event)
    assert window.session.open_count() >= before - 1
    assert window.session.corpus.counts()["decisions"] == 1
