"""The fourth migration: each event names the events that it follows, each step that came in the merge that brought it.

A row's events form a tree that grows where two machines work on copies of one corpus. What no later event follows is a
head; a row with two heads was changed on both, and neither knew of the other.
"""

from __future__ import annotations

from annotator.store.sqlite import Database, run

FIRST_WITH_LINEAGE = 4
"""The version from which on events have it."""

_FOURTH = """
-- The ids of the events whose row an event found, with a space between; null for the first one of a row.
ALTER TABLE events ADD COLUMN follows TEXT;

-- The step in which a merge brought another corpus's step here; null for those that were done here.
ALTER TABLE steps ADD COLUMN merged TEXT REFERENCES steps (id) DEFERRABLE INITIALLY DEFERRED;

DROP TRIGGER events_stay;
UPDATE events SET follows = (
    SELECT p.id FROM events p WHERE p.row = events.row AND p."table" = events."table" AND p.number < events.number
    ORDER BY p.number DESC LIMIT 1
);
CREATE TRIGGER events_stay BEFORE UPDATE ON events
WHEN new.number IS NOT old.number OR new.id IS NOT old.id OR new.device IS NOT old.device
  OR new.device_number IS NOT old.device_number OR new.step IS NOT old.step OR new."table" IS NOT old."table"
  OR new.row IS NOT old.row OR new.hash IS NOT old.hash OR new.follows IS NOT old.follows
  OR (new.before IS NULL) <> (old.before IS NULL) OR (new.after IS NULL) <> (old.after IS NULL)
  OR NOT EXISTS (
    SELECT 1 FROM purges
    WHERE deleted = 0
      AND id = CASE old."table" WHEN 'documents' THEN old.row ELSE coalesce(old.after, old.before) ->> '$.document' END
      AND coalesce(new.before = json_object('document', id, 'purged', json('true')), 1)
      AND coalesce(new.after = json_object('document', id, 'purged', json('true')), 1)
  )
BEGIN SELECT raise(ABORT, 'events are never changed'); END;
"""


def lineage(db: Database) -> None:
    """What each event follows, told for the older ones by their order, and where a step came from."""
    run(db, _FOURTH)
