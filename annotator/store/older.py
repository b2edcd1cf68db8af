"""Taking back one older step alone, when nothing later stands on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from annotator.errors import AnnotatorError
from annotator.model import RowChange, Step, net
from annotator.store.log import Log
from annotator.store.queries import Queries
from annotator.store.writing import Writing
from annotator.telling import Called, local_time

REFERENCES: Mapping[str, Mapping[str, str]] = {
    "progress": {"document": "documents", "annotator": "annotators"},
    "annotations": {"document": "documents", "annotator": "annotators"},
    "decisions": {"document": "documents", "annotator": "annotators", "annotation": "annotations"},
    "relations": {
        "document": "documents", "annotator": "annotators", "head": "annotations", "target": "annotations"
    },
    "document_attributes": {"document": "documents"},
    "adjudications": {"document": "documents", "annotator": "annotators"},
    "adjudicated": {"document": "documents", "adjudication": "adjudications"},
    "proposals": {"document": "documents"},
    "past": {"document": "documents"},
    "purges": {"annotator": "annotators"},
}  # fmt: skip
"""Which columns of a table name rows of which others."""

_SAID_ONCE: Mapping[str, str] = {
    "annotators": "name = :name",
    "documents": "sha256 = :sha256",
    "progress": "document = :document AND annotator = :annotator",
    "annotations":
        'document = :document AND annotator = :annotator AND start = :start AND "end" = :end AND label = :label',
    "decisions":
        'document = :document AND annotator = :annotator AND start = :start AND "end" = :end AND label = :label',
    "relations": "annotator = :annotator AND type = :type AND head = :head AND target = :target",
    "adjudications": 'document = :document AND start < :end AND "end" > :start',
    "rules": "pattern = :pattern AND label = :label",
}  # fmt: skip
"""Of which rows there is one in sight at most. Only a few of them the database could refuse by itself."""

_BY_THE_WAY = ("annotators", "progress")
"""What a step writes beside what it is about: who works here, and that they have begun. Stays where others need it."""


class Older:
    """The undoing of one step that need not be the latest. Used inside a transaction."""

    def __init__(self, queries: Queries, log: Log) -> None:
        self._queries = queries
        self._log = log

    def take_back(self, step: Step, writing: Writing) -> list[RowChange]:
        """Writes what the step's rows were before it; returns what it had done to each.

        Raises AnnotatorError, which names the later step, where one has changed such a row again, needs it, or has said
        the same anew in its place, and where all that it did was to reports that were removed for good.
        """
        changes = net(self._log.changes_of(step.id))
        if all(one.table == "annotators" for one in changes):  # entered by the way: no step is about them alone
            raise AnnotatorError("store.step-emptied", id=step.id)
        main = [one for one in changes if one.table not in _BY_THE_WAY] or changes
        for change in main:
            if writing.get(change.table, change.row) != change.after:
                raise self._depends(step, change.table, change.row)
        self._check_alone(step, main)
        for change in reversed(main):
            _write(writing, change)
        for change in main:
            self._check_links(step, change, writing)
        for change in reversed(changes):
            if change not in main and self._is_idle(change, writing):
                _write(writing, change)
        return changes

    def _check_alone(self, step: Step, changes: Sequence[RowChange]) -> None:
        """What comes back must not stand beside its like; among themselves these rows have been there before."""
        own = {(one.table, one.row) for one in changes}
        for one in changes:
            if one.before is None or one.table not in _SAID_ONCE:
                continue
            like = self._queries.all(
                f"SELECT id FROM {one.table} WHERE deleted = 0 AND {_SAID_ONCE[one.table]} ORDER BY id", one.before
            )
            for (row,) in like:
                if (one.table, row) not in own:
                    raise self._depends(step, one.table, row)

    def _check_links(self, step: Step, change: RowChange, writing: Writing) -> None:
        if change.before is None:
            for table, row in self._users(change.table, change.row):
                raise self._depends(step, table, row)
            return
        for column, table in REFERENCES.get(change.table, {}).items():
            row = change.before[column]
            if row is not None and table != "annotators" and writing.get(table, row) is None:
                raise self._depends(step, table, row)

    def _users(self, table: str, row: str) -> Iterator[tuple[str, str]]:
        """The rows in sight that name a row."""
        for other, columns in REFERENCES.items():
            for column, named in columns.items():
                if named == table:
                    found = self._queries.all(f"SELECT id FROM {other} WHERE {column} = ? AND deleted = 0", (row,))
                    yield from ((other, id_) for (id_,) in found)

    def _is_idle(self, change: RowChange, writing: Writing) -> bool:
        """Whether a row that was written by the way is as it was written, and nobody needs it now."""
        if writing.get(change.table, change.row) != change.after or change.after is None:
            return False
        if change.table == "annotators":
            return not any(True for _ in self._users("annotators", change.row))
        pair = (change.after["document"], change.after["annotator"])
        counts = (
            self._queries.value(
                f"SELECT count(*) FROM {table} WHERE document = ? AND annotator = ? AND deleted = 0", pair
            )
            for table in ("annotations", "decisions", "relations")
        )
        return not any(counts)

    def _depends(self, step: Step, table: str, row: str) -> AnnotatorError:
        """Why not: the latest step that wrote a row."""
        later = next(iter(self._log.steps_about([row], table)), step)
        return AnnotatorError("store.step-depended", name=Called(step), later=Called(later), who=later.annotator,
                              time=local_time(later.time), id=later.id)  # fmt: skip


def _write(writing: Writing, change: RowChange) -> None:
    if change.before is None:
        writing.remove(change.table, change.row)
    else:
        writing.put(change.table, dict(change.before))
