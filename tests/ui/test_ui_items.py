"""What is changed step by step in the window is what reading all of it again would show: items, counts, marks."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.corpus import Corpus
from annotator.model import Bundle, Document, Span
from annotator.ui.item import items_of
from annotator.ui.marker import Marker
from annotator.ui.session.items import Items

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
KEYS = (
    *[(Qt.Key.Key_Return, NONE)] * 4, *[(Qt.Key.Key_X, NONE)] * 3, *[(Qt.Key.Key_Z, CTRL)] * 2, (Qt.Key.Key_Y, CTRL),
    (Qt.Key.Key_1, NONE), (Qt.Key.Key_2, NONE), (Qt.Key.Key_Tab, NONE),
)  # fmt: skip


def look(window) -> None:
    """Compares what the session and the reader have with the corpus read anew."""
    session, marks = window.session, window.workspace.reader._page.marks
    standing = session.corpus.standing(session.document.id, session._computed)
    fresh = items_of(standing.annotations.values(), standing.open)
    assert session.items == fresh
    assert session.counts() == Items(standing.annotations.values(), standing.open).counts()
    assert session.open_count() == sum(item.is_open for item in fresh)
    expected = {mark.key: mark for mark in Marker(session.scheme, window.dress.words).marks(fresh)}
    assert {mark.key: mark for mark in marks.all()} == expected
    for index in {at for mark in expected.values() for at in marks._paragraphs.touching(mark.span)}:
        assert all(expected[mark.key] == mark for mark in marks.of(index))
    assert session.current is None or session.item() in fresh


def opened(window, text: str):
    """The window's session with a report of this text open, suggestions and all."""
    session = window.session
    session.take(session.corpus.add([Bundle(Document("x", "x", text))]).changes)
    session.show("x")
    session.wait_for_suggestions(5)
    return session


@pytest.mark.parametrize("seed", range(3))
def test_a_window_at_work_shows_what_is_there(window, seed):
    dice, session = random.Random(seed), window.session
    session.choose(session.items[3].key)
    for number in range(60):
        if number % 10 == 9:
            start = dice.randrange(len(session.document.text) - 9)
            window.workspace.reader.select(Span(start, start + dice.randint(1, 8)))
            QTest.keyClick(window.workspace.reader, Qt.Key.Key_1)
        elif number % 15 == 7:
            text = session.items[dice.randrange(len(session.items))].span.of(session.document.text)
            places = session.corpus.occurrences(text, [session.document.id])
            session.do(session.corpus.annotate_all, places, session.scheme.labels[0].name)
        else:
            QTest.keyClick(window.workspace.reader, *dice.choice(KEYS))
        if dice.random() < 0.5:  # else the next key comes before all is right again
            look(window)
    look(window)


def test_many_that_change_at_once(window):
    session = window.session
    picked = [item.suggestion for item in session.items if item.suggestion]
    assert len(picked) > 100, "else they are put in one by one"
    session.do(session.corpus.decide_all, "accept", {session.document.id: picked})
    look(window)
    QTest.keyClick(window.workspace.reader, Qt.Key.Key_Z, CTRL)
    look(window)


def test_an_annotation_that_is_called_like_a_suggestion(window):
    """Ids of other programs may be anything."""
    session = window.session
    session.choose(session.items[0].key)
    one = session.item()
    other = Corpus.open(session.corpus.path, annotator="李")
    with other._step("annotate", session.document.id) as writing:
        made = other._annotation(session.document.id, Span(0, 1), one.label, {}, source="manual", time=writing.time)
        object.__setattr__(made, "id", one.key)
        writing.put_annotation(made)
    other.close()
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_X):
        QTest.keyClick(window.workspace.reader, key)
    look(window)


def test_to_undo_leads_to_what_was_undone(window):
    """Also where the same words stand before it, which are suggested otherwise now."""
    text = "禾下养鸭好。中间。禾下养鸭好。"
    session = opened(window, text)
    window.workspace.reader.select(Span(9, 13))
    QTest.keyClick(window.workspace.reader, Qt.Key.Key_1)
    assert [item.span.start for item in session.items if item.source == "corpus"] == [0]
    QTest.keyClick(window.workspace.reader, Qt.Key.Key_Return)
    QTest.keyClick(window.workspace.reader, Qt.Key.Key_Z, CTRL)
    assert session.item().span == Span(11, 13)
    look(window)


def test_where_the_words_stand_again_follows_the_page(qtbot, window):
    """The next suggestion is right at once, what is far away a little later, and whoever asks for all waits for it."""
    text = "禾下养鸭好。别的话。" * 400
    session = opened(window, text)
    window.workspace.reader.select(Span(0, 4))
    QTest.keyClick(window.workspace.reader, Qt.Key.Key_1)
    told = sum(item.source == "corpus" for item in session._spans.known.list)
    assert told < 399
    session.step_to_open(1)
    assert (session.item().span, session.item().source) == (Span(10, 14), "corpus")
    qtbot.waitSignal(session.caught_up).wait()
    assert sum(item.source == "corpus" for item in session._spans.known.list) == 399
    QTest.keyClick(window.workspace.reader, Qt.Key.Key_Z, CTRL)
    assert sum(item.source == "corpus" for item in session._spans.known.list) > 0
    assert not any(item.source == "corpus" for item in session.items)
    look(window)


def test_a_key_that_comes_at_once_finds_its_span_as_it_is(window):
    """Three refusals make a term quiet: the span that was clicked before that was known is not accepted."""
    text = "落实低保，再说一句。" * 300
    session = opened(window, text)
    for start in (2, 12, 22):
        session.choose(session.item_at(Span(start, start + 2)).key)
        session.corpus.reject("x", session.item().suggestion)
    far = session.item_at(Span(2_902, 2_904))
    session.current = far.key
    assert session._spans.follow()
    assert session.item() == far, "it waits to be read again"
    QTest.keyClick(window.workspace.reader, Qt.Key.Key_X)
    assert far.span not in [one.suggestion.span for one in session.corpus.decisions("x")]
    look(window)


def test_a_span_that_goes_by_itself_leaves_the_next_one_current(qtbot, window):
    """Three refusals make a term quiet everywhere: who has gone to it far away meanwhile stands on the next one."""
    text = "落实低保，今年4月再说一句。" * 300
    session = opened(window, text)
    step = len(text) // 300
    for number in range(3):
        session.choose(session.item_at(Span(number * step + 2, number * step + 4)).key)
        session.reject()
    far = session._spans.known.at(Span(290 * step + 2, 290 * step + 4))
    session.choose(far.key)
    qtbot.waitSignal(session.caught_up).wait()
    assert session.item_at(far.span) is None
    assert session.item().span.start >= far.span.end
    assert session.item().span.start < far.span.end + step
    assert window.workspace.reader._current == session.current
