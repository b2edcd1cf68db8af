"""What became of rows that were changed on several machines: the heads of their events, each under a name that lasts.

An event says which events it follows. What people did makes a graph; its ends are the heads. Events of a merge only
bring together what is known, so they are looked through: two machines that merge the same files come to the same heads.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from annotator.store.tables import Row

MERGE, PACKAGE = "merge", "package"
"""The names of the steps whose events only repeat what other events say."""

Place = tuple[str, str]
"""a table and the id of a row in it"""


class Event(NamedTuple):
    """An event as the heads are found from it; `step` is the step's id, `repeats` whether the step repeats others."""

    id: str
    table: str
    row: str
    before: str | None
    after: str | None
    follows: tuple[str, ...]
    step: str
    repeats: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The last that was said of a row on one line. `after` is None where it was removed.

    `base` is the row with which the line began, `branch` what tells it from other lines of that row: empty for the
    first. Both stay as the line goes on, wherever the events are read.
    """

    event: str
    place: Place
    base: str
    branch: str
    before: Row | None
    after: Row | None


def repeats(kind: str, name: str, target: str | None) -> bool:
    """Whether a step's events only repeat others; what takes a merge back is a person's word."""
    return name in (MERGE, PACKAGE) and kind in ("do", "base") and target is None


class Graph:
    """Events, which are all that there are of some rows, joined by what they follow; repeating ones looked through."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._events = {one.id: one for one in events}
        self.stands_for: dict[str, frozenset[str]] = {}
        """event → what people did that it says again; of what people did, that alone"""
        self._parents: dict[str, frozenset[str]] = {}
        for one in self._in_order():
            behind = frozenset().union(*(self.stands_for.get(id_, frozenset()) for id_ in one.follows))
            if behind and self._only_repeats(one):
                self.stands_for[one.id] = behind
            else:
                self.stands_for[one.id] = frozenset({one.id})
                self._parents[one.id] = behind
        self._children = self._turned(self._parents)

    def _only_repeats(self, one: Event) -> bool:
        """In a merge what follows an event of the same step is how somebody wanted a difference settled."""
        return one.repeats and not any(
            id_ in self._events and self._events[id_].step == one.step for id_ in one.follows
        )

    def _in_order(self) -> list[Event]:
        """Each after those that it follows. Where events follow each other in a ring, which nobody can do, as given."""
        waiting = {one.id: {id_ for id_ in one.follows if id_ in self._events} for one in self._events.values()}
        later = self._turned({id_: frozenset(of) for id_, of in waiting.items()})
        ready = [id_ for id_, of in waiting.items() if not of]
        order = []
        while waiting:
            if not ready:
                ready = [next(iter(waiting))]
            id_ = ready.pop()
            if waiting.pop(id_, None) is None:
                continue
            order.append(self._events[id_])
            for other in later[id_]:
                if other in waiting:
                    waiting[other].discard(id_)
                    if not waiting[other]:
                        ready.append(other)
        return order

    @staticmethod
    def _turned(follows: Mapping[str, frozenset[str]]) -> defaultdict[str, list[str]]:
        turned: defaultdict[str, list[str]] = defaultdict(list)
        for id_, of in follows.items():
            for other in of:
                turned[other].append(id_)
        return turned

    def heads(self) -> list[Head]:
        """What people did last, on each line that says anything, in the order of base and branch."""
        names = self._names()
        ends: defaultdict[Place, list[str]] = defaultdict(list)
        for id_ in self._parents:
            if not self._children[id_]:
                ends[self._events[id_].table, names[id_][0]].append(id_)
        found = [self._head(self._events[id_], *names[id_]) for of in ends.values() for id_ in self._telling(of)]
        return sorted(found, key=lambda one: (one.place[0], one.base, one.branch, one.event))

    def _telling(self, ends: list[str]) -> list[str]:
        """Of a row's ends those that say something: not what stood where they parted from one that went on from there.

        Such is a change that was taken back, or an undo that was undone.
        """
        if len(ends) == 1:
            return ends
        behind = {id_: frozenset(going_back(id_, self._parents)) for id_ in ends}
        said = {id_: _said(self._events[id_].after) for id_ in ends}
        telling = [
            one for one in ends
            if not any(said[one] != said[other] and self._is_as_it_was(said[one], behind[one] & behind[other])
                       for other in ends)
        ]  # fmt: skip
        return telling or ends

    def _is_as_it_was(self, said: Row | None, common: frozenset[str]) -> bool:
        """Whether this is what stood where two lines parted, of which these are the common events."""
        parting = [id_ for id_ in common if common.isdisjoint(self._children[id_])]
        return bool(parting) and all(_said(self._events[id_].after) == said for id_ in parting)

    @staticmethod
    def _head(one: Event, base: str, branch: str) -> Head:
        return Head(one.id, (one.table, one.row), base, branch, _row(one.before), _row(one.after))

    def _names(self) -> dict[str, tuple[str, str]]:
        """Base and branch of each event.

        The first child in the order of ids goes on with its parent's, others begin one of their own. So does each of
        several beginnings of a row but the first.
        """
        beginnings: defaultdict[Place, list[str]] = defaultdict(list)
        for id_, of in self._parents.items():
            if not of:
                beginnings[self._events[id_].table, self._events[id_].row].append(id_)
        offered: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for (_, row), ids in beginnings.items():
            for at, id_ in enumerate(sorted(ids)):
                offered[id_].append((row, id_ if at else ""))
        names = {}
        for id_ in self._parents:  # in their order: each after its parents
            names[id_] = min(offered[id_])
            for at, child in enumerate(sorted(self._children[id_])):
                offered[child].append((names[id_][0], child) if at else names[id_])
        return names


def going_back(event: str, parents: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """An event and all that it goes back to, as far as `parents` know, each once."""
    found: dict[str, None] = {}
    waiting = [event]
    while waiting:
        if (one := waiting.pop()) not in found:
            found[one] = None
            waiting += parents.get(one, ())
    return tuple(found)


def _row(body: str | None) -> Row | None:
    return None if body is None else json.loads(body)


def _said(body: str | None) -> Row | None:
    """What a row says, whenever it did, and under whichever id of its document."""
    row = _row(body)
    return row and {name: row[name] for name in row.keys() - {"changed", "time", "created", "document"}}
