"""Two corpora, ours and a colleague's fork, and hands that know how ours is made and write what they like."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from store_values import OTHER, PERSON, document, other_program

from annotator.corpus import Corpus
from annotator.errors import AnnotatorError
from annotator.i18n import LANGUAGES, Words
from annotator.store import Store
from annotator.store.log import LINKED, link
from annotator.store.sqlite import sqlite3
from annotator.store.tables import TABLES, Table, row_hash

REPORT = document(id_="d0")


def merge(ours: Path, theirs: Path) -> None:
    with closing(Corpus.open(ours, annotator=PERSON)) as corpus:
        corpus.merge([theirs], sure=True)


def refused(ours: Path, theirs: Path) -> AnnotatorError:
    """Why a file is refused; the sentence can be said in every language, and neither file is another one afterwards."""
    before = files(ours), files(theirs)
    with pytest.raises(AnnotatorError) as caught:
        merge(ours, theirs)
    for language in LANGUAGES:
        assert str(theirs) in caught.value.say(Words(language))
    assert (files(ours), files(theirs)) == before
    return caught.value


def files(path: Path) -> dict[str, bytes]:
    """The corpus, and all that lies beside it under its name, but for backups."""
    return {one.name: one.read_bytes() for one in path.parent.glob(f"{path.name}*") if one.is_file()}


def sound(path: Path) -> None:
    with closing(Store(path)) as store:
        assert [str(one) for one in store.check()] == []


def written(path: Path, table: str, **changes: Any) -> None:
    """A row changed with its hash, its event and a link that fits: what only a program that knows ours can do."""
    with closing(Store(path)) as store:
        (row,) = store._queries.rows(TABLES[table], "WHERE deleted = 0 ORDER BY id DESC LIMIT 1")
        row |= changes
        with store.step("annotate", OTHER) as writing:
            writing._check_slice = lambda _row, _text: None  # type: ignore[method-assign]
            writing.put(table, row)


Change = Callable[[str, str, str], str]


def relinked(path: Path, change: Change, *, fold: bool = True) -> None:
    """A history rewritten: what events say after them by `change(table, row, body)`; links fit, and rows if `fold`."""
    with closing(Store(path)) as store:
        found = store._queries.all(f"{LINKED} ORDER BY e.device, e.device_number")
    last: dict[str, str] = {}
    with loosened(path) as looking:
        for table, row, before, after, _, _, *said in found:
            body = change(table, row, after) if after else after
            last[said[0]] = link(last.get(said[0], ""), table, row, before, body, *said)
            looking.execute("UPDATE events SET after = ?, hash = ? WHERE id = ?", (body, last[said[0]], said[2]))
        for table in TABLES.values() if fold else ():
            _fold(looking, table)


def _fold(looking: Any, table: Table) -> None:
    """The rows of a table as the last events say them; what SQLite cannot hold stays as it was."""
    sets = ", ".join(f'"{column}" = ?' for column in (*table.columns, "row_hash"))
    last = 'SELECT e.row, e.after, max(e.number) FROM events e WHERE e."table" = ? GROUP BY e.row'
    for id_, body, _ in looking.execute(last, (table.name,)).fetchall():
        row = json.loads(body) if body else {}
        values = [id_, *(row.get(column) for column in table.columns[1:])]
        with suppress(sqlite3.Error):
            if row:
                looking.execute(f"UPDATE {table.name} SET {sets} WHERE id = ?", (*values, row_hash(values), id_))


@contextmanager
def loosened(path: Path) -> Iterator[Any]:
    """A connection for which columns have no types and nothing is guarded; behind it the schema says what it said."""
    with other_program(path) as looking:
        for setting in ("foreign_keys = OFF", "ignore_check_constraints = ON", "writable_schema = ON"):
            looking.execute(f"PRAGMA {setting}")
        triggers = looking.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        tables = looking.execute("SELECT name, sql FROM sqlite_schema WHERE sql LIKE '%STRICT%'").fetchall()
        for name, _ in triggers:
            looking.execute(f"DROP TRIGGER {name}")
        _spell(looking, [(name, _without_types(sql)) for name, sql in tables])
        yield looking
        _spell(looking, tables)
        for _, sql in triggers:
            looking.execute(sql)


def _without_types(sql: str) -> str:
    for what, instead in ((r"\) STRICT, ", ") "), (r"\) STRICT$", ")"), (" NOT NULL", ""),
                          (r" (TEXT|REAL|INTEGER)\b(?! PRIMARY KEY)", " BLOB")):  # fmt: skip
        sql = re.sub(what, instead, sql)
    return sql


def _spell(looking: Any, tables: Sequence[tuple[str, str]]) -> None:
    looking.executemany("UPDATE sqlite_schema SET sql = ? WHERE name = ?", [(sql, name) for name, sql in tables])
    looking.execute("PRAGMA writable_schema = RESET")
    looking.execute("PRAGMA writable_schema = ON")
