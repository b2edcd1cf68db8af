"""Another program changes the corpus while the window is open, or the worker is ended: the page shows what is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from annotator.corpus import Corpus
from annotator.model import Bundle, Document, Span

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


def press(window, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(window.focusWidget(), key, modifiers)


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [(Qt.Key.Key_Return, NONE), (Qt.Key.Key_Return, CTRL), (Qt.Key.Key_Down, CTRL), (Qt.Key.Key_Up, CTRL)],
)
def test_a_report_that_another_program_took_away_goes_at_the_next_key(window, demo, key, modifiers):
    other = Corpus.open(demo, annotator="王")
    other.undo()
    press(window, key, modifiers)
    assert window.session.document is None
    assert window.session.items == []
    other.redo()
    other.close()
    press(window, Qt.Key.Key_Down, CTRL)
    assert window.session.document is not None


def test_an_annotation_that_another_program_took_back_goes_at_the_next_key(window, demo):
    press(window, Qt.Key.Key_Return)
    (gone,) = [item for item in window.session.items if not item.is_open]
    window.session.choose(gone.key)
    other = Corpus.open(demo, annotator="李")
    other.undo()
    other.close()
    press(window, Qt.Key.Key_BracketRight)
    assert window.desk.notice.isVisible()
    assert gone.key not in {item.key for item in window.session.items}
    assert window.session.item() is not None


def test_a_suggestion_that_was_decided_elsewhere_is_not_offered_again(window, demo):
    here = window.session.item()
    other = Corpus.open(demo, annotator="李")
    other.accept(window.session.document.id, here.suggestion)
    other.close()
    press(window, Qt.Key.Key_Return)
    assert window.session.current != here.key
    press(window, Qt.Key.Key_Return)
    assert window.session.corpus.counts()["decisions"] == 2


def test_a_note_belongs_to_the_span_that_it_was_written_for(window):
    press(window, Qt.Key.Key_1)
    first = window.session.annotation().id
    window.workspace.reader.select(Span(0, 3))
    press(window, Qt.Key.Key_N)
    QTest.keyClicks(window.focusWidget(), "abc")
    QTest.mouseClick(window.workspace.labels, Qt.MouseButton.LeftButton, NONE, QPoint(60, 80))
    assert window.session.corpus.annotation(first).note == "abc"
    assert window.session.annotation().note == ""
    assert window.focusWidget() is window.workspace.reader


def test_a_worker_that_the_system_ends_leaves_no_report_waiting(qtbot, window, tmp_path):
    corpus = Corpus.create(tmp_path / "long.corpus", annotator="李")
    corpus.add(
        [
            Bundle(Document("d", "长", "全县实施产业扶贫，发放300万元。" * 20_000)),
            Bundle(Document("e", "短", "落实低保。")),
        ]
    )
    corpus.close()
    window.open(tmp_path / "long.corpus", "李")
    session = window.session
    session.counting.count_all()
    session.background._worker._process.kill()
    qtbot.waitUntil(lambda: not session.waiting, timeout=20_000)
    session.counting.count_all()
    qtbot.waitUntil(lambda: len(session.counting.totals) == 2, timeout=120_000)
