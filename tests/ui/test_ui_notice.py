"""What is said in passing: it moves nothing that a person reads or is about to click on, and goes with its report."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.corpus import Corpus
from annotator.ui.settings import Settings
from annotator.ui.window import MainWindow

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def place(widget: QWidget) -> tuple[int, int, int]:
    QApplication.processEvents()
    corner = widget.mapToGlobal(QPoint())
    return corner.x(), corner.y(), widget.height()


def test_a_remark_moves_neither_the_text_nor_what_stands_beside_it(window: MainWindow) -> None:
    seen = (window.workspace.reader.viewport(), window.workspace.labels, window.workspace.inspector)
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
