"""Rows of a long list by value, read a page at a time when they are to be seen."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

_PAGE = 50


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=_HasId)


class Pages(Generic[R]):
    """`rows_of` reads the rows of some ids; `most` pages are kept, those that were read last."""

    def __init__(self, rows_of: Callable[[Sequence[str]], list[R]], most: int) -> None:
        self._rows_of, self._most = rows_of, most
        self._pages: OrderedDict[int, dict[str, R]] = OrderedDict()

    def clear(self) -> None:
        """Other ids, or other figures: all is read again."""
        self._pages.clear()

    def row(self, ids: Sequence[str], at: int) -> R | None:
        """What stands in a row of these ids; None for a document that was removed meanwhile."""
        number = at // _PAGE
        if number not in self._pages:
            page = ids[number * _PAGE : (number + 1) * _PAGE]
            self._pages[number] = {row.id: row for row in self._rows_of(page)}
            if len(self._pages) > self._most:
                self._pages.popitem(last=False)
        return self._pages[number].get(ids[at])

    def put(self, ids: Sequence[str], row: R) -> list[int]:
        """Other figures of a document; where it stands among these ids, if its page has been read."""
        read = [number for number, page in self._pages.items() if row.id in page]
        for number in read:
            self._pages[number][row.id] = row
        return [ids.index(row.id, number * _PAGE) for number in read]
