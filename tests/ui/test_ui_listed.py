"""The list of all documents: ids slice by slice, rows only where they are to be seen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.corpus import Corpus
from annotator.model import DONE, STARTED, Bundle, Document
from annotator.store.lists import Lists
from annotator.store.reading import Reading
from annotator.ui.session import Session, listed

COUNT = 130
TITLES = [f"报告{number:03}" for number in range(COUNT)]


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A corpus of many slices and pages, under a person who has finished the first ten and begun the twelfth."""
    path = tmp_path / "large.corpus"
    with closing(Corpus.create(path, annotator="李")) as corpus:
        corpus.add(Bundle(Document(f"d{at}", title, f"第{at}号：落实低保。")) for at, title in enumerate(TITLES))
        corpus.mark("d12", STARTED)
        for at in range(10):
            corpus.mark(f"d{at}", DONE)
    return path


@pytest.fixture
def session(qapp, large: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:  # noqa: ARG001 # timers need it
    monkeypatch.setattr(listed, "SLICE", 50)
    made = Session(Corpus.open(large, annotator="李"))
    yield made
    made.close()


def test_the_ids_come_slice_by_slice_and_are_all_in_their_order(session: Session, qtbot) -> None:
    session.listed.look()
    assert session.listed.ids == [f"d{at}" for at in range(50)], "the first slice is there at once"
    qtbot.waitUntil(lambda: len(session.listed.ids) == COUNT, timeout=10_000)
    assert session.listed.ids == [row.id for row in session.listed.rows()] == session.corpus.document_ids()


def test_old_ids_stay_until_all_new_ones_are_there(session: Session, qtbot) -> None:
    session.listed.look()
    qtbot.waitUntil(lambda: len(session.listed.ids) == COUNT, timeout=10_000)
    with closing(Corpus.open(session.corpus.path, annotator="王")) as other:
        other.remove_documents(["d3"])
    seen = set()
    session.listed.grown.connect(lambda: seen.add(len(session.listed.ids)))
    session.listed.look()
    qtbot.waitUntil(lambda: bool(seen), timeout=10_000)
    assert seen == {COUNT - 1}
    assert "d3" not in session.listed.ids


@pytest.mark.parametrize("elsewhere", [False, True])
def test_one_that_stands_in_the_place_of_another_is_seen(session: Session, qtbot, elsewhere: bool) -> None:
    """As many as before, and none behind the last: by a step of our own, or another program's."""
    session.listed.look()
    session.do(session.corpus.remove_documents, ["d5"])
    session.listed.look()
    qtbot.waitUntil(lambda: len(session.listed.ids) == COUNT - 1, timeout=10_000)
    if elsewhere:
        with closing(Corpus.open(session.corpus.path, annotator="王")) as other:
            other.undo()
            other.remove_documents(["d3"])
    else:
        session.do(session.corpus.undo)
        session.do(session.corpus.remove_documents, ["d3"])
    session.listed.look()
    qtbot.waitUntil(lambda: session.listed.ids[3:5] == ["d4", "d5"], timeout=10_000)


def test_which_comes_next_is_what_going_through_all_rows_says(session: Session) -> None:
    """First to do, next to do and both neighbours, for each document, as they came and by uncertainty."""
    for by_uncertainty in (False, True):
        session.order_by_uncertainty(by_uncertainty)
        rows = session.listed.rows()
        ids, status = [row.id for row in rows], {row.id: row.status for row in rows}
        assert session.listed.first_to_do() == "d12"
        assert session.listed.first() == ids[0]
        for at, here in enumerate(ids):
            rest = [one for one in ids[at + 1 :] + ids[:at] if status[one] != DONE]
            assert session.listed.next_to_do(here) == rest[0]
            assert session.listed.beside(here, 1) == (ids[at + 1] if at + 1 < COUNT else None)
            assert session.listed.beside(here, -1) == (ids[at - 1] if at else None)


def test_the_end_of_the_work(session: Session) -> None:
    corpus = session.corpus
    corpus.mark("d12", DONE)
    assert session.listed.first_to_do() == "d10"
    for at in range(10, COUNT):
        corpus.mark(f"d{at}", DONE)
    assert session.listed.next_to_do("d5") is None
    assert session.listed.first_to_do() == "d0"
    assert corpus.finished_count() == corpus.document_count() == COUNT
    corpus.mark("d7", STARTED)
    assert session.listed.next_to_do("d7") is None
    assert session.listed.next_to_do("d9") == session.listed.first_to_do() == "d7"


def test_opening_asks_for_no_row_that_is_not_to_be_seen(
    window, large: Path, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole window on a corpus of several slices: rows of one page at most before it is scrolled."""
    asked, slices = set[str](), list[int]()
    rows_of, after = Reading.rows_of, Lists.after

    def noted(self: Reading, ids, annotator):
        wanted = list(ids)
        asked.update(wanted)
        return rows_of(self, wanted, annotator)

    def no_rows(*_: object) -> None:
        pytest.fail("all rows were read")

    def sliced(self: Lists, place, most):
        slices.append(most)
        return after(self, place, most)

    monkeypatch.setattr(listed, "SLICE", 50)
    monkeypatch.setattr(Reading, "rows_of", noted)
    monkeypatch.setattr("annotator.store.reading.all_rows", no_rows)
    monkeypatch.setattr(Lists, "after", sliced)
    window.open(large, "李")
    assert window.session.document.id == "d12"
    assert slices == [50]
    assert len(asked) <= 50
    view = window.workspace.documents.view
    qtbot.waitUntil(lambda: view.model().rowCount() == COUNT, timeout=10_000)
    assert view.currentIndex().row() == 12

    def is_seen_at_the_end() -> bool:
        view.scrollToBottom()  # the view lays out a hundred rows at a time
        view.viewport().repaint()
        return f"d{COUNT - 1}" in asked

    qtbot.waitUntil(is_seen_at_the_end, timeout=10_000)
    assert window.workspace.documents._summary.text() == window.dress.words("ui.done-of", done=10, all=COUNT)


def test_titles_are_found_and_what_is_decided_shows_in_the_list(window, large: Path, qtbot) -> None:
    window.open(large, "李")
    panel = window.workspace.documents
    QTest.keyClicks(panel.search, "12")
    assert [panel._model.row(at).title for at in range(panel._model.rowCount())] == [
        title for title in TITLES if "12" in title
    ]
    panel.search.clear()
    assert panel._model.rowCount() == COUNT
    QTest.keyClick(window.workspace.reader, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel._model.row(12).decisions == 1, timeout=10_000)
