"""What a step may do: read a row, put a row, remove a row. Each write leaves its event and its row hash."""

from __future__ import annotations

from collections.abc import Callable

from sqlite_utils import Database

from annotator.model import Changes, Step, text_hash
from annotator.store.log import Log
from annotator.store.tables import TABLES, Row, row_hash


class Writing:
    """One step under way, inside its transaction. `text_of(document id)` gives the text that slices are checked on."""

    def __init__(self, db: Database, log: Log, step: Step, text_of: Callable[[str], str]) -> None:
        self._db = db
        self._log = log
        self._step = step
        self._text_of = text_of
        self._kinds: set[str] = set()
        self._documents: set[str] = set()

    def get(self, table: str, row: str) -> Row | None:
        """A live row's columns; None when it was never there or is removed."""
        spec = TABLES[table]
        found = self._db.conn.execute(f"{spec.select} WHERE id = ? AND deleted = 0", (row,)).fetchone()
        return None if found is None else dict(zip(spec.columns, found, strict=True))

    def put(self, table: str, row: Row) -> None:
        """Writes a row, new or changed; one that is already just so leaves no trace.

        Raises ValueError for a span whose slice is not the stored text: that is a bug, and nothing is written.
        """
        before = self.get(table, row["id"])
        if before == row:
            return
        if TABLES[table].has_slice:
            self._check_slice(row)
        self._write(table, row, deleted=0)
        self._remember(table, row["id"], before, row)

    def remove(self, table: str, row: str) -> None:
        """Takes a row out of sight; its content stays in the table, marked, and in the log."""
        before = self.get(table, row)
        if before is not None:
            self._write(table, before, deleted=1)
            self._remember(table, row, before, None)

    def put_text(self, text: str) -> str:
        """Stores a document's text under its hash, once; returns the hash."""
        name = text_hash(text)
        self._db.conn.execute("INSERT OR IGNORE INTO texts VALUES (?, ?, ?)", (name, text, len(text)))
        return name

    def _check_slice(self, row: Row) -> None:
        slice_ = self._text_of(row["document"])[row["start"] : row["end"]]
        if slice_ != row["text"]:
            raise ValueError(f"[{row['start']}, {row['end']}) holds {slice_!r}, not {row['text']!r}")

    def _write(self, table: str, row: Row, *, deleted: int) -> None:
        spec = TABLES[table]
        values = [row[column] for column in spec.columns]
        self._db.conn.execute(spec.upsert, (*values, deleted, row_hash(row)))

    def _remember(self, table: str, row: str, before: Row | None, after: Row | None) -> None:
        self._log.append(self._step, table, row, before, after)
        self._kinds.add(TABLES[table].kind)
        document = row if table == "documents" else (after or before or {}).get("document")
        if document:
            self._documents.add(document)

    @property
    def changes(self) -> Changes:
        """What has been written so far; falsy when nothing has."""
        if not self._kinds:
            return Changes()
        return Changes(self._step.id, self._step.name, frozenset(self._kinds), frozenset(self._documents))
