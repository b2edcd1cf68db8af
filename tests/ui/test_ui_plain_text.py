"""Names and titles that look like markup stay what they are, in labels and in tool tips."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QToolTip

from annotator.i18n import Words
from annotator.model import Document
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
