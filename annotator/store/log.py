"""The event log: every row ever written, before and after, chained by hash for each device."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import count
from json.encoder import encode_basestring

from annotator import plain
from annotator.errors import AnnotatorError
from annotator.model import RowChange, Step, new_ids
from annotator.store.queries import Queries
from annotator.store.steps import Steps
from annotator.store.tables import Row

LINKED = """
SELECT e."table", e.row, e.before, e.after, e.hash,
       coalesce((SELECT p.hash FROM events p WHERE p.device = e.device AND p.device_number = e.device_number - 1), ''),
       e.device, e.device_number, e.id, s.id, s.kind, s.name, s.annotator, s.time, s.target, e.follows
FROM events e LEFT JOIN steps s ON s.id = e.step
"""
"""Each event with its link, the link before it, and all else that its link is made of."""

LINKED_BEFORE = LINKED.replace("e.follows", "NULL")
"""The same of a corpus of a version in which events did not say yet what they follow."""

_HEADS = """
SELECT value, (SELECT id FROM events WHERE row = value AND "table" = ? ORDER BY number DESC LIMIT 1) FROM json_each(?)
"""


class Log:
    """Appends events and reads them; knows nothing of what the rows mean."""

    def __init__(self, queries: Queries, steps: Steps, device: str) -> None:
        self._queries = queries
        self._steps = steps
        self._device = device
        self._end: tuple[int, str] | None = None

    def append(self, step: Step, table: str, row: str, before: Row | None, after: Row | None) -> None:
        """Enters one row's change; None stands for a row that is not there."""
        self.append_all(step, table, [(row, before, after)])

    def append_all(
        self,
        step: Step,
        table: str,
        changes: Iterable[tuple[str, Row | None, Row | None]],
        joined: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Enters the changes of many rows of a table, in order: row, before, after.

        A row's first change follows its latest event here, or the events that `joined` gives for it.
        """
        said = list(changes)
        heads = self.heads(table, dict.fromkeys(row for row, _, _ in said))
        for row, ids in (joined or {}).items():
            heads[row] = " ".join(ids) or None
        last, previous = self._last()
        where, device, of_step = encode_basestring(table), encode_basestring(self._device), _spelled_step(step)
        events = []
        for number, id_, (row, was, is_) in zip(count(last + 1), new_ids(len(said)), said, strict=False):
            before, after, follows = _json(was), _json(is_), heads.get(row) or ""
            change = f"{where},{encode_basestring(row)},{_spelled(before)},{_spelled(after)}"
            all_of_it = f'["{previous}",{change},{device},{number},"{id_}",{of_step},{_spelled(follows)}]'
            previous = sha256(all_of_it.encode()).hexdigest()  # `link`, of which nothing is spelled twice
            events.append((self._device, number, id_, step.id, table, row, before, after, previous, follows))
            heads[row] = id_
        self._end = last + len(events), previous
        self._queries.run_all(
            'INSERT INTO events (device, device_number, id, step, "table", row, before, after, hash, follows)'
            # to hand over None takes longer than all else that is handed over
            " VALUES (?, ?, ?, ?, ?, ?, nullif(?, ''), nullif(?, ''), ?, nullif(?, ''))",
            events,
        )

    def heads(self, table: str, rows: Iterable[str]) -> dict[str, str | None]:
        """The latest event here of each of these rows that has any."""
        wanted = list(rows)
        if not self._queries.any_among("events", "row", wanted):
            return {}
        found = self._queries.all(_HEADS, (table, plain.dumps(wanted)))
        return {row: head for row, head in found if head}

    def _last(self) -> tuple[int, str]:
        """The number and the hash of this chain's last event; nobody else continues it."""
        if self._end is None:
            found = self._queries.one(
                "SELECT device_number, hash FROM events WHERE device = ? ORDER BY device_number DESC LIMIT 1",
                (self._device,),
            )
            self._end = (found[0], found[1]) if found else (0, "")
        return self._end

    def look_again(self) -> None:
        """A step begins, or a part of one was taken back: the chain may not end where it did."""
        self._end = None

    def changes_of(self, step: str, rows: Sequence[str] = ()) -> tuple[RowChange, ...]:
        """What a step did to each row, or to each of these rows, in order, but for rows of documents that were purged.

        Raises AnnotatorError where the log is not what was written.
        """
        which = f"e.row IN ({', '.join('?' * len(rows))}) AND +e.step = ?" if rows else "e.step = ?"
        found = self._queries.all(f"{LINKED} WHERE {which} ORDER BY e.number", (*rows, step))
        broken = [one for one in found if not is_linked(one)]
        gone = purged(self._queries) if broken else frozenset()
        if not all(is_emptied(one, gone) for one in broken):
            raise AnnotatorError("store.log-damaged", path=self._queries.path, step=step)
        kept = (one for one in found if one not in broken and one[2:4] != (None, None))
        return tuple(RowChange(table, row, _row(before), _row(after)) for table, row, before, after, *_ in kept)

    def count_of(self, step: str, table: str = "") -> int:
        """How many changes of rows of a table a step made, or of all rows."""
        of, values = (' AND "table" = ?', (step, table)) if table else ("", (step,))
        return int(self._queries.value(f"SELECT count(*) FROM events WHERE step = ?{of}", values))

    def steps_about(self, rows: Iterable[str], table: str = "", *, whole: bool = True) -> list[Step]:
        """The steps that wrote any of these rows (of one table, or of whichever), the latest first.

        Not `whole`, they do not say which documents they touched, which takes a while where these are many.
        """
        return self._steps.about(rows, table, whole=whole)


def link(previous: str, *said: str | int | None) -> str:
    """An event's link in its device's chain: sha256 over the link before and all that the event and its step say."""
    return sha256(plain.dumps([previous, *said]).encode()).hexdigest()


def is_linked(found: tuple[str | int | None, ...]) -> bool:
    """Whether an event of the LINKED query is what was written when its link was made.

    Links of older versions say nothing of what the event follows; `Checking` looks that it can be so.
    """
    table, row, before, after, kept, previous, *said = found
    if any(isinstance(value, bytes) for value in found):
        return False
    change = (str(previous), table, row, before, after)
    return kept in (link(*change, *said), link(*change, *said[:-1]))


def tombstone(document: str) -> str:
    """What stands in an event in place of a row of a purged document."""
    return plain.dumps({"document": document, "purged": True})


def purged(queries: Queries) -> frozenset[str]:
    """The documents that were removed for good."""
    return frozenset(id_ for (id_,) in queries.all("SELECT id FROM purges WHERE deleted = 0"))


def is_emptied(found: tuple[str | int | None, ...], gone: frozenset[str]) -> bool:
    """Whether an event of the LINKED query lost its rows because their document was purged.

    Its link still stands in the chain, so the events around it prove that it was there; what it said is gone.
    """
    bodies = {body for body in found[2:4] if body is not None}
    return len(bodies) == 1 and any(bodies == {tombstone(document)} for document in gone)


def _spelled_step(step: Step) -> str:
    said = (step.id, step.kind, step.name, step.annotator, step.time)
    return ",".join([*map(encode_basestring, said), _spelled(step.target or "")])


def _spelled(value: str) -> str:
    """One value as `plain.dumps` writes it in a list; nothing is null."""
    return encode_basestring(value) if value else "null"


def _json(row: Row | None) -> str:
    return "" if row is None else plain.dumps(row)


def _row(body: str | None) -> Row | None:
    return None if body is None else json.loads(body)
