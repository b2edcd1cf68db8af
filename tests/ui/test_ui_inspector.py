"""The current span at the right: who and when, its value checked against the text, elsewhere, and its history."""

from __future__ import annotations

import pytest
from dialogs import with_dialog
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from annotator.i18n import LANGUAGES, Words
from annotator.model import Bundle, Document, Span
from annotator.ui.settings import LANGUAGE

TEXT = "投入2.65亿元用于产业扶贫。贫困户增收，貧困戶就业，贫困户住房。"


@pytest.fixture
def report(window):
    session = window.session
    session.take(session.corpus.add([Bundle(Document("made", "造", TEXT))]).changes)
    session.show("made")
    return window


def press(window, *keys: Qt.Key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(window.focusWidget(), key, modifiers)


def accept(window, text: str) -> None:
    session = window.session
    item = next(one for one in session.items if one.suggestion and one.suggestion.text == text)
    session.do(session.corpus.accept, "made", item.suggestion)
    session.choose(next(one.key for one in session.items if one.span == item.span))


def test_a_value_that_disagrees_with_the_text_is_said_and_mended(report):
    session, inspector = report.session, report.workspace.inspector
    accept(report, "2.65亿元")
    assert session.annotation().attributes["value"] == 265_000_000
    assert not inspector.check.isVisible()
    press(report, Qt.Key.Key_E)
    field = report.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.accessibleName() == "数值"
    field.selectAll()
    QTest.keyClicks(field, "2.65")
    press(report, Qt.Key.Key_Return)
    assert session.annotation().attributes["value"] == 2.65
    assert inspector.check.isVisible()
    assert "265,000,000" in inspector.check.said.text()
    inspector.check.take.setFocus()
    press(report, Qt.Key.Key_Space)
    assert session.annotation().attributes["value"] == 265_000_000
    assert not inspector.check.isVisible()
    assert [entry.step.name for entry in session.corpus.history()][:2] == ["attributes", "attributes"]


def test_a_text_without_a_number_has_no_say(report):
    session = report.session
    at = TEXT.index("用于")
    session.do(session.corpus.annotate, "made", Span(at, at + 2), "Quantity", {"value": 3})
    session.choose(session.corpus.annotations("made")[0].id)
    assert not report.workspace.inspector.check.isVisible()


def test_who_and_when(report):
    accept(report, "产业扶贫")
    who = report.workspace.inspector._who
    assert who.text().startswith("李 · ")
    assert "修改" not in who.text()
    report.session.do(report.session.corpus.set_note, report.session.annotation().id, "看")
    assert report.session.annotation().changed != report.session.annotation().created
    assert "修改" in who.text()


def test_the_same_text_elsewhere_is_counted_and_gone_to_round_the_end(qtbot, report):
    session, reader, label = report.session, report.workspace.reader, report.workspace.inspector.elsewhere
    accept(report, "贫困户")
    qtbot.waitUntil(label.isVisible, timeout=5_000)
    assert "3 处" in label.text()
    assert "3 份" in label.text(), "in the sample reports too, in either script"
    second, third = TEXT.index("貧困戶"), TEXT.rindex("贫困户")
    press(report, Qt.Key.Key_S)
    assert session.item().span == Span(second, second + 3), "another suggestion, in the other script"
    session.reject()
    session.choose(next(item.key for item in session.items if item.label == "Beneficiary" and not item.is_open))
    press(report, Qt.Key.Key_S)
    assert reader.selection() == Span(second, second + 3), "no item stands there: it is selected"
    press(report, Qt.Key.Key_S)
    assert session.item().span == Span(third, third + 3)
    press(report, Qt.Key.Key_S)
    assert session.item().span.start == TEXT.index("贫困户"), "round the end"


def test_a_step_of_the_span_is_taken_back_alone_from_its_history(report):
    session, history = report.session, report.workspace.inspector.history
    accept(report, "产业扶贫")
    key = session.current
    session.do(session.corpus.set_note, key, "看")
    accept(report, "2.65亿元")  # a later step, which stays
    session.choose(key)
    assert history.count() == 2
    history.setFocus()
    press(report, Qt.Key.Key_Down, Qt.Key.Key_Delete)
    assert session.corpus.annotation(key) is not None, "the note stands on it"
    assert report.desk.notice.text() != ""
    press(report, Qt.Key.Key_Up, Qt.Key.Key_Delete)
    assert session.annotation().note == ""
    assert len(session.corpus.annotations("made")) == 2
    press(report, Qt.Key.Key_Escape)
    assert report.focusWidget() is report.workspace.reader


def test_tab_goes_through_the_fields_from_top_to_bottom(report):
    accept(report, "2.65亿元")
    inspector = report.workspace.inspector
    press(report, Qt.Key.Key_E)
    tops = []
    while inspector.isAncestorOf(report.focusWidget()) and len(tops) < 20:
        tops.append(report.focusWidget().mapTo(inspector, report.focusWidget().rect().topLeft()).y())
        press(report, Qt.Key.Key_Tab)
    assert len(tops) == 8, "six attributes, the note, the history"
    assert tops == sorted(tops)


def test_a_step_of_many_spans_is_taken_back_only_after_a_question(report):
    session, history = report.session, report.workspace.inspector.history
    open_ = [item.suggestion for item in session.items if item.suggestion]
    session.do(session.corpus.decide_all, "accept", {"made": open_})
    session.choose(session.items[0].key)
    asked = []

    def answer(key: Qt.Key):
        def act(box) -> None:
            asked.append(box.text())
            QTest.keyClick(box, key)

        return act

    with_dialog(answer(Qt.Key.Key_Escape))
    history.setFocus()
    press(report, Qt.Key.Key_Delete)
    assert len(session.corpus.annotations("made")) == len(open_)

    def agree(box) -> None:
        yes = next(button for button in box.buttons() if button.text() == "是")
        QTest.mouseClick(yes, Qt.MouseButton.LeftButton)

    with_dialog(agree)
    press(report, Qt.Key.Key_Delete)
    assert session.corpus.annotations("made") == []
    assert str(2 * len(open_)) in asked[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_it_was_suggested_is_said_in_each_language_for_each_source(window, language):
    window.settings.set(LANGUAGE, language)
    window.wear()
    session, inspector, seen = window.session, window.workspace.inspector, {}
    for item in session.items:
        if item.suggestion and item.suggestion.source not in seen:
            session.choose(item.key)
            QApplication.processEvents()
            seen[item.suggestion.source] = inspector._why.text()
            assert inspector._why.text() == Words(language).reason(item.suggestion.why)
            assert inspector._why.isVisible()
    assert len(set(seen.values())) == len(seen) >= 3
    assert all("{" not in one and "suggest." not in one for one in seen.values())
    other = Words(next(one for one in LANGUAGES if one != language))
    assert all(other.reason(session.item().suggestion.why) != one for one in seen.values())


def test_what_is_pasted_from_a_web_page_comes_in_plain(window, request):
    """Into a note, the field of finding, and the title of a report that is looked for."""
    # what Python has made must not lie on the clipboard when Python has ended: Qt lets it go later, and crashes
    request.addfinalizer(QApplication.clipboard().clear)
    copied = QMimeData()
    copied.setHtml("<h1>扶贫</h1><img src=x><b onclick='x'>车间</b>&lt;i&gt;")
    copied.setText("扶贫车间<i>")
    QApplication.clipboard().setMimeData(copied)
    paste = (Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    session = window.session
    session.accept()
    session.choose(next(one.key for one in session.items if not one.is_open))
    press(window, Qt.Key.Key_N)
    QTest.keyClick(window.focusWidget(), *paste)
    assert window.workspace.inspector.note.toPlainText() == "扶贫车间<i>"
    press(window, Qt.Key.Key_Return, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert [one.note for one in session.corpus.annotations(session.document.id)] == ["扶贫车间<i>"]
    press(window, Qt.Key.Key_F, modifiers=Qt.KeyboardModifier.ControlModifier)
    field = window.focusWidget()
    field.clear()
    QTest.keyClick(field, *paste)
    assert field.text() == "扶贫车间<i>"
    press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_D, modifiers=Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window.focusWidget(), *paste)
    assert window.workspace.documents.search.text() == "扶贫车间<i>"
