"""Says to a screen reader where the person is now and what was just done: the page itself shows it by colours."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from annotator.i18n import on_one_line
from annotator.model import Changes
from annotator.ui.page import Page

_LONGEST = 80  # code points of a span


class Announcer(QObject):
    """Speaks for a page through one of its widgets, where somebody listens."""

    def __init__(self, page: Page, speaker: QWidget) -> None:
        self._said: str | None = None
        """the span that was announced last"""
        super().__init__(page)
        self._page = page
        self._speaker = speaker
        page.session.moved.connect(self._moved)
        page.session.changed.connect(self._changed)

    def _changed(self, changes: Changes) -> None:
        if changes.name:
            self._say(self._page.dress.words.named(f"steps.{changes.name}", changes.name))

    def _moved(self) -> None:
        """Another span is current: its label, its words, and whether it is still open."""
        session, words = self._page.session, self._page.dress.words
        if session.current == self._said:
            return
        self._said = session.current
        if not QAccessible.isActive() or (item := session.item()) is None or session.document is None:
            return
        label = session.scheme.label(item.label)
        title = words.pick(label.title) if label else item.label
        text = on_one_line(item.span.of(session.document.text))[:_LONGEST]
        self._say(f"{title}: {text}, {words('ui.state-suggestion' if item.is_open else 'ui.state-annotation')}")

    def _say(self, text: str) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._speaker, text))
