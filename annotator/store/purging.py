"""Removing reports for good: all that a corpus holds of them goes, but for the proof that there was something.

What stays is the document's id and its text's hash, who removed it and when, and the links of its events, so that the
chain still proves the events around them. Terms and rules are people's own lists, and stay.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from annotator.errors import AnnotatorError
from annotator.store.backup import copies
from annotator.store.connection import open_read_only
from annotator.store.hearing import hearing
from annotator.store.log import tombstone
from annotator.store.models import Models
from annotator.store.queries import Queries
from annotator.store.searching import Searching
from annotator.store.writing import Writing

_TABLES = (
    "past",
    "proposals",
    "relations",
    "adjudicated",
    "adjudications",
    "decisions",
    "annotations",
    "progress",
    "document_attributes",
)
"""The tables whose rows belong to a document, those that name others first."""

_EMPTY = """
UPDATE events SET before = iif(before IS NULL, NULL, :tombstone), after = iif(after IS NULL, NULL, :tombstone)
WHERE CASE "table" WHEN 'documents' THEN row ELSE coalesce(after, before) ->> '$.document' END = :document
"""


class Report(NamedTuple):
    """A text and the documents that have it: usually one, more where it came in again after its import was undone."""

    sha256: str
    documents: tuple[str, ...]
    titles: tuple[str, ...]


class Copies(NamedTuple):
    """The copies of a corpus that still hold a text, and those that cannot be read and so may hold it."""

    holding: tuple[Path, ...]
    unreadable: tuple[Path, ...]


def find(queries: Queries, name: str) -> Report:
    """The report of that title or id, be it in sight or not; its text may be removed already.

    Raises AnnotatorError where there is none, and where several have that title (their ids are said).
    """
    found = queries.all(
        "SELECT id, sha256 FROM documents WHERE id = :name OR title = :name ORDER BY id", {"name": name}
    )
    found = found or queries.all("SELECT id, sha256 FROM purges WHERE id = ? AND deleted = 0", (name,))
    texts = {sha256 for _, sha256 in found}
    if not texts:
        raise AnnotatorError("store.nothing-to-purge", path=queries.path, document=name)
    if len(texts) > 1:
        ids = ", ".join(id_ for id_, _ in found)
        raise AnnotatorError("store.several-to-purge", path=queries.path, document=name, ids=ids)
    (sha256,) = texts
    rows = queries.all("SELECT id, title FROM documents WHERE sha256 = ? ORDER BY position, id", (sha256,))
    return Report(sha256, tuple(id_ for id_, _ in rows), tuple(dict.fromkeys(title for _, title in rows)))


def purge(queries: Queries, writing: Writing, sha256: str, annotator: str) -> None:
    """Takes a text, and all documents that have it, out of all tables and empties their events, inside a step.

    `clean` has to follow.
    """
    documents = [id_ for (id_,) in queries.all("SELECT id FROM documents WHERE sha256 = ?", (sha256,))]
    for document in documents:
        _take_out_of_sight(queries, writing, document)
        row = {"id": document, "sha256": sha256, "annotator": writing.annotator(annotator), "time": writing.time}
        writing.put("purges", row)
    for document in documents:
        queries.run(_EMPTY, {"document": document, "tombstone": tombstone(document)})
        for table in _TABLES:
            queries.run(f"DELETE FROM {table} WHERE document = ?", (document,))
        queries.run("DELETE FROM documents WHERE id = ?", (document,))
    Searching(queries).remove(sha256)
    queries.run("DELETE FROM texts WHERE sha256 = ?", (sha256,))
    Models(queries).forget()  # it may have learned from the report


def _take_out_of_sight(queries: Queries, writing: Writing, document: str) -> None:
    """Counts are kept by this, and the last event of each row says that it went."""
    for table in _TABLES:
        rows = queries.all(f"SELECT id FROM {table} WHERE document = ? AND deleted = 0", (document,))
        writing.remove_all(table, (row for (row,) in rows))
    writing.remove("documents", document)


def clean(queries: Queries) -> None:
    """Writes the file anew without what was deleted, and empties the -wal, where older pages still lie.

    Raises AnnotatorError where another program is reading just now: then the -wal may still hold what was removed.
    """
    with hearing(queries, lambda: None):  # Ctrl-C need not wait for gigabytes
        queries.run("VACUUM")
    busy = queries.value("PRAGMA wal_checkpoint(TRUNCATE)")
    if busy:
        raise AnnotatorError("store.purge-unfinished", path=queries.path)


def copies_with(corpus: Path, sha256: str) -> Copies:
    """The backups, and the files that a restore moved aside, in which a text still stands. Changes none of them."""
    held = {path: _holds(path, sha256) for path in copies(corpus)}
    return Copies(*(tuple(_those(held, state)) for state in (True, None)))


def _those(held: dict[Path, bool | None], state: bool | None) -> Iterable[Path]:
    return (path for path, found in held.items() if found is state)


def _holds(copy: Path, sha256: str) -> bool | None:
    try:
        with closing(open_read_only(copy)) as queries:
            return queries.value("SELECT 1 FROM texts WHERE sha256 = ?", (sha256,)) is not None
    except AnnotatorError:
        return None
