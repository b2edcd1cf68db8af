"""The corpus's model in the window: trained apart, said, stopped, forgotten; what is uncertain comes first."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from dialogs import with_dialog
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from stones import UNSEEN, finished

from annotator.corpus import NONE, USED, Corpus, uncertainty
from annotator.model import DONE, Bundle, Document
from annotator.ui.training import TrainingDialog

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def stones(window, tmp_path: Path):
    """The window on a corpus with finished reports about stones and a new one, which is open."""
    finished(tmp_path / "stones.corpus", Document("new", "新", UNSEEN)).close()
    assert window.open(tmp_path / "stones.corpus", "李")
    assert window.session.document.id == "new"
    return window


def learned(window) -> list[str]:
    return [item.suggestion.text for item in window.session.items if item.suggestion and item.source == "learned"]


def test_it_learns_says_how_it_did_suggests_at_once_and_forgets(stones, qtbot):
    session = stones.session
    assert learned(stones) == []

    def act(dialog: TrainingDialog) -> None:
        assert not dialog.stop.isEnabled()
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        assert dialog.bar.isVisible()
        assert dialog.stop.isEnabled()
        qtbot.waitUntil(lambda: not session.learning.under_way, timeout=60_000)
        assert "6 篇" in dialog.report.text()
        assert "启用" in dialog.said.text()
        assert not dialog.bar.isVisible()

    with_dialog(act)
    QTest.keyClick(stones.focusWidget(), Qt.Key.Key_L, CONTROL)
    assert session.corpus.state_of_model() == USED
    assert learned(stones) == ["碧晶石"]
    assert "启用" in stones.desk.notice.text()

    def forget(dialog: TrainingDialog) -> None:
        QTest.mouseClick(dialog.forget, Qt.MouseButton.LeftButton)
        assert not dialog.forget.isEnabled()

    with_dialog(forget)
    QTest.keyClick(stones.focusWidget(), Qt.Key.Key_L, CONTROL)
    assert session.corpus.state_of_model() == NONE
    assert learned(stones) == []


def test_stopped_all_stays_as_it_was(stones):
    session = stones.session
    session.learning.start()
    assert session.learning.under_way
    session.learning.stop()
    assert not session.learning.under_way
    assert session.corpus.state_of_model() == NONE


def test_a_window_that_is_closed_ends_what_is_learning_and_keeps_nothing(stones):
    session, path = stones.session, stones.session.corpus.path
    session.learning.start()
    process = session.learning._background._worker._process
    assert process.is_alive()
    stones.close()
    assert not process.is_alive()
    with closing(Corpus.open(path, annotator="李")) as corpus:
        assert corpus.state_of_model() == NONE


def test_too_little_is_said_in_the_dialog(window):
    def act(dialog: TrainingDialog) -> None:
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        assert "至少要 3 篇" in dialog.said.text()

    with_dialog(act)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_L, CONTROL)


def test_the_tenth_finished_report_is_learned_from_by_itself(stones, qtbot):
    session = stones.session
    for number in range(3):
        session.do(_add(session, number))
        session.do(session.corpus.mark, f"d{number}", DONE)
    assert not session.learning.under_way
    QTest.keyClick(stones.focusWidget(), Qt.Key.Key_Return, CONTROL)
    assert session.learning.under_way
    qtbot.waitUntil(lambda: not session.learning.under_way, timeout=60_000)
    assert session.corpus.state_of_model() == USED


def _add(session, number: int):
    def verb():
        return session.corpus.add([Bundle(Document(f"d{number}", "题", f"第{number}天没有人上山。"))]).changes

    return verb


def test_a_key_goes_to_the_least_certain_suggestion_and_on(window):
    session = window.session
    bits = sorted((uncertainty(item.suggestion) for item in session.items if item.suggestion), reverse=True)
    seen = []
    for _ in range(3):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_U)
        seen.append(uncertainty(session.item().suggestion))
    assert seen == bits[:3]


def test_documents_come_in_the_order_of_uncertainty_finished_ones_last(window, qtbot):
    session = window.session
    qtbot.waitUntil(lambda: len(session.counting.uncertainty) == 2, timeout=120_000)
    first, second = session.listed.rows()
    bits = session.counting.uncertainty
    least, most = sorted((first, second), key=lambda row: bits[row.sha256])
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_O)
    panel = window.workspace.documents
    assert [row.id for row in session.listed.rows()] == [most.id, least.id]
    assert panel._model.ids == [most.id, least.id]
    assert panel.order.isChecked()
    session.do(session.corpus.mark, most.id, DONE)
    assert [row.id for row in session.listed.rows()] == [least.id, most.id]
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_O)
    assert [row.id for row in session.listed.rows()] == [first.id, second.id]
    assert not panel.order.isChecked()


def test_another_order_reads_all_documents_once(window, qtbot, monkeypatch):
    session = window.session
    qtbot.waitUntil(lambda: len(session.counting.uncertainty) == 2, timeout=120_000)
    reads, documents = [], type(session.corpus).documents
    monkeypatch.setattr(type(session.corpus), "documents", lambda corpus: reads.append(1) or documents(corpus))
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_O)
    assert window.workspace.documents.order.isChecked()
    assert len(reads) == 1
