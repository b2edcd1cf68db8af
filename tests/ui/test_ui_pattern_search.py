"""Patterns in all reports: found beside the window, said where they cannot be, annotated and rejected from the list."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from dialogs import with_dialog
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from annotator.corpus import Corpus, matched
from annotator.errors import AnnotatorError
from annotator.model import REJECT, Bundle, Document, Span
from annotator.ui.corpuspage.hits import COLUMNS
from annotator.ui.corpuspage.patternfault import place_of
from annotator.ui.corpuspage.search import SearchPanel
from annotator.ui.window import MainWindow

Key, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
LONG = 2_000_000
"""code points of a report that takes the worker some tenths of a second"""
REPORTS = {
    "甲": "甲村修建道路12公里。\n乙村新建水渠3公里。",
    "乙": "丙村修建橋樑。全年投入扶貧資金300萬元。",
    "丙": "没有工程。",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with closing(Corpus.create(tmp_path / "p.corpus", annotator="李")) as made:
        made.add(Bundle(Document(f"d{at}", *one)) for at, one in enumerate(REPORTS.items()))
    return tmp_path / "p.corpus"


@pytest.fixture
def panel(window: MainWindow, file: Path) -> SearchPanel:
    """The search for a pattern, reached by its key from the reader."""
    assert window.open(file, "李")
    press(window, Key.Key_X, CONTROL | SHIFT)
    panel = window.desk.page.search
    assert panel.pattern.isChecked()
    assert window.focusWidget() is panel.query
    return panel


def press(widget, key: Qt.Key, how: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(widget.window().focusWidget(), key, how)


def look_for(qtbot, panel: SearchPanel, pattern: str) -> None:
    panel.query.setText(pattern)
    panel.query.setFocus()
    press(panel, Key.Key_Return)
    qtbot.waitUntil(lambda: not panel.looking.under_way, timeout=60_000)


def found(panel: SearchPanel) -> list[tuple[str, str]]:
    return [(hit.document, hit.text) for hit in panel.model.hits]


def test_a_pattern_finds_both_scripts_and_its_group_is_the_place(qtbot, window, panel):
    look_for(qtbot, panel, "(?:修建|新建)(..)")
    assert found(panel) == [("d0", "道路"), ("d0", "水渠"), ("d1", "橋樑")]
    assert "2 份报告，3 处" in panel._count.text()
    look_for(qtbot, panel, r"\d+万元")
    assert found(panel) == [("d1", "300萬元")]
    press(panel, Key.Key_F, CONTROL | SHIFT)
    press(panel, Key.Key_X, CONTROL | SHIFT)
    assert not panel.pattern.isChecked()
    assert found(panel) == [], "the same words as they are"
    assert panel._about.text() == window.dress.words("corpuspage.not-found")


def test_places_are_annotated_and_rejected_as_those_of_words(qtbot, window, panel):
    corpus = window.session.corpus
    look_for(qtbot, panel, "(?:修建|新建)(..)")
    press(panel, Key.Key_Down)
    press(panel, Key.Key_A, CONTROL)
    with_dialog(lambda box: QTest.mouseClick(box.defaultButton(), LEFT), QMessageBox)
    press(window, Key.Key_2)
    assert [(one.text, one.label) for name in ("d0", "d1") for one in corpus.annotations(name)] == [
        ("道路", "Measure"), ("水渠", "Measure"), ("橋樑", "Measure"),
    ]  # fmt: skip
    labels = COLUMNS.index("labels")
    assert [panel.model.index(row, labels).data() for row in range(3)] == ["措施"] * 3, "without another look"
    press(window, Key.Key_Z, CONTROL)
    assert [panel.model.index(row, labels).data() for row in range(3)] == [""] * 3
    assert corpus.annotations("d0") == []

    look_for(qtbot, panel, r"\d+万元")
    assert window.focusWidget() is panel.query
    press(panel, Key.Key_Return)
    with_dialog(lambda box: QTest.mouseClick(box.defaultButton(), LEFT), QMessageBox)
    press(window, Key.Key_X)
    assert {(one.kind, one.suggestion.text) for one in corpus.decisions("d1")} >= {(REJECT, "300萬元")}


def test_what_was_annotated_elsewhere_is_there_when_the_page_comes_back(qtbot, window, panel):
    look_for(qtbot, panel, r"道路\d+")
    press(panel, Key.Key_Return)
    press(panel, Key.Key_Return)
    assert window.desk.page is window.workspace
    assert window.session.document.id == "d0"
    window.session.do(window.session.corpus.annotate, "d0", Span(4, 8), "Measure")
    press(window, Key.Key_2, CONTROL)
    assert panel.model.hits[0].labels == ("Measure",)


def test_a_pattern_that_cannot_be_is_said_at_the_field_with_the_place_and_enter_selects_it(qtbot, window, panel):
    look_for(qtbot, panel, r"修建(?=道路)")
    said = panel._row.said
    assert said.isVisible()
    assert "(?=" in said.text()
    assert "第 3 个字符" in said.text()
    assert panel.query.accessibleDescription() == said.text()
    assert found(panel) == []
    press(panel, Key.Key_Return)
    assert panel.query.selectedText() == "(?="
    panel.query.setText("𠮷**")
    panel.look()
    qtbot.waitUntil(lambda: panel._row.fault is not None)
    press(panel, Key.Key_Return)
    assert panel.query.selectedText() == "**", "behind a character of two units"
    look_for(qtbot, panel, "修建")
    assert said.isHidden()
    assert len(found(panel)) == 2
    assert not window.desk.notice.isVisible()


@pytest.mark.parametrize(
    ("key", "pattern", "part", "place"),
    [
        ("bracket", "a(b(c)", "a(b(c)", Span(1, 2)),
        ("bracket", "低保)", "低保)", Span(2, 3)),
        ("bracket", r"\([)x\]", r"\([)x\]", Span(2, 3)),
        ("bracket", "a[]b", "[]b", Span(1, 2)),
        ("escape", "低\\", "低\\", Span(1, 2)),
        ("repetition", "標**", "**", Span(1, 3)),
        ("long", "低保", None, None),
    ],
)
def test_the_place_in_a_pattern(key: str, pattern: str, part: str | None, place: Span | None) -> None:
    error = AnnotatorError(f"suggest.pattern-{key}", pattern=pattern, **({"part": part} if part else {}))
    assert place_of(error) == place


@pytest.fixture
def long(window: MainWindow, tmp_path: Path) -> SearchPanel:
    """A report with a place, two of millions of characters in which there is none, and another with one."""
    with closing(Corpus.create(tmp_path / "l.corpus", annotator="李")) as made:
        many = ["新修水渠3公里。\n" * (LONG // 9 + at) for at in range(2)]
        texts = ["甲村修建道路。", *many, "乙村修建機場。"]
        made.add(Bundle(Document(f"d{at}", f"第{at}份", text)) for at, text in enumerate(texts))
    assert window.open(tmp_path / "l.corpus", "李")
    press(window, Key.Key_X, CONTROL | SHIFT)
    return window.desk.page.search


FAR = "修.[道机]"
PLACES = [("d0", "修建道"), ("d3", "修建機")]


def begin(qtbot, panel: SearchPanel, pattern: str) -> None:
    """Looks for a pattern until the first place is there."""
    panel.query.setText(pattern)
    panel.query.setFocus()
    press(panel, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(panel.model.hits) or not panel.looking.under_way, timeout=60_000)


def test_the_first_places_come_at_once_and_esc_ends_the_looking(qtbot, long):
    begin(qtbot, long, FAR)
    assert found(long) == PLACES[:1]
    assert long.looking.under_way
    assert long.enough.isVisible()
    assert "已查 1 / 4 份报告" in long._count.text()
    press(long, Key.Key_Escape)
    assert long.looking.under_way is long.enough.isVisible() is False
    assert "1 处" not in long._count.text(), "it says that there may be more"
    assert "1+ 处" in long._count.text()
    assert long.window().focusWidget() is long.view
    look_for(qtbot, long, "修.机")
    assert found(long) == PLACES[1:], "nothing of what was looked for before"


def test_typing_on_looks_anew_and_the_pieces_on_their_way_are_not_shown(qtbot, long):
    begin(qtbot, long, FAR)
    QTest.keyClick(long.query, Key.Key_Backspace)  # the bracket is open now
    qtbot.waitUntil(lambda: long._row.fault is not None, timeout=60_000)
    assert found(long) == []
    look_for(qtbot, long, f"({FAR})")
    assert found(long) == PLACES


def test_away_from_the_page_the_looking_waits(qtbot, window, long):
    begin(qtbot, long, FAR)
    press(long, Key.Key_1, CONTROL)
    assert window.desk.page is window.workspace
    qtbot.wait(50)
    assert found(long) == PLACES[:1]
    press(window, Key.Key_2, CONTROL)
    qtbot.waitUntil(lambda: not long.looking.under_way, timeout=60_000)
    assert found(long) == PLACES


def test_a_process_that_nobody_asks_ends_and_another_begins(qtbot, window, panel):
    look_for(qtbot, panel, "修建")
    panel.looking._rest.setInterval(20)
    press(panel, Key.Key_1, CONTROL)
    assert window.desk.page is window.workspace
    qtbot.waitUntil(lambda: panel.looking._worker is None)
    press(window, Key.Key_2, CONTROL)
    assert len(found(panel)) == 2
    look_for(qtbot, panel, "新建")
    assert found(panel) == [("d0", "新建")]


def test_a_process_that_the_system_has_ended_is_said_and_another_one_looks(qtbot, window, long):
    begin(qtbot, long, FAR)
    long.looking._worker._process.kill()
    qtbot.waitUntil(lambda: not long.looking.under_way, timeout=60_000)
    assert window.desk.notice.text() == AnnotatorError("work.worker-died").say(window.dress.words)
    look_for(qtbot, long, f"({FAR})")
    assert found(long) == PLACES


def test_the_pieces_are_the_whole_and_a_word_ends_them(file: Path) -> None:
    with closing(Corpus.open(file, annotator="李")) as corpus:
        whole = list(corpus.search_pattern("[修新]建", around=5))
        assert [corpus.holding_count(one) for one in ("[修新]建", ".+")] == [2, 3]
    pieces = list(matched(file, "李", "[修新]建", 5))
    assert [place for piece in pieces for place in piece.places] == whole
    assert len(pieces[0].places) == 2, "the first report with places does not wait for others"
    assert (pieces[-1].documents, pieces[-1].looked) == (2, 2)
    generator = matched(file, "李", ".", 5)
    next(generator)
    with pytest.raises(StopIteration):
        generator.send("stop")
    with pytest.raises(AnnotatorError, match="bracket"):
        next(matched(file, "李", "(", 5))


def test_a_fault_of_ours_ends_the_search_and_the_next_one_has_a_new_process(qtbot, panel, monkeypatch):
    def broken(_worker):
        raise ValueError("a fault")

    with monkeypatch.context() as patch:
        patch.setattr("annotator.work.Worker.take", broken)
        with qtbot.captureExceptions() as told:
            look_for(qtbot, panel, "道路")
            qtbot.waitUntil(lambda: bool(told))
    assert told[0][0] is ValueError
    assert not panel.looking.under_way
    look_for(qtbot, panel, "水渠")
    assert found(panel) == [("d0", "水渠")]


def test_what_is_labelled_on_another_page_is_there_when_one_comes_back(qtbot, window, panel):
    look_for(qtbot, panel, "道路")
    [hit] = panel.model.hits
    assert hit.labels == ()
    window.desk.show_page("annotate")
    window.session.do(window.session.corpus.annotate, hit.document, hit.span, "Measure")
    assert panel.model.hits[0].labels == (), "nothing is read while nobody looks"
    window.desk.show_page("corpus")
    assert panel.model.hits[0].labels == ("Measure",)
