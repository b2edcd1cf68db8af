"""What a step may do: read a row, put a row, remove a row. Each write leaves its event and its row hash."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from annotator import plain
from annotator.model import (
    Adjudicated,
    Adjudication,
    Annotation,
    AttributeValue,
    Changes,
    Decision,
    Document,
    Past,
    PersonalRule,
    Proposal,
    Relation,
    RowChange,
    SaidTerm,
    Scheme,
    Step,
    new_id,
    text_hash,
)
from annotator.store.counting import Counting
from annotator.store.log import Log
from annotator.store.people import annotator_id
from annotator.store.queries import Queries, by_and_by
from annotator.store.searching import Searching
from annotator.store.tables import (
    TABLES,
    Row,
    from_adjudicated,
    from_adjudication,
    from_annotation,
    from_decision,
    from_document,
    from_past,
    from_proposal,
    from_relation,
    from_rule,
    from_term,
    row_hash,
)

INDEXED_AT_ONCE = 500_000
"""code points of new texts that are held until they go into the search index"""

FEW = 100
"""rows that a step remembers having written"""

_PROGRESS = """
SELECT id, annotator FROM progress WHERE document = ? AND deleted = 0
AND annotator IN (SELECT id FROM annotators WHERE name = ?)
"""

Change = tuple[str, Row | None, Row | None]
"""a row's id, and the row before and after"""


@dataclass(frozen=True, slots=True)
class Join:
    """A row that several lines of events came to: what it is now and what it becomes, and the events that say so.

    `unsettled` is what they say where that is not the row as it becomes, by how somebody wanted it; `kept` is what
    stays in the table of a row that is not there.
    """

    row: str
    before: Row | None
    after: Row | None
    follows: Sequence[str]
    kept: Row
    unsettled: Row | None = None

    @property
    def changes(self) -> list[Change]:
        if self.unsettled is None:
            return [(self.row, self.before, self.after)]
        return [(self.row, self.before, self.unsettled), (self.row, self.unsettled, self.after)]


class WrongSliceError(ValueError):
    """A row of that id says other words than stand between its start and its end."""

    def __init__(self, row: str, message: str) -> None:
        super().__init__(message)
        self.row = row


class Writing:
    """One step under way, inside its transaction. `text_of(document id)` gives the text that slices are checked on."""

    def __init__(self, queries: Queries, log: Log, step: Step, text_of: Callable[[str], str]) -> None:
        self._queries = queries
        self._log = log
        self._step = step
        self._text_of = text_of
        self._text = ("", "")  # of the document that came last: its id and its text
        self._people: dict[str, str] = {}  # ids by name, of those asked for
        self._searching = Searching(queries)
        self._counting = Counting(queries)
        self._to_index: list[tuple[str, str]] = []
        self._kinds: set[str] = set()
        self._documents: dict[str, None] = {}  # in the order of their first change
        self._did: list[RowChange] = []
        log.look_again()

    @contextmanager
    def part(self) -> Iterator[None]:
        """What an error in the block takes back, and nothing else of the step: it goes on as if it had not begun."""
        before = self._to_index.copy(), self._kinds.copy(), len(self._documents), self._counting.copy()
        did = len(self._did)
        self._queries.run("SAVEPOINT part")
        try:
            yield
        except BaseException:
            if self._queries.in_transaction:  # a full disk may have ended it
                self._queries.run("ROLLBACK TO part")
                self._queries.run("RELEASE part")
            self._to_index, self._kinds, count, self._counting = before
            self._documents = dict.fromkeys(islice(self._documents, count))
            del self._did[did:]
            self._text, self._people = ("", ""), {}
            self._log.look_again()
            raise
        self._queries.run("RELEASE part")

    def get(self, table: str, row: str) -> Row | None:
        """A live row's columns; None when it was never there or is removed. AnnotatorError for a damaged one."""
        return self.live(table, [row]).get(row)

    def put(self, table: str, row: Row) -> None:
        """Writes a row, new or changed; one that is already just so leaves no trace.

        Raises WrongSliceError for a span whose slice is not the stored text, TypeError for a row that is not the
        table's: these are bugs, and nothing is written.
        """
        self.put_all(table, [row])

    def put_all(self, table: str, rows: Iterable[Row]) -> None:
        """Writes many rows of a table, many times as fast as one by one; of two with one id the last counts."""
        checked = [(TABLES[table].values(row), row) for row in rows]
        given = {row["id"]: row for _, row in checked}
        values = {row["id"]: said for said, row in checked}
        there = self._ids_there(table, given)
        before = self.live(table, there)
        changed = [(id_, before.get(id_), row) for id_, row in given.items() if before.get(id_) != row]
        if TABLES[table].has_slice:
            self._check_slices([row for _, _, row in changed])
        self._write(table, [values[id_] for id_, _, _ in changed if id_ in there], deleted=0)
        self._write(table, [values[id_] for id_, _, _ in changed if id_ not in there], deleted=0, new=True)
        self._remember(table, changed)

    def put_again(self, table: str, row: Row) -> None:
        """Writes a row as the history knows it over one that is damaged or gone; the history says that it was done."""
        self._write(table, [TABLES[table].values(row)], deleted=0)
        self._remember(table, [(row["id"], row, row)])

    def remove(self, table: str, row: str) -> None:
        """Takes a row out of sight; its content stays in the table, marked, and in the log."""
        self.remove_all(table, [row])

    def remove_all(self, table: str, rows: Iterable[str]) -> None:
        """Takes many rows of a table out of sight."""
        before = self.live(table, rows)
        self._write(table, [TABLES[table].values(row) for row in before.values()], deleted=1)
        self._remember(table, [(id_, row, None) for id_, row in before.items()])

    def hold(self, table: str, row: Row) -> None:
        """Puts a row where there is none, out of sight: the history says already that it is removed."""
        self._write(table, [TABLES[table].values(row)], deleted=1)

    def join(self, table: str, joins: Sequence[Join]) -> None:
        """Writes rows of a table as several lines of events make them.

        Raises WrongSliceError for a span whose slice is not the stored text, TypeError for a row that is none of the
        table.
        """
        if TABLES[table].has_slice:
            self._check_slices([one.after for one in joins if one.after])
        # a unique index must not see the one row before the other has made room
        leaving = [(one.row,) for one in joins if one.before is not None]
        self._queries.run_all(f"UPDATE {table} SET deleted = 1 WHERE id = ?", leaving)
        self._write(table, [TABLES[table].values(one.kept) for one in joins if one.after is None], deleted=1)
        self._write(table, [TABLES[table].values(one.after) for one in joins if one.after is not None], deleted=0)
        self._remember(
            table, [change for one in joins for change in one.changes], {one.row: one.follows for one in joins}
        )

    def live(self, table: str, ids: Iterable[str]) -> dict[str, Row]:
        """Those of the rows that are there, in the order asked for."""
        wanted = list(ids)
        found: dict[str, Row] = {}
        if not self._queries.any_among(table, "id", wanted):
            return found
        for some, marks in by_and_by(wanted):
            for row in self._queries.rows(TABLES[table], f"WHERE deleted = 0 AND id IN ({marks})", some):
                found[row["id"]] = row
        return {id_: found[id_] for id_ in wanted if id_ in found}

    def _ids_there(self, table: str, ids: Iterable[str]) -> set[str]:
        """Those of the ids that the table has, in sight or not."""
        wanted = list(ids)
        if not self._queries.any_among(table, "id", wanted):
            return set()
        asked = (
            self._queries.all(f"SELECT id FROM {table} WHERE id IN ({marks})", some)
            for some, marks in by_and_by(wanted)
        )
        return {id_ for found in asked for (id_,) in found}

    def put_text(self, text: str) -> str:
        """Stores a document's text under its hash, once; returns the hash. It stays only if the step does more."""
        name = text_hash(text)
        if self._queries.value("SELECT 1 FROM texts WHERE sha256 = ?", (name,)) is None:
            self._queries.run("INSERT INTO texts (sha256, length, text) VALUES (?, ?, ?)", (name, len(text), text))
            self._to_index.append((name, text))
            if sum(len(one) for _, one in self._to_index) >= INDEXED_AT_ONCE:
                self._index()
        return name

    def _index(self) -> None:
        """New texts go into the search index many at a time: any other statement between two makes it a new segment."""
        if self._to_index:
            self._searching.add_all(self._to_index)
            self._to_index.clear()

    # ---- the values of the model, whose annotators are names, as rows

    @property
    def time(self) -> str:
        """When the step began: rows that it makes say the same time."""
        return self._step.time

    def annotator(self, name: str) -> str:
        """The id of the annotator of that name, who is entered at first use: under the same id on every machine."""
        if name not in self._people:
            self._people[name] = self._annotator(name)
        return self._people[name]

    def _annotator(self, name: str) -> str:
        found = self._queries.value("SELECT id FROM annotators WHERE name = ? AND deleted = 0", (name,))
        if found is not None:
            return str(found)
        id_ = annotator_id(name)
        if self._queries.value("SELECT 1 FROM annotators WHERE id = ? AND name <> ?", (id_, name)):
            id_ = new_id()  # somebody who has another name now
        self.put("annotators", {"id": id_, "name": name})
        return id_

    def put_scheme(self, scheme: Scheme) -> None:
        self.put("schemes", {"id": "scheme", "body": plain.dumps(plain.from_scheme(scheme))})

    def put_document(self, document: Document, position: int) -> None:
        """Stores the text and the document's row; positions order the list."""
        self.put_text(document.text)
        self.put("documents", from_document(document, position))
        self._text = document.id, document.text

    def put_annotation(self, annotation: Annotation) -> None:
        self.put_annotations([annotation])

    def put_annotations(self, annotations: Sequence[Annotation]) -> None:
        """Many at once, many times as fast as one by one."""
        people = self._ids_of(annotations)
        self.put_all("annotations", [from_annotation(one, people[one.annotator]) for one in annotations])

    def put_decision(self, decision: Decision) -> None:
        self.put_decisions([decision])

    def put_decisions(self, decisions: Sequence[Decision]) -> None:
        """Many at once; the annotations that they speak of are there."""
        people = self._ids_of(decisions)
        self.put_all("decisions", [from_decision(one, people[one.annotator]) for one in decisions])

    def _ids_of(self, said: Iterable[Annotation | Decision]) -> dict[str, str]:
        return {name: self.annotator(name) for name in dict.fromkeys(one.annotator for one in said)}

    def put_relation(self, relation: Relation) -> None:
        self.put("relations", from_relation(relation, self.annotator(relation.annotator)))

    def put_adjudication(self, adjudication: Adjudication) -> None:
        text = adjudication.span.of(self._text_of(adjudication.document))
        self.put("adjudications", from_adjudication(adjudication, self.annotator(adjudication.annotator), text))

    def put_adjudicated(self, one: Adjudicated) -> None:
        self.put("adjudicated", from_adjudicated(one))

    def put_proposals(self, proposals: Iterable[Proposal]) -> None:
        self.put_all("proposals", [from_proposal(one) for one in proposals])

    def put_past(self, document: str, past: Sequence[Past], first: int) -> None:
        """History of a document that was made elsewhere, in order, behind what stands there: `first` is its place."""
        self.put_all("past", [from_past(one, document, at) for at, one in enumerate(past, first)])

    def put_rule(self, rule: PersonalRule) -> None:
        self.put("rules", from_rule(rule))

    def put_document_attribute(self, document: str, name: str, value: AttributeValue) -> None:
        """What is said of a document itself; None takes it back."""
        id_ = f"{document}:{name}"
        if value is None:
            self.remove("document_attributes", id_)
        else:
            body = plain.dumps(value)
            self.put("document_attributes", {"id": id_, "document": document, "name": name, "value": body})

    def put_status(self, document: str, annotator: str, status: str) -> None:
        """How far an annotator is with a document: one row for each pair of them."""
        who = self.annotator(annotator)
        there = self._queries.one(_PROGRESS, (document, annotator))  # under another id of the same name, perhaps
        id_, who = there or (f"{document}:{who}", who)
        self.put("progress", {"id": id_, "document": document, "annotator": who, "status": status})

    def put_terms(self, terms: Iterable[SaidTerm]) -> None:
        """What a person says of terms, of which each has one row: the last counts, and an empty state takes it back.

        `text` is folded, so that a term in either script has one row.
        """
        last = {from_term(term)["id"]: term for term in terms}
        self.remove_all("terms", [id_ for id_, term in last.items() if not term.state])
        self.put_all("terms", [from_term(term) for term in last.values() if term.state])

    def _check_slices(self, rows: Sequence[Row]) -> None:
        for row in rows:  # rows of a document stand together: only one text is held
            if row["document"] != self._text[0]:
                self._text = row["document"], self._text_of(row["document"])
            self._check_slice(row, self._text[1])

    @staticmethod
    def _check_slice(row: Row, text: str) -> None:
        slice_ = text[row["start"] : row["end"]]
        if slice_ != row["text"] or len(slice_) != row["end"] - row["start"]:  # Python cuts a slice at the text's end
            raise WrongSliceError(
                row["id"], f"[{row['start']}, {row['end']}) holds {slice_!r} in that text, not {row['text']!r} in full"
            )

    def _write(self, table: str, rows: Sequence[Sequence[Any]], *, deleted: int, new: bool = False) -> None:
        if not self._queries.in_transaction:
            raise RuntimeError("the step is over")
        statement = TABLES[table].insert if new else TABLES[table].upsert
        if rows:
            self._queries.run_all(statement, ((*values, deleted, row_hash(values)) for values in rows))

    def _remember(
        self, table: str, changes: Sequence[Change], joined: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """Enters what has been written."""
        if changes:
            self._log.append_all(self._step, table, changes, joined)
            self._kinds.add(table)
        if table == "annotators":
            self._people.clear()
        self._counting.changed_all(table, changes)
        if len(self._did) <= FEW:  # one more says that there are more
            self._did += islice(
                (RowChange(table, *change) for change in changes if change[1:] != (None, None)), FEW + 1
            )
        for row, before, after in changes:
            document = row if table == "documents" else (after or before or {}).get("document")
            if document:
                self._documents[document] = None

    def finish(self) -> None:
        """What is left to be written when the step has said all; still inside its transaction."""
        self._index()
        self._counting.write()

    @property
    def did(self) -> tuple[RowChange, ...]:
        """What was done to each row, as the log tells it; nothing where that is more than a few."""
        return tuple(self._did) if len(self._did) <= FEW else ()

    @property
    def changes(self) -> Changes:
        """What has been written so far; falsy when nothing has."""
        if not self._kinds:
            return Changes()
        return Changes(self._step.id, self._step.name, frozenset(self._kinds), frozenset(self._documents))
