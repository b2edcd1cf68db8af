"""The page of a corpus of very many reports: what is read is what is seen, whatever the order, and where one goes."""

from __future__ import annotations

from itertools import pairwise
from math import log
from pathlib import Path

import pytest
from many_reports import WHO, is_begun, make_many, text_of, title_of
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from trials import trials

from annotator.ui.corpuspage import page as page_module
from annotator.ui.corpuspage.table import COLUMNS
from annotator.ui.session.counting import Counting

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
MANY = trials(100_000, 1_000_000)
_A_VIEW = 150
"""rows that one view of the table reads at most: pages of 50, those at its upper and lower end and one beside them"""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("many") / "many.corpus"
    make_many(path, MANY)
    return path


@pytest.fixture
def page(qtbot, window, monkeypatch, many):
    """The page of that corpus, all rows there; `asked` has the ids of every row that it reads from then on."""
    monkeypatch.setattr(Counting, "count_soon", lambda _self: None)  # of a hundred thousand reports: minutes
    window.open(many, WHO)
    made_page = window.desk
    made_page.show_page("corpus")
    shown = window.desk.page
    assert isinstance(shown, page_module.CorpusPage)
    _arrive(qtbot, shown)
    asked: list[str] = []
    read = window.session.corpus.overview_rows

    def overview_rows(ids, **more):
        asked.extend(ids)
        return read(ids, **more)

    monkeypatch.setattr(window.session.corpus, "overview_rows", overview_rows)
    shown.asked_for = asked
    return shown


def _arrive(qtbot, page) -> None:
    qtbot.waitUntil(lambda: not page._background.busy, timeout=120_000)
    page.window().grab()


def _column(page, name: str, row: int) -> str:
    return page.reports.model.index(row, COLUMNS.index(name)).data()


def _click_header(page, name: str) -> None:
    header, at = page.reports.view.horizontalHeader(), COLUMNS.index(name)
    page.reports.view.scrollTo(page.reports.model.index(0, at))
    place = QPoint(header.sectionViewportPosition(at) + header.sectionSize(at) // 2, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_list_beside_the_report_grows_in_few_steps(qtbot, window, monkeypatch, many):
    monkeypatch.setattr(Counting, "count_soon", lambda _self: None)
    window.open(many, WHO)
    listed, lengths = window.session.listed, []
    listed.grown.connect(lambda: lengths.append(len(listed.ids)))
    assert 0 < len(listed.ids) < MANY, "the first are there at once"
    qtbot.waitUntil(lambda: len(listed.ids) == MANY, timeout=120_000)
    assert all(later >= 1.5 * earlier for earlier, later in pairwise(lengths[:-1]))
    assert len(lengths) < 2 + log(MANY / 2_000, 1.5)


def test_rows_are_read_only_where_one_is(page):
    table, model = page.reports.view, page.reports.model
    assert model.rowCount() == MANY
    assert f"{MANY:,}" in page.header._about.text()
    assert f"{MANY:,}" in page.reports._summary.text()
    page.asked_for.clear()
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum() // 2)
    page.window().grab()
    middle = table.rowAt(table.viewport().height() // 2)
    assert MANY // 2 - 50 < middle < MANY // 2 + 50
    assert _column(page, "title", middle) == title_of(middle)
    assert _column(page, "length", middle).replace(",", "") == str(len(text_of(middle)))
    assert 0 < len(page.asked_for) <= _A_VIEW
    page.asked_for.clear()
    QTest.keyClick(table, KEY.Key_End, CTRL)
    page.window().grab()
    assert table.currentIndex().row() == MANY - 1
    assert _column(page, "title", MANY - 1) == title_of(MANY - 1)
    assert 0 < len(page.asked_for) <= _A_VIEW
    page.asked_for.clear()
    page.window().grab()
    for key in (KEY.Key_Up, KEY.Key_End, KEY.Key_Up):
        QTest.keyClick(table, key)
    assert table.currentIndex().row() == MANY - 2
    page.window().grab()
    assert page.asked_for == [], "what has been read is not read again"


def test_sorted_and_narrowed_by_another_process_it_reads_no_more(qtbot, page):
    model = page.reports.model
    _click_header(page, "length")
    assert page._background.busy, "the window does not wait for it"
    _arrive(qtbot, page)
    lengths = {len(text_of(number)) for number in range(MANY)}
    assert _column(page, "length", 0) == str(min(lengths))
    page.reports.view.setCurrentIndex(model.index(0, COLUMNS.index("length")))
    QTest.keyClick(page.reports.view, KEY.Key_Down, Qt.KeyboardModifier.AltModifier)
    _arrive(qtbot, page)
    assert _column(page, "length", 0) == str(max(lengths))
    page.asked_for.clear()
    status = page.reports.filters.choices["status"]
    status.setCurrentIndex(status.findData("done"))
    _arrive(qtbot, page)
    done = sum(is_begun(number) and number % 2 == 1 for number in range(MANY))
    assert model.rowCount() == done
    assert {_column(page, "annotations", row) for row in range(40)} == {"1"}
    assert 0 < len(page.asked_for) <= _A_VIEW
    page.asked_for.clear()
    page.reports.filters.title.setText("宜州")
    qtbot.waitUntil(lambda: model.rowCount() < done, timeout=120_000)
    _arrive(qtbot, page)
    assert model.rowCount() == sum(is_begun(n) and n % 2 == 1 and "宜州" in title_of(n) for n in range(MANY))
    assert len(page.asked_for) <= _A_VIEW
