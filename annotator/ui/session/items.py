"""The items of the document that is open: in order, by key, counted; a few that change cost no walk through all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from annotator.corpus import Shift
from annotator.model import MANUAL, AnnotationRow, Span, Suggestion
from annotator.ui.item import Item, Order, items_of, key_of

_MANY = 200
"""Items that come or go from which all are put in order again: to move those behind each would take longer."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Keys of items that stand no longer, and items that stand now; one that has changed is in both."""

    gone: list[str] = field(default_factory=list)
    come: list[Item] = field(default_factory=list)
    places: dict[str, Order] = field(default_factory=dict)
    """where those stood that have gone, by their keys"""


class Items:
    """`list` is all of them, as the reader and the keys go through them."""

    def __init__(self, annotations: Iterable[AnnotationRow] = (), suggestions: Iterable[Suggestion] = ()) -> None:
        self._by_key: dict[str, Item] = {}
        self._count(items_of(annotations, suggestions))

    def _count(self, items: list[Item]) -> None:
        self.list = items
        self._by_key = {item.key: item for item in items}
        self._orders = [item.order for item in items]
        self._open = [order for item, order in zip(items, self._orders, strict=True) if item.is_open]
        self._labels = Counter(item.label for item in items)
        self._open_labels = Counter(item.label for item in items if item.is_open)
        self.by_hand = sum(item.source == MANUAL for item in items)

    # ---- questions

    def get(self, key: str | None) -> Item | None:
        return self._by_key.get(key) if key is not None else None

    @property
    def open_count(self) -> int:
        """How many are suggestions."""
        return len(self._open)

    def counts(self) -> dict[str, tuple[int, int]]:
        """By label, how many annotations there are, and how many items."""
        return {name: (all_ - self._open_labels[name], all_) for name, all_ in self._labels.items() if all_}

    def next_open(self, order: Order, direction: int) -> Item | None:
        """The open suggestion after (1) or before (-1) a place in the order, around the ends; never the one there."""
        if not self._open or self._open == [order]:
            return None
        at = bisect_right(self._open, order) if direction > 0 else bisect_left(self._open, order) - 1
        return self._by_key[self._open[at % len(self._open)][2]]

    def beside(self, order: Order, direction: int) -> Item | None:
        """The next item, open or not, after (1) or before (-1) a place in the order, around the ends."""
        if not self.list:
            return None
        at = bisect_right(self._orders, order) if direction > 0 else bisect_left(self._orders, order) - 1
        return self.list[at % len(self.list)]

    def at(self, span: Span, label: str | None = None) -> Item | None:
        """The first item of just that span, with that label if one is named."""
        at = bisect_left(self._orders, (span.start, -span.end, ""))
        while at < len(self.list) and self.list[at].span == span:
            if label in (None, self.list[at].label):
                return self.list[at]
            at += 1
        return None

    # ---- changes

    def change(self, shift: Shift) -> Difference | None:
        """Takes in what has shifted; None where a key may be an annotation's or a suggestion's: then all is new."""
        if any(":" in id_ for id_ in shift.gone) or any(":" in one.id for one in shift.come):
            return None
        gone = [self._by_key[id_] for id_ in sorted(shift.gone)]
        gone += (self._by_key[key_of(one, self._annotated)] for one in shift.closed)
        come = [Item(one.id, one.span, one.label, one.source) for one in shift.come]
        come += (Item(key_of(one, self._annotated), one.span, one.label, one.source, one) for one in shift.opened)
        self._replace(gone, come)
        return Difference([item.key for item in gone], come, {item.key: item.order for item in gone})

    def _annotated(self, key: str) -> bool:
        item = self._by_key.get(key)
        return item is not None and not item.is_open

    def _replace(self, gone: list[Item], come: list[Item]) -> None:
        places = {item.order: item for item in gone}
        stay = [item for item in come if (was := places.get(item.order)) and was.is_open == item.is_open]
        moved = len(gone) + len(come) - 2 * len(stay)
        if moved > _MANY:
            for item in gone:
                del self._by_key[item.key]
            every = self._by_key | {item.key: item for item in come}
            self._count(sorted(every.values(), key=lambda item: item.order))
            return
        kept = {item.order for item in stay}
        for item in gone:
            self._add(item, -1)
            if item.order not in kept:
                self._take_out(item)
        for item in come:
            self._add(item, 1)
            if item.order in kept:
                self.list[bisect_left(self._orders, item.order)] = self._by_key[item.key] = item
            else:
                self._put_in(item)

    def _add(self, item: Item, by: int) -> None:
        self._labels[item.label] += by
        self._open_labels[item.label] += by * item.is_open
        self.by_hand += by * (item.source == MANUAL)

    def _take_out(self, item: Item) -> None:
        at = bisect_left(self._orders, item.order)
        del self.list[at], self._orders[at], self._by_key[item.key]
        if item.is_open:
            del self._open[bisect_left(self._open, item.order)]

    def _put_in(self, item: Item) -> None:
        at = bisect_left(self._orders, item.order)
        self.list.insert(at, item)
        self._orders.insert(at, item.order)
        self._by_key[item.key] = item
        if item.is_open:
            self._open.insert(bisect_left(self._open, item.order), item.order)
