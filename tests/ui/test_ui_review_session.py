"""A reviewer's whole session in the real window, by keys alone: blind, all kinds of decision, back, on, reopened."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from test_ui_review import ALL, TEXTS, decided, press, shown, team, with_dialog, words

from annotator.corpus import Corpus
from annotator.model import DONE, Annotation, Bundle, Document, Span

CTRL = Qt.KeyboardModifier.ControlModifier
NINE = "实施易地扶贫搬迁工程"


def open_review(window, path: Path):
    window.take(Corpus.open(path, annotator="裁"))
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_3, CTRL)
    return window.desk.page


def in_menu(*keys) -> None:
    menu = QApplication.activePopupWidget()
    assert menu is not None
    for key in keys:
        QTest.keyClick(menu, key)


def state(page) -> list:
    """All that a reviewer has said: decisions with reason and note, and the layer."""
    corpus = page.session.corpus
    said = [(one.span, one.outcome, one.reason, one.note) for title in TEXTS for one in corpus.adjudications(title)]
    return [said, decided(page)]


@pytest.mark.qt_log_ignore("grabbing the keyboard", r"support raise\(\)", extend=True)  # a menu, without a display
def test_a_session_from_the_first_case_to_the_reopened_corpus(window, tmp_path):
    path = team(tmp_path / "team.corpus")
    page = open_review(window, path)
    press(page, Qt.Key.Key_H)
    names = ("李", "王", "陈")
    assert not any(name in lane.who for lane in page.cases.lanes_shown() for name in names)
    press(page, Qt.Key.Key_R)
    in_menu(Qt.Key.Key_2)
    press(page, Qt.Key.Key_N)
    QTest.keyClicks(page.window().focusWidget(), "see 3.2")
    press(page, Qt.Key.Key_Return, modifiers=CTRL)
    states = [state(page)]
    for keys, modifiers in (
        ([Qt.Key.Key_2], None),  # the second version
        ([Qt.Key.Key_E, Qt.Key.Key_BracketRight, Qt.Key.Key_Return], None),  # a span of one's own
        ([Qt.Key.Key_0], None),  # nothing here
        ([Qt.Key.Key_D], None),  # put off,
        ([Qt.Key.Key_B], None),  # and then both
    ):
        assert not any(name in page.cases.lanes.accessibleDescription() for name in names), "blind all along"
        press(page, *keys, **({"modifiers": modifiers} if modifiers else {}))
        states.append(state(page))
    assert [outcome for _words, outcome, _spans in states[-1][1]] == ["taken", "edited", "nothing", "both"]
    assert states[-1][0][0][2:] == ("slip", "see 3.2")
    assert shown(page) == []
    assert len({repr(one) for one in states}) == len(states), "each is a step of its own"
    for before in reversed(states[:-1]):
        press(page, Qt.Key.Key_Z, modifiers=CTRL)
        assert state(page) == before
    assert shown(page) == ALL
    for after in states[1:]:
        press(page, Qt.Key.Key_Y, modifiers=CTRL)
        assert state(page) == after
    page = open_review(window, path)
    assert state(page) == states[-1]
    assert shown(page) == []
    said = [one.step for one in page.session.corpus.history() if one.step.name == "adjudicate"]
    assert len(said) >= 5
    assert {one.annotator for one in said} == {"裁"}


def test_like_ones_by_keys_and_back(window, tmp_path):
    page = open_review(window, team(tmp_path / "team.corpus"))
    press(page, Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    assert words(page) == ALL[3]
    press(page, Qt.Key.Key_1)
    press(page, Qt.Key.Key_F)
    field = page.window().focusWidget()
    assert field is page.cases.panel.fields["state"]
    while field.currentData() != "settled":
        before = field.currentIndex()
        QTest.keyClick(field, Qt.Key.Key_Down)
        assert field.currentIndex() != before
    page.cases.reader.setFocus()
    assert shown(page) == [ALL[3]]
    with_dialog(lambda dialog: QApplication.sendEvent(
        dialog.focusWidget() or dialog, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier(0))
    ))  # fmt: skip
    press(page, Qt.Key.Key_A)
    assert len(decided(page)) == 2
    press(page, Qt.Key.Key_Z, modifiers=CTRL)
    assert len(decided(page)) == 1


def test_each_of_nine_versions_has_its_key(window, tmp_path):
    people = [f"标注员{at}" for at in range(1, 10)]
    path = tmp_path / "nine.corpus"
    corpus = Corpus.create(path, annotator="裁")
    made = tuple(
        Annotation(who, "丙", who, Span(0, at + 2), "Measure", NINE[: at + 2]) for at, who in enumerate(people)
    )
    corpus.add([Bundle(Document("丙", "丙", f"{NINE}。"), made, status=dict.fromkeys(people, DONE))])
    corpus.close()
    page = open_review(window, path)
    versions = [version.spans[0].text for version in page.cases.case.disagreement.versions]
    assert len(versions) == len(page.cases.lanes_shown()) == 9
    for number, text in enumerate(versions, 1):
        press(page, Qt.Key(Qt.Key.Key_0.value + number))
        assert [one.text for one in page.session.corpus.adjudicated("丙")] == [text]
        press(page, Qt.Key.Key_Z, modifiers=CTRL)
        assert page.session.corpus.adjudicated("丙") == []
