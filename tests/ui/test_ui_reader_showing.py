"""The same report in another script and with its wrapped lines joined: other words to the eye, the same offsets."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from reader_values import HARD, mark, mark_of, middle_of, shown, texts

from annotator.model import Span
from annotator.text import fold
from annotator.ui.reader import Showing
from annotator.ui.reader.paragraphs import Paragraphs
from annotator.ui.reader.wording import LINE_END, unseen, worded

SHOWINGS = [Showing(script, joined) for script in ("", "hans", "hant") for joined in (False, True)]
relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
scraps = st.sampled_from([*HARD, "一目瞭然的後面裏頭髮", "产业发展只有里程", "GDP per head", "\ud800", "\u2028"])
hard = st.one_of(texts, st.lists(scraps, max_size=30).map("".join))

SENTENCE = "驻村工作队帮助贫困户发展特色产业并落实低保政策，推广“雨露计划”和电商扶贫项目"
WRAPPED = "".join(f"　　第{n}段，{SENTENCE * 3}。\n" for n in range(9))


def wrap(text: str, width: int = 24) -> str:
    """Every line cut at a width, as a mail program does."""
    return "\n".join(line[at : at + width] for line in text.split("\n") for at in range(0, len(line), width))


@relaxed
@given(hard, st.sampled_from(SHOWINGS))
def test_every_offset_has_a_place_and_is_found_again_there(text: str, showing: Showing):
    words = worded(text, showing)
    places = [words.place(offset) for offset in range(len(text) + 1)]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0, len(words.text))
    for offset, place in enumerate(places):
        assert words.first(place) <= offset <= words.offset(place)
        assert words.place(words.first(place)) == words.place(words.offset(place)) == place
        if words.first(place) != words.offset(place):
            assert not LINE_END.sub("", text[words.first(place) : words.offset(place)])


@relaxed
@given(st.text(st.sampled_from("发髮面麵里裏後后，。a1 \n"), max_size=200), st.sampled_from(SHOWINGS))
def test_what_is_shown_says_the_same(text: str, showing: Showing):
    paragraphs = Paragraphs(text, 40, joined=showing.joined)
    seen = "".join(worded(paragraphs.of(at), showing).text for at in range(len(paragraphs)))
    bare = str.maketrans("", "", " \n")
    assert fold(seen).translate(bare) == fold(text).translate(bare)


def test_scripts_are_shown_word_by_word():
    assert worded("头发长了，后面里", Showing("hant")).text == "頭髮長了，後面裏"
    assert worded("頭髮長了，後面裏", Showing("hans")).text == "头发长了，后面里"
    assert worded("頭髮", Showing()).text == "頭髮"


def test_wrapped_lines_are_found_and_other_lines_stay():
    text = wrap(WRAPPED)
    paragraphs = Paragraphs(text, joined=True)
    assert [worded(paragraphs.of(at), Showing()).text for at in range(len(paragraphs))] == WRAPPED.split("\n")[:9]
    for whole in (WRAPPED, "一、产业\n二、教育\n三、健康\n", "短\n" * 40, "", "\n\n"):
        assert len(Paragraphs(whole, joined=True)) == len(Paragraphs(whole))
    items = "\n".join(f"{number}、推动产业发展帮助贫困户增加收入提高水平" for number in "一二三四五六七")
    assert len(Paragraphs(items, joined=True)) == 7


def test_western_words_keep_a_blank_and_chinese_gets_none():
    assert worded("per\nhead of\r\n扶贫\n工作", Showing()).text == "per head of扶贫工作"


@pytest.fixture
def reader(qtbot: QtBot):
    made = shown(qtbot, wrap(WRAPPED), size=(900, 500))
    made.setFocus()
    return made


@pytest.mark.parametrize("showing", SHOWINGS, ids=str)
def test_a_span_dragged_over_in_any_view_is_the_span_in_the_report(reader, showing: Showing):
    text = reader.text()
    reader.show_as(showing)
    start = text.index("\n") - 1  # over a line end, which a drag in one line reaches only where the lines are joined
    for span in (Span(4, 9), Span(start - 5, start), *([Span(start - 2, start + 5)] if showing.joined else [])):
        reader.clear_selection()
        first, last = (reader._places.caret_rect(edge).center() for edge in (span.start, span.end))
        QTest.mousePress(reader.viewport(), Qt.MouseButton.LeftButton, pos=first)
        QTest.mouseMove(reader.viewport(), (first + last) / 2)
        QTest.mouseMove(reader.viewport(), last)
        QTest.mouseRelease(reader.viewport(), Qt.MouseButton.LeftButton, pos=last)
        assert reader.selection() == span


@relaxed
@given(hard.filter(lambda text: len(text) > 1), st.data())
def test_what_is_selected_stays_selected_in_every_view(reader, text: str, data: st.DataObject):
    reader.set_text(text)
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    reader.set_marks([mark("m", span.start, span.end)])
    reader.select(span)
    for showing in SHOWINGS:
        reader.show_as(showing)
        bare = reader.selection()
        assert span.start <= bare.start < bare.end <= span.end
        assert not LINE_END.sub("", text[span.start : bare.start] + text[bare.end : span.end])
        assert [one.span for one in reader._page.marks.all()] == [span]
        assert reader.span_rect(span).isValid()
        reader.viewport().grab()


def test_clicks_select_words_and_sentences_over_joined_line_ends(reader):
    text = reader.text()
    wrap_at = text.index("\n")
    reader.show_as(Showing("hant", joined=True))
    QTest.mouseDClick(reader.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(reader, wrap_at + 1, wrap_at + 2))
    word = reader.selection()
    assert word.start < wrap_at < word.end, "the text is cut within a word there"
    QTest.mouseClick(reader.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(reader, wrap_at + 1, wrap_at + 2))
    sentence = reader.selection().of(text)
    assert sentence.replace("\n", "").endswith("项目。")
    assert sentence.count("\n") > 2


def test_keys_step_over_a_joined_line_end_as_over_nothing(reader):
    wrap_at = reader.text().index("\n")
    reader.show_as(Showing(joined=True))
    reader.set_caret(wrap_at - 1)
    places = []
    for _ in range(3):
        QTest.keyClick(reader, Qt.Key.Key_Right)
        places.append(reader.caret())
    assert places == [wrap_at + 1, wrap_at + 2, wrap_at + 3]
    QTest.keyClick(reader, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(reader, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert reader.selection() == Span(wrap_at + 1, wrap_at + 3)


def test_the_words_at_the_top_stay_there(reader):
    reader.set_reading_position(300)
    before = reader.reading_position()
    for showing in (*SHOWINGS, Showing()):
        reader.show_as(showing)
    assert reader.reading_position() == before


def test_what_is_invisible_is_marked_and_named(qtbot: QtBot):
    text = "扶\u200b贫\x00工\u202e作\ue000队\u00ad👨‍👩‍👧\u3000e\u0301"
    assert [text[at] for at in unseen(text)] == ["\u200b", "\x00", "\u202e", "\ue000", "\u00ad"]
    plain = shown(qtbot, "扶贫工作队")
    reader = shown(qtbot, text)
    assert reader.viewport().grab().toImage() != plain.viewport().grab().toImage()
    x = [reader._places.caret_rect(at) for at in unseen(text)]
    names = [reader.unseen_at(QPoint(box.x(), box.center().y())) for box in x]
    assert names[0] == "U+200B ZERO WIDTH SPACE"
    assert names[2] == "U+202E RIGHT-TO-LEFT OVERRIDE"
    assert names[3].startswith("U+E000")
    assert reader.unseen_at(middle_of(reader, 0, 1) - QPoint(4, 0)) == ""


def test_marks_are_drawn_on_the_words_in_the_other_script(qtbot: QtBot):
    text = "一目瞭然的扶貧車間"
    reader = shown(qtbot, text, [mark_of(text, "扶貧車間")])
    before = reader.viewport().grab().toImage()
    reader.show_as(Showing("hans"))
    assert reader.viewport().grab().toImage() != before
    assert reader.selection() is None
    reader.show_as(Showing())
    assert reader.viewport().grab().toImage() == before
