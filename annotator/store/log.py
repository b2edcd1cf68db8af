"""The event log: every row ever written, before and after, chained by hash for each device."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256

from sqlite_utils import Database

from annotator import plain
from annotator.model import Step, new_id
from annotator.store.tables import Row


def now() -> str:
    """The present, in UTC with milliseconds: `2026-03-01T08:30:00.000+00:00`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True)
class Event:
    """One row's change. None stands for a row that is not there, before or after."""

    id: str
    step: str
    table: str
    row: str
    before: Row | None
    after: Row | None


class Log:
    """Reads and appends events; knows nothing of what the rows mean."""

    def __init__(self, db: Database, device: str) -> None:
        self._db = db
        self._device = device

    def begin(self, kind: str, name: str, annotator: str, target: str | None) -> Step:
        """Enters a step; its events follow in the same transaction."""
        step = Step(new_id(), kind, name, annotator, now(), target, ())
        self._db.conn.execute(
            "INSERT INTO steps (id, kind, name, annotator, time, target) VALUES (?, ?, ?, ?, ?, ?)",
            (step.id, kind, name, annotator, step.time, target),
        )
        return step

    def append(self, step: Step, table: str, row: str, before: Row | None, after: Row | None) -> None:
        event = Event(new_id(), step.id, table, row, before, after)
        number, previous = self._last()
        self._db.conn.execute(
            'INSERT INTO events (id, device, device_number, step, "table", row, before, after, hash)'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (event.id, self._device, number + 1, step.id, table, row, _json(before), _json(after),
             chained(previous, step, event)),
        )  # fmt: skip

    def _last(self) -> tuple[int, str]:
        found = self._db.conn.execute(
            "SELECT device_number, hash FROM events WHERE device = ? ORDER BY device_number DESC LIMIT 1",
            (self._device,),
        ).fetchone()
        return found or (0, "")

    def events(self, step: str) -> list[Event]:
        """A step's events in the order they were written."""
        rows = self._db.conn.execute(
            'SELECT id, step, "table", row, before, after FROM events WHERE step = ? ORDER BY number', (step,)
        )
        return [
            Event(id_, step, table, key, _row(before), _row(after)) for id_, step, table, key, before, after in rows
        ]

    def steps(self) -> Iterator[Step]:
        """All steps, the latest first. Documents are those whose rows a step wrote."""
        numbers = self._db.conn.execute("SELECT number FROM steps ORDER BY number DESC").fetchall()
        for (number,) in numbers:
            yield self._step("number", number)

    def step(self, id_: str) -> Step:
        """The step of that id."""
        return self._step("id", id_)

    def _step(self, column: str, value: object) -> Step:
        id_, kind, name, annotator, time, target = self._db.conn.execute(
            f"SELECT id, kind, name, annotator, time, target FROM steps WHERE {column} = ?", (value,)
        ).fetchone()
        return Step(id_, kind, name, annotator, time, target, self._documents(id_))

    def _documents(self, step: str) -> tuple[str, ...]:
        found = self._db.conn.execute(
            """SELECT DISTINCT CASE "table" WHEN 'documents' THEN row
                               ELSE coalesce(after, before) ->> '$.document' END AS document
               FROM events WHERE step = ? AND document IS NOT NULL""",
            (step,),
        )
        return tuple(row[0] for row in found)

    def next_undo(self) -> str | None:
        """The step that an undo takes back: the latest done or redone one that no undo has answered yet."""
        return self._unanswered(("do", "redo"), "undo")

    def next_redo(self) -> str | None:
        """The undo that a redo takes back; None once something new was done after it."""
        return self._unanswered(("undo",), "redo")

    def _unanswered(self, wanted: tuple[str, ...], answer: str) -> str | None:
        answered = 0
        for id_, kind in self._db.conn.execute("SELECT id, kind FROM steps ORDER BY number DESC"):
            if kind == answer:
                answered += 1
            elif kind not in wanted:
                return None
            elif answered == 0:
                return str(id_)
            else:
                answered -= 1
        return None


def chained(previous: str, step: Step, event: Event) -> str:
    """The event's link: sha256 over the device's previous link and all that the event and its step say."""
    said = asdict(step)
    del said["documents"]
    return sha256((previous + plain.dumps([said, asdict(event)])).encode()).hexdigest()


def _json(row: Row | None) -> str | None:
    return None if row is None else plain.dumps(row)


def _row(body: str | None) -> Row | None:
    return None if body is None else json.loads(body)
