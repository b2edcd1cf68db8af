"""What a screen reader is told in the real window: where one is, and what was done."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.ui import announcing


class Listener:
    """Stands where Qt hands announcements on, as if a screen reader listened; `heard` is what it says."""

    def __init__(self, *, listens: bool) -> None:
        self.heard: list[str] = []
        self._listens = listens

    def isActive(self) -> bool:  # Qt's name
        return self._listens

    def updateAccessibility(self, event) -> None:  # Qt's name
        self.heard.append(event.message())


def test_moves_and_decisions_are_announced(window, monkeypatch):
    listener = Listener(listens=True)
    monkeypatch.setattr(announcing, "QAccessible", listener)
    session = window.session
    first = session.item()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    second = session.item()
    title = session.scheme.label(second.label).title["zh-Hans"]
    assert listener.heard == ["接受", f"{title}: {second.suggestion.text}, 建议"]
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_X)
    assert listener.heard[2] == "拒绝"
    session.choose(next(item.key for item in session.items if item.span == first.span))
    assert listener.heard[-1].endswith("标注")
    heard = len(listener.heard)
    session.moved.emit()
    assert len(listener.heard) == heard, "nobody hears the same place twice"


def test_where_nobody_listens_nothing_is_said(window, monkeypatch):
    listener = Listener(listens=False)
    monkeypatch.setattr(announcing, "QAccessible", listener)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert listener.heard == []
