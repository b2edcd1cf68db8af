"""The page of the corpus, by keys: find, sort, mark, open, remove and bring back."""

from __future__ import annotations

import pytest
from dialogs import with_dialog
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.corpus import Corpus
from annotator.i18n import LANGUAGES
from annotator.model import Bundle, Document
from annotator.ui.corpuspage import page as page_module
from annotator.ui.corpuspage.table import COLUMNS, OverviewModel
from annotator.ui.settings import LANGUAGE
from annotator.ui.window import MainWindow

Key, ALT, CONTROL = Qt.Key, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(window: MainWindow) -> page_module.CorpusPage:
    """The page, with five more reports in the corpus."""
    titles = ("内乡县总结", "宜州區通報", "Ankang report", "怒河州方案", "<b>昌顺</b>镇\n简报")
    added = window.session.corpus.add(
        Bundle(Document(f"r{at}", title, f"{title}。全县落实低保，第{at}号。" * (at + 1)))
        for at, title in enumerate(titles)
    )
    window.session.take(added.changes)
    QTest.keyClick(window.focusWidget(), Key.Key_2, CONTROL)
    assert isinstance(window.desk.page, page_module.CorpusPage)
    return window.desk.page


def press(page, key: Qt.Key, how: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(page.window().focusWidget(), key, how)


def shown(page, column: str = "title") -> list[str]:
    model = page.reports.model
    return [model.index(row, COLUMNS.index(column)).data() for row in range(model.rowCount())]


def current(page) -> str:
    return page.reports.model.ids[page.reports.view.currentIndex().row()]


def test_it_comes_in_with_the_open_report_selected_and_the_keyboard_in_the_table(window, page):
    assert window.focusWidget() is page.reports.view
    assert current(page) == window.session.document.id
    assert page.reports.model.rowCount() == 7


def test_what_is_open_is_what_the_report_shows_whatever_answers_it(window, page, qtbot):
    session = window.session
    qtbot.waitUntil(lambda: len(session.counting.totals) == 7 and session.counting.is_idle, timeout=120_000)
    session.accept()
    one, other = [item.span for item in session.items if item.is_open][3:5]
    session.label("Program", one)
    session.label("Program", other)
    here, open_ = session.document.id, session.open_count()
    at = page.reports.model.ids.index(here)
    assert open_ == len([item for item in session.items if item.is_open])
    QTest.keyClick(window.focusWidget(), Key.Key_1, CONTROL)
    QTest.keyClick(window.focusWidget(), Key.Key_2, CONTROL)
    assert shown(page, "open")[at] == f"{open_:,}"
    session.step_document(1)
    session.accept()
    QTest.keyClick(window.focusWidget(), Key.Key_1, CONTROL)
    QTest.keyClick(window.focusWidget(), Key.Key_2, CONTROL)
    assert session.document.id != here
    assert shown(page, "open")[at] == f"{open_:,}"
    session.do(session.corpus.mark, here, "done")
    window.open(session.corpus.path, "李")
    assert window.session.document.id != here
    counting = window.session.counting
    qtbot.waitUntil(lambda: len(counting.totals) == 7 and counting.is_idle, timeout=120_000)
    QTest.keyClick(window.focusWidget(), Key.Key_2, CONTROL)
    assert shown(window.desk.page, "open")[at] == f"{open_:,}", "also of a report that was not opened since the start"


def test_enter_opens_the_report(window, page):
    for _ in range(3):
        press(page, Key.Key_Down)
    chosen = current(page)
    press(page, Key.Key_Return)
    assert window.session.document.id == chosen
    assert window.desk.page is window.workspace
    assert window.focusWidget() is window.workspace.reader


def test_above_the_page_stands_the_corpus_whatever_report_is_open_behind_it(window, page):
    title, about = window.desk.header._title, window.desk.header._about
    said = title.text()
    assert "7" in about.text()
    window.session.step_document(1)
    window.session.accept()
    assert title.text() == said
    window.session.do(window.session.corpus.remove_documents, [window.session.document.id])
    window.session.show(window.session.listed.first_to_do())
    assert title.text() == said
    assert "6" in about.text()
    press(page, Key.Key_1, CONTROL)
    assert title.text() == window.session.document.title


def test_letters_lead_to_the_title_that_begins_so_by_pinyin_too(page):
    QTest.keyClicks(page.reports.view, "ank")
    assert current(page) == "r2"
    page.reports._pause.invalidate()
    QTest.keyClicks(page.reports.view, "yzq")
    assert current(page) == "r1"
    page.reports._pause.invalidate()
    page.reports._type_ahead("怒")
    assert current(page) == "r3"


def test_space_marks_and_delete_removes_what_is_marked_and_undo_brings_it_back(window, page):
    before = list(page.reports.model.ids)
    press(page, Key.Key_Home, CONTROL)
    for _ in range(2):
        press(page, Key.Key_Space)
    assert page.reports.model.marked == set(before[:2])
    assert current(page) == before[2]
    said = []

    def agree(box) -> None:
        said.append(box.text())
        QTest.mouseClick(box.defaultButton(), LEFT)

    with_dialog(agree)
    press(page, Key.Key_Delete)
    assert list(page.reports.model.ids) == before[2:]
    assert "2" in said[0]
    assert page.reports.model.marked == set()
    assert window.session.document.id in before[2:], "the open report was among them: another one is open now"
    press(page, Key.Key_Z, CONTROL)
    assert list(page.reports.model.ids) == before
    assert window.desk.page is page


def test_to_think_better_of_it_changes_nothing(window, page):
    before, steps = list(page.reports.model.ids), len(list(window.session.corpus.history()))
    with_dialog(lambda box: box.reject())
    press(page, Key.Key_Delete)
    assert list(page.reports.model.ids) == before
    assert len(list(window.session.corpus.history())) == steps


def test_every_column_sorts_by_key_and_by_its_header(page):
    view = page.reports.view
    for at, name in enumerate(COLUMNS[1:], 1):
        view.setCurrentIndex(page.reports.model.index(0, at))
        press(page, Key.Key_Down, ALT)
        assert (page.reports._by, page.reports._descending) == (name, True)
        assert sorted(page.reports.model.ids) == sorted(page.session.corpus.document_ids())
    length = COLUMNS.index("length")
    view.horizontalHeader().sectionClicked.emit(length)
    numbers = [int(value.replace(",", "")) for value in shown(page, "length")]
    assert numbers == sorted(numbers)
    view.horizontalHeader().sectionClicked.emit(length)
    assert [int(value.replace(",", "")) for value in shown(page, "length")] == numbers[::-1]


def test_filters_narrow_in_either_script_and_can_be_taken_off(qtbot, page):
    page.reports.filters.title.setText("縣")
    qtbot.waitUntil(lambda: shown(page) == ["内乡县总结"], timeout=5_000)
    page.reports.filters.title.setText("没有这份")
    qtbot.waitUntil(lambda: shown(page) == [], timeout=5_000)
    assert page.reports.bring.isVisible()
    QTest.mouseClick(page.reports.bring, LEFT)
    assert len(shown(page)) == 7
    page.reports.filters.choose(script="hant")
    assert set(shown(page, "script")) == {"繁体"}
    page.reports.filters.choose(status="done")
    assert shown(page) == []


def test_what_is_done_elsewhere_is_there_when_the_page_is_shown_again(window, page):
    press(page, Key.Key_1, CONTROL)
    window.session.show("r1")
    window.session.accept()
    window.session.done()
    press(page, Key.Key_2, CONTROL)
    row = next(row for row in page.session.corpus.overview_rows(["r1"]))
    assert (row.status, row.annotations, row.annotators) == ("done", 1, ("李",))
    page.reports.filters.choose(status="done")
    assert page.reports.model.ids == ["r1"]
    assert shown(page, "annotators") == ["李"]


def test_titles_are_plain_text_on_one_line(page):
    assert "<b>昌顺</b>镇 简报" in shown(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_shows_its_own_words(window, page, language):
    window._set(LANGUAGE, language)
    words = window.dress.words
    model = page.reports.model
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(1, len(COLUMNS))]
    assert heads == [words(f"corpuspage.column-{name}") for name in COLUMNS[1:]]
    assert page.reports.filters.choices["status"].currentText() == words("corpuspage.any-status")


def test_a_large_corpus_is_sorted_beside_and_only_the_last_wish_counts(qtbot, monkeypatch, page):
    monkeypatch.setattr(page_module, "AT_ONCE", 3)
    page.reports._sort("length", True)
    page.reports._sort("length", False)
    qtbot.waitUntil(lambda: not page._background.busy, timeout=60_000)
    numbers = [int(value.replace(",", "")) for value in shown(page, "length")]
    assert numbers == sorted(numbers)


def test_a_million_rows_are_read_only_where_they_are_seen(window):
    asked = []
    model = OverviewModel(window.dress, lambda ids: asked.extend(ids) or [])
    model.put(range(1_000_000), {})  # type: ignore[arg-type]  # any sequence of ids
    assert model.rowCount() == 1_000_000
    for row in (0, 40, 999_999):
        model.index(row, 1).data()
    assert len(asked) == 100


def test_an_empty_corpus_says_how_to_begin(window, tmp_path):
    Corpus.create(tmp_path / "empty.corpus", annotator="李").close()
    window.open(tmp_path / "empty.corpus")
    window.desk.show_page("corpus")
    assert window.desk.page.reports.bring.isVisible()
    assert window.desk.page.reports._empty.text() == window.dress.words("corpuspage.no-reports")


def test_a_box_about_removing_shows_names_as_they_are(page):
    seen = []
    with_dialog(lambda box: seen.append((box.textFormat(), box.text())) or box.reject())
    page._remove(["r4"])
    assert seen[0][0] == Qt.TextFormat.PlainText
    assert "<b>昌顺</b>镇 简报" in seen[0][1]
