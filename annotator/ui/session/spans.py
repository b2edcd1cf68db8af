"""The items of the open document, kept in step with the corpus: near ones at once, others once the page is painted."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.corpus import Corpus, Shift, Standing
from annotator.model import Span, Suggestion
from annotator.ui.item import Item, Order
from annotator.ui.session.items import Items

_AT_ONCE = 60
"""Places that are read again in one go, which takes some milliseconds."""
_LONGEST = 200
"""Code points of the longest term that people can put on a list."""


class Spans(QObject):
    """`arrived` says what is different (a Difference), or that all is (None).

    A decision may change what is suggested at thousands of places, wherever the words stand again. Those between the
    span and the next open one are read again at once, the others behind all events that wait: `caught_up` says when
    all are right. `items` waits for that.
    """

    arrived = Signal(object)
    caught_up = Signal()

    def __init__(self, corpus: Corpus, parent: QObject) -> None:
        super().__init__(parent)
        self._corpus = corpus
        self._items = Items()
        self._standing: Standing | None = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)
        self.fresh: list[Item] = []
        """items that the last step brought where it was done, in order"""
        self.is_behind_the_page = False
        """whether what arrives now follows a step by itself, and no key waits for it"""

    @property
    def items(self) -> Items:
        """All of them, as they are now."""
        self.catch_up()
        return self._items

    @property
    def known(self) -> Items:
        """All of them; far from the last step one may have another score, or be there no more."""
        return self._items

    def forget(self) -> None:
        """No document is open, or its suggestions are not there yet."""
        self._items, self._standing = Items(), None
        self._timer.stop()

    def read(self, document: str, suggestions: Iterable[Suggestion]) -> None:
        """All of a document's anew. Raises AnnotatorError when there is no such document."""
        before = self._items
        self._timer.stop()
        self._standing = self._corpus.standing(document, suggestions)
        self._items = Items(self._standing.annotations.values(), self._standing.open)
        self.fresh = [item for item in self._items.list if not before.get(item.key)]
        self.arrived.emit(None)

    def follow(self) -> bool:
        """Those that steps have changed; False where all have to be read anew."""
        shift = self._standing.follow(self._corpus.memory) if self._standing else None
        difference = self._items.change(shift) if shift else None
        if difference is None or self._standing is None:
            return False
        gone = set(difference.gone)
        self.fresh = sorted((item for item in difference.come if item.key not in gone), key=lambda item: item.order)
        if self._standing.later:
            self._timer.start()
        self.arrived.emit(difference)
        return True

    def next_open(self, order: Order, direction: int) -> Item | None:
        """As `Items.next_open`, of what is right: what waits on the way there is read again before."""
        at = max(order[0], 0)
        while self._standing and (near := self._standing.next_later(at, direction)):
            found, most = self._items.next_open(order, direction), None
            if found and (found.order > order) == (direction > 0):
                if not _on_the_way(near, at, found.span, direction):
                    return found
                most = _AT_ONCE
            self._take(self._standing.go_on(at, direction, most))
        return self._items.next_open(order, direction)

    def settle(self, span: Span) -> None:
        """What waits at a span is read again now."""
        if self._standing:
            later = self._standing.later
            first, behind = (bisect_left(later, (at, 0)) for at in (span.start - _LONGEST, span.end))
            if first < behind:
                self._take(self._standing.go_on(max(0, span.start - _LONGEST), 1, behind - first))

    def catch_up(self) -> None:
        """All that waits is read again now."""
        if self._standing and self._standing.later:
            self._take(self._standing.go_on())
        if self._timer.isActive():
            self._timer.stop()
            self.caught_up.emit()

    def _go_on(self) -> None:
        if self._standing and self._standing.later:
            self.is_behind_the_page = True
            self._take(self._standing.go_on(most=_AT_ONCE))
            self.is_behind_the_page = False
        else:
            self.catch_up()

    def _take(self, shift: Shift) -> None:
        """What is suggested otherwise; only a step changes annotations, so no key may be taken for another."""
        difference = self._items.change(shift)
        assert difference is not None
        if difference.gone or difference.come:
            self.arrived.emit(difference)


def _on_the_way(place: tuple[int, int], at: int, to: Span, direction: int) -> bool:
    """Whether a place lies between an offset and a span that is ahead of it, or touches the span."""
    return at <= place[0] < to.end if direction > 0 else place[0] < at and to.start < place[1]
