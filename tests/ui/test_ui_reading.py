"""Reading: finding in the report, how it is set, where one was, what was rejected; in the real window by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from annotator.corpus import Corpus
from annotator.model import DONE, Bundle, Document, Span
from annotator.text import in_script
from annotator.ui.keys import Binding
from annotator.ui.reader import Finder, Found, MarkState
from annotator.ui.settings import JOINED, REJECTED, SCRIPT, SIZE
from annotator.ui.theme import CONTRAST, Theme, contrast
from annotator.ui.window import MainWindow

CTRL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)
KEY = Qt.Key


def press(window: MainWindow, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    for key in keys:
        QTest.keyClick(window.focusWidget(), key, modifiers)


# ---- finding


def test_all_places_are_found_in_either_script_and_over_line_ends():
    text = "扶贫车间。扶貧車間,扶\n贫\r\n车间 GDP gdp ＧＤＰ"
    finder = Finder(text)
    assert [span.of(text) for span in finder.find("扶贫车间")] == ["扶贫车间", "扶貧車間", "扶\n贫\r\n车间"]
    assert finder.find(" 車間 ") == finder.find("车间")
    assert [span.of(text) for span in finder.find("Gdp")] == ["GDP", "gdp", "ＧＤＰ"]
    assert finder.find("") == finder.find(" ") == finder.find("(") == []


def test_what_is_found_near_a_place():
    found = Found([Span(2, 4), Span(4, 6), Span(9, 12)], 1)
    assert found.between(3, 10) == [(Span(2, 4), False), (Span(4, 6), True), (Span(9, 12), False)]
    assert found.between(6, 9) == []
    assert [found.nearest(offset) for offset in (0, 3, 9, 10)] == [0, 1, 2, 0]
    assert Found().nearest(0) is None


def test_find_in_the_report_and_label_what_was_found(window):
    press(window, KEY.Key_Down, modifiers=CTRL)
    text = window.session.document.text
    press(window, KEY.Key_F, modifiers=CTRL)
    bar, reader = window.workspace.pane.bar, window.workspace.reader
    assert window.focusWidget() is bar.query
    word = in_script("贫困", "hant").text
    bar.query.setText(word)
    count = text.count("贫困")
    assert count > 2
    assert bar.count.text() == f"第 1 处，共 {count} 处"
    shown = reader._shown().found
    assert [span.of(text) for span in shown.spans] == ["贫困"] * count
    press(window, KEY.Key_Return)
    assert bar.count.text().startswith("第 2 处")
    press(window, KEY.Key_Return, KEY.Key_Return, modifiers=SHIFT)
    assert bar.count.text().startswith(f"第 {count} 处"), "around the start"
    last = shown.spans[-1]
    assert reader.viewport().rect().contains(reader.span_rect(last).center())
    press(window, KEY.Key_Escape)
    assert bar.isHidden()
    assert reader._shown().found == Found()
    assert window.focusWidget() is reader
    assert reader.selection() == last
    press(window, KEY.Key_3)
    assert (window.session.annotation().span, window.session.annotation().label) == (last, "Indicator")


def test_the_selection_is_looked_for_and_what_is_not_there_is_said(window):
    reader = window.workspace.reader
    reader.select(Span(2, 4))
    press(window, KEY.Key_F, modifiers=CTRL)
    bar = window.workspace.pane.bar
    assert bar.text() == Span(2, 4).of(reader.text()).strip()
    bar.query.setText("没有这样的词语")
    assert bar.count.text() == "没有找到"
    press(window, KEY.Key_Return, KEY.Key_Escape)
    assert reader.selection() == Span(2, 4)


def test_places_are_seen_in_the_text_and_at_the_scroll_bar(window):
    press(window, KEY.Key_F, modifiers=CTRL)
    reader = window.workspace.reader
    before, bar = reader.viewport().grab().toImage(), reader.verticalScrollBar()
    assert bar.rows() == set()
    window.workspace.pane.bar.query.setText("贫困")
    assert reader.viewport().grab().toImage() != before
    rows = sorted(bar.rows())
    assert len(rows) > 1
    assert rows[-1] <= bar.height()


@pytest.mark.parametrize("name", ["light", "dark"])
def test_words_that_were_found_can_be_read(name):
    from annotator.ui.reader.colours import Colours

    theme = Theme.named(name)
    assert contrast(theme.ink, Colours(theme, None).found) >= CONTRAST


def test_the_list_of_reports_is_searched_by_another_key(window):
    press(window, KEY.Key_D, modifiers=CTRL)
    assert window.focusWidget() is window.workspace.documents.search


# ---- how it is set


def test_letters_grow_and_shrink_and_the_size_lasts(window):
    reader = window.workspace.reader
    em = reader._look.em
    press(window, KEY.Key_Equal, KEY.Key_Equal, KEY.Key_Equal, modifiers=CTRL)
    assert reader._look.em > em
    assert float(window.settings.get(SIZE)) == 15
    press(window, KEY.Key_Minus, modifiers=CTRL)
    assert float(window.settings.get(SIZE)) == 14.25
    window.session.step_document(1)
    assert reader._letters.points == 14.25, "in the next report too"
    press(window, KEY.Key_0, modifiers=CTRL)
    assert reader._look.em == em


def test_the_other_script_and_back_with_the_same_marks(window):
    press(window, KEY.Key_Down, modifiers=CTRL)
    reader, text = window.workspace.reader, window.session.document.text
    marks = reader._page.marks.all()
    assert marks
    press(window, KEY.Key_T, modifiers=CTRL)
    assert window.settings.get(SCRIPT) == "hant"
    shown = reader._page.lines(0).wording.text
    assert shown == in_script(text.split("\n")[0].rstrip("\r"), "hant").text
    assert reader.text() == text
    assert reader._page.marks.all() == marks
    assert reader._letters.families[0].endswith("TC")
    start = len(text) - len(text.lstrip())
    reader.select(Span(start, start + 4))
    press(window, KEY.Key_2)
    assert window.session.annotation().text == text[start : start + 4], "what is kept is what the report says"
    press(window, KEY.Key_T, modifiers=CTRL)
    assert window.settings.get(SCRIPT) == "stored"
    press(window, KEY.Key_J, modifiers=CTRL)
    assert window.settings.get(JOINED) == "yes"
    assert reader._page.showing.joined


def test_another_language_leaves_the_reader_where_it_is(window):
    reader = window.workspace.reader
    window.resize(1360, 400)
    reader.set_reading_position(900)
    reader.select(Span(905, 908))
    press(window, KEY.Key_Equal, modifiers=CTRL)
    before = reader.reading_position()
    window.session.choose(None)
    window.wear()
    assert (reader.reading_position(), reader.selection()) == (before, Span(905, 908))


# ---- where one was


def test_a_report_opens_where_it_was_read_last(window, demo):
    reader = window.workspace.reader
    window.resize(1360, 420)
    first = window.session.document.id
    reader.set_reading_position(1_200)
    place = reader.reading_position()
    assert place > 900
    press(window, KEY.Key_Down, modifiers=CTRL)
    assert reader.reading_position() < 900, "another report has a place of its own"
    press(window, KEY.Key_Up, modifiers=CTRL)
    assert window.session.document.id == first
    assert reader.reading_position() == place
    assert window.session.item().span.start >= place, "and goes on from there"
    window.close()
    again = MainWindow(window.settings)
    again.resize(1360, 420)
    again.show()
    again.take(Corpus.open(demo, annotator="李"))
    assert again.session.document.id == first
    assert again.workspace.reader.reading_position() == place
    again.close()


def test_nothing_of_a_report_but_its_id_and_an_offset_is_kept(window):
    window.workspace.reader.set_reading_position(1_200)
    window.desk.page.leave()
    lines = window.settings._file.value("places")
    id_, offset = (lines if isinstance(lines, str) else lines[0]).split(" ")
    assert id_ == window.session.document.id
    assert offset == str(window.workspace.reader.reading_position())


# ---- what was rejected


def _states(window: MainWindow) -> list[MarkState]:
    return [mark.state for mark in window.workspace.reader._page.marks.all()]


def test_rejected_suggestions_are_shown_on_demand_and_can_be_labelled_after_all(window):
    rejected = window.session.item().suggestion
    press(window, KEY.Key_X)
    assert MarkState.REJECTED not in _states(window)
    press(window, KEY.Key_R, modifiers=CTRL)
    assert window.settings.get(REJECTED) == "yes"
    assert _states(window).count(MarkState.REJECTED) == 1
    reader = window.workspace.reader
    key = next(mark.key for mark in reader._page.marks.all() if mark.state is MarkState.REJECTED)
    reader.mark_clicked.emit(key)
    assert reader.selection() == rejected.span
    assert window.workspace.palette_.isVisible()
    press(window, KEY.Key_4)
    assert window.session.annotation().span == rejected.span
    press(window, KEY.Key_R, modifiers=CTRL)
    assert MarkState.REJECTED not in _states(window)


# ---- where annotators differ


def test_that_annotators_differ_is_shown_on_demand_and_gone_through(window, demo):
    document = window.session.document.id
    corpus = window.session.corpus
    spans = [Span(0, 4), Span(30, 34), Span(60, 64)]
    for span in spans:
        window.session.do(corpus.annotate, document, span, "Measure")
    other = Corpus.open(demo, annotator="王")
    other.annotate(document, spans[0], "Measure")
    other.annotate(document, spans[1], "Program")
    other.annotate(document, Span(60, 66), "Measure")
    other.close()
    window.session.look_again()
    assert MarkState.DISPUTED not in _states(window), "nobody is told what others think unasked"
    press(window, KEY.Key_U, modifiers=CTRL)
    marks = window.workspace.reader._page.marks.all()
    assert [mark.span for mark in marks if mark.state is MarkState.DISPUTED] == spans[1:]
    window.session.choose(None)
    seen = []
    for _ in range(3):
        press(window, KEY.Key_Q)
        seen.append(window.session.item().span)
    assert seen == [spans[1], spans[2], spans[1]]
    press(window, KEY.Key_1)
    marks = window.workspace.reader._page.marks.all()
    assert [mark.span for mark in marks if mark.state is MarkState.DISPUTED] == spans[2:], "now both say the same"
    press(window, KEY.Key_U, modifiers=CTRL)
    assert MarkState.DISPUTED not in _states(window)


def test_what_only_others_have_is_shown_with_it_and_can_be_taken(window, demo):
    document, theirs = window.session.document.id, Span(30, 34)
    window.session.do(window.session.corpus.annotate, document, Span(0, 4), "Measure")
    other = Corpus.open(demo, annotator="王")
    other.annotate(document, Span(0, 4), "Measure")
    other.annotate(document, theirs, "Program")
    other.close()
    window.session.look_again()
    press(window, KEY.Key_U, modifiers=CTRL)
    assert MarkState.DISPUTED not in _states(window), "whoever has not finished a report lacks nothing in it"
    press(window, KEY.Key_U, modifiers=CTRL)
    window.session.do(window.session.corpus.mark, document, DONE)
    press(window, KEY.Key_U, modifiers=CTRL)
    reader = window.workspace.reader
    (mark,) = (one for one in reader._page.marks.all() if one.state is MarkState.DISPUTED)
    assert (mark.span, mark.label) == (theirs, "Program")
    reader.mark_clicked.emit(mark.key)
    assert reader.selection() == theirs
    press(window, KEY.Key_1)
    assert window.session.annotation().span == theirs
    assert MarkState.DISPUTED not in _states(window), "now both have it"


@pytest.mark.parametrize("title", ["<b>粗</b>&lt;", "一\n二", "\u202e倒", "<img src='x'>"])
def test_names_are_shown_as_they_are(window, tmp_path, title):
    corpus = Corpus.create(tmp_path / "n.corpus", annotator="<i>李</i>")
    corpus.add([Bundle(Document("d", title, "落实低保。"))])
    corpus.close()
    window.open(tmp_path / "n.corpus", "<i>李</i>")
    assert window.desk.header._title.text() == title
    assert window.desk.header._title.textFormat() is Qt.TextFormat.PlainText
    window.grab()


def test_the_wheel_with_control_changes_the_letters_and_without_scrolls(window):
    reader = window.workspace.reader

    def turn(by: int, modifiers: Qt.KeyboardModifier) -> None:
        middle = QPointF(reader.viewport().rect().center())
        where = (middle, QPointF(reader.viewport().mapToGlobal(middle.toPoint())), QPoint(), QPoint(0, by))
        phase = Qt.ScrollPhase.NoScrollPhase
        QApplication.sendEvent(reader.viewport(), QWheelEvent(*where, Qt.MouseButton.NoButton, modifiers, phase, False))

    def size() -> float:
        return float(window.settings.get(SIZE))

    before, read = size(), reader.reading_position()
    for by, modifiers in ((120, CTRL), (60, CTRL), (60, CTRL), (-120, CTRL)):
        turn(by, modifiers)
    assert size() == before + SIZE.numbers[2]
    assert reader.reading_position() == read
    turn(-240, NONE)
    assert size() == before + SIZE.numbers[2]
    assert reader.reading_position() > read


def test_that_the_arrows_select_is_said_in_the_corner(window):
    told, reader = window.workspace.pane.selecting, window.workspace.reader
    assert not told.isVisible()
    window.do(Binding("", "caret", "select"))
    assert told.isVisible()
    assert reader.viewport().geometry().contains(told.geometry())
    assert told.text() == window.dress.words("ui.selecting-by-caret")
    QTest.keyClick(reader, Qt.Key.Key_Right)
    assert reader.selection() is not None
    QTest.keyClick(reader, Qt.Key.Key_Escape)
    assert not told.isVisible()
    window.do(Binding("", "caret", "select"))
    window.session.step_document(1)
    assert not told.isVisible(), "another report begins anew"


def test_the_button_that_empties_a_field_has_a_name(window):
    (button,) = window.workspace.documents.search.findChildren(QToolButton)
    assert button.accessibleName() == window.dress.words("ui.clear")
    search = window.workspace.documents.search
    search.setText("村")
    QApplication.processEvents()
    assert abs(button.geometry().center().y() - search.rect().center().y()) <= 1
