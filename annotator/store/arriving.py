"""Another corpus's history on its way into ours: which of it is new, and whether it can be true at all.

All that comes is looked at here once more, whatever read it: types, links, and that each body is a row as the program
writes it. Nothing here changes a row; `merging` makes the rows of what has arrived.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from annotator import plain
from annotator.errors import AnnotatorError
from annotator.model import text_hash
from annotator.store.heads import MERGE, repeats
from annotator.store.log import is_linked, tombstone
from annotator.store.queries import Queries
from annotator.store.sound import check_sound
from annotator.store.steps import Tops
from annotator.store.tables import TABLES, Row

KINDS = ("base", "do", "undo", "redo")


class TheirStep(NamedTuple):
    """A step as another corpus has it."""

    id: str
    kind: str
    name: str
    annotator: str
    time: str
    target: str | None


class TheirEvent(NamedTuple):
    """An event as another corpus has it; `previous` is the link before it in its chain."""

    table: str
    row: str
    before: str | None
    after: str | None
    hash: str
    previous: str
    device: str
    device_number: int
    id: str
    step: str
    follows: str | None


@dataclass
class Arrival:
    """What of another corpus is new here, in its order."""

    path: Path
    steps: list[TheirStep] = field(default_factory=list)
    events: list[TheirEvent] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def says_something(self) -> bool:
        """Whether any of it is more than a merge of what is known here."""
        merges = {one.id for one in self.steps if one.name == MERGE and repeats(one.kind, one.name, one.target)}
        return any(one.step not in merges for one in self.events)


class Arriving:
    """Looks at another corpus's steps and events, and enters those that are new."""

    def __init__(self, queries: Queries, arrival: Arrival) -> None:
        self._queries = queries
        self._arrival = arrival
        self._steps = {one.id: one for one in arrival.steps}
        self._tombstones: set[str] = set()
        self.purged: dict[str, str] = {}
        """document → text hash, of those that were removed for good here or there"""
        self.purged_here: dict[str, str] = {}
        """the same of documents that only they know, under a text that was removed here: to be entered"""

    def fault(self, key: str, **fields: object) -> AnnotatorError:
        return AnnotatorError(key, path=self._arrival.path, **fields)

    # ---- looking

    def look(self) -> None:
        """Leaves in the arrival what is new. Raises AnnotatorError for what cannot be."""
        self._leave_out_known_steps()
        self._leave_out_known_events()
        self._look_at_purges()
        for one in self._arrival.events:
            self._look_at(one)

    def _leave_out_known_steps(self) -> None:
        known = self._known("SELECT id, kind, name, annotator, time, target FROM steps", self._steps)
        fresh = []
        for one in self._arrival.steps:
            if one.id in known:
                if known[one.id] != one:
                    raise self.fault("store.merge-other-content", id=one.id)
            elif one.kind not in KINDS or not (one.target is None or one.target in self._steps):
                raise self.fault("store.merge-untrue", id=one.id)
            else:
                fresh.append(one)
        self._arrival.steps = fresh

    def _leave_out_known_events(self) -> None:
        query = 'SELECT id, hash, device, device_number, "table", row, step, follows FROM events'
        known = self._known(query, (one.id for one in self._arrival.events))
        fresh = []
        for one in self._arrival.events:
            if one.id not in known:
                fresh.append(one)
            elif known[one.id] != (one.id, one.hash, one.device, one.device_number, one.table, one.row, one.step,
                                   one.follows):  # fmt: skip
                raise self.fault("store.merge-other-content", id=one.id)
        self._arrival.events = fresh
        self._look_at_chains()

    def _look_at_chains(self) -> None:
        """What is new goes on where the chain ends here, link by link."""
        ends: dict[str, tuple[int, str]] = {}
        for one in self._arrival.events:
            if one.device not in ends:
                found = self._queries.one(
                    "SELECT device_number, hash FROM events WHERE device = ? ORDER BY device_number DESC LIMIT 1",
                    (one.device,),
                )
                ends[one.device] = (found[0], found[1]) if found else (0, "")
            number, last = ends[one.device]
            if (one.device_number, one.previous) != (number + 1, last):
                raise self.fault("store.merge-same-chain" if one.device_number <= number else "store.merge-untrue",
                                 id=one.id)  # fmt: skip
            ends[one.device] = (one.device_number, one.hash)

    def _known(self, query: str, ids: Iterable[str]) -> dict[str, Any]:
        found = self._queries.all(f"{query} WHERE id IN (SELECT value FROM json_each(?))", (plain.dumps(list(ids)),))
        return {row[0]: row for row in found}

    def _look_at_purges(self) -> None:
        """What they removed for good must be removed here first; what was removed here does not come back."""
        ours = dict(self._queries.all("SELECT id, sha256 FROM purges WHERE deleted = 0"))
        theirs = {one.row: row["sha256"] for one in self._arrival.events
                  if one.table == "purges" and (row := self._body(one, one.after))}  # fmt: skip
        still = self._queries.all(
            "SELECT DISTINCT title FROM documents WHERE sha256 IN (SELECT value FROM json_each(?))",
            (plain.dumps(list(theirs.values())),),
        )
        if still:
            raise self.fault("store.merge-purged", titles=", ".join(title for (title,) in still))
        self.purged = ours | theirs
        gone = set(self.purged.values())
        for one in self._arrival.events:
            body = one.after or one.before
            if one.table == "documents" and body and one.row not in self.purged and body != tombstone(one.row):
                sha256 = (self._body(one, body) or {})["sha256"]
                if sha256 in gone:
                    self.purged_here[one.row] = sha256
        self.purged |= self.purged_here
        self._tombstones = {tombstone(document) for document in self.purged}

    def _look_at(self, one: TheirEvent) -> None:
        step = self._steps.get(one.step)
        if step is None or one.table not in TABLES:
            raise self.fault("store.merge-untrue", id=one.id)
        if not self._is_emptied(one):
            said = (one.device, one.device_number, one.id, *step, one.follows)
            if not is_linked((one.table, one.row, one.before, one.after, one.hash, one.previous, *said)):
                raise self.fault("store.merge-untrue", id=one.id)
            for row in (self._body(one, one.before), self._body(one, one.after)):
                if row is not None:
                    check_sound(self._arrival.path, one.table, row)

    def _is_emptied(self, one: TheirEvent) -> bool:
        bodies = {one.before, one.after} - {None}
        return len(bodies) == 1 and bodies <= self._tombstones

    def _body(self, one: TheirEvent, body: str | None) -> Row | None:
        """A row of the table, written as the program writes rows."""
        if body is None:
            return None
        try:
            row = json.loads(body)
            if plain.dumps(row) == body and body.encode() and row["id"] == one.row and TABLES[one.table].values(row):
                return dict(row)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            pass
        raise self.fault("store.merge-untrue", id=one.id)

    # ---- entering

    def enter(self, step: str) -> None:
        """Enters what is new as history, inside a transaction, as brought by the step of that id."""
        tops: Tops = self._queries.one("SELECT next_undo, next_redo FROM steps ORDER BY number DESC LIMIT 1") or (
            None, None
        )  # fmt: skip
        self._queries.run_all(
            "INSERT INTO steps (id, kind, name, annotator, time, target, next_undo, next_redo, merged)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(*one, *tops, step) for one in self._arrival.steps],
        )
        self._queries.run_all(
            'INSERT INTO events ("table", row, before, after, hash, device, device_number, id, step, follows)'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [self._entered(one) for one in self._arrival.events],
        )

    def _entered(self, one: TheirEvent) -> tuple[Any, ...]:
        """What an event says of a report that was removed for good stays out; its link comes in."""
        before, after = one.before, one.after
        document = document_of(one)
        if document in self.purged:
            before, after = (body and tombstone(document) for body in (before, after))
        return (one.table, one.row, before, after, one.hash, one.device, one.device_number, one.id, one.step,
                one.follows)  # fmt: skip

    def texts(self) -> Iterator[str]:
        """The texts that came along and may stay. Raises AnnotatorError for one that is not what its name says."""
        gone = set(self.purged.values())
        for sha256, text in self._arrival.texts.items():
            if not isinstance(text, str) or text_hash(text) != sha256:
                raise self.fault("store.text-damaged", document=str(sha256)[:12], sha256=str(sha256)[:12])
            if sha256 not in gone:
                yield text


def document_of(one: TheirEvent) -> str:
    """The document that an event is about; empty for one about none."""
    if one.table == "documents":
        return one.row
    body: Mapping[str, Any] = json.loads(one.after or one.before or "{}")
    return str(body.get("document", ""))
