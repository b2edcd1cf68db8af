"""Reports that no one would write: shown, what is invisible flagged, offsets right, never a crash."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reader_values import mark, shown

from annotator.corpus import Corpus
from annotator.model import Span
from annotator.ui.reader import Found, Reader, Showing, Unit
from annotator.ui.reader.wording import unseen

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
KEY = Qt.Key
SENTENCE = "驻村工作队帮助贫困户发展产业，落实低保。"
ONE_LINE = SENTENCE * 50_000
NO_END = "扶" * 1_000_000
PARAGRAPHS = "落实低保\n\r\n" * 50_000
ODD = "扶\u200b贫\u202e工\x00作\ue000队e\u0301\u0301\u0301\ud800村\ufeff👨‍👩‍👧\u2028户\U000f0000𠮷\u00ad。"


@pytest.mark.parametrize("text", [ONE_LINE, NO_END, PARAGRAPHS], ids=["one line", "no end", "100,000 paragraphs"])
def test_a_report_without_measure_is_read_like_any_other(qtbot: QtBot, text: str):
    middle = len(text) // 2
    reader = shown(qtbot, text, [mark("m", middle, middle + 4), mark("all", 0, len(text))])
    reader.reveal(Span(middle, middle + 4))
    assert reader.viewport().rect().contains(reader.span_rect(Span(middle, middle + 4)).center())
    assert reader.offset_at(reader.span_rect(Span(middle, middle + 4)).topLeft() + QPoint(1, 5)) == middle
    for showing in (Showing("hant", joined=True), Showing("hans"), Showing()):
        reader.show_as(showing)
        reader.viewport().grab()
    reader.set_caret(middle)
    for key, modifiers in ((KEY.Key_Right, ALT), (KEY.Key_Down, ALT), (KEY.Key_Up, ALT), (KEY.Key_End, CTRL | SHIFT)):
        QTest.keyClick(reader, key, modifiers)
    assert reader.selection().end >= len(text.rstrip())
    reader.set_caret(middle)
    reader.select_unit(Unit.SENTENCE)
    assert reader.selection() is not None
    reader.set_found(Found([Span(middle, middle + 2), Span(len(text) - 2, len(text))], 1))
    bar = reader.verticalScrollBar()
    for value in (bar.maximum(), bar.maximum() // 3, 0):
        bar.setValue(value)
        reader.viewport().grab()
    assert reader.text() == text


def test_a_few_parts_of_a_long_line_are_laid_out(qtbot: QtBot):
    reader = shown(qtbot, ONE_LINE)
    reader.reveal(Span(700_000, 700_002))
    assert reader._page.laid_out < 12


@pytest.mark.parametrize("script", ["", "hans", "hant"])
def test_odd_signs_are_shown_each_in_its_place(qtbot: QtBot, script: str):
    reader = shown(qtbot, ODD)
    reader.show_as(Showing(script))
    assert [ODD[at] for at in unseen(ODD)] == [*"\u200b\u202e\x00\ue000\ud800\ufeff\U000f0000\u00ad"]
    for at, sign in enumerate(ODD):
        if sign in "扶贫工作队村户":
            box = reader.span_rect(Span(at, at + 1))
            assert reader._places.hit(box.center()).character == at, sign
    QTest.mouseDClick(reader.viewport(), Qt.MouseButton.LeftButton, pos=reader.span_rect(Span(0, 1)).center())
    assert reader.selection() is not None
    reader.viewport().grab()


def test_what_comes_in_from_json_lines_can_be_annotated(window, tmp_path):
    """Half a sign is no text that UTF-8 could keep: another one stands for it, at its place, and the line is named."""
    odd = tmp_path / "odd.jsonl"
    odd.write_text(json.dumps({"text": ODD + SENTENCE, "title": "<b>甲</b>\n\u202e乙"}), "ascii")
    corpus = Corpus.create(tmp_path / "odd.corpus", annotator="<i>李\u202e</i>")
    added = corpus.import_files([odd])
    corpus.close()
    assert [(one.key, one.fields["line"], one.fields["count"]) for one in added.remarks] == [
        ("formats.jsonl-surrogates", 1, 1)
    ]
    assert window.open(tmp_path / "odd.corpus", "<i>李\u202e</i>")
    text = window.session.document.text
    assert text == ODD.replace("\ud800", "\ufffd") + SENTENCE
    for start, end in ((0, 3), (3, 8), (len(text) - 5, len(text))):
        window.workspace.reader.select(Span(start, end))
        QTest.keyClick(window.workspace.reader, KEY.Key_2)
        assert window.session.annotation().text == text[start:end]
    QTest.keyClick(window.workspace.reader, KEY.Key_T, CTRL)
    window.grab()


def test_copied_words_are_those_of_the_report(qtbot: QtBot):
    reader: Reader = shown(qtbot, "雨露計劃\n扶貧")
    reader.show_as(Showing("hans"))
    reader.select(Span(0, 7))
    QTest.keyClick(reader, KEY.Key_C, CTRL)
    assert QApplication.clipboard().text() == "雨露計劃\n扶貧"
