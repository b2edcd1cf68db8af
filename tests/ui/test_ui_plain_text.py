"""Names and titles that look like markup stay what they are, in labels and in tool tips."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QToolTip

from annotator.i18n import Words
from annotator.model import Document, Origin
from annotator.plain import read_scheme
from annotator.ui.dress import Dress
from annotator.ui.header import Header
from annotator.ui.labels import LabelsPanel
from annotator.ui.plain_text import isolated, plain_label, plain_tip
from annotator.ui.theme import Theme

MARKUP = "<img src='x'> &lt;b&gt; <b>脱贫</b>"


@pytest.fixture
def dress() -> Dress:
    return Dress(Words("zh-Hans"), Theme.named("light"))


def test_a_label_shows_its_text_as_it_is(qtbot):
    label = plain_label(MARKUP, "soft", wraps=False)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.property("role") == "soft"
    assert not label.wordWrap()


def test_the_title_of_a_report_is_plain_in_its_tip(qtbot, dress):
    header = Header(dress)
    qtbot.addWidget(header)
    header.resize(1200, header.height())
    header.put(Document("d1", MARKUP, "脱贫"), 0, 0, waiting=False)
    assert header._title.toolTip() == plain_tip(MARKUP) != MARKUP


def test_the_definition_of_a_label_is_plain_in_its_tip(qtbot, dress, monkeypatch):
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _where, text, *_rest: told.append(text))
    scheme = read_scheme()
    scheme = replace(scheme, labels=(replace(scheme.labels[0], definition={"en": MARKUP}),))
    panel = LabelsPanel(dress, scheme)
    qtbot.addWidget(panel)
    at = QPointF(10, 10)
    none = Qt.MouseButton.NoButton
    panel.mouseMoveEvent(QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, Qt.KeyboardModifier.NoModifier))
    assert told == [plain_tip(MARKUP)]


def test_a_name_that_turns_the_line_turns_only_itself():
    assert isolated("年报<b>.txt") == "年报<b>.txt"
    for name in ("双向\u202e.txt", "\u05d0.txt", "\u2067报告"):
        assert isolated(name) == f"\u2068{name}\u2069"


def test_where_there_is_no_room_a_title_ends_in_dots_and_the_name_of_its_file_gives_way_in_the_middle(qtbot, dress):
    header = Header(dress, ("annotate", "corpus"))
    qtbot.addWidget(header)
    title, file = "巩固拓展脱贫攻坚成果" * 4, "2021年度县域巩固脱贫成果工作总结" * 3 + ".docx"
    header.put(Document("d1", title, "脱贫", Origin(file)), 0, 0, waiting=False)
    header.resize(900, header.height())
    header.show()
    assert header._title.text() == title  # what is read aloud stays whole
    qtbot.waitUntil(lambda: header._title.shown.endswith("…"))
    assert title.startswith(header._title.shown[:-1])
    begin, end = header._about.shown.split("…", 1)
    assert file.startswith(begin.strip())
    assert end.endswith(header._about.text()[-5:])
    for label in (header._title, header._about):
        assert label.fontMetrics().horizontalAdvance(label.shown) <= label.width()
    header.resize(3000, header.height())
    qtbot.waitUntil(lambda: header._title.shown == title)
    assert header._about.shown == header._about.text()
