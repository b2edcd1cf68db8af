"""What is painted, and above all what is not painted again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QColor, QImage, QRegion
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from reader_values import LONG, SCHEME, SENTENCE, chip_of, mark, mark_of, shown

from annotator.model import Span
from annotator.ui.plain_text import plain_tip
from annotator.ui.reader import MarkState, Reader
from annotator.ui.theme import Theme


class Paints(QObject):
    """Keeps the region of every paint event of a viewport."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.regions: list[QRegion] = []
        reader.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.regions.append(event.region())  # type: ignore[attr-defined]
        return False

    def area(self) -> QRect:
        united = QRegion()
        for region in self.regions:
            united = united.united(region)
        return united.boundingRect()


MARKS = [mark(str(at), at, at + 4, state=MarkState.SUGGESTION) for at in range(5, len(LONG) - 4, 30)]


@pytest.fixture
def reader(qtbot: QtBot) -> Reader:
    return shown(qtbot, LONG, MARKS)


def _painted(qtbot: QtBot, reader: Reader) -> Paints:
    qtbot.wait(20)
    paints = Paints(reader)
    qtbot.wait(5)
    paints.regions.clear()
    return paints


def _picture(reader: Reader) -> QImage:
    return reader.viewport().grab().toImage()


def _line_of(reader: Reader, at: int) -> QRect:
    """The whole line that holds an offset, over the view's width."""
    index, number = reader._page.spot(at)
    line = reader._page.dressed(index)[number]
    return QRect(0, reader._scroll.top_of(index) + line.top, reader.viewport().width(), line.height)


def test_one_decision_paints_the_lines_of_its_mark_only(qtbot: QtBot, reader: Reader):
    paints = _painted(qtbot, reader)
    decided = replace(MARKS[3], state=MarkState.ANNOTATION)
    reader.set_marks([decided if one.key == decided.key else replace(one) for one in MARKS])
    qtbot.wait(20)
    assert paints.regions
    assert paints.area() == _line_of(reader, decided.span.start)


def test_the_same_marks_again_and_marks_out_of_view_paint_nothing(qtbot: QtBot, reader: Reader):
    paints = _painted(qtbot, reader)
    reader.set_marks([replace(one) for one in MARKS])
    reader.set_marks([*MARKS[:-1], replace(MARKS[-1], state=MarkState.REJECTED)])
    qtbot.wait(20)
    assert not paints.regions


def test_a_decision_lays_no_paragraph_out_again(reader: Reader):
    before = reader._page.laid_out
    reader.set_marks([replace(MARKS[0], state=MarkState.ANNOTATION), *MARKS[1:]])
    assert reader._page.laid_out == before


def test_another_current_mark_paints_the_two_lines(qtbot: QtBot, reader: Reader):
    reader.set_current(MARKS[1].key)
    paints = _painted(qtbot, reader)
    reader.set_current(MARKS[9].key)
    qtbot.wait(20)
    rows = _line_of(reader, MARKS[1].span.start).united(_line_of(reader, MARKS[9].span.start))
    assert paints.area() == rows
    area = sum(rect.height() for region in paints.regions for rect in region)
    assert area == _line_of(reader, MARKS[1].span.start).height() + _line_of(reader, MARKS[9].span.start).height()


def test_a_growing_selection_paints_the_lines_where_it_grew(qtbot: QtBot, reader: Reader):
    reader.select(Span(20, 300))
    paints = _painted(qtbot, reader)
    reader.select(Span(20, 302))
    qtbot.wait(20)
    assert paints.area() == _line_of(reader, 300)


def test_a_partial_paint_is_the_same_as_a_whole_one(qtbot: QtBot, reader: Reader):
    reader.set_marks([replace(MARKS[3], state=MarkState.ANNOTATION, label="Place"), *MARKS[4:]])
    reader.set_current(MARKS[5].key)
    reader.select(Span(40, 200))
    qtbot.wait(20)
    by_parts = QImage(reader.viewport().size(), QImage.Format.Format_RGB32)
    for top in range(0, by_parts.height(), 37):
        reader.viewport().render(
            by_parts, sourceRegion=QRegion(0, top, by_parts.width(), 37), targetOffset=QRect(0, top, 1, 1).topLeft()
        )
    assert by_parts == _picture(reader).convertToFormat(QImage.Format.Format_RGB32)


def test_the_four_states_and_the_current_mark_all_look_different(qtbot: QtBot):
    words = mark_of(SENTENCE, "贫困户")
    reader = shown(qtbot, SENTENCE)
    pictures = []
    for state in MarkState:
        for current in (None, words.key):
            reader.set_marks([replace(words, state=state)])
            reader.set_current(current)
            pictures.append(_picture(reader))
    reader.set_marks([])
    pictures.append(_picture(reader))
    assert all(one != other for at, one in enumerate(pictures) for other in pictures[at + 1 :])


def test_states_differ_without_colour_too(qtbot: QtBot):
    """Along the lane of a mark: how much of it is ink tells dashes from dots from a line."""
    reader = shown(qtbot, SENTENCE)
    shares = {}
    for state in MarkState:
        reader.set_marks([replace(mark_of(SENTENCE, "产业，落实低保"), state=state)])
        box = reader.span_rect(Span(SENTENCE.index("产业"), SENTENCE.index("保，") + 1))
        picture = _picture(reader).convertToFormat(QImage.Format.Format_Grayscale8)
        look = reader._look
        y = box.bottom() + 1 + look.lane_drop + look.stroke // 2
        row = [picture.pixelColor(x, y).value() < 200 for x in range(box.left() + 2, box.right() - 2)]
        shares[state] = sum(row) / len(row)
    assert shares[MarkState.ANNOTATION] > 0.98
    assert 0.5 < shares[MarkState.SUGGESTION] < 0.8
    assert shares[MarkState.REJECTED] < shares[MarkState.DISPUTED] < 0.62


def test_chips_never_cover_one_another_or_leave_the_column_in_a_crowd(qtbot: QtBot):
    crowd = [mark(f"{start}-{length}", start, start + length) for start in range(0, 24, 2) for length in (2, 4, 5)]
    for width in (260, 500, 900):
        reader = shown(qtbot, SENTENCE, crowd, size=(width, 600))
        boxes = [chip_of(reader, one.key) for one in crowd]
        column = QRect(reader._column.left, 0, reader._column.width, 10_000)
        assert all(column.contains(box) for box in boxes)
        assert not any(one.intersects(other) for at, one in enumerate(boxes) for other in boxes[at + 1 :])


def test_a_chip_is_tall_enough_to_read_and_stands_on_its_words(qtbot: QtBot):
    reader = shown(qtbot, SENTENCE, [mark_of(SENTENCE, "贫困户")])
    chip, words = chip_of(reader, "贫困户"), reader.span_rect(Span(7, 10))
    assert reader._look.em == 17
    assert reader._look.chip_font.pixelSize() in (11, 12)
    assert chip.height() >= reader._look.chip_font.pixelSize() + 3
    assert 0 < words.top() - chip.bottom() <= 4
    assert chip.left() == words.left()


def test_a_long_title_is_cut_short_and_told_in_a_tip(qtbot: QtBot):
    reader = shown(qtbot, SENTENCE, [mark("a", 7, 10, title="A very long title of a label that somebody made up " * 3)])
    assert chip_of(reader, "a").width() <= 13 * reader._look.em


def test_a_span_that_begins_in_a_line_end_has_its_chip_on_the_next_line(qtbot: QtBot):
    text = "驻村工作队\r\n\r\n帮助贫困户"
    reader = shown(qtbot, text, [mark("a", 5, 11), mark("b", 3, 12)])
    assert chip_of(reader, "a").top() > chip_of(reader, "b").bottom()
    reader.set_marks([mark("only a line end", 5, 9)])
    assert reader.span_rect(Span(5, 9)).isValid()


def test_colours_follow_theme_and_scheme(qtbot: QtBot):
    words = mark_of(SENTENCE, "贫困户", label="Beneficiary", state=MarkState.ANNOTATION)
    reader = shown(qtbot, SENTENCE, [words])
    for name in ("light", "dark"):
        theme = Theme.named(name)
        reader.set_theme(theme)
        tint = theme.label_colours(theme.label_colour(SCHEME, "Beneficiary")).tint
        assert _ground(reader, words.span) == tint.name()
        assert _ground(reader, Span(0, 5)) == theme.paper.name()


def _ground(reader: Reader, span: Span) -> str:
    """The colour that most of the box around a span's words has."""
    picture = _picture(reader).copy(reader.span_rect(span))
    pixels = (picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height()))
    return Counter(pixels).most_common(1)[0][0]


def test_pictures_are_sharp_on_a_fine_screen(qtbot: QtBot):
    reader = shown(qtbot, SENTENCE, [mark_of(SENTENCE, "贫困户", state=MarkState.ANNOTATION)])
    fine = QImage(reader.viewport().size() * 2, QImage.Format.Format_RGB32)
    fine.setDevicePixelRatio(2)
    reader.viewport().render(fine)
    box, look = reader.span_rect(Span(7, 10)), reader._look
    lane = 2 * (box.bottom() + 1 + look.lane_drop)
    column = [QColor(fine.pixel(2 * box.center().x(), y)).name() for y in range(lane - 1, lane + 2 * look.stroke + 1)]
    assert len(set(column[1:-1])) == 1, "the lane is not one colour from edge to edge"
    assert column[0] != column[1] != column[-1]


@pytest.mark.parametrize(
    "text", ["<b>粗</b>", "a < b", "<img src=x>", "&lt;b&gt;", "甲<a href='x'>乙</a>", "</p>", "<!-- -->"]
)
def test_tips_are_plain_to_qt(qtbot: QtBot, text: str):
    guessed, plain = QLabel(plain_tip(text)), QLabel(plain_tip(text))
    plain.setTextFormat(plain.textFormat().PlainText)
    for label in (guessed, plain):
        qtbot.addWidget(label)
    assert guessed.textFormat() == plain.textFormat().AutoText
    assert guessed.sizeHint() == plain.sizeHint()
    assert guessed.grab().toImage() == plain.grab().toImage()
    assert plain_tip(text).replace("\u200b", "") == text
