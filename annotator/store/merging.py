"""Bringing other corpora's work into an open one: their events join ours, and the rows follow from all of them.

What came is entered as history first. Then each document that it touches is made anew from all its events
(`versions.py`), and what differs from the rows as they are is written as one step, which undo takes back like any.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from annotator import plain
from annotator.errors import AnnotatorError
from annotator.scheme import STATES
from annotator.store.arriving import Arrival, Arriving, document_of
from annotator.store.heads import Event, Graph, Head, Place, repeats
from annotator.store.merged import Merged, without_exchanged
from annotator.store.people import People
from annotator.store.queries import Queries
from annotator.store.sound import check_sound
from annotator.store.tables import Row
from annotator.store.versions import Due, Settling, Versions
from annotator.store.writing import Join, Writing, WrongSliceError
from annotator.work import Progress

_OF_DOCUMENTS = (
    "documents", "annotations", "decisions", "relations", "progress", "document_attributes", "adjudications",
    "adjudicated", "proposals", "past",
)  # fmt: skip
"""The tables that a document's work is in, those that others name first."""
_EXCHANGED = ("annotations", "decisions")
"""The tables of which a row may go into one that came and says the same."""
_EVENTS = """
SELECT e.id, e."table", e.row, e.before, e.after, e.follows, e.step, s.kind, s.name, s.target
FROM events e JOIN steps s ON s.id = e.step WHERE e.row IN (SELECT value FROM json_each(?)) ORDER BY e.number
"""


class Merging:
    """One merge, inside the transaction of its step."""

    def __init__(
        self,
        queries: Queries,
        whose: str,
        settling: Settling,
        labels: Collection[str],
        progress: Progress,
    ) -> None:
        """`whose` names the other files; `labels` are those that the scheme has in the end; `progress(done, all)` may

        raise to stop.
        """
        self._queries = queries
        self._whose = whose
        self._fresh: set[str] = set()
        self._settling = replace(settling, fresh=self._fresh)
        self._labels = labels
        self._progress = progress
        self._arrived: list[tuple[str, Place]] = []  # document and row, of each event that is new
        self._texts: list[str] = []
        self._purged: dict[str, str] = {}
        self._hidden: dict[str, str] = {}
        self.merged = Merged()

    def enter(self, arrivals: Sequence[Arrival], step: str) -> None:
        """Enters what several corpora have that is new here, as brought by a step that is still to begin.

        Raises AnnotatorError for what cannot be.
        """
        for one in arrivals:
            arriving = Arriving(self._queries, one)
            arriving.look()
            arriving.enter(step)
            self._texts += arriving.texts()
            self._arrived += [(document_of(event), (event.table, event.row)) for event in one.events]
            self._fresh |= {event.id for event in one.events}
            self._purged |= arriving.purged
            self._hidden |= arriving.purged_here
            self.merged.steps += len(one.steps)

    @property
    def is_final(self) -> bool:
        """Whether it says of reports that they were removed for good, which nothing takes back."""
        return bool(self._hidden) or any(table == "purges" for _, (table, _) in self._arrived)

    def _hide(self) -> None:
        """Documents of which the text was removed for good here, under another id."""
        for id_, sha256 in self._hidden.items():
            values = self._queries.one(
                "SELECT annotator, time FROM purges WHERE sha256 = ? AND deleted = 0 ORDER BY id", (sha256,)
            )
            annotator, time = values or ("", "")
            row = {"id": id_, "sha256": sha256, "annotator": annotator, "time": time}
            self._writing.join("purges", [Join(id_, None, row, (), row)])

    def make_rows(self, writing: Writing) -> None:
        """Makes the rows of all that the new events are about, in the step that has brought them."""
        self._writing = writing
        for text in self._texts:
            writing.put_text(text)
        self._hide()
        alone = defaultdict[str, set[str]](set)
        documents = set()
        self._arrived = [(document or self._document_of(place), place) for document, place in self._arrived]
        for document, (table, row) in self._arrived:
            if table not in _OF_DOCUMENTS:
                alone[table].add(row)
            elif document not in self._purged:
                documents.add(document)
        self._people(alone["annotators"])
        for table in ("purges", "terms", "rules", "schemes"):
            self._alone(table, alone[table])
        groups = list(self._groups(documents))
        names = dict(self._queries.all("SELECT id, name FROM annotators"))
        for at, group in enumerate(groups):
            self._progress(at, len(groups))
            self._document(group, People(names))
        self._show_people(groups)
        if not writing.changes:
            self._mark()

    def _mark(self) -> None:
        """A step that changes no row, all that came having been taken back where it was done, still says so."""
        places = [place for document, place in self._arrived if document not in self._purged]
        for table, row in places[-1:]:
            now = self._writing.get(table, row)
            events = list(self._events([row], {(table, row)}))
            kept = now or _kept(events)
            self._writing.join(table, [Join(row, now, now, (events[-1].id,), kept)])

    # ---- reading

    def _document_of(self, place: Place) -> str:
        """The document of a row, for an event that has none: another one of its line says it."""
        if place[0] not in _OF_DOCUMENTS:
            return ""
        said = _kept(self._events([place[1]], {place}))
        return str(said.get("document", ""))

    def _events(self, rows: Iterable[str], places: Collection[Place]) -> Iterator[Event]:
        """All events of these places, in order."""
        found = self._queries.all(_EVENTS, (plain.dumps(list(dict.fromkeys(rows))),))
        for id_, table, row, before, after, follows, step, *said in found:
            if (table, row) in places:
                ids = tuple((follows or "").split())
                yield Event(id_, table, row, before, after, ids, step, repeats(*said))

    def _groups(self, documents: Collection[str]) -> Iterator[tuple[str, ...]]:
        """Documents with those of the same text, each group once, in the order of their ids."""
        hashes = dict(self._queries.all("SELECT id, sha256 FROM documents"))
        for _, (table, row) in self._arrived:
            if table == "documents" and row not in hashes and row not in self._purged:
                (event, *_) = self._events([row], {("documents", row)})
                hashes[row] = json.loads(event.after or event.before or "{}")["sha256"]
        alike: defaultdict[str, list[str]] = defaultdict(list)
        for id_, sha256 in hashes.items():
            alike[sha256].append(id_)
        touched = sorted({hashes[one] for one in documents if one in hashes})
        if any(one not in hashes for one in documents):
            raise AnnotatorError("store.merge-untrue", path=self._whose, id="documents")
        yield from (tuple(sorted(alike[sha256])) for sha256 in touched)

    def _places(self, group: Sequence[str]) -> set[Place]:
        """All rows that are known of some documents."""
        places: set[Place] = {("documents", id_) for id_ in group}
        for table in _OF_DOCUMENTS[1:]:
            found = self._queries.all(
                f"SELECT id FROM {table} WHERE document IN (SELECT value FROM json_each(?))",
                (plain.dumps(list(group)),),
            )
            places |= {(table, row) for (row,) in found}
        ids = set(group)
        return places | {place for document, place in self._arrived if document in ids}

    # ---- a document

    def _document(self, group: Sequence[str], people: People) -> None:
        places = self._places(group)
        events = list(self._events((row for _, row in places), places))
        graph = Graph(events)
        heads = graph.heads()
        self._check_people(heads, people)
        versions = Versions(_staying(group, heads), heads, people, self._settling, places)
        self.merged.second += versions.second
        for id_, name in people.made.items():
            row = {"id": id_, "name": name}
            if self._queries.value("SELECT 1 FROM annotators WHERE id = ?", (id_,)) is None:
                self._writing.join("annotators", [Join(id_, None, row, (), row)])
        by_table: defaultdict[str, dict[str, Due]] = defaultdict(dict)
        for (table, id_), due in versions.due.items():
            by_table[table][id_] = due
        self._hold([id_ for id_, due in by_table["documents"].items() if due.row is None], events)
        for table in _OF_DOCUMENTS:
            joins = list(self._joins(table, by_table[table], events, graph))
            self._count(table, joins, people)
            self._write(table, joins)

    def _check_people(self, heads: Iterable[Head], people: People) -> None:
        """Whoever has said something is among the annotators, whatever file says it."""
        for one in heads:
            if one.after and "annotator" in one.after and one.after["annotator"] not in people.names:
                raise AnnotatorError("store.merge-bad-row", path=self._whose, table=one.place[0], row=one.place[1])

    def _write(self, table: str, joins: Sequence[Join]) -> None:
        try:
            self._writing.join(table, joins)
        except WrongSliceError as error:
            raise AnnotatorError("store.merge-bad-row", path=self._whose, table=table, row=error.row) from error

    def _hold(self, documents: Sequence[str], events: Sequence[Event]) -> None:
        """Reports that came and are not there any more stand in their table all the same: other rows may name them."""
        marks = ", ".join("?" * len(documents))
        known = {id_ for (id_,) in self._queries.all(f"SELECT id FROM documents WHERE id IN ({marks})", documents)}
        for id_ in documents:
            row = _kept(one for one in events if (one.table, one.row) == ("documents", id_))
            if id_ not in known and row:
                self._writing.hold("documents", row)

    def _joins(self, table: str, due: Mapping[str, Due], events: Sequence[Event], graph: Graph) -> Iterator[Join]:
        """What is to be written so that the rows of a table are what they should be, and say why."""
        before = self._writing.live(table, due)
        of: defaultdict[str, list[Event]] = defaultdict(list)
        for one in events:
            if one.table == table:
                of[one.row].append(one)
        for id_, wanted in due.items():
            now = before.get(id_)
            last = of[id_][-1] if of[id_] else None
            if wanted.unsettled is None and now == wanted.row and last and _says(last, wanted, graph):
                continue
            if last is None and now is None and wanted.row is None:
                continue  # a row that the history does not know: the check says so
            kept = wanted.unsettled or now or wanted.row or _kept(of[id_])
            check_sound(self._whose, table, wanted.row or kept)
            yield Join(id_, now, wanted.row, wanted.follows, kept, wanted.unsettled)

    def _count(self, table: str, joins: Sequence[Join], people: People) -> None:
        merged = self.merged
        for one in joins:
            if one.after and one.after.get("label", "") not in ("", *self._labels) and one.before != one.after:
                merged.unknown[one.after["label"]] += 1
            merged.left_out.update(_left_out(table, one))
        for one in without_exchanged(joins, lambda row: _said(row, people)) if table in _EXCHANGED else joins:
            if one.before is None and one.after is not None:
                merged.new[table] += 1
            if table != "annotations":
                continue
            if one.before is None and one.after is not None:
                merged.by_annotator[people.name(one.after["annotator"])] += 1
            elif one.before is not None and one.after is None:
                merged.removed[people.name(one.before["annotator"])] += 1
            elif one.before and one.after and _said(one.before, people) != _said(one.after, people):
                merged.changed[people.name(one.before["annotator"])] += 1

    # ---- rows that belong to no document

    def _people(self, rows: Iterable[str]) -> None:
        """Of several ids with one name the first is in sight; what was said under the others stays under that name."""
        names = {name for id_, name in self._heads_of("annotators", rows, "name")}
        known = self._queries.all(
            "SELECT id FROM annotators WHERE name IN (SELECT value FROM json_each(?))", (plain.dumps(sorted(names)),)
        )
        ids = sorted({*rows, *(id_ for (id_,) in known)})
        due, events, graph = self._dues("annotators", ids, min)
        seen = set()
        for id_ in ids:
            row = due[id_].row
            if row and row["name"] in seen:
                due[id_] = Due(None, due[id_].follows)
            elif row:
                seen.add(row["name"])
        joins = list(self._joins("annotators", due, events, graph))
        self.merged.new["annotators"] += sum(one.before is None and one.after is not None for one in joins)
        self._writing.join("annotators", joins)

    def _heads_of(self, table: str, rows: Iterable[str], column: str) -> Iterator[tuple[str, str]]:
        wanted = list(rows)
        for one in Graph(self._events(wanted, {(table, row) for row in wanted})).heads():
            if one.after is not None:
                yield one.place[1], one.after[column]

    def _dues(
        self, table: str, ids: Sequence[str], choose: Callable[[Iterable[str]], str]
    ) -> tuple[dict[str, Due], list[Event], Graph]:
        """What rows should be of which each has one form: of several heads the one that `choose` takes, as JSON."""
        events = list(self._events(ids, {(table, row) for row in ids}))
        graph = Graph(events)
        of: defaultdict[str, list[Head]] = defaultdict(list)
        for one in graph.heads():
            of[one.place[1]].append(one)
        due = {}
        for id_ in ids:
            said = [plain.dumps(one.after) for one in of[id_] if one.after is not None]
            row = json.loads(choose(said)) if said else None
            due[id_] = Due(row, tuple(sorted(one.event for one in of[id_])))
        return due, events, graph

    def _alone(self, table: str, rows: Collection[str]) -> None:
        if not rows:
            return
        ids = sorted(rows)
        due, events, graph = self._dues(table, ids, _first_state if table == "terms" else min)
        if table == "schemes":
            due = {id_: Due(self._writing.get(table, id_), one.follows) for id_, one in due.items()}
        if table in ("terms", "rules"):
            self._settle(table, due)
        joins = list(self._joins(table, due, events, graph))
        self._count(table, joins, People({}))
        self._writing.join(table, joins)

    def _settle(self, table: str, due: dict[str, Due]) -> None:
        """Terms and rules get our labels, or stay out."""
        for id_, one in list(due.items()):
            if one.row is None or one.row["label"] not in self._settling.labels:
                continue
            label = self._settling.labels[one.row["label"]]
            row = {**one.row, "label": label} if label else None
            if row and table == "terms":
                to = f"{label}:{row['text']}"
                if to not in due and self._writing.get(table, to) is None:
                    due[to] = Due({**row, "id": to}, one.follows)
                row = None
            due[id_] = Due(row, one.follows, one.row)

    def _show_people(self, groups: Iterable[Sequence[str]]) -> None:
        """Whoever has said something that is there is in sight, also where their entry was taken back."""
        missing: set[str] = set()
        for group in groups:
            for table in ("annotations", "decisions", "relations", "progress", "adjudications"):
                found = self._queries.all(
                    f"SELECT DISTINCT p.name FROM {table} t JOIN annotators p ON p.id = t.annotator"
                    " WHERE t.document IN (SELECT value FROM json_each(?)) AND t.deleted = 0"
                    " AND NOT EXISTS (SELECT 1 FROM annotators l WHERE l.name = p.name AND l.deleted = 0)",
                    (plain.dumps(list(group)),),
                )
                missing |= {name for (name,) in found}
        for name in sorted(missing):
            id_ = self._queries.value("SELECT min(id) FROM annotators WHERE name = ?", (name,))
            row = {"id": id_, "name": name}
            events = list(self._events([id_], {("annotators", id_)}))
            self._writing.join("annotators", [Join(id_, None, row, tuple(one.id for one in events[-1:]), row)])


def _staying(group: Sequence[str], heads: Sequence[Head]) -> str:
    """Under which of its ids a document stays: one that is there, else one in which somebody has said something.

    Ids that nobody has any more do not count: a corpus that has not heard of them stays as it is.
    """
    there = {one.place[1] for one in heads if one.place[0] == "documents" and one.after is not None}
    said = {one.after["document"] for one in heads if one.after and one.place[0] in ("annotations", "decisions")}
    return min(there.intersection(group) or said.intersection(group) or group)


def _says(last: Event, due: Due, graph: Graph) -> bool:
    """Whether a row's latest event says what it should be, on the ground of what it should be said."""
    if (None if last.after is None else json.loads(last.after)) != due.row:
        return False
    return due.row is None or graph.stands_for[last.id] == frozenset(due.follows)


def _left_out(table: str, one: Join) -> list[str]:
    """The attributes and types of relations that a row would have, and has not, by how somebody wanted it."""
    if one.unsettled is None or (one.after is None and table not in ("relations", "document_attributes")):
        return []
    if one.after is None:
        return [one.unsettled["type" if table == "relations" else "name"]]
    said, kept = (json.loads(row.get("attributes", "{}")) for row in (one.unsettled, one.after))
    return [name for name in said if name not in kept]


def _kept(events: Iterable[Event]) -> Row:
    """What a row was when it was last there."""
    bodies = [body for one in events for body in (one.before, one.after) if body is not None]
    return json.loads(bodies[-1]) if bodies else {}


def _said(row: Row, people: People) -> tuple[object, ...]:
    """What an annotation or a decision says, whenever it was made and whatever its id."""
    attributes = json.dumps(json.loads(row["attributes"]), sort_keys=True)
    said = (row["start"], row["end"], row["label"], row.get("kind"), attributes, row.get("note"))
    return (*said, people.name(row["annotator"]))


def _first_state(bodies: Iterable[str]) -> str:
    """Of what several said of a term: rather shown than quiet, rather quiet than forgotten."""
    return min(bodies, key=lambda body: (STATES.index(json.loads(body)["state"]), body))
