"""Offsets through Qt and back: whatever a report holds, code points stay code points."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot
from reader_values import texts

from annotator.ui.families import families_of
from annotator.ui.reader.lines import Lines
from annotator.ui.reader.look import Letters, Look
from annotator.ui.reader.paragraphs import Paragraphs

pytestmark = pytest.mark.usefixtures("qapp")
relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture(scope="module")
def look(qapp: object) -> Look:  # noqa: ARG001  # fonts need the application
    return Look.of(Letters(families_of(traditional=False)))


def _all_lines(text: str, look: Look, width: int = 120) -> list[Lines]:
    paragraphs = Paragraphs(text, 40)
    return [Lines(paragraphs.of(at), paragraphs.start(at), look, width) for at in range(len(paragraphs))]


@relaxed
@given(texts)
def test_the_lines_of_a_paragraph_are_its_code_points_in_order(look: Look, text: str):
    for lines in _all_lines(text, look):
        assert len(lines) >= 1
        assert lines.starts[0] == lines.start
        edges = [*lines.starts, lines.end]
        assert edges == sorted(edges)
        assert [lines.line_end(number) for number in range(len(lines))] == edges[1:]


@relaxed
@given(texts, st.data())
def test_a_place_between_characters_is_found_again_where_it_is_drawn(look: Look, text: str, data: st.DataObject):
    for lines in _all_lines(text, look):
        offset = lines.next(data.draw(st.integers(lines.start, lines.end)))
        number = lines.line_of(offset)
        x = lines.x(number, offset)
        assert lines.x(number, lines.nearest(number, x)) == pytest.approx(x, abs=0.5)


def _whole(lines: Lines, offset: int) -> int:
    """The start of the character that an offset lies in; itself where it lies between two."""
    return offset if offset in (lines.start, lines.end) else lines.previous(lines.next(offset))


@relaxed
@given(texts, st.integers(-20, 200))
def test_a_click_falls_between_characters_never_inside_one(look: Look, text: str, x: int):
    for lines in _all_lines(text, look):
        for number in range(len(lines)):
            offset = lines.nearest(number, x)
            assert _whole(lines, lines.starts[number]) <= offset <= lines.line_end(number)
            assert _whole(lines, offset) == offset
            under = lines.character(number, x)
            assert under is None or _whole(lines, lines.starts[number]) <= under < lines.line_end(number)


@relaxed
@given(texts)
def test_steps_to_the_right_cross_the_paragraph_and_the_same_steps_lead_back(look: Look, text: str):
    for lines in _all_lines(text, look):
        steps = [lines.start]
        while steps[-1] < lines.end:
            steps.append(lines.next(steps[-1]))
            assert steps[-1] > steps[-2]
        back = [lines.end]
        while back[-1] > lines.start:
            back.append(lines.previous(back[-1]))
        assert back[::-1] == steps


@pytest.mark.parametrize("character", ["👍🏽", "👨‍👩‍👧", "🇨🇳", "e\u0301", "𠮷"])
def test_a_character_of_several_code_points_is_one_step(look: Look, character: str):
    lines = Lines(f"村{character}村", 10, look, 500)
    assert lines.next(11) == 11 + len(character)
    assert lines.previous(11 + len(character)) == 11


def test_a_mark_of_byte_order_at_the_start_does_not_shift_what_follows(look: Look):
    lines = Lines("\ufeff低保", 0, look, 500)
    assert lines.end == 3
    assert lines.x(0, 1) == 0
    assert lines.x(0, 2) == pytest.approx(look.em, abs=1)
    assert lines.nearest(0, look.em * 2.2) == 3


def test_no_line_begins_with_closing_or_ends_with_opening_punctuation(look: Look):
    text = "这是“雨露计划”，《行动方案》；（试点）还有“两不愁”。好！落实“三保障”、“五个一批”，推广：经验？是。" * 3
    for width in range(8 * look.em, 30 * look.em, 5):
        lines = Lines(text, 0, look, width)
        assert all(text[start] not in "，。、；：！？”’》）" for start in lines.starts)
        assert all(text[lines.line_end(number) - 1] not in "“‘《（" for number in range(len(lines) - 1))


def test_letters_of_another_direction_do_not_turn_the_words_about(qtbot: QtBot, look: Look):  # noqa: ARG001
    plain, turned = Lines("扶贫abc工程", 0, look, 500), Lines("扶\u202e贫abc工程", 0, look, 500)
    assert [turned.x(0, at + 1) for at in range(1, 8)] == [plain.x(0, at) for at in range(1, 8)]
