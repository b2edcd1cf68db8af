"""The fifth migration: what other programs suggest, and history that came with a package."""

from __future__ import annotations

from annotator.store.sqlite import Database, run

_FIFTH = """
-- What other programs suggested in a document, as a file brought it. Decided on like any suggestion.
CREATE TABLE proposals (
    id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents,
    start INTEGER NOT NULL CHECK (start >= 0), "end" INTEGER NOT NULL CHECK ("end" > start),
    label TEXT NOT NULL, text TEXT NOT NULL, score REAL NOT NULL, source TEXT NOT NULL CHECK (source <> ''),
    attributes TEXT NOT NULL CHECK (json_valid(attributes)),
    deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), row_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX proposals_document ON proposals (document, start) WHERE deleted = 0;

-- What was done to a document in the corpus that a package came from: an event of its history, by that event's id.
-- The body is the row before and after, as JSON, with names in the place of annotators' ids.
CREATE TABLE past (
    id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents, position INTEGER NOT NULL,
    step TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, who TEXT NOT NULL, time TEXT NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), row_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX past_document ON past (document, position) WHERE deleted = 0;

CREATE VIEW v_proposals AS
SELECT d.title AS document, p.source, p.label, p.text, p.score, p.start, p."end", p.attributes, p.id
FROM proposals p JOIN documents d ON d.id = p.document WHERE p.deleted = 0 AND d.deleted = 0
ORDER BY d.position, p.start;
"""


def brought(db: Database) -> None:
    """Others' suggestions, and what was done elsewhere."""
    run(db, _FIFTH)
