"""The sixth migration: the view of disagreements shows what the program itself counts as not settled.

It says in SQL what `review/clusters.py`, `review/kinds.py` and `corpus/layer.py` say in Python: who takes part in a
stretch of text, when two versions of it differ, and which decisions stand.

Two limits of SQLite shape it. What a name of WITH stands for is copied at each mention: parts that name each other
twice take a second to prepare. And the parser of 3.40 has a hundred levels: a view that is nested deeper makes the
whole file unreadable there. So versions travel as JSON from part to part, and what is worked out of them stands in a
WITH.
"""

from __future__ import annotations

from annotator.store.sqlite import Database, run


def _attributes(column: str) -> str:
    """Attributes as versions compare them: by name, without those that have no value, 2 the same as 2.0."""
    whole = "iif(type = 'real' AND atom = CAST(atom AS INTEGER), CAST(atom AS INTEGER), atom)"
    named = f"SELECT json_array(key, {whole}) AS named FROM json_each({column}) WHERE type <> 'null' ORDER BY key"
    return f"(SELECT json_group_array(json(named)) FROM ({named}))"


def _span(value: str) -> str:
    """A span of a version as an adjudication keeps it, as `[start, end, label, attributes]`."""
    start, end, label = (f"{value} ->> '$.{name}'" for name in ("start", "end", "label"))
    attributes = _attributes(f"{value} -> '$.attributes'")
    return f"json_array({start}, {end}, {label}, {attributes})"


def _in_order(item: str, rows: str) -> str:
    """The different ones of some rows as one text, the same for the same ones; null for none."""
    return f"(SELECT group_concat(item, ',') FROM (SELECT DISTINCT {item} AS item FROM {rows} ORDER BY item))"


_ITEM = f"json_array(e.value -> 1, e.value -> 2, e.value ->> 3, {_attributes('e.value ->> 4')})"
_END = f'json_array(start, "end", label, {_attributes("attributes")})'
_GOLD = f'json_array(g.start, g."end", g.label, {_attributes("g.attributes")})'
_SPANS = _in_order(_span("e.value"), "json_each(o.value, '$.spans') e")
_HEAD, _TARGET = _span("e.value -> '$.head'"), _span("e.value -> '$.target'")
_LINK = f"json_array(e.value ->> '$.type', {_HEAD}, {_TARGET})"
_LINKS = _in_order(_LINK, "json_each(o.value, '$.relations') e")
_NOW = "(v.value ->> '$.said') || ' ' || (v.value ->> '$.links')"
_SIXTH = f"""
DROP VIEW IF EXISTS v_disagreements;

-- Annotations that overlap, directly or through others, and that those who take part have not all made the same.
-- Whoever is done with the report takes part, also with nothing. What is settled is left out.
-- One row for each annotator's version of such a stretch.
CREATE VIEW v_disagreements AS
WITH readers AS (
    SELECT document, annotator, max(done) AS done FROM (
        SELECT DISTINCT document, annotator, 0 AS done FROM annotations WHERE deleted = 0
        UNION ALL SELECT document, annotator, 1 FROM progress WHERE status = 'done' AND deleted = 0
    ) GROUP BY document, annotator
), shared AS (
    SELECT r.document, sum(r.done) AS done FROM readers r JOIN documents d ON d.id = r.document
    WHERE d.deleted = 0 GROUP BY r.document HAVING count(*) > 1
), swept AS (
    SELECT a.*, s.done, max(a."end") OVER (PARTITION BY a.document ORDER BY a.start, a."end", a.id
                                           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
    FROM shared s JOIN annotations a ON a.document = s.document WHERE a.deleted = 0
), placed AS MATERIALIZED (
    SELECT document, annotator, id, start, "end", label, attributes, done,
           sum(reach IS NULL OR start >= reach) OVER (PARTITION BY document ORDER BY start, "end", id
                                                      ROWS UNBOUNDED PRECEDING) AS cluster FROM swept
), clusters AS MATERIALIZED (  -- but for those that are one span, the same for all
    SELECT document, cluster, min(start) AS start, max("end") AS "end",
           json_group_array(json_array(annotator, start, "end", label, attributes)) AS entries
    FROM placed GROUP BY document, cluster
    HAVING min(start) < max(start) OR min("end") < max("end") OR min(label) < max(label)
        OR min(attributes) < max(attributes) OR max(id IN (SELECT head FROM relations WHERE deleted = 0))
        OR max(done) > count(DISTINCT iif(EXISTS (
            SELECT 1 FROM progress p WHERE p.document = placed.document AND p.annotator = placed.annotator
            AND p.status = 'done' AND p.deleted = 0), annotator, NULL))
), links AS (  -- compared by the cluster in which the target lies; of several into one, the latest is told
    SELECT r.document, r.annotator, h.cluster, json_array(r.type, json(h.item), t.cluster) AS pointer,
           json_array(r.type, json(h.item), json(t.item)) AS told, max(r.created || ' ' || r.id) AS latest
    FROM relations r
    JOIN (SELECT id, cluster, {_END} AS item FROM placed
          WHERE id IN (SELECT head FROM relations WHERE deleted = 0)) h ON h.id = r.head
    JOIN (SELECT id, cluster, {_END} AS item FROM placed
          WHERE id IN (SELECT target FROM relations WHERE deleted = 0)) t ON t.id = r.target
    WHERE r.deleted = 0 GROUP BY r.document, r.annotator, h.cluster, pointer
), linked AS MATERIALIZED (
    SELECT document, annotator, cluster, json_group_array(pointer) AS pointers, json_group_array(told) AS told
    FROM links GROUP BY document, annotator, cluster
), held AS (
    SELECT c.document, c.cluster, c.start, c."end", p.name, r.done, l.pointers, l.told,
           {_in_order(_ITEM, "json_each(c.entries) e WHERE e.value ->> 0 = r.annotator")} AS said
    FROM clusters c JOIN readers r ON r.document = c.document JOIN annotators p ON p.id = r.annotator
    LEFT JOIN linked l ON l.document = c.document AND l.annotator = r.annotator AND l.cluster = c.cluster
), members AS (
    SELECT document, cluster, start, "end", name, done, coalesce(said, '') AS said,
           coalesce({_in_order("value", "json_each(pointers)")}, '') AS pointers,
           coalesce({_in_order("value", "json_each(told)")}, '') AS links
    FROM held WHERE said IS NOT NULL OR done
), versions AS (  -- told as the first of those has it who have it
    SELECT document, cluster, start, "end", said, pointers, min(name), links, count(*) AS voters, sum(done) AS done,
           json_group_array(name) AS who
    FROM members GROUP BY document, cluster, said, pointers
), several AS MATERIALIZED (
    SELECT document, cluster, start, "end", sum(voters) AS annotators, count(*) AS versions,
           2 * sum(iif(said = '', voters, 0)) > sum(voters) AS mostly_nothing,
           json_group_array(json_object('said', said, 'items', json('[' || said || ']'), 'links', links, 'done', done,
                                        'pointers', json('[' || pointers || ']'), 'who', json(who))) AS made
    FROM versions GROUP BY document, cluster HAVING count(*) > 1
), differing AS MATERIALIZED (
    SELECT document, cluster, start, "end", annotators, versions, made, iif(mostly_nothing, 'missing', (
        WITH lacked AS (  -- of each two versions, how many of a span with a label one has and the other not
            SELECT a.key AS one, b.key AS other, a.value ->> '$.done' AS one_done, b.value ->> '$.done' AS other_done,
                   i.value ->> 0 AS start, i.value ->> 1 AS "end", i.value ->> 2 AS label,
                   sum(s.key = 0) AS ours, sum(s.key = 1) AS theirs
            FROM json_each(made) a JOIN json_each(made) b ON a.key < b.key
            JOIN json_each(json_array(a.value -> '$.items', b.value -> '$.items')) s JOIN json_each(s.value) i
            WHERE i.value NOT IN (SELECT value FROM json_each(iif(s.key = 0, b.value, a.value), '$.items'))
            GROUP BY a.key, b.key, i.value ->> 0, i.value ->> 1, i.value ->> 2
        ), on_span AS (  -- paired: with the same label
            SELECT one, other, one_done, other_done, start, "end", sum(ours) AS ours, sum(theirs) AS theirs,
                   sum(min(ours, theirs)) AS paired FROM lacked GROUP BY one, other, start, "end"
        ), told AS (  -- moved: what one has over, overlaps what the other has over
            SELECT min(ours, theirs) > paired AS relabelled, paired > 0 AS described,
                   (ours > theirs AND other_done) OR (theirs > ours AND one_done) AS missing,
                   CASE WHEN ours > theirs THEN max(iif(theirs > ours, "end", NULL)) OVER before > start
                        WHEN theirs > ours THEN max(iif(ours > theirs, "end", NULL)) OVER before > start END AS moved
            FROM on_span WINDOW before AS (PARTITION BY one, other ORDER BY start)
        ), links AS (
            SELECT 1 FROM json_each(made) a JOIN json_each(made) b
            ON a.key <> b.key AND a.value ->> '$.said' = b.value ->> '$.said' AND b.value ->> '$.done' > 0
            JOIN json_each(a.value, '$.pointers') p
            WHERE p.value NOT IN (SELECT value FROM json_each(b.value, '$.pointers'))
        )
        SELECT CASE WHEN max(moved) THEN 'boundaries' WHEN max(relabelled) THEN 'label' WHEN max(missing) THEN 'missing'
                    WHEN max(described) THEN 'attributes' WHEN EXISTS (SELECT * FROM links) THEN 'links' END FROM told
    )) AS kind FROM several
), decided AS MATERIALIZED (
    SELECT c.document, c.cluster, c.made, j.outcome, j.strategy,
           (SELECT json_group_array(json_object('said', coalesce({_SPANS}, '') || ' ' || coalesce({_LINKS}, ''),
                                                'who', o.value -> '$.annotators'))
            FROM json_each(j.versions) o) AS seen,
           coalesce({_in_order(_GOLD, "adjudicated g WHERE g.adjudication = j.id AND g.deleted = 0")}, '') AS gold
    FROM differing c CROSS JOIN adjudications j ON j.document = c.document AND j.start < c."end" AND j."end" > c.start
    WHERE c.kind IS NOT NULL AND j.deleted = 0
), settled AS (  -- in sight of all versions that there are; by a rule, also with the same votes
    SELECT document, cluster FROM decided j
    WHERE outcome <> 'deferred' AND NOT EXISTS (
        SELECT 1 FROM json_each(j.made) v
        WHERE {_NOW} NOT IN (SELECT value ->> '$.said' FROM json_each(j.seen) UNION ALL SELECT j.gold || ' ')
    ) AND (j.strategy = 'person' OR NOT EXISTS (
        SELECT 1 FROM json_each(j.seen) o JOIN json_each(o.value, '$.who') n JOIN json_each(j.made) v
        JOIN json_each(v.value, '$.who') w ON w.value = n.value WHERE {_NOW} <> o.value ->> '$.said'
    ))
)
SELECT d.title AS document, substr(t.text, c.start + 1, c."end" - c.start) AS text, c.start, c."end",
       w.value AS annotator, coalesce((
           SELECT group_concat((value ->> 2) || ' “' || substr(t.text, (value ->> 0) + 1, (value ->> 1) - (value ->> 0))
                               || '”', ', ')
           FROM (SELECT value FROM json_each(v.value, '$.items') ORDER BY value ->> 0, value ->> 1, value ->> 2)
       ), 'nothing') AS version,
       c.kind, iif((c.document, c.cluster) IN (SELECT document, cluster FROM decided WHERE outcome = 'deferred'),
                   'deferred', 'open') AS state,
       c.annotators, c.versions, c.document AS document_id
FROM differing c JOIN documents d ON d.id = c.document JOIN texts t ON t.sha256 = d.sha256
LEFT JOIN settled s ON s.document = c.document AND s.cluster = c.cluster
JOIN json_each(c.made) v JOIN json_each(v.value, '$.who') w
WHERE c.kind IS NOT NULL AND s.document IS NULL
ORDER BY d.position, d.id, c.start, w.value;
"""


def disagreeing(db: Database) -> None:
    """The view of disagreements anew: with what somebody lacks, with the kind of each, without what is settled."""
    run(db, _SIXTH)
