"""Relations in the real window: by keys, by drag, drawn, listed, proposed; the corpus says what was made."""

from __future__ import annotations

from dataclasses import replace

import pytest
from dialogs import with_dialog
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest

from annotator.model import Bundle, Document, Span
from annotator.ui.reader.arcs import Link
from annotator.ui.relations.dialog import RelationsDialog
from annotator.ui.relations.typedialog import TypeDialog

TEXT = (
    "2019年方城县实施危房改造，惠及1200户贫困户。\n贫困发生率降至0.6%。\n" + "其他内容。\n" * 200 + "雨露计划继续实施。"
)
TITLE = "由哪个机构实施"
PARTS = [
    ("2019年", "Time"), ("方城县", "Place"), ("危房改造", "Measure"), ("1200户", "Quantity"), ("贫困户", "Beneficiary"),
    ("贫困发生率", "Indicator"), ("0.6%", "Quantity"), ("雨露计划", "Program"),
]  # fmt: skip


@pytest.fixture
def linked(window):
    """The window on a report with annotations of all kinds; `ids` has them by their text."""
    session = window.session
    session.take(session.corpus.add([Bundle(Document("made", "造", TEXT))]).changes)
    for part, label in PARTS:
        at = TEXT.index(part)
        session.do(session.corpus.annotate, "made", Span(at, at + len(part)), label)
    session.show("made")
    window.ids = {one.text: one.id for one in session.corpus.annotations("made")}
    return window


def press(window, *keys: Qt.Key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(window.focusWidget(), key, modifiers)


def made(window) -> set[tuple[str, str, str]]:
    texts = {id_: text for text, id_ in window.ids.items()}
    return {(texts[one.head], one.type, texts[one.target]) for one in window.session.corpus.relations("made")}


def test_a_relation_by_keys_alone_in_either_direction(linked):
    session = linked.session
    session.choose(linked.ids["0.6%"])
    press(linked, Qt.Key.Key_R)
    assert linked.workspace.tools.relating.arcs.head == session.item().span
    while session.current != linked.ids["贫困发生率"]:
        press(linked, Qt.Key.Key_Comma)
    press(linked, Qt.Key.Key_R)
    assert made(linked) == {("贫困发生率", "has-quantity", "0.6%")}, "the scheme knows which way round"
    assert linked.workspace.tools.relating.arcs.head is None
    press(linked, Qt.Key.Key_Z, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert made(linked) == set()


def test_the_type_is_asked_for_where_there_are_several(linked):
    session = linked.session
    session.choose(linked.ids["危房改造"])
    press(linked, Qt.Key.Key_R)
    session.choose(linked.ids["雨露计划"])
    seen = {}

    def act(dialog: TypeDialog) -> None:
        seen["lines"] = [dialog.list.item(row).text() for row in range(dialog.list.count())]
        press(dialog, Qt.Key.Key_2)

    with_dialog(act)
    press(linked, Qt.Key.Key_R)
    assert len(seen["lines"]) == 2, "part-of either way"
    assert made(linked) == {("雨露计划", "part-of", "危房改造")}


def test_what_cannot_be_linked_is_said(linked):
    session = linked.session
    session.choose(linked.ids["方城县"])
    press(linked, Qt.Key.Key_R)
    session.choose(linked.ids["2019年"])
    press(linked, Qt.Key.Key_R)
    assert made(linked) == set()
    assert "地区" in linked.desk.notice.text()
    assert "时间" in linked.desk.notice.text()
    press(linked, Qt.Key.Key_R, Qt.Key.Key_Escape)
    assert linked.workspace.tools.relating.arcs.head is None, "Esc leaves it"


def test_a_suggestion_is_no_end(window):
    press(window, Qt.Key.Key_R)
    assert window.workspace.tools.relating.arcs.head is None
    assert "关系" in window.desk.notice.text()


def drag(window, head: str, target: str, modifiers=Qt.KeyboardModifier.NoModifier, *, from_chip: bool = False) -> None:
    reader, viewport = window.workspace.reader, window.workspace.reader.viewport()

    def box(part: str) -> QRect:
        at = TEXT.index(part)
        return reader.span_rect(Span(at, at + len(part)))

    def point(part: str) -> QPoint:
        return box(part).center()

    start = box(head).topLeft() + QPoint(6, -8) if from_chip else point(head)
    assert reader.is_chip_at(start) == from_chip
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, modifiers, start)
    QTest.mouseMove(viewport, (start + point(target)) / 2)
    assert window.workspace.tools.relating.arcs.head is not None, "a line follows the mouse"
    QTest.mouseMove(viewport, point(target))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, modifiers, point(target))


def test_a_relation_by_dragging_with_alt_from_words_to_words(linked):
    drag(linked, "危房改造", "贫困户", Qt.KeyboardModifier.AltModifier)
    assert made(linked) == {("危房改造", "targets", "贫困户")}
    assert linked.workspace.reader.selection() is None, "nothing was selected on the way"


def test_a_relation_by_dragging_a_chip(linked):
    drag(linked, "贫困发生率", "0.6%", from_chip=True)
    assert made(linked) == {("贫困发生率", "has-quantity", "0.6%")}
    assert linked.session.current == linked.ids["贫困发生率"], "the press on the chip was a click"


@pytest.mark.parametrize(("head", "target", "named"), [("1200户", "贫困户", False), ("贫困户", "2019年", True)])
def test_a_title_is_on_its_arc_only_where_it_is_no_wider(linked, head, target, named):
    session, arcs = linked.session, linked.workspace.tools.relating.arcs
    arcs.put([Link(*(next(one.span for one in session.items if one.key == linked.ids[text]) for text in (head, target)),
                   TITLE)])  # fmt: skip
    ((_, bent),) = arcs.arcs()
    found = arcs.titles()
    assert [title for title, _ in found] == ([TITLE] if named else [])
    assert all(box.width() <= bent.width and box.left() >= 0 for _, box in found)
    painted = arcs.grab().toImage()
    arcs.put([replace(arcs.links[0], title=TITLE * 20)])
    assert (arcs.grab().toImage() != painted) is named


def test_arcs_are_drawn_for_the_current_span_and_point_to_an_end_that_is_far(linked):
    session, arcs, reader = linked.session, linked.workspace.tools.relating.arcs, linked.workspace.reader
    session.do(session.corpus.relate, linked.ids["雨露计划"], linked.ids["危房改造"], "part-of")
    session.choose(linked.ids["贫困户"])
    assert arcs.links == ()
    session.choose(linked.ids["危房改造"])
    before = reader.grab().toImage()
    ((_, bent),) = arcs.arcs()
    box = reader.span_rect(session.item().span)
    assert bent.end.toPoint() == QPoint(box.center().x(), box.top())
    assert bent.start.y() > box.bottom(), "the head is far below"
    assert bent.start.y() < arcs.height()
    laid_out = reader._page.laid_out
    arcs.grab()
    assert reader._page.laid_out == laid_out, "what is far is not measured"
    session.do(session.corpus.unrelate, [one.id for one in session.corpus.relations("made")])
    assert not arcs.isVisible()
    assert reader.grab().toImage() != before


def test_the_inspector_lists_relations_and_keys_follow_and_remove_them(linked):
    session, listing = linked.session, linked.workspace.inspector.relations
    session.do(session.corpus.relate, linked.ids["雨露计划"], linked.ids["危房改造"], "part-of")
    session.choose(linked.ids["雨露计划"])
    assert [listing.item(row).text() for row in range(listing.count())] == ["→ 属于：危房改造"]
    press(linked, Qt.Key.Key_E)
    assert linked.workspace.inspector.isAncestorOf(linked.focusWidget())
    listing.setFocus()
    assert not listing.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled), "keys are keys here"
    press(linked, Qt.Key.Key_Return)
    assert session.current == linked.ids["危房改造"]
    assert listing.item(0).text() == "← 属于：雨露计划"
    listing.setFocus()
    press(linked, Qt.Key.Key_Delete)
    assert made(linked) == set()
    press(linked, Qt.Key.Key_Escape)
    assert linked.focusWidget() is linked.workspace.reader


def test_a_proposed_relation_is_taken_from_the_inspector(qtbot, linked):
    session, listing = linked.session, linked.workspace.inspector.relations
    session.choose(linked.ids["贫困发生率"])
    qtbot.waitUntil(lambda: listing.count() == 1, timeout=5_000)
    assert "0.6%" in listing.item(0).text()
    assert [link.proposed for link in linked.workspace.tools.relating.arcs.links] == [True]
    listing.setFocus()
    press(linked, Qt.Key.Key_Return)
    assert made(linked) == {("贫困发生率", "has-quantity", "0.6%")}


def test_where_there_are_none_it_says_how_one_is_made(window):
    dialog = RelationsDialog(window.dress, window)
    dialog.put([])
    assert "按 R" in dialog.why.text()
    dialog.close()


def test_all_proposed_relations_are_taken_as_one_step(linked):
    seen = {}

    def act(dialog: RelationsDialog) -> None:
        seen["why"] = dialog.why.text()
        QTest.mouseClick(dialog.all, Qt.MouseButton.LeftButton)
        seen["left"] = len(dialog.list.proposed())
        seen["lines"] = dialog.list.count()

    with_dialog(act)
    press(linked, Qt.Key.Key_B, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert "分句" in seen["why"]
    assert (seen["left"], seen["lines"]) == (0, 4)
    assert made(linked) == {
        ("危房改造", "at-time", "2019年"),
        ("危房改造", "located-in", "方城县"),
        ("贫困户", "has-quantity", "1200户"),
        ("贫困发生率", "has-quantity", "0.6%"),
    }
    press(linked, Qt.Key.Key_Z, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert made(linked) == set()
