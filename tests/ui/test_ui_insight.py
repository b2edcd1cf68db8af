"""The page of insight by keys: pictures come, bars lead to reports, rows to their places, and all of it goes out."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from annotator.corpus import PICTURES
from annotator.errors import AnnotatorError
from annotator.insight import Clock, Visit, by_program, keep
from annotator.text import fold
from annotator.ui.insight.exporting import numbers, size_of
from annotator.ui.insight.page import NAMES, InsightPage
from annotator.ui.insight.telling import short
from annotator.ui.settings import LANGUAGE, THEME

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(window, qtbot) -> InsightPage:
    """The page, shown by its key on a corpus in which a good half is decided, with all its pictures."""
    corpus = window.session.corpus
    picked = corpus.pick()
    for kind, parts in (("accept", (0, 1, 2)), ("reject", (3,))):
        some = {id_: [one for at, one in enumerate(of) if at % 5 in parts] for id_, of in picked.items()}
        corpus.decide_all(kind, some)
    window.session.suggest_anew()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_4, CONTROL)
    found = window.desk.page
    assert isinstance(found, InsightPage)
    wait_for(found, qtbot)
    return found


def wait_for(page: InsightPage, qtbot) -> None:
    qtbot.waitUntil(lambda: not page.asking.under_way and not page._soon.isActive(), timeout=120_000)


def choose(page: InsightPage, name: str) -> None:
    """By the arrow keys of the list of pictures."""
    page.names.setFocus()
    QTest.keyClick(page.names, Qt.Key.Key_Home)
    for _ in range(NAMES.index(name)):
        QTest.keyClick(page.names, Qt.Key.Key_Down)
    assert page.name == name


def test_each_picture_is_reached_by_keys_can_be_heard_and_goes_out(page, tmp_path):
    for name in (*PICTURES, "money", "people"):
        choose(page, name)
        assert page.about.text().startswith(page.dress.words(f"insight.about-{name}"))
        QTest.keyClick(page.names, Qt.Key.Key_Return)
        assert page.chart.view.hasFocus()
        assert page.chart.view.accessibleName() == page.title.text()
        for number, bar in enumerate(page.chart.model.bars):
            spoken = page.chart.model.data(page.chart.model.index(number), Qt.ItemDataRole.AccessibleTextRole)
            assert page.telling().value(bar) in spoken
        goes_out(page, tmp_path / name)
    for name, key in (("gone/x.png", "insight.not-written"), ("x.gif", "formats.grid-suffix")):
        with pytest.raises(AnnotatorError) as caught:
            page.write(tmp_path / name)
        assert caught.value.key == key
    assert list(tmp_path.glob("x*")) == []


def goes_out(page: InsightPage, base: Path) -> None:
    """A picture as PNG, SVG and numbers, each read back."""
    for suffix in (".png", ".svg", ".csv"):
        page.write(base.with_suffix(suffix))
    telling = page.telling()
    assert telling.picture.bars
    image = QImage(str(base.with_suffix(".png")))
    assert image.size() == size_of(telling) * 2
    if not telling.is_share:
        seen = {image.pixelColor(x, y).name() for x in range(0, image.width(), 7) for y in range(0, image.height(), 3)}
        assert {telling.colour(part).name() for part in telling.parts()} <= seen, "all its parts are to be seen"
    drawing = base.with_suffix(".svg").read_text("utf-8")
    texts = {text.strip() for text in re.findall(r"<text[^>]*>([^<]*)</text>", drawing)}
    assert {telling.title(), *(telling.value(bar) for bar in telling.picture.bars[:60])} <= texts
    with base.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as stream:
        head, *rows = csv.reader(stream)
    assert head == numbers(telling)[0]
    at = head.index(page.dress.words("insight.sum"))
    assert [float(row[at]) for row in rows] == [bar.total for bar in telling.picture.bars]


def test_a_bar_leads_into_its_report_at_the_first_place(page, window):
    choose(page, "terms")
    page.chart.view.setFocus()
    bar = next(bar for bar in page.chart.model.bars if bar.spread == 2)
    while page.chart.current != bar:
        QTest.keyClick(page.chart.view, Qt.Key.Key_Down)
    QTest.keyClick(page.chart.view, Qt.Key.Key_Return)
    assert page.reports.view.hasFocus()
    assert page.reports.view.count() == 2
    QTest.keyClick(page.reports.view, Qt.Key.Key_Left)
    assert page.chart.view.hasFocus()
    QTest.keyClick(page.chart.view, Qt.Key.Key_Return)
    QTest.keyClick(page.reports.view, Qt.Key.Key_Down)
    QTest.keyClick(page.reports.view, Qt.Key.Key_Return)
    session = window.session
    assert window.desk.page is window.workspace
    assert session.document.id == bar.documents[1][0]
    assert [fold(session.item().span.of(session.document.text)), session.item().label] == bar.key.split("\t")


def test_a_row_of_the_table_leads_to_its_place_and_the_table_goes_out_as_shown(page, window, tmp_path):
    choose(page, "interventions")
    rows = page.table.shown()
    assert len(rows) > 20
    page.table.search.setFocus()
    page.table.search.setText("产业扶贫")
    found = page.table.shown()
    assert 0 < len(found) < len(rows)
    assert all("产业扶贫" in fold(page.table.model.data(page.table.model.index(0, 0), Qt.ItemDataRole.UserRole))
               or row in rows for row in found)  # fmt: skip
    page.table.view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    shown = page.table.shown()
    page.write(tmp_path / "表.csv")
    with (tmp_path / "表.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [row["text"].lstrip("'") for row in csv.DictReader(stream)] == [row.text for row in shown]
    QTest.keyClick(page.table.search, Qt.Key.Key_Return)
    QTest.keyClick(page.table.view, Qt.Key.Key_Down)
    chosen = page.table.shown()[page.table.view.currentIndex().row()]
    QTest.keyClick(page.table.view, Qt.Key.Key_Return)
    assert window.desk.page is window.workspace
    assert (window.session.document.id, window.session.current) == (chosen.document, chosen.id)


def test_a_step_on_the_page_is_seen_and_asking_can_be_stopped(page, window, qtbot):
    choose(page, "money")
    assert page.chart.model.bars == by_program(page._rows, "money", 200).bars != ()
    choose(page, "labels")
    before = sum(bar.total for bar in page.chart.model.bars)
    assert before == window.session.corpus.counts()["annotations"]
    for _ in ("the rejections", "what was accepted"):
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Z, CONTROL)
    wait_for(page, qtbot)
    assert page.chart.model.bars == ()
    assert page.tiles._labels[2][1].text() == "0"
    for name in (*PICTURES, "money", "people"):
        choose(page, name)
        assert page.about.text() == page.dress.words(f"insight.none-{name}")
    page._stale = True
    page.enter()
    assert page.asking.under_way
    assert page.stop.isVisible()
    QTest.mouseClick(page.stop, Qt.MouseButton.LeftButton)
    assert not page.asking.under_way
    assert not page.bar.isVisible()


def test_times_are_kept_shown_and_forgotten(window, monkeypatch):
    session = window.session
    timing, first = session.timing, session.listed.rows()[0]
    now = [0.0]
    timing._clock = Clock(lambda: now[0])
    timing.touch()
    for seconds in (20, 30, 100):
        now[0] += seconds
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    now[0] += 10
    window.desk.show_page("insight")
    now[0] += 40
    window.desk.show_page("annotate")
    window.desk.show_page("insight")
    page = window.desk.page
    choose(page, "time")
    (bar,) = page.chart.model.bars
    assert (bar.key, bar.total) == (session.document.id, 1.0), "20 + 30 + 10 seconds; 100 is a pause, 40 were elsewhere"
    keep(timing.path, [Visit("before", "李", first.sha256, 600.0, 5), Visit("before", "李", "elsewhere", 60.0, 0)])
    page.enter()
    expected = 11.0 if first.id == bar.key else 10.0
    assert [one.total for one in page.chart.model.bars if one.key == first.id] == [expected]
    assert "分钟" in page.telling().value(bar)
    assert page.tiles._labels[5][1].text() == "1 分钟 · 0 次操作"
    timing._clock = Clock(lambda: now[0])
    window.desk.show_page("annotate")
    timing.touch()
    session.accept()
    now[0] += 90
    timing.touch()
    window.desk.show_page("insight")
    assert page.tiles._labels[5][1].text().split(" · ")[1] == "1 次操作"
    answers = iter([False, True])
    monkeypatch.setattr("annotator.ui.insight.page.sure", lambda *_args: next(answers))
    QTest.mouseClick(page.forget, Qt.MouseButton.LeftButton)
    assert page.chart.model.bars
    QTest.mouseClick(page.forget, Qt.MouseButton.LeftButton)
    assert page.chart.model.bars == ()
    assert not timing.path.exists()


def test_another_language_and_theme_at_once(window):
    window.desk.show_page("insight")
    page = window.desk.page
    before = page.title.text()
    window.settings.set(LANGUAGE, "zh-Hant")
    window.settings.set(THEME, "dark")
    window.wear()
    assert page.title.text() == window.dress.words("insight.picture-labels") != before
    assert page.names.item(0).text() == page.title.text()


def test_large_numbers_as_people_read_them():
    assert [short(value, "zh-Hans") for value in (9_999, 31_010_000, 265_000_000)] == ["9,999", "3,101万", "2.65亿"]
    assert short(12_000, "zh-Hant") == "1.2萬"
    assert [short(value, "en") for value in (31_010_000, 0.5)] == ["31,010,000", "0.50"]


def test_a_title_with_markup_stays_text(window, qtbot, tmp_path: Path):
    from annotator.model import Bundle, Document, Span

    corpus = window.session.corpus
    corpus.add([Bundle(Document("d1", "<b>粗</b>\u202e&amp;", "落实低保。"))])
    corpus.annotate("d1", Span(2, 4), "Measure")
    window.desk.show_page("insight")
    page = window.desk.page
    wait_for(page, qtbot)
    assert "<b>粗</b>" in page.chart.model.data(page.chart.model.index(0))
    tip = page.chart.model.data(page.chart.model.index(0), Qt.ItemDataRole.ToolTipRole)
    assert "<\u200bb>" in tip, "no tag to a tool tip"
    page.write(tmp_path / "x.svg")
    assert "<b>" not in (tmp_path / "x.svg").read_text("utf-8")


def test_until_a_picture_comes_it_says_that_it_counts(window, qtbot):
    window.desk.show_page("insight")
    page = window.desk.page
    assert page.about.text() == window.dress.words("insight.asking")
    wait_for(page, qtbot)
    assert page.about.text() == window.dress.words("insight.none-labels")
