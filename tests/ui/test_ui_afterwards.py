"""After a key that decides, the page is painted before the panels follow; what is about the panels finds them there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest


class _Order(QObject):
    """What came in which order: the page painted, the panel at the right filled."""

    def __init__(self, workspace, monkeypatch) -> None:
        super().__init__()
        self.seen: list[str] = []
        put = workspace.inspector.put
        monkeypatch.setattr(workspace.inspector, "put", lambda *args: (self.seen.append("panels"), put(*args)))
        workspace.reader.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.seen.append("page")
        return False


def test_the_page_answers_first(qtbot, window, monkeypatch):
    session, workspace = window.session, window.workspace
    order = _Order(workspace, monkeypatch)
    for _ in range(3):
        QTest.keyClick(workspace.reader, Qt.Key.Key_Return)
    assert len(session.corpus.decisions(session.document.id)) == 3
    assert "panels" not in order.seen
    qtbot.waitUntil(lambda: "panels" in order.seen)
    qtbot.wait(50)
    assert order.seen.index("page") < order.seen.index("panels")
    assert order.seen.count("panels") == 1


def test_a_key_that_is_about_the_panels_finds_them_as_they_should_be(window, monkeypatch):
    session, workspace = window.session, window.workspace
    QTest.keyClick(workspace.reader, Qt.Key.Key_Return)
    order = _Order(workspace, monkeypatch)
    QTest.keyClick(workspace.reader, Qt.Key.Key_F2)
    assert order.seen.count("panels") == 1, "what was put off is done before"
    session.undo()
    assert session.corpus.decisions(session.document.id) == []
    assert order.seen.count("panels") >= 2, "what was undone without a key is shown at once"


def test_what_was_put_off_is_not_asked_of_a_closed_corpus(qtbot, window, monkeypatch):
    order = _Order(window.workspace, monkeypatch)
    QTest.keyClick(window.workspace.reader, Qt.Key.Key_Return)
    window.session.close()
    qtbot.wait(50)
    assert "panels" not in order.seen
