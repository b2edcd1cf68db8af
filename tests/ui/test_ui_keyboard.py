"""Selecting, labelling and jumping by the keyboard alone, with a Chinese input method switched on too."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reader_values import shown, texts

from annotator.corpus import Corpus
from annotator.model import Bundle, Document, Span
from annotator.text import sentences, word_edges
from annotator.ui.reader import MarkState, Showing
from annotator.ui.reader.counted import Counted, is_typable, letters_of, parse
from annotator.ui.window import MainWindow

CTRL, SHIFT, ALT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)
KEY = Qt.Key
TEXT = "驻村工作队帮助贫困户发展产业。落实低保政策！\n第二段讲易地搬迁，县里投入三百万元。还有。"

FIRST, SECOND = TEXT.split("\n")


@pytest.fixture
def plain(window, tmp_path) -> MainWindow:
    """The window on one report that says TEXT."""
    corpus = Corpus.create(tmp_path / "k.corpus", annotator="李")
    corpus.add([Bundle(Document("d", "甲", TEXT))])
    corpus.close()
    window.open(tmp_path / "k.corpus", "李")
    window.session.choose(None)
    window.workspace.reader.set_caret(0)
    window.workspace.reader.setFocus()
    return window


def press(window: MainWindow, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    for key in keys:
        QTest.keyClick(window.focusWidget(), key, modifiers)


def selected(window: MainWindow) -> str:
    span = window.workspace.reader.selection()
    return span.of(TEXT) if span else ""


def annotated(window: MainWindow) -> list[tuple[str, str]]:
    corpus = window.session.corpus
    return [(one.text, one.label) for one in corpus.annotations("d")]


# ---- selecting


def test_units_are_selected_and_grow(plain):
    press(plain, KEY.Key_W)
    words = word_edges(FIRST)
    assert selected(plain) == TEXT[: words[1]]
    press(plain, KEY.Key_W)
    assert selected(plain) == TEXT[: words[2]]
    press(plain, KEY.Key_Escape, KEY.Key_C)
    assert selected(plain) == FIRST[:15], "the sentence that the caret is in"
    plain.workspace.reader.set_caret(2)
    press(plain, KEY.Key_C)
    assert selected(plain) == "驻村工作队帮助贫困户发展产业。"
    press(plain, KEY.Key_C)
    assert selected(plain) == "驻村工作队帮助贫困户发展产业。落实低保政策！"
    plain.workspace.reader.set_caret(30)
    press(plain, KEY.Key_P)
    assert selected(plain) == SECOND
    press(plain, KEY.Key_6)
    assert (SECOND, "Organisation") in annotated(plain)


def test_alt_goes_by_sentence_and_paragraph(plain):
    press(plain, KEY.Key_Right, modifiers=ALT | SHIFT)
    assert selected(plain) == "驻村工作队帮助贫困户发展产业。"
    press(plain, KEY.Key_Down, modifiers=ALT | SHIFT)
    assert selected(plain) == FIRST
    press(plain, KEY.Key_Down, modifiers=ALT)
    assert plain.workspace.reader.caret() == TEXT.index("第二段")
    press(plain, KEY.Key_Left, modifiers=ALT)
    assert plain.workspace.reader.caret() == TEXT.index("！") + 1


@pytest.mark.parametrize("showing", [Showing(), Showing("hant", joined=True)])
@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(text=texts.filter(bool), data=st.data())
def test_any_span_between_characters_can_be_selected_without_the_mouse(
    qtbot: QtBot, showing: Showing, text: str, data: st.DataObject
):
    """V, then arrows: every place where a caret can stand is an end of some selection."""
    reader = shown(qtbot, text, size=(400, 300))
    reader.show_as(showing)
    reader.set_caret(0)
    stops = [0]
    while (QTest.keyClick(reader, KEY.Key_Right), reader.caret())[1] != stops[-1]:
        stops.append(reader.caret())
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(stops) - 1)] * 2)))
    reader.set_caret(stops[start])
    reader.extend(True)
    for _ in range(end - start):
        QTest.keyClick(reader, KEY.Key_Right)
    bare = reader.selection()
    wanted = text[stops[start] : stops[end]]
    assert (bare.of(text) if bare else "").strip("\r\n\u2028\u2029\u0085") == wanted.strip("\r\n\u2028\u2029\u0085")
    reader.deleteLater()


def test_the_caret_mode_selects_with_arrows_alone_and_ends(plain):
    reader = plain.workspace.reader
    press(plain, KEY.Key_Right, KEY.Key_Right, KEY.Key_V, KEY.Key_Right, KEY.Key_Right, KEY.Key_Right)
    assert selected(plain) == "工作队"
    press(plain, KEY.Key_Right, modifiers=CTRL)
    assert len(selected(plain)) > 3
    press(plain, KEY.Key_Escape)
    assert (selected(plain), reader.is_extending()) == ("", False)
    press(plain, KEY.Key_V, KEY.Key_Right, KEY.Key_2)
    assert not reader.is_extending(), "a label ends it"
    assert len(annotated(plain)) == 1


def test_the_keyboard_starts_at_the_current_span(window):
    window.session.step_to_open(1)
    item = window.session.item()
    press(window, KEY.Key_Right, modifiers=SHIFT)
    assert window.workspace.reader.selection().start == item.span.start


# ---- the command of numbers


def test_what_numbers_and_letters_say():
    assert parse("2c3b1a") == [Counted(2, False, "c"), Counted(3, False, "b"), Counted(1, False, "a")]
    assert parse("a12-2wc3") == [Counted(1, False, "a"), Counted(12, False, "-"), Counted(2, True, "c")]
    assert letters_of(4) == "abcd"
    assert "w" not in letters_of(25)
    assert is_typable("3wa2-", "abc")
    assert not any(is_typable(typed, "abc") for typed in ("z", "ww", "d2", "12345", "，"))


def test_numbers_label_a_row_shown_before_as_one_step(plain):
    reader = plain.workspace.reader
    QTest.keyClicks(reader, ";2a3b2-")
    shown_ = [mark for mark in reader._page.marks.all() if mark.key.startswith("typed")]
    assert [(mark.span, mark.label) for mark in shown_] == [(Span(0, 2), "Program"), (Span(2, 5), "Measure")]
    assert plain.workspace.pane.line.text() == "2a3b2-"
    assert annotated(plain) == [], "so far it is only shown"
    QTest.keyClicks(reader, "9e")
    press(plain, KEY.Key_Backspace, KEY.Key_Backspace)
    QTest.keyClicks(reader, "3e")
    press(plain, KEY.Key_Return)
    assert annotated(plain) == [("驻村", "Program"), ("工作队", "Measure"), ("贫困户", "Beneficiary")]
    assert not any(mark.key.startswith("typed") for mark in reader._page.marks.all())
    assert plain.workspace.pane.line.isHidden()
    press(plain, KEY.Key_Z, modifiers=CTRL)
    assert annotated(plain) == []


def test_numbers_go_over_line_ends_and_esc_leaves_nothing(plain):
    reader = plain.workspace.reader
    reader.set_caret(TEXT.index("策！"))
    QTest.keyClicks(reader, ";2-2wg")
    press(plain, KEY.Key_Return)
    assert annotated(plain) == [(SECOND[: word_edges(SECOND)[2]], "Place")]
    QTest.keyClicks(reader, ";4a")
    press(plain, KEY.Key_Escape)
    assert len(annotated(plain)) == 1
    QTest.keyClicks(reader, ";4a")
    press(plain, KEY.Key_Down, modifiers=CTRL)
    assert plain.workspace.pane.line.isHidden()


def test_a_row_beyond_the_text_stops_at_its_end(plain):
    reader = plain.workspace.reader
    reader.set_caret(len(TEXT) - 2)
    QTest.keyClicks(reader, ";99a5b")
    press(plain, KEY.Key_Return)
    assert annotated(plain) == [(TEXT[-2:], "Program")]


# ---- labels again, and jumps


def test_the_last_label_again(plain):
    press(plain, KEY.Key_L)
    assert "标签" in plain.desk.notice.text()
    plain.workspace.reader.select(Span(0, 2))
    press(plain, KEY.Key_7)
    plain.workspace.reader.select(Span(5, 7))
    press(plain, KEY.Key_L)
    assert annotated(plain) == [("驻村", "Place"), ("帮助", "Place")]


def test_blanks_at_the_ends_of_a_selection_are_not_meant(plain):
    """A line end comes along when one drags from the line before, or to the next one's beginning."""
    reader, end = plain.workspace.reader, len(FIRST)
    for span in (Span(end, end + 4), Span(end - 3, end + 1), Span(end, end + 1)):
        reader.select(span)
        press(plain, KEY.Key_7)
    assert annotated(plain) == [("政策！", "Place"), ("\n", "Place"), ("第二段", "Place")]


def test_from_note_to_note(plain):
    press(plain, KEY.Key_M)
    assert "备注" in plain.desk.notice.text()
    corpus = plain.session.corpus
    for start in (0, 5, 10):
        plain.session.do(corpus.annotate, "d", Span(start, start + 2), "Measure")
    first, _, third = corpus.annotations("d")
    for one in (first, third):
        plain.session.do(corpus.set_note, one.id, "?")
    seen = []
    for _ in range(3):
        press(plain, KEY.Key_M)
        seen.append(plain.session.current)
    assert seen == [first.id, third.id, first.id]


# ---- a Chinese input method


def commit(window: MainWindow, text: str, preedit: str = "") -> None:
    """As an input method gives text to what has the focus."""
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(text)
    QApplication.sendEvent(window.focusWidget(), event)


def test_keys_that_come_through_an_input_method_do_what_they_do(plain):
    reader = plain.workspace.reader
    reader.select(Span(0, 2))
    commit(plain, "2")
    assert annotated(plain) == [("驻村", "Measure")]
    for sign in "；2a":
        commit(plain, sign)
    assert plain.workspace.pane.line.text() == "2a", "a full-width sign is the same key"
    press(plain, KEY.Key_Escape)
    commit(plain, "", "xian")
    commit(plain, "县")
    assert len(annotated(plain)) == 1, "words are nobody's keys"


def test_fields_take_what_an_input_method_gives(plain):
    press(plain, KEY.Key_F, modifiers=CTRL)
    commit(plain, "", "ni'hao")
    assert plain.workspace.pane.bar.text() == "", "what is being composed is not looked for yet"
    commit(plain, "低保")
    assert plain.workspace.pane.bar.text() == "低保"
    assert plain.workspace.pane.bar.query.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    press(plain, KEY.Key_Escape, KEY.Key_1, KEY.Key_N)
    commit(plain, "看第1页x")
    press(plain, KEY.Key_Escape)
    assert [one.note for one in plain.session.corpus.annotations("d")] == ["看第1页x"]
    assert all(mark.state is not MarkState.REJECTED for mark in plain.workspace.reader._page.marks.all())


def test_sentences_of_the_text_are_those_of_the_keys(plain):
    reader = plain.workspace.reader
    stops = [reader.caret()]
    while reader.caret() < len(TEXT):
        press(plain, KEY.Key_Right, modifiers=ALT)
        stops.append(reader.caret())
    assert stops == sorted({edge for one in sentences(TEXT) for edge in (one.start, one.end)})
