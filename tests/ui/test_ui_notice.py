"""What is said in passing: it moves nothing that a person reads or is about to click on, and goes with its report."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.corpus import Corpus
from annotator.errors import AnnotatorError
from annotator.ui.settings import Settings
from annotator.ui.window import MainWindow

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def place(widget: QWidget) -> tuple[int, int, int]:
    QApplication.processEvents()
    corner = widget.mapToGlobal(QPoint())
    return corner.x(), corner.y(), widget.height()


def test_a_remark_moves_neither_the_text_nor_what_stands_beside_it(window: MainWindow) -> None:
    seen = (window.workspace.reader.viewport(), window.workspace.labels, window.workspace.documents)
    before = [place(one) for one in seen]
    QTest.keyClick(window.workspace.reader, KEY.Key_N)
    assert window.desk.notice.isVisible()
    assert [place(one) for one in seen] == before
    QTest.keyClick(window.workspace.reader, KEY.Key_Escape)
    assert not window.desk.notice.isVisible()
    assert window.workspace.hints.isVisible()
    assert [place(one) for one in seen] == before


def test_a_fault_of_many_lines_takes_its_room_from_below(window: MainWindow) -> None:
    before = place(window.workspace.reader.viewport())
    window.desk.notice.warn("落实低保。" * 100)
    after = place(window.workspace.reader.viewport())
    assert after[:2] == before[:2]
    assert after[2] < before[2]


def test_the_hints_of_reviewing_give_way_too(window: MainWindow) -> None:
    window.desk.notice.warn("?")
    window.desk.show_page("review")
    page = window.desk.page
    page.notice.warn("?")
    assert not page.hints.isVisible()
    page.notice.hide()
    assert page.hints.isVisible()


def test_what_was_said_of_a_report_goes_with_it_and_a_fault_stays(window: MainWindow) -> None:
    window.session.tell_none_open()
    QTest.keyClick(window.workspace.reader, KEY.Key_Return, CTRL)
    assert not window.desk.notice.isVisible()
    window.desk.notice.warn("?")
    QTest.keyClick(window.workspace.reader, KEY.Key_Up, CTRL)
    assert window.desk.notice.text() == "?"
    assert window.desk.notice.isVisible()


def test_undo_and_redo_say_what_they_turned_back_wherever_it_was(window: MainWindow, qtbot) -> None:
    session, notice = window.session, window.desk.notice
    words = session.item().suggestion.text
    QTest.keyClick(window.workspace.reader, KEY.Key_Return)
    session.do(session.corpus.add_rule, "低保", "Measure")
    for key, said in ((KEY.Key_Z, "低保"), (KEY.Key_Z, words), (KEY.Key_Y, words)):
        notice.hide()
        QTest.keyClick(window.workspace.reader, key, CTRL)
        qtbot.waitUntil(notice.isVisible)
        assert said in notice.text()
        assert notice.text().startswith(window.dress.words("steps.redo" if key == KEY.Key_Y else "steps.undo"))


def test_of_a_large_step_only_its_name_is_said(window: MainWindow, qtbot) -> None:
    session, notice = window.session, window.desk.notice
    found = [item.suggestion for item in session.items if item.suggestion]
    assert len(found) > 60
    session.do(session.corpus.decide_all, "accept", {session.document.id: found})
    QTest.keyClick(window.workspace.reader, KEY.Key_Z, CTRL)
    qtbot.waitUntil(notice.isVisible)
    assert window.dress.words("steps.decide-all") in notice.text()
    assert len(notice.text()) < 100


def test_that_there_is_nothing_more_to_undo_passes_by_itself(window: MainWindow) -> None:
    for _ in range(9):
        QTest.keyClick(window.workspace.reader, KEY.Key_Z, CTRL)
    said = window.desk.notice.text()
    assert said == AnnotatorError("store.nothing-to-undo").say(window.dress.words)
    window.desk.notice.pass_by()
    assert not window.desk.notice.isVisible()


def test_the_key_for_attributes_says_what_to_do_on_a_suggestion_and_on_nothing(window: MainWindow) -> None:
    QTest.keyClick(window.workspace.reader, KEY.Key_E)
    assert window.desk.notice.text() == window.dress.words("ui.attributes-need-annotation")
    window.session.choose(None)
    QTest.keyClick(window.workspace.reader, KEY.Key_E)
    assert window.desk.notice.text() == window.dress.words("ui.nothing-current")


def test_an_empty_corpus_says_how_reports_come_in_until_one_is_there(qtbot, tmp_path) -> None:
    window = MainWindow(Settings())
    qtbot.addWidget(window)
    window.take(Corpus.create(tmp_path / "a.corpus", annotator="李"))
    window.show()
    empty = window.workspace.pane.empty
    assert empty.isVisible()
    assert "Ctrl+I" in empty.text()
    corpus = window.session.corpus
    (tmp_path / "a.txt").write_text("落实低保。", "utf-8")
    window.session.take(corpus.import_files([tmp_path / "a.txt"]).changes)
    window.session.show(window.session.listed.first_to_do())
    assert not empty.isVisible()
