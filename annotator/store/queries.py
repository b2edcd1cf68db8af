"""One connection's statements, each answered whole, by value, with the world's errors as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from annotator.errors import AnnotatorError
from annotator.store.sentences import in_sentences
from annotator.store.sqlite import Database
from annotator.store.tables import Row, Table, is_intact

Values = Sequence[Any] | Mapping[str, Any]
_AT_ONCE = 1000
_ASKED_FOR = 500
"""how many rows are asked for in one query"""


def by_and_by(ids: Sequence[str]) -> Iterator[tuple[Sequence[str], str]]:
    """So many ids at a time as one query takes, with the marks for them."""
    for at in range(0, len(ids), _ASKED_FOR):
        some = ids[at : at + _ASKED_FOR]
        yield some, ", ".join("?" * len(some))


class Queries:
    """The open database. Every method raises AnnotatorError for a disk, a lock or damage in the way."""

    def __init__(self, db: Database, path: Path) -> None:
        self.db = db
        self.path = path

    def all(self, query: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """All rows of an answer."""
        with in_sentences(self.path):
            return self.db.conn.execute(query, values).fetchall()

    def one(self, query: str, values: Values = ()) -> tuple[Any, ...] | None:
        """The first row, or None."""
        return next(iter(self.all(query, values)), None)

    def value(self, query: str, values: Values = ()) -> Any:
        """The first row's first column; None where there is no row."""
        row = self.one(query, values)
        return None if row is None else row[0]

    def any_among(self, table: str, column: str, values: Sequence[str]) -> bool:
        """Whether any row may have one of the values in a column that has an index; False is certain.

        New names stand together (`model.new_ids`), so one look tells what would take as many as there are names.
        """
        if not values:
            return False
        between = f"SELECT 1 FROM {table} WHERE {column} BETWEEN ? AND ? LIMIT 1"
        return self.one(between, (min(values), max(values))) is not None

    def run(self, statement: str, values: Values = ()) -> None:
        """A statement without an answer."""
        self.all(statement, values)

    def run_all(self, statement: str, values: Iterable[Values]) -> None:
        """The same statement with each of the values."""
        with in_sentences(self.path):
            self.db.conn.executemany(statement, values)

    def each(self, query: str, values: Values = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of an answer that may be larger than memory. Nothing is to be written until the last one."""
        with in_sentences(self.path):
            cursor = self.db.conn.execute(query, values)
        while True:
            with in_sentences(self.path):
                found = cursor.fetchmany(_AT_ONCE)
            if not found:
                return
            yield from found

    def rows(self, table: Table, rest: str, values: Values = ()) -> list[Row]:
        """Whole rows of a table, each proven by its hash. Raises AnnotatorError for one that is damaged."""
        return [self._row(table, found) for found in self.all(f"{table.select} {rest}", values)]

    def _row(self, table: Table, found: tuple[Any, ...]) -> Row:
        *values, kept = found
        if not is_intact(values, kept):
            raise AnnotatorError("store.row-damaged", path=self.path, table=table.name, row=values[0])
        return dict(zip(table.columns, values, strict=True))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is run inside is on disk at the end, or none of it.

        It begins IMMEDIATE: a transaction that reads first and writes later could find itself overtaken.
        """
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            if self.in_transaction:
                self.run("COMMIT")
        except BaseException:
            if self.in_transaction:  # a full disk may have ended it already
                self.run("ROLLBACK")
            raise

    @property
    def in_transaction(self) -> bool:
        return bool(self.db.conn.in_transaction)

    @property
    def written(self) -> int:
        """How many rows this connection has written since it was opened."""
        return int(self.db.conn.total_changes)

    def close(self) -> None:
        """The last connection to a file folds its -wal back in."""
        self.db.conn.close()
