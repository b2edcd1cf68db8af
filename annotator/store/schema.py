"""The tables, as a list of named migrations. `user_version` counts how many of them a file has had.

A migration, once released, is never edited: a change is a new one at the end of the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

from annotator.store.brought import brought
from annotator.store.disagreeing import disagreeing
from annotator.store.lineage import lineage
from annotator.store.search_and_purges import search_and_purges
from annotator.store.searching import SEARCH
from annotator.store.sqlite import Database, run, sqlite3

APPLICATION_ID = 0x414E4E4F  # "ANNO" in ASCII: what `file` and we know a corpus by

_FIRST = """
-- A document's text, stored once and named by its hash. Immutable: history never repeats it.
-- The length stands before the text: lists read it without walking through the text's pages.
CREATE TABLE texts (
    sha256 TEXT NOT NULL PRIMARY KEY, length INTEGER NOT NULL CHECK (length > 0), text TEXT NOT NULL
) STRICT;
CREATE TRIGGER texts_stay BEFORE UPDATE ON texts BEGIN SELECT raise(ABORT, 'texts are never changed'); END;
CREATE TRIGGER texts_last BEFORE DELETE ON texts BEGIN SELECT raise(ABORT, 'texts are never deleted'); END;

CREATE TABLE annotators (
    id TEXT PRIMARY KEY, name TEXT NOT NULL CHECK (name <> ''),
    deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), row_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX annotators_name ON annotators (name) WHERE deleted = 0;

CREATE TABLE schemes (
    id TEXT PRIMARY KEY, body TEXT NOT NULL CHECK (json_valid(body)),
    deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), row_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE documents (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, sha256 TEXT NOT NULL REFERENCES texts,
    origin TEXT NOT NULL CHECK (json_valid(origin)), position INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), row_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX documents_position ON documents (position);
CREATE INDEX documents_sha256 ON documents (sha256);
CREATE TRIGGER documents_text BEFORE UPDATE ON documents WHEN new.sha256 <> old.sha256
BEGIN SELECT raise(ABORT, 'a document keeps its text'); END;

-- How far one annotator is with one document.
CREATE TABLE progress (
    id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents, annotator TEXT NOT NULL REFERENCES annotators,
    status TEXT NOT NULL CHECK (status IN ('new', 'started', 'done')),
    deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), row_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX progress_pair ON progress (document, annotator) WHERE deleted = 0;

CREATE TABLE annotations (
    id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents, annotator TEXT NOT NULL REFERENCES annotators,
    start INTEGER NOT NULL CHECK (start >= 0), "end" INTEGER NOT NULL CHECK ("end" > start),
    label TEXT NOT NULL, text TEXT NOT NULL, attributes TEXT NOT NULL CHECK (json_valid(attributes)),
    note TEXT NOT NULL, source TEXT NOT NULL, created TEXT NOT NULL, changed TEXT NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), row_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX annotations_document ON annotations (document, annotator, start) WHERE deleted = 0;

-- What an annotator did with a suggestion, with the suggestion as it was shown.
CREATE TABLE decisions (
    id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents, annotator TEXT NOT NULL REFERENCES annotators,
    kind TEXT NOT NULL CHECK (kind IN ('accept', 'correct', 'reject')),
    start INTEGER NOT NULL CHECK (start >= 0), "end" INTEGER NOT NULL CHECK ("end" > start),
    label TEXT NOT NULL, text TEXT NOT NULL, score REAL NOT NULL, source TEXT NOT NULL,
    why TEXT NOT NULL CHECK (json_valid(why)), attributes TEXT NOT NULL CHECK (json_valid(attributes)),
    engine TEXT NOT NULL, annotation TEXT REFERENCES annotations, time TEXT NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), row_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX decisions_suggestion ON decisions (document, annotator, start, "end", label) WHERE deleted = 0;
CREATE INDEX annotations_term ON annotations (text, label) WHERE deleted = 0;
CREATE INDEX decisions_term ON decisions (text, label) WHERE deleted = 0 AND kind <> 'accept';
CREATE INDEX decisions_annotation ON decisions (annotation) WHERE deleted = 0;

-- What people say of terms themselves: to be suggested always, never, or as if nobody had ever decided on them.
CREATE TABLE terms (
    id TEXT PRIMARY KEY, text TEXT NOT NULL CHECK (text <> ''), label TEXT NOT NULL, domain TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('shown', 'quiet', 'forgotten')),
    deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), row_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE steps (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('base', 'do', 'undo', 'redo')),
    name TEXT NOT NULL, annotator TEXT NOT NULL, time TEXT NOT NULL, target TEXT REFERENCES steps (id),
    next_undo TEXT REFERENCES steps (id), next_redo TEXT REFERENCES steps (id)  -- after this step; see steps.py
) STRICT;
CREATE TRIGGER steps_stay BEFORE UPDATE ON steps BEGIN SELECT raise(ABORT, 'steps are never changed'); END;
CREATE TRIGGER steps_last BEFORE DELETE ON steps BEGIN SELECT raise(ABORT, 'steps are never deleted'); END;

-- Append-only: every row ever written, before and after. The tables above are its fold.
CREATE TABLE events (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, device TEXT NOT NULL, device_number INTEGER NOT NULL,
    step TEXT NOT NULL REFERENCES steps (id), "table" TEXT NOT NULL, row TEXT NOT NULL,
    before TEXT CHECK (before IS NULL OR json_valid(before)), after TEXT CHECK (after IS NULL OR json_valid(after)),
    hash TEXT NOT NULL, UNIQUE (device, device_number)
) STRICT;
CREATE INDEX events_step ON events (step);
CREATE INDEX events_row ON events (row);
CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT raise(ABORT, 'events are never changed'); END;
CREATE TRIGGER events_last BEFORE DELETE ON events BEGIN SELECT raise(ABORT, 'events are never deleted'); END;

CREATE VIEW v_annotations AS
SELECT d.title AS document, p.name AS annotator, a.label, a.text, a.start, a."end", a.attributes, a.note, a.source,
       a.created, a.changed, a.id, a.document AS document_id
FROM annotations a JOIN documents d ON d.id = a.document JOIN annotators p ON p.id = a.annotator
WHERE a.deleted = 0 AND d.deleted = 0 ORDER BY d.position, a.start;

CREATE VIEW v_decisions AS
SELECT d.title AS document, p.name AS annotator, c.kind, c.label AS suggested_label, c.text AS suggested_text,
       a.label AS label, a.text AS text, c.score, c.source, c.engine, c.time, c.start, c."end", c.id
FROM decisions c JOIN documents d ON d.id = c.document JOIN annotators p ON p.id = c.annotator
LEFT JOIN annotations a ON a.id = c.annotation AND a.deleted = 0
WHERE c.deleted = 0 AND d.deleted = 0 ORDER BY d.position, c.start;
"""


_SECOND = """
-- A typed link between two annotations of one annotator.
CREATE TABLE relations (
    id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents, annotator TEXT NOT NULL REFERENCES annotators,
    type TEXT NOT NULL, head TEXT NOT NULL REFERENCES annotations,
    target TEXT NOT NULL REFERENCES annotations CHECK (target <> head),
    source TEXT NOT NULL, created TEXT NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), row_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX relations_document ON relations (document, annotator) WHERE deleted = 0;
CREATE INDEX relations_head ON relations (head) WHERE deleted = 0;
CREATE INDEX relations_target ON relations (target) WHERE deleted = 0;

-- What people say of a document itself: its region, its year, a note. The value is JSON.
CREATE TABLE document_attributes (
    id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents, name TEXT NOT NULL,
    value TEXT NOT NULL CHECK (json_valid(value)),
    deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), row_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX document_attributes_document ON document_attributes (document) WHERE deleted = 0;

-- Patterns that people wrote.
CREATE TABLE rules (
    id TEXT PRIMARY KEY, pattern TEXT NOT NULL CHECK (pattern <> ''), label TEXT NOT NULL, domain TEXT NOT NULL,
    note TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('on', 'off')),
    deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), row_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The decision on a disagreement, with the versions as they were.
CREATE TABLE adjudications (
    id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents, annotator TEXT NOT NULL REFERENCES annotators,
    start INTEGER NOT NULL CHECK (start >= 0), "end" INTEGER NOT NULL CHECK ("end" > start), text TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('taken', 'edited', 'nothing', 'both', 'deferred')),
    strategy TEXT NOT NULL, reason TEXT NOT NULL, note TEXT NOT NULL,
    versions TEXT NOT NULL CHECK (json_valid(versions)), time TEXT NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), row_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX adjudications_document ON adjudications (document, start) WHERE deleted = 0;

-- The adjudicated layer: the corpus's gold.
CREATE TABLE adjudicated (
    id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents,
    adjudication TEXT NOT NULL REFERENCES adjudications,
    start INTEGER NOT NULL CHECK (start >= 0), "end" INTEGER NOT NULL CHECK ("end" > start),
    label TEXT NOT NULL, text TEXT NOT NULL, attributes TEXT NOT NULL CHECK (json_valid(attributes)),
    deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), row_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX adjudicated_document ON adjudicated (document, start) WHERE deleted = 0;
CREATE INDEX adjudicated_adjudication ON adjudicated (adjudication) WHERE deleted = 0;

-- Suggesters trained on this corpus. Computed from the rest, so they have no history and may be thrown away.
CREATE TABLE models (
    id TEXT PRIMARY KEY, trained_on TEXT NOT NULL, made TEXT NOT NULL, report TEXT NOT NULL CHECK (json_valid(report)),
    body BLOB NOT NULL, body_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIEW v_relations AS
SELECT d.title AS document, p.name AS annotator, r.type, h.text AS head, h.label AS head_label, t.text AS target,
       t.label AS target_label, r.source, r.created, r.id
FROM relations r JOIN documents d ON d.id = r.document JOIN annotators p ON p.id = r.annotator
JOIN annotations h ON h.id = r.head JOIN annotations t ON t.id = r.target
WHERE r.deleted = 0 AND d.deleted = 0 ORDER BY d.position, h.start, t.start;

CREATE VIEW v_adjudicated AS
SELECT d.title AS document, a.label, a.text, a.start, a."end", a.attributes, p.name AS decided_by, j.outcome,
       j.strategy, j.reason, j.note, j.time, a.id
FROM adjudicated a JOIN adjudications j ON j.id = a.adjudication JOIN documents d ON d.id = a.document
JOIN annotators p ON p.id = j.annotator
WHERE a.deleted = 0 AND d.deleted = 0 ORDER BY d.position, a.start;
"""


def first_tables(db: Database) -> None:
    """Texts, documents, annotators, annotations, decisions, steps and the event log."""
    run(db, _FIRST)


def relations_and_review(db: Database) -> None:
    """Relations, documents' own attributes, people's rules, adjudications and their layer, trained models."""
    run(db, _SECOND)


MIGRATIONS: tuple[Callable[[Database], None], ...] = (
    first_tables, relations_and_review, search_and_purges, lineage, brought, disagreeing,
)  # fmt: skip
VERSION = len(MIGRATIONS)


def parts(db: Database) -> frozenset[tuple[str, str | None]]:
    """What a database is made of: the name and the SQL of each table, index, trigger and view.

    The tables that hold the search index are SQLite's own business, and look as its version likes.
    """
    made = db.conn.execute("SELECT name, sql FROM sqlite_schema")
    return frozenset((name, sql) for name, sql in made if not name.startswith(f"{SEARCH}_"))


@cache
def parts_due(version: int = VERSION) -> frozenset[tuple[str, str | None]]:
    """The parts that a corpus of a version must have: those that the migrations make."""
    with _made(version) as db:
        return parts(db)


def is_made_of(db: Database, version: int) -> bool:
    """Whether a database has the parts that the migrations make, and nothing else whatever it is called."""
    with _made(version) as due:
        return _everything(db) == _everything(due)


def _everything(db: Database) -> set[tuple[str, str, str, str | None]]:
    found = db.conn.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema")
    return {
        (type_, name, table, None if type_ == "table" and name in _OF_SEARCH else sql)
        for type_, name, table, sql in found
    }


_OF_SEARCH = {f"{SEARCH}_{part}" for part in ("data", "idx", "docsize", "config")}
"""The tables that hold the search index: SQLite's own business, and nothing reads them but it."""


@contextmanager
def _made(version: int) -> Iterator[Database]:
    db = Database(sqlite3.connect(":memory:", isolation_level=None), execute_plugins=False)
    try:
        for migration in MIGRATIONS[:version]:
            migration(db)
        yield db
    finally:
        db.close()
