"""A small world to store: documents, people, annotations, decisions; and ways to look at what is there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import AnnotatorError
from annotator.i18n import LANGUAGES, Words
from annotator.model import Annotation, Decision, Document, Reason, Span, Suggestion, new_id
from annotator.store import Store
from annotator.store.sqlite import sqlite3
from annotator.store.tables import TABLES

TEXT = "𠮷林村实施易地扶贫搬迁工程，\r\n落实低保，👍🏽推广雨露計劃。"
TIME = "2026-03-01T08:30:00.000+00:00"
PERSON, OTHER = "小林", "陳太"
Live = dict[tuple[str, str], dict[str, Any]]


def document(text: str = TEXT, *, id_: str = "") -> Document:
    return Document(id_ or new_id(), text[:6], text)


def annotation(of: Document, start: int, end: int, label: str = "Measure", *, by: str = PERSON) -> Annotation:
    span = Span(start, end)
    return Annotation(new_id(), of.id, by, span, label, span.of(of.text), created=TIME, changed=TIME)


def suggestion(of: Document, start: int, end: int, label: str = "Measure") -> Suggestion:
    span = Span(start, end)
    why = Reason("suggest.why-lexicon", (("term", "低保"),))
    return Suggestion(span, label, span.of(of.text), 0.75, "lexicon", why, {"kind": "cash"})


def decision(
    on: Suggestion, of: Document, kind: str = "reject", to: str | None = None, *, by: str = PERSON
) -> Decision:
    return Decision(new_id(), of.id, by, kind, on, "1", to, TIME)


def with_document(store: Store, text: str = TEXT) -> Document:
    made = document(text)
    with store.step("import", PERSON) as writing:
        writing.put_document(made, store.read.next_position())
    return made


def live(store: Store) -> Live:
    """Every row in sight, by table and id: the whole state that undo and redo have to give back."""
    found: Live = {}
    with other_program(store.path) as looking:
        for table in TABLES.values():
            for *values, _ in looking.execute(f"{table.select} WHERE deleted = 0"):
                found[table.name, values[0]] = dict(zip(table.columns, values, strict=True))
    return found


@contextmanager
def other_program(path: Path) -> Iterator[Any]:
    """A connection that is not ours, with SQLite's defaults."""
    connection = sqlite3.connect(str(path), isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def vandalise(path: Path, *statements: str) -> None:
    """Changes a file past all that guards it, as a bad disk or a curious hand would, and leaves no other trace."""
    with other_program(path) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert connection.execute(statement).rowcount == 1, statement
        for _, sql in triggers:
            connection.execute(sql)


@contextmanager
def sentence(key: str, *named: object) -> Iterator[None]:
    """The body ends in that sentence; it can be said in every language and names what it should."""
    with pytest.raises(AnnotatorError) as caught:
        yield
    assert caught.value.key == key, str(caught.value)
    for language in LANGUAGES:
        said = caught.value.say(Words(language))
        assert all(str(one) in said for one in named), said


def child(script: str, *arguments: object, flags: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Runs a script in a Python of its own. What it prints comes back."""
    return subprocess.run(
        [sys.executable, *flags, "-c", script, *map(str, arguments)],
        capture_output=True, text=True, check=False, timeout=120,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
