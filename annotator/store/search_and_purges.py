"""The third migration: searching, counts that are kept, reports removed for good, and disagreements to look at."""

from __future__ import annotations

from annotator.store.counting import count_all
from annotator.store.searching import index_all
from annotator.store.sqlite import Database, run

_THIRD = """
-- Each text under a number that VACUUM keeps, which an implicit rowid would not be. In the order of import.
CREATE TABLE text_numbers (
    number INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE REFERENCES texts
) STRICT;

-- Which character stands where in which text: each is a token, its code point in hexadecimal (see searching.py).
-- It holds no text; a row's number is that of text_numbers.
CREATE VIRTUAL TABLE search USING fts5 (body, content = '', contentless_delete = 1, tokenize = 'ascii');

-- What is in sight, counted. Kept by each step (see counting.py) and proven by the check; no history.
CREATE TABLE counters (
    kind TEXT NOT NULL CHECK (kind IN ('documents', 'annotations', 'decisions', 'progress')),
    whose TEXT NOT NULL,  -- an annotator's id; of decisions, the source of the suggestions
    name TEXT NOT NULL,   -- a label; of decisions, their kind; of progress, the status
    number INTEGER NOT NULL, PRIMARY KEY (kind, whose, name)
) STRICT, WITHOUT ROWID;

-- Documents that were removed for good; the id is the document's. Their texts and rows are gone, their events empty.
CREATE TABLE purges (
    id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, annotator TEXT NOT NULL REFERENCES annotators, time TEXT NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), row_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX purges_sha256 ON purges (sha256) WHERE deleted = 0;

DROP TRIGGER texts_last;
CREATE TRIGGER texts_last BEFORE DELETE ON texts
WHEN NOT EXISTS (SELECT 1 FROM purges WHERE sha256 = old.sha256 AND deleted = 0)
BEGIN SELECT raise(ABORT, 'texts are never deleted'); END;

-- An event keeps its place and its link for ever. What it says of a purged document may go, and nothing else.
DROP TRIGGER events_stay;
CREATE TRIGGER events_stay BEFORE UPDATE ON events
WHEN new.number IS NOT old.number OR new.id IS NOT old.id OR new.device IS NOT old.device
  OR new.device_number IS NOT old.device_number OR new.step IS NOT old.step OR new."table" IS NOT old."table"
  OR new.row IS NOT old.row OR new.hash IS NOT old.hash
  OR (new.before IS NULL) <> (old.before IS NULL) OR (new.after IS NULL) <> (old.after IS NULL)
  OR NOT EXISTS (
    SELECT 1 FROM purges
    WHERE deleted = 0
      AND id = CASE old."table" WHEN 'documents' THEN old.row ELSE coalesce(old.after, old.before) ->> '$.document' END
      AND coalesce(new.before = json_object('document', id, 'purged', json('true')), 1)
      AND coalesce(new.after = json_object('document', id, 'purged', json('true')), 1)
  )
BEGIN SELECT raise(ABORT, 'events are never changed'); END;

CREATE VIEW v_documents AS
SELECT d.title, t.length AS characters, d.origin ->> '$.name' AS file, d.origin ->> '$.imported' AS imported,
       (SELECT count(*) FROM annotations a WHERE a.document = d.id AND a.deleted = 0) AS annotations,
       (SELECT count(*) FROM progress p WHERE p.document = d.id AND p.status = 'done' AND p.deleted = 0) AS done_by,
       d.id
FROM documents d JOIN texts t ON t.sha256 = d.sha256 WHERE d.deleted = 0 ORDER BY d.position, d.id;

-- Annotations of several annotators that overlap, directly or through others, and are not the same for all of them.
-- One row for each annotator's version of such a stretch.
CREATE VIEW v_disagreements AS
WITH swept AS (
    SELECT a.document, a.annotator, a.start, a."end", a.label, a.text,
           max(a."end") OVER (PARTITION BY a.document ORDER BY a.start, a."end", a.id
                              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
    FROM annotations a WHERE a.deleted = 0
), numbered AS (
    SELECT *, sum(reach IS NULL OR start >= reach) OVER (PARTITION BY document ORDER BY start, "end"
                                                         RANGE UNBOUNDED PRECEDING) AS cluster FROM swept
), versions AS (
    SELECT document, cluster, annotator, min(start) AS start, max("end") AS "end",
           json_group_array(json_array(label, text, start)) AS said
    FROM (SELECT DISTINCT document, cluster, annotator, start, "end", label, text FROM numbered
          ORDER BY document, cluster, annotator, start, "end", label)
    GROUP BY document, cluster, annotator
), clusters AS (
    SELECT document, cluster, min(start) AS start, max("end") AS "end", count(*) AS annotators,
           count(DISTINCT said) AS versions
    FROM versions GROUP BY document, cluster HAVING count(DISTINCT said) > 1
)
SELECT d.title AS document, substr(t.text, c.start + 1, c."end" - c.start) AS text, c.start, c."end",
       p.name AS annotator,
       (SELECT group_concat((value ->> 0) || ' “' || (value ->> 1) || '”', ', ') FROM json_each(v.said)) AS version,
       c.annotators, c.versions, c.document AS document_id
FROM clusters c JOIN versions v ON v.document = c.document AND v.cluster = c.cluster
JOIN documents d ON d.id = c.document JOIN texts t ON t.sha256 = d.sha256 JOIN annotators p ON p.id = v.annotator
WHERE d.deleted = 0 ORDER BY d.position, c.start, p.name;
"""


def search_and_purges(db: Database) -> None:
    """Searching, counters, documents removed for good, views of documents and of disagreements."""
    run(db, _THIRD)
    index_all(db)
    count_all(db)
