"""The mouse's ways, and what the window says in each language and theme."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from annotator.corpus import Corpus
from annotator.i18n import LANGUAGES
from annotator.model import Bundle, Document, Span
from annotator.resources import resource
from annotator.ui.keylist import KeyList
from annotator.ui.settings import LANGUAGE, THEME

LEFT = Qt.MouseButton.LeftButton


def middle(window, span: Span) -> QPoint:
    rect = window.workspace.reader.span_rect(span)
    return QPoint(rect.center().x(), rect.center().y())


def drag(window, span: Span) -> None:
    """From the first character's left edge to the last one's right edge, as a hand does: in several moves."""
    view = window.workspace.reader.viewport()
    first = window.workspace.reader.span_rect(Span(span.start, span.start + 1))
    last = window.workspace.reader.span_rect(Span(span.end - 1, span.end))
    start, end = QPoint(first.left() + 1, first.center().y()), QPoint(last.right(), last.center().y())
    QTest.mousePress(view, LEFT, Qt.KeyboardModifier.NoModifier, start)
    for step in range(1, 5):
        QTest.mouseMove(view, start + (end - start) * step / 4)
    QTest.mouseRelease(view, LEFT, Qt.KeyboardModifier.NoModifier, end)


def test_drag_selects_and_the_palette_labels(window):
    drag(window, Span(4, 9))
    assert window.workspace.reader.selection() == Span(4, 9)
    palette = window.workspace.palette_
    assert palette.isVisible()
    buttons = {button.text()[0]: button for button in palette.findChildren(QPushButton)}
    assert sorted(buttons) == list("12345678")
    QTest.mouseClick(buttons["2"], LEFT)
    item = window.session.item()
    assert (window.session.annotation().span, item.label) == (Span(4, 9), "Measure")
    assert not palette.isVisible()


def test_keys_work_while_the_palette_is_shown(window):
    drag(window, Span(4, 9))
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_5)
    assert window.session.item().label == "Beneficiary"


def test_double_click_takes_a_word(window):
    text = window.session.document.text
    at = text.index("脫貧攻堅")
    QTest.mouseDClick(window.workspace.reader.viewport(), LEFT, pos=middle(window, Span(at, at + 1)))
    selection = window.workspace.reader.selection()
    assert selection.start <= at < selection.end
    assert selection.of(text) in "脫貧攻堅"


def test_a_click_on_a_mark_makes_it_current(window):
    third = [item for item in window.session.items if item.is_open][2]
    QTest.mouseClick(window.workspace.reader.viewport(), LEFT, pos=middle(window, third.span))
    assert window.session.current == third.key
    assert window.workspace.inspector._text.text() == third.suggestion.text


def test_a_click_on_a_label_is_its_key(window):
    labels = window.workspace.labels
    QTest.mouseClick(labels, LEFT, pos=QPoint(60, 16))
    assert window.session.annotation().label == "Program"


def test_a_click_in_the_list_opens_a_report(window):
    view = window.workspace.documents.view
    second = window.session.listed.rows()[1]
    QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(view.model().index(1, 0)).center())
    assert window.session.document.id == second.id
    assert window.focusWidget() is window.workspace.reader


def test_the_list_finds_titles_in_either_script(window):
    window.workspace.documents.search.setText("广信区")
    assert window.workspace.documents.view.model().rowCount() == 1
    window.workspace.documents.search.setText("廣信區")
    assert window.workspace.documents.view.model().rowCount() == 1
    window.workspace.documents.search.setText("没有这份")
    assert window.workspace.documents.view.model().rowCount() == 0


def test_attributes_are_edited_and_checked(window):
    quantity = next(item for item in window.session.items if item.label == "Quantity")
    window.session.choose(quantity.key)
    window.session.accept()
    annotation = next(one for one in window.session.corpus.annotations(window.session.document.id))
    window.session.choose(annotation.id)
    form = window.workspace.inspector.form
    form.edited.emit({**annotation.attributes, "value": 7})
    assert window.session.annotation().attributes["value"] == 7
    form.edited.emit({**annotation.attributes, "value": "seven"})
    assert "seven" in window.desk.notice.text()
    assert window.session.annotation().attributes["value"] == 7
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.annotation().attributes == annotation.attributes


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_language_and_theme_change_at_once(window, language, theme):
    window._set(LANGUAGE, language)
    window._set(THEME, theme)
    sentences = json.loads(resource("translations", "ui.json").read_text("utf-8"))
    assert window.workspace.documents.search.placeholderText() == sentences["find-document"][language]
    assert window.workspace._titles[0].text() == sentences["current"][language]
    assert window.dress.theme.name == theme
    assert window.palette().window().color() == window.dress.theme.window
    dialog = KeyList(window.dress, window.session.scheme, window)
    assert dialog.windowTitle() == sentences["action-keys"][language]


def test_a_corpus_that_cannot_be_opened_is_said_and_the_present_one_stays(window, tmp_path):
    wrong = tmp_path / "wrong.corpus"
    wrong.write_text("这不是语料库" * 40, "utf-8")
    before = window.session
    assert not window.open(wrong)
    assert window.session is before
    assert "wrong.corpus" in window.desk.notice.text()
    assert wrong.read_text("utf-8") == "这不是语料库" * 40


def test_markup_in_texts_stays_text(window, tmp_path):
    corpus = Corpus.create(tmp_path / "m.corpus", annotator="<b>李</b>")
    corpus.add([Bundle(Document("d", "<img src='x'><b>题</b>", "<b>低保</b>政策<script>落实了"))])
    corpus.close()
    window.open(Path(tmp_path / "m.corpus"), "<b>李</b>")
    assert window.desk.header._title.text() == "<img src='x'><b>题</b>"
    assert window.desk.header._title.textFormat() == Qt.TextFormat.PlainText
    window.session.accept()
    assert window.session.corpus.annotations("d")[0].text == "低保"


def test_a_million_characters_open_with_the_text_first_and_suggestions_after(qtbot, window, tmp_path):
    text = ("今年4月，驻村工作队帮助贫困户发展产业扶贫车间12个，落实低保。\n" * 31_000)[:1_000_000]
    corpus = Corpus.create(tmp_path / "m.corpus", annotator="李")
    corpus.add([Bundle(Document("d", "长", text))])
    corpus.close()
    window.open(tmp_path / "m.corpus", "李")
    assert window.session.waiting
    assert window.workspace.reader.span_rect(Span(0, 2)).isValid(), "the text is there at once"
    qtbot.waitUntil(lambda: not window.session.waiting, timeout=120_000)
    assert len(window.session.items) > 100_000
    assert window.session.item().span.start < 50
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert len(window.session.corpus.annotations("d")) == 1


def test_every_report_of_an_opened_corpus_is_counted_soon(qtbot, window, demo):
    window.open(demo, "李")
    texts = {row.sha256 for row in window.session.listed.rows()}
    qtbot.waitUntil(lambda: texts <= window.session.counting.totals.keys(), timeout=60_000)
